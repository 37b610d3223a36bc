package import Telemetry

/// A town in which things break and crews drive: it says what devices and units publish, and knows the truth.
///
/// Pure: it reads no clock and no randomness of its own. Equal towns, seeds, starts and offers at equal times give the
/// same messages, byte for byte.
package struct Simulation: Sendable {
    /// A vehicle with the drive it is on.
    struct Driving: Sendable {
        var vehicle: Fleet.Vehicle
        var route: Route
        /// Seconds of the drive that are over at the start of the simulation.
        var offset: Double
        var hasFix = true
        /// When it stopped for good.
        var stoppedAt: Timestamp?
        /// Whether it stands on a truck: its device sleeps.
        var isLoaded = false
        var codes: [String] = []
        var signals: [String: Double] = [:]
    }

    package let town: Town
    package let fleet: Fleet
    package let start: Timestamp
    package let pace: Pace
    /// What was broken when.
    package internal(set) var truth = Truth()
    var vehicles: [Driving] = []
    var crews: [Crew] = []
    var agenda = Agenda()
    var output: [SimulatedMessage] = []

    /// - Parameters:
    ///   - town: Where it plays.
    ///   - seed: Decides names, drives and the moments of reports.
    ///   - start: When it begins.
    ///   - pace: How quick units are.
    package init(town: Town, seed: UInt64, start: Timestamp, pace: Pace = Pace()) {
        self.town = town
        self.start = start
        self.pace = pace
        fleet = Fleet(town: town, seed: seed)
        for (index, vehicle) in fleet.vehicles.enumerated() {
            var random = SeededGenerator(seed: seed, for: "drive of \(vehicle.id)")
            vehicles.append(Simulation.driving(vehicle, town, &random))
            let first = start.adding(milliseconds: Int64(random.below(2_000)))
            agenda.plan(.vehicleHello(index), at: first)
            agenda.plan(.vehicleReport(index), at: first.adding(milliseconds: 50))
        }
        for (index, unit) in town.units.enumerated() {
            crews.append(Crew(unit: unit, place: town.place(of: unit.at)))
            guard unit.reach == "mqtt" else { continue }
            let first = start.adding(milliseconds: Int64(index) * 20)
            agenda.plan(.unitHello(index), at: first)
            agenda.plan(.unitReport(index), at: first.adding(milliseconds: 10))
        }
        for (index, breakdown) in town.breakdowns.enumerated() {
            agenda.plan(.breaks(index), at: start.adding(seconds: Int64(breakdown.after)))
        }
    }

    /// When the next message may be due; `nil` if nothing will ever happen again.
    package var next: Timestamp? { agenda.next }

    /// What is published until `time`, in order.
    package mutating func advance(to time: Timestamp) -> [SimulatedMessage] {
        while let (at, event) = agenda.take(until: time) { happens(event, at: at) }
        defer { output = [] }
        return output
    }

    private mutating func happens(_ event: Agenda.Event, at time: Timestamp) {
        switch event {
        case .vehicleHello(let index): output += state(of: index, at: time).hello()
        case .vehicleReport(let index) where vehicles[index].isLoaded: break
        case .vehicleReport(let index):
            output += state(of: index, at: time).report()
            agenda.plan(.vehicleReport(index), at: time.adding(milliseconds: pace.vehicleReport))
        case .breaks(let index): breaks(index, at: time)
        case .sharesPlace(let index): sharesPlace(index, at: time)
        case .unitHello(let index): unitHello(index, at: time)
        case .unitReport(let index): unitReport(index, at: time)
        case .unitDoes(let index, let offer, let state): unitDoes(index, offer, state, at: time)
        }
    }

    // MARK: Vehicles

    private mutating func breaks(_ index: Int, at time: Timestamp) {
        let breakdown = town.breakdowns[index]
        guard let vehicle = vehicles.firstIndex(where: { $0.vehicle.id == breakdown.asset }) else { return }
        if !breakdown.repeats {
            if breakdown.needs != .nothing { vehicles[vehicle].stoppedAt = time }
            vehicles[vehicle].codes = breakdown.codes
            vehicles[vehicle].signals = breakdown.signals
            truth.broken.append(
                Truth.Broken(
                    breakdown: index, asset: vehicles[vehicle].vehicle.assetID, what: breakdown.what,
                    codes: breakdown.codes, at: time, place: state(of: vehicle, at: time).point.place,
                    needs: breakdown.needs))
            if let wait = breakdown.sharesPlaceAfter {
                agenda.plan(.sharesPlace(index), at: time.adding(seconds: Int64(wait)))
            }
        }
        output += state(of: vehicle, at: time).faults(breakdown: index)
    }

    /// The driver's app says where the vehicle stands.
    private mutating func sharesPlace(_ index: Int, at time: Timestamp) {
        guard let broken = truth.broken.first(where: { $0.breakdown == index }) else { return }
        let place = "\"lat\":\(decimal(broken.place.latitude, 6)),\"lon\":\(decimal(broken.place.longitude, 6))"
        output.append(
            SimulatedMessage(
                at: time, topic: "callahead/v1/assets/\(broken.asset)/driver",
                payload: "{\"time\":\"\(time.iso8601)\",\"kind\":\"shared_location\",\(place)}"))
    }

    func state(of index: Int, at time: Timestamp) -> VehicleState {
        let driving = vehicles[index]
        var point = driving.route.point(after: driving.offset + Simulation.seconds(from: start, to: time))
        if let stopped = driving.stoppedAt, stopped <= time {
            point = driving.route.point(after: driving.offset + Simulation.seconds(from: start, to: stopped))
            point.speed = 0
        }
        return VehicleState(
            vehicle: driving.vehicle, time: time, point: point, hasFix: driving.hasFix, codes: driving.codes,
            signals: driving.signals)
    }

    static func seconds(from start: Timestamp, to end: Timestamp) -> Double {
        Double(end.milliseconds.subtractingReportingOverflow(start.milliseconds).partialValue) / 1_000
    }

    /// A vehicle that will break is on its way to the crossing where it does; any other drives about.
    private static func driving(_ vehicle: Fleet.Vehicle, _ town: Town, _ random: inout SeededGenerator) -> Driving {
        let graph = town.streets
        var here = random.below(graph.names.count)
        guard let breakdown = town.breakdowns.first(where: { $0.asset == vehicle.id && !$0.repeats }) else {
            var crossings = [here]
            while crossings.count < 60 {
                let streets = graph.streets[here]
                here = streets[random.below(streets.count)].to
                crossings.append(here)
            }
            return Driving(
                vehicle: vehicle, route: Route(over: crossings, of: graph), offset: Double(random.below(120)))
        }
        let way = graph.quickest(from: here, to: graph.index(of: breakdown.at) ?? here)
        let route = Route(over: way, of: graph)
        return Driving(
            vehicle: vehicle, route: route, offset: route.seconds - Double(breakdown.after),
            hasFix: !breakdown.withoutFix)
    }
}
