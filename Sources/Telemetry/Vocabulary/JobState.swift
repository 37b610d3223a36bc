/// Where a unit's job stands, in the words of the wire.
package enum JobState: String, Sendable, CaseIterable {
    case offered, accepted, declined, delayed
    case enRoute = "en_route"
    case onScene = "on_scene"
    case fixed
    case madeSafe = "made_safe"
    case loaded, delivered, stored
    case goneOnArrival = "gone_on_arrival"
    case unable
    case noAccess = "no_access"
    case partNeeded = "part_needed"
    case refusedAtDestination = "refused_at_destination"
    case stoodDown = "stood_down"
    case cancelConfirmed = "cancel_confirmed"
    case expired

    /// Whether the job is over: its unit is free again.
    package var isFinal: Bool {
        switch self {
        case .declined, .fixed, .madeSafe, .delivered, .stored, .goneOnArrival, .unable, .noAccess, .partNeeded,
            .cancelConfirmed, .expired:
            true
        default: false
        }
    }
}
