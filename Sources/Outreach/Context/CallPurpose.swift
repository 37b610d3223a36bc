/// What a call is for, where the kind of its task does not tell.
package enum CallPurpose: String, Sendable, CaseIterable {
    /// What the kind of the task says.
    case usual
    /// A unit that has the job fell silent.
    case lostTouch = "lost_touch"
    /// Whoever has the right to recover on a road is asked to.
    case thirdParty = "third_party"
    /// A unit is told that it need not come any more.
    case standDown = "stand_down"
    /// Somebody is asked to approve a tow.
    case approveTow = "approve_tow"
    /// Somebody is asked to approve help on the spot.
    case approveHelp = "approve_help"
    /// What the kind says, to somebody who has rung us: no cold opening.
    case inbound
    /// What the kind says, to somebody who asked us to call back.
    case callBack = "call_back"
    /// What is due on a fleet, once a day, to whoever manages it.
    case digest
    /// Several assets of a fleet have the same fault, and none may drive on as if nothing were.
    case fleet

    /// Whether the kind of the task says what the call is about.
    var isUsual: Bool {
        switch self {
        case .usual, .inbound, .callBack: true
        default: false
        }
    }

    /// The key of its opening; `nil` if the task's kind has it.
    var openingKey: String? {
        switch self {
        case .usual: nil
        case .lostTouch, .thirdParty, .standDown, .inbound, .callBack, .digest: rawValue
        case .approveTow, .approveHelp: "approval"
        case .fleet: TaskKind.followUp.rawValue
        }
    }

    static let openingKeys = [
        "lost_touch", "third_party", "stand_down", "approval", "inbound", "inbound_told", "inbound_foreseen",
        "call_back", "call_back_foreseen", "digest", "prevent_offer_again",
    ]
    static let requestKeys = [
        "lost_touch", "third_party", "stand_down", "approve_tow", "approve_help", "digest",
    ]
}

/// A unit that the addressee was told of and that does not come any more, as far as it knows.
package struct FormerUnit: Sendable, Hashable {
    /// In the words of the units file; `nil` is unknown.
    package var kind: String?

    package init(kind: String?) {
        self.kind = kind
    }
}

/// A workshop that is closed when the asset gets there.
package struct ClosedWorkshop: Sendable, Hashable {
    /// Where the asset stands until it opens.
    package enum Stay: String, Sendable, CaseIterable {
        /// At the workshop itself.
        case nightDrop = "night_drop"
        /// In a yard, from where a second leg brings it.
        case yard
    }

    package var stay: Stay
    package var opens: LocalTime?

    package init(_ stay: Stay, opens: LocalTime? = nil) {
        self.stay = stay
        self.opens = opens
    }
}
