package import Telemetry

/// A scenario that is being played: the town, what the wire does to its messages, and the truth of it all.
///
/// Pure, as ``Simulation`` is: whoever plays it says what time it is.
package struct Play: Sendable {
    /// What happened in a step.
    package struct Step: Sendable, Equatable {
        /// What reaches the broker, in order.
        package var messages: [WireMessage] = []
        /// What the ledger has to know.
        package var facts: [Simulation.Fact] = []

        package init() {}
    }

    package private(set) var simulation: Simulation
    package let end: Timestamp
    private var wire: WireDisturbance

    /// - Parameters:
    ///   - causes: Where the scenario's causes are found.
    ///   - start: When it begins.
    ///   - begins: When its days before begin, if it has any; `nil` is as long before as the scenario says.
    ///   - replay: A recorded log that is sent beside the fleet.
    package init(
        _ scenario: Scenario, causes: CauseCatalogue, seed: UInt64, start: Timestamp, begins: Timestamp? = nil,
        replay: [ReplayedMessage] = []
    ) {
        simulation = Simulation(scenario: scenario, causes: causes, seed: seed, start: start, begins: begins)
        end = start.adding(scenario.lasts)
        let fleet = simulation.fleet
        wire = WireDisturbance(scenario.chaos, seed: seed, start: start) { fleet.vehicle($0)?.assetID ?? $0 }
        var strewn = StrewnMessages(fleet: fleet, seed: seed, start: start, lasts: scenario.lasts)
        let plan = scenario.chaos.wire
        for message in strewn.messages(malformed: plan.malformed, hostile: plan.hostile) { wire.add(message) }
        for message in replay { wire.add(message.message(start: start)) }
    }

    /// When something may happen next; `nil` if nothing will.
    package var next: Timestamp? { [simulation.next, wire.next].compactMap { $0 }.min() }

    /// How many messages were lost before they reached the broker.
    package var lost: Int { wire.lost }

    /// Everything that happens until `time`.
    package mutating func advance(to time: Timestamp) -> Step {
        let time = min(time, end)
        for message in simulation.advance(to: time) { wire.take(message) }
        var step = Step()
        step.facts = simulation.takeFacts()
        for index in step.facts.indices { correct(&step.facts[index]) }
        step.messages = wire.due(until: time)
        return step
    }

    /// A breakdown of which the word is held up on its way shows late.
    private func correct(_ fact: inout Simulation.Fact) {
        guard case .broke(var broke) = fact.entry, broke.detectability == .detectable,
            isLate(broke.breakdown - 1, since: fact.at)
        else { return }
        broke.detectability = .late
        fact.entry = .broke(broke)
    }

    private func isLate(_ breakdown: Int, since time: Timestamp) -> Bool {
        guard let arrival = wire.arrival(ofBreakdown: breakdown) else {
            return wire.lostBreakdowns.contains(breakdown)
        }
        return Simulation.seconds(from: time, to: arrival) > 30
    }

    /// Takes a message that the service has published.
    package mutating func receive(topic: String, payload: String, at time: Timestamp) {
        simulation.receive(topic: topic, payload: payload, at: time)
    }

    /// Answers a call.
    package mutating func answer(_ call: PhoneCall) -> PhoneAnswer { simulation.answer(call) }

    /// Since when an asset truly moves; `nil` if it stands, or there is no such asset.
    package func movingSince(asset: String, at time: Timestamp) -> Timestamp? {
        simulation.movingSince(asset: asset, at: time)
    }
}
