package import Telemetry

/// A town in which things break and crews drive: it says what devices and units publish, and knows the truth.
///
/// Pure: it reads no clock and no randomness of its own. Equal towns, scenarios, seeds, starts, and equal offers and
/// calls at equal times give the same messages, byte for byte.
package struct Simulation: Sendable {
    package let town: Town
    package let fleet: Fleet
    /// When the scenario itself begins.
    package let start: Timestamp
    /// When the days before begin; ``start`` without any.
    package let begins: Timestamp
    package let pace: Pace
    let seed: UInt64
    /// How people behave who have nothing of their own in the scenario.
    let people: PeopleTemper
    let workshopTempers: [String: WorkshopTemper]
    let weather: Scenario.Weather?
    let events: [ScriptedEvent]
    /// What was broken when.
    package internal(set) var truth = Truth()
    var vehicles: [Driving] = []
    var crews: [Crew] = []
    var planned: [Planned] = []
    /// What has become of what is planned, by the same place.
    var fates: [Fate] = []
    /// Places of vehicles by the id under which the service knows them; never iterated.
    var places: [String: Int] = [:]
    /// How often somebody was rung, by asset and contact; never iterated.
    var attempts: [String: Int] = [:]
    /// Breakdowns that a scenario names and that are left out.
    package internal(set) var misfits: [Misfit] = []
    /// How vehicles live in the days before; `nil` without any.
    var early: EarlyDays?
    /// When a vehicle is to be at a workshop, by place; never iterated.
    var appointments: [Int: Appointment] = [:]
    /// Parts that were replaced, by place; never iterated.
    var replaced: [Int: [String]] = [:]
    var agenda = Agenda()
    var output: [SimulatedMessage] = []
    /// What the ledger has to know, in the order in which it happened.
    var facts: [Fact] = []

    /// A breakdown that its asset can't have, such as a boiler's in a car.
    package struct Misfit: Sendable, Equatable {
        /// Where the scenario names it, from 1.
        package var line: Int
        package var reason: String
    }

    /// A line of the truth.
    package struct Fact: Sendable, Equatable {
        package var at: Timestamp
        package var entry: LedgerEntry
    }

    /// The town with its own breakdowns, as the demo plays it.
    ///
    /// - Parameters:
    ///   - town: Where it plays.
    ///   - seed: Decides names, drives and the moments of reports.
    ///   - start: When it begins.
    ///   - pace: How quick units are.
    package init(town: Town, seed: UInt64, start: Timestamp, pace: Pace = Pace()) {
        self.init(town: town, seed: seed, start: start, begins: start, pace: pace, scenario: nil)
        for breakdown in town.breakdowns { plan(breakdown) }
        begin()
    }

    /// A scenario.
    ///
    /// - Parameters:
    ///   - causes: Where its causes are found.
    ///   - seed: Decides names, drives, moments, people and what breaks by chance.
    ///   - start: When it begins.
    ///   - begins: When its days before begin, if it has any; `nil` is as long before as the scenario says.
    package init(
        scenario: Scenario, causes: CauseCatalogue, seed: UInt64, start: Timestamp, begins: Timestamp? = nil
    ) {
        let early = scenario.before.map { begins ?? start.adding(milliseconds: 0 - $0.lasts.milliseconds) }
        let pace = Pace(units: 1, vehicleReport: scenario.reports.milliseconds, unitReport: 10_000)
        self.init(
            town: scenario.town, seed: seed, start: start, begins: min(early ?? start, start), pace: pace,
            scenario: scenario)
        plan(scenario, causes)
        if let before = scenario.before { live(before, causes) }
        skew(scenario.chaos.wire)
        begin()
        for cut in scenario.chaos.network where cut.cut != .service {
            reconnect(after: start.adding(cut.after + cut.lasts))
        }
    }

    private init(
        town: Town, seed: UInt64, start: Timestamp, begins: Timestamp, pace: Pace, scenario: Scenario?
    ) {
        self.town = town
        (self.start, self.begins) = (start, begins)
        self.pace = pace
        self.seed = seed
        people = scenario?.people ?? PeopleTemper()
        workshopTempers = scenario?.workshops ?? [:]
        weather = scenario?.weather
        events = scenario?.events ?? []
        fleet = Fleet(town: town, seed: seed)
        for (index, vehicle) in fleet.vehicles.enumerated() {
            places[vehicle.assetID] = index
            vehicles.append(driving(vehicle, isLong: scenario == nil))
        }
        for unit in town.units { crews.append(Crew(unit: unit, place: town.place(of: unit.at))) }
    }

    /// When the next message may be due; `nil` if nothing will ever happen again.
    package var next: Timestamp? { agenda.next }

    /// What is published until `time`, in order.
    package mutating func advance(to time: Timestamp) -> [SimulatedMessage] {
        while let (at, event) = agenda.take(until: time) { happens(event, at: at) }
        defer { output = [] }
        return output
    }

    /// What was true since the last call, in order.
    package mutating func takeFacts() -> [Fact] {
        defer { facts = [] }
        return facts
    }

    /// Whether an asset truly moves; `nil` if there is no such asset.
    package func isMoving(asset: String, at time: Timestamp) -> Bool? {
        guard let index = places[asset] else { return nil }
        if time < start { return early?.lives[index].isDriving(at: time) ?? false }
        return !vehicles[index].isStationary && vehicles[index].point(at: time).speed > 0
    }

    /// Since when an asset moves; `nil` if it stands, or there is no such asset.
    package func movingSince(asset: String, at time: Timestamp) -> Timestamp? {
        guard isMoving(asset: asset, at: time) == true, let index = places[asset] else { return nil }
        return time < start ? early?.lives[index].drive(at: time)?.from : vehicles[index].begins
    }

    private mutating func begin() {
        for index in vehicles.indices {
            var random = SeededGenerator(seed: seed, for: "reports of \(vehicles[index].vehicle.id)")
            // Reports of a fleet are spread over the time between two of them.
            let spread = max(1, min(vehicles[index].every, 60_000))
            let moment = Int64(random.below(Int(spread)))
            let first = start.adding(milliseconds: moment)
            agenda.plan(.vehicleHello(index), at: begins.adding(milliseconds: moment))
            if early != nil { agenda.plan(.earlyReport(index), at: begins.adding(milliseconds: moment + 50)) }
            agenda.plan(.vehicleReport(index), at: first.adding(milliseconds: 50))
            guard !vehicles[index].isStationary, !vehicles[index].isKept else { continue }
            agenda.plan(.tripEnds(index, trip: 0), at: max(start, vehicles[index].arrives))
        }
        for (index, unit) in town.units.enumerated() where unit.reach == "mqtt" {
            let first = start.adding(milliseconds: Int64(index) * 20)
            agenda.plan(.unitHello(index), at: first)
            agenda.plan(.unitReport(index), at: first.adding(milliseconds: 10))
        }
        for (index, event) in events.enumerated() { agenda.plan(.scripted(index), at: start.adding(event.after)) }
        for index in planned.indices { schedule(index) }
    }

    private mutating func happens(_ event: Agenda.Event, at time: Timestamp) {
        switch event {
        case .vehicleHello(let index): emit(state(of: index, at: time).hello(), index, "online", at: time)
        case .vehicleReport(let index): report(index, at: time)
        case .reconnects(let index): reconnects(index, at: time)
        case .tripEnds(let index, let trip): parks(index, trip, at: time)
        case .setsOff(let index, let trip): setsOff(index, trip, at: time)
        case .step(let index, let step): happens(index, step: step, at: time)
        case .saysAgain(let index): saysAgain(index, at: time)
        case .sharesPlace(let index): sharesPlace(index, at: time)
        case .resolves(let index, let fate): resolves(index, fate, at: time)
        case .scripted(let index): happens(events[index], at: time)
        case .earlyReport(let index): reportsEarly(index, at: time)
        case .replaces(let index, let appointment): replaces(index, appointment, at: time)
        case .unitHello(let index): unitHello(index, at: time)
        case .unitReport(let index): unitReport(index, at: time)
        case .unitDoes(let index, let offer, let state): unitDoes(index, offer, state, at: time)
        case .unitGetsStuck(let index, let offer): getsStuck(index, offer, at: time)
        case .unitFallsSilent(let index, let offer): fallsSilent(index, offer, at: time)
        }
    }

    static func seconds(from start: Timestamp, to end: Timestamp) -> Double {
        Double(end.milliseconds.subtractingReportingOverflow(start.milliseconds).partialValue) / 1_000
    }
}

extension Timestamp {
    func adding(_ duration: Duration) -> Timestamp { adding(milliseconds: duration.milliseconds) }
}
