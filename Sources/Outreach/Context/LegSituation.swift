/// Two whole minutes, the upper one later: a promise is always a range.
package struct MinuteRange: Sendable, Hashable {
    package let low: Int
    package let high: Int

    /// A range; negative minutes become 0, and the upper end is at least a minute above the lower one.
    package init(low: Int, high: Int) {
        self.low = min(max(low, 0), 10_000)
        self.high = min(max(high, self.low + 1), 20_000)
    }
}

/// What is true of the leg now: the only thing a script may say about who comes and when.
///
/// `unit` is the kind of unit, in the words of the units file.
package enum LegSituation: Sendable, Hashable {
    /// Who decides about recovery on a road where we may not recover ourselves.
    package enum RoadRight: String, Sendable, CaseIterable {
        /// An approved firm has the road.
        case concession
        case police
    }

    /// Asked, no answer yet: no time may be named.
    case offered(unit: String?)
    case accepted(unit: String?, eta: MinuteRange?)
    case enRoute(unit: String?, eta: MinuteRange?)
    case onScene(unit: String?)
    /// Somebody else has the right to recover here and is being asked; `provider` is their name.
    case thirdPartyAsked(provider: String?, right: RoadRight)
    case thirdPartyAccepted(provider: String?, eta: MinuteRange?)
    /// Nobody is sent before a person says yes; in an emergency it is never said.
    case needsApproval(ofTow: Bool)
    /// A technician is asked to come to a site at a time.
    case visitAsked(at: LocalTime?)
    /// A technician has taken the job and comes at a time by the site's clock.
    case visit(at: LocalTime?)
    /// It stands safely in a yard and goes on to the workshop with a second leg.
    case stored(broughtAt: LocalTime?)
    /// Nobody comes, for the asset may drive on gently.
    case standby
    case noneAvailable
    case needsLocation
    /// Chosen for a place that the asset is still leaving.
    case provisional
    /// Waits until a person says the scene is released.
    case staged
    /// It is on the vehicle that brings it where it is to be.
    case loaded
    /// Somebody was there, or brought the asset where it is to be: what follows is for people to settle.
    case finished
    /// Nobody is sent, and nobody is meant to be yet.
    case notPlanned

    /// The key of its sentences.
    package var key: String {
        switch self {
        case .offered: "offered"
        case .accepted: "accepted"
        case .enRoute: "en_route"
        case .onScene: "on_scene"
        case .thirdPartyAsked(_, .concession): "concession_asked"
        case .thirdPartyAsked(_, .police): "police_asked"
        case .thirdPartyAccepted: "third_party_accepted"
        case .needsApproval(let ofTow): ofTow ? "needs_approval_tow" : "needs_approval"
        case .visitAsked: "visit_asked"
        case .visit: "visit"
        case .stored: "stored"
        case .standby: "standby"
        case .noneAvailable: "none_available"
        case .needsLocation: "needs_location"
        case .provisional: "provisional"
        case .staged: "staged"
        case .loaded: "loaded"
        case .finished: "finished"
        case .notPlanned: "not_planned"
        }
    }

    var unit: String? {
        switch self {
        case .offered(let unit), .accepted(let unit, _), .enRoute(let unit, _), .onScene(let unit): unit
        case .visitAsked, .visit: "technician"
        default: nil
        }
    }

    /// Whether somebody has the job.
    var isTaken: Bool {
        switch self {
        case .accepted, .enRoute, .onScene, .thirdPartyAccepted, .visit: true
        default: false
        }
    }

    var eta: MinuteRange? {
        switch self {
        case .accepted(_, let eta), .enRoute(_, let eta), .thirdPartyAccepted(_, let eta): eta
        default: nil
        }
    }

    var provider: String? {
        switch self {
        case .thirdPartyAsked(let provider, _), .thirdPartyAccepted(let provider, _): provider
        default: nil
        }
    }

    /// When a technician comes.
    var visitTime: LocalTime? {
        switch self {
        case .visitAsked(let time), .visit(let time): time
        default: nil
        }
    }

    static let keys = [
        "offered", "accepted", "en_route", "on_scene", "concession_asked", "police_asked", "third_party_accepted",
        "needs_approval", "needs_approval_tow", "visit_asked", "visit", "stored", "standby", "none_available",
        "needs_location", "provisional", "staged", "loaded", "finished", "not_planned",
    ]
}
