package import Telemetry

/// A call that somebody at a desk makes to somebody in the simulated town.
package struct PhoneCall: Sendable, Equatable {
    package var task: Int64
    /// Kind of the contact task.
    package var kind: String
    package var asset: String?
    package var contact: String?
    package var phone: String?
    package var at: Timestamp
    /// The unit that a provider call is about, and the workshop of a workshop call.
    package var unit: String?
    package var workshop: String?
    /// Whether the call asks for a yes to help that costs.
    package var asksApproval = false
    /// With an offer to have a part replaced: the part, and the time that is offered.
    package var part: String?
    package var slot: Timestamp?
    /// Whether a crew is told that it need not come.
    package var tellsStandDown = false

    package init(task: Int64, kind: String, asset: String?, contact: String?, phone: String?, at: Timestamp) {
        (self.task, self.kind, self.asset) = (task, kind, asset)
        (self.contact, self.phone, self.at) = (contact, phone, at)
    }
}

/// What is heard on the other end, and what the person says.
package struct PhoneAnswer: Sendable, Equatable {
    /// What came of it in the words of `tasks finish`, such as `reached`, `no_answer` or `wrong_number`.
    package var outcome: String
    /// How long it takes, seconds of the service's clock.
    package var seconds: Int
    /// What the person tells, as `tasks fact` takes it, in order.
    ///
    /// A provider's own minutes come as `eta_minutes`, the other time that a workshop names as `slot_start`, ISO 8601:
    /// they become parts of the outcome.
    package var facts: [Fact]
    /// Where the person says they are.
    package var place: Coordinate?
    /// Minutes after which they want to be called again.
    package var callBackIn: Int?

    /// One thing that is told.
    package struct Fact: Sendable, Equatable {
        package var key: String
        package var value: String

        package init(_ key: String, _ value: String) { (self.key, self.value) = (key, value) }
    }

    package init(
        outcome: String, seconds: Int = 60, facts: [Fact] = [], place: Coordinate? = nil, callBackIn: Int? = nil
    ) {
        (self.outcome, self.seconds, self.facts) = (outcome, seconds, facts)
        (self.place, self.callBackIn) = (place, callBackIn)
    }
}
