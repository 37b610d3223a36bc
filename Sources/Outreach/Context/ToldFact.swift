/// What a person told about the scene, as far as somebody else must hear it.
///
/// Raw values are keys of facts, in the order in which they are said.
package enum ToldFact: String, Sendable, CaseIterable {
    case fire, smoke
    case inWater = "in_water"
    case trapped, injured
    case liveLane = "live_lane"
    case children
    case reducedMobility = "reduced_mobility"
    case trailer
    /// It does not roll.
    case wheelsBlocked = "wheels_blocked"
    /// Somebody else was called, too.
    case othersCalled = "others_called"

    /// Whether only the emergency services need it.
    var isForAuthorityOnly: Bool {
        switch self {
        case .trapped, .injured, .othersCalled: true
        default: false
        }
    }
}
