import Telemetry

/// Trips, reports, and what a device can tell at a moment.
extension Simulation {
    func state(of index: Int, at time: Timestamp) -> VehicleState {
        let driving = vehicles[index]
        var codes: [String] = []
        var signals: [String: Double] = [:]
        var isRunning: Bool?
        if let ailment = driving.ailment {
            let moment = planned[ailment].moment(time)
            let cause = planned[ailment].cause
            if !driving.isCleared { codes = cause.codes(at: moment) }
            signals = cause.signals(at: moment)
            isRunning = cause.isRunning(at: moment)
        }
        let point = driving.point(at: time)
        if let volts = restingVolts(of: index, at: time), isRunning != true, point.speed == 0 {
            signals[VehicleState.supply] = min(signals[VehicleState.supply] ?? volts, volts)
        }
        return VehicleState(
            vehicle: driving.vehicle, time: time.adding(milliseconds: driving.skew), point: point,
            hasFix: driving.hasFix, codes: codes,
            signals: signals, isRunning: isRunning ?? (driving.isStationary || point.speed > 0))
    }

    mutating func report(_ index: Int, at time: Timestamp) {
        guard !vehicles[index].isGone else { return }
        if vehicles[index].isOnline { emit(state(of: index, at: time).report(), index, nil, at: time) }
        agenda.plan(.vehicleReport(index), at: time.adding(milliseconds: vehicles[index].every))
    }

    /// Sends what a device says.
    ///
    /// - Parameter about: What all of it tells; `nil` leaves it to the topic.
    mutating func emit(_ messages: [SimulatedMessage], _ index: Int, _ about: String?, at time: Timestamp) {
        let driving = vehicles[index]
        for (place, var message) in messages.enumerated() {
            message.at = time
            message.asset = driving.vehicle.assetID
            message.isSkewed = driving.skew != 0
            let isLast = place == messages.count - 1
            // Values come before the codes where a family says both.
            message.about = about == "faults" && !isLast ? nil : about ?? Simulation.about(message.topic, driving)
            if driving.skew == 0, message.about != "online", driving.vehicle.profile.sendsTime {
                message.time = time.milliseconds
            }
            output.append(message)
        }
    }

    private static func about(_ topic: String, _ driving: Driving) -> String? {
        switch driving.vehicle.profile {
        case .native: topic.hasSuffix("/position") ? "position" : "signals"
        case .teltonika: driving.ailment != nil ? "faults" : driving.hasFix ? "position" : "signals"
        default: nil
        }
    }

    /// Gives some devices a clock that is wrong, by a minute at least.
    mutating func skew(_ plan: ChaosPlan.Wire) {
        guard plan.skewed > 0, plan.skewedBy > .zero else { return }
        for index in vehicles.indices {
            var random = SeededGenerator(seed: seed, for: "clock of \(vehicles[index].vehicle.id)")
            guard random.fraction() < plan.skewed else { continue }
            let skew = 60_000 + Int64(random.below(Int(max(1, plan.skewedBy.milliseconds - 60_000))))
            vehicles[index].skew = random.below(2) == 0 ? skew : 0 - skew
        }
    }

    /// Puts on the agenda that every device is connected again, one after the other.
    mutating func reconnect(after time: Timestamp) {
        for index in vehicles.indices {
            var random = SeededGenerator(seed: seed, for: "connection of \(vehicles[index].vehicle.id)")
            agenda.plan(.reconnects(index), at: time.adding(milliseconds: 500 + Int64(random.below(10_000))))
        }
    }

    /// A device that was cut off says that it is there, and all that is wrong: it can't know what has arrived.
    mutating func reconnects(_ index: Int, at time: Timestamp) {
        guard vehicles[index].isOnline, !vehicles[index].isGone else { return }
        let state = state(of: index, at: time)
        emit(state.hello(), index, "online", at: time)
        guard let ailment = vehicles[index].ailment, !state.codes.isEmpty else { return }
        emit(state.faults(breakdown: ailment), index, "faults", at: time)
    }

    // MARK: Trips

    /// A vehicle at the start of the run.
    ///
    /// - Parameter isLong: Whether its first drive takes longer than any demo.
    func driving(_ vehicle: Fleet.Vehicle, isLong: Bool) -> Driving {
        var random = SeededGenerator(seed: seed, for: "drive of \(vehicle.id)")
        let every = vehicle.every.map { Int64($0 * 1_000) } ?? pace.vehicleReport
        if let place = vehicle.place {
            let route = Route(over: [], of: town.streets, from: place, to: place)
            return Driving(vehicle: vehicle, route: route, begins: start, every: max(10, every), isStationary: true)
        }
        let here = random.below(town.streets.names.count)
        let route = wander(from: here, crossings: isLong ? 60 : 4 + random.below(12), &random)
        var driving = Driving(
            vehicle: vehicle, route: route, begins: start.adding(seconds: -Int64(random.below(120))),
            every: max(10, every))
        // Two of five are parked, and most of them in the dark.
        guard !isLong, random.fraction() < (weather?.isDark == true ? 0.7 : 0.4) else { return driving }
        driving.begins = start.adding(seconds: Int64(60 + random.below(1_740)))
        return driving
    }

    /// A drive over random crossings that does not turn round at once.
    func wander(from first: Int, crossings: Int, _ random: inout SeededGenerator) -> Route {
        Route(over: crossingsAbout(first, count: crossings, &random), of: town.streets)
    }

    func crossingsAbout(_ first: Int, count: Int, _ random: inout SeededGenerator) -> [Int] {
        let graph = town.streets
        var way = [first]
        while way.count < count {
            let last = way.count > 1 ? way[way.count - 2] : -1
            let streets = graph.streets[way[way.count - 1]]
            let onward = streets.filter { $0.to != last }
            let choice = onward.isEmpty ? streets : onward
            way.append(choice[random.below(choice.count)].to)
        }
        return way
    }

    /// It has arrived: after a while it sets off again.
    mutating func parks(_ index: Int, _ trip: Int, at time: Timestamp) {
        guard vehicles[index].trip == trip, vehicles[index].stoppedAt == nil else { return }
        var random = SeededGenerator(seed: seed, for: "stay \(trip) of \(vehicles[index].vehicle.id)")
        let stays = (weather?.isDark == true ? 600 : 120) + random.below(1_800)
        agenda.plan(.setsOff(index, trip: trip), at: time.adding(seconds: Int64(stays)))
    }

    mutating func setsOff(_ index: Int, _ trip: Int, at time: Timestamp) {
        guard vehicles[index].trip == trip, vehicles[index].stoppedAt == nil, !vehicles[index].isGone else { return }
        var random = SeededGenerator(seed: seed, for: "trip \(trip + 1) of \(vehicles[index].vehicle.id)")
        let here = vehicles[index].point(at: time).place
        let nearest = town.streets.nearest(to: here)
        let way = crossingsAbout(nearest, count: 4 + random.below(14), &random)
        vehicles[index].route = Route(over: way, of: town.streets, from: here)
        vehicles[index].begins = time
        vehicles[index].trip = trip + 1
        agenda.plan(.tripEnds(index, trip: trip + 1), at: vehicles[index].arrives)
    }
}
