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
    /// Asked, no answer yet: no time may be named.
    case offered(unit: String?)
    case accepted(unit: String?, eta: MinuteRange?)
    case enRoute(unit: String?, eta: MinuteRange?)
    case onScene(unit: String?)
    case noneAvailable
    case needsLocation
    /// Chosen for a place that the asset is still leaving.
    case provisional
    /// Waits until a person says the scene is released.
    case staged
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
        case .noneAvailable: "none_available"
        case .needsLocation: "needs_location"
        case .provisional: "provisional"
        case .staged: "staged"
        case .finished: "finished"
        case .notPlanned: "not_planned"
        }
    }

    var unit: String? {
        switch self {
        case .offered(let unit), .accepted(let unit, _), .enRoute(let unit, _), .onScene(let unit): unit
        default: nil
        }
    }

    var eta: MinuteRange? {
        switch self {
        case .accepted(_, let eta), .enRoute(_, let eta): eta
        default: nil
        }
    }

    static let keys = [
        "offered", "accepted", "en_route", "on_scene", "none_available", "needs_location", "provisional", "staged",
        "finished", "not_planned",
    ]
}
