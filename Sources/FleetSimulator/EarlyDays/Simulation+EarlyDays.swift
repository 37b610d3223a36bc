import Telemetry

/// The days before a scenario.
extension Simulation {
    /// What is played of them.
    struct EarlyDays: Sendable {
        /// By place of the vehicle.
        var lives: [EarlyLife]
        /// Milliseconds between two reports at rest.
        var reports: Int64
    }

    /// Gives every vehicle a life before the scenario, and lets some of what is going to break announce itself.
    mutating func live(_ before: DaysBefore, _ causes: CauseCatalogue) {
        var lives = vehicles.indices.map(life)
        var taken = Set(planned.map(\.vehicle))
        for index in planned.indices where !planned[index].cause.rests.isEmpty {
            let vehicle = planned[index].vehicle
            var random = SeededGenerator(seed: seed, for: "announces \(vehicles[vehicle].vehicle.id)")
            guard lives[vehicle].usualVolts != nil, vehicles[vehicle].vehicle.customer != nil,
                random.fraction() < before.announces
            else { continue }
            planned[index].isAnnounced = true
            lives[vehicle].wear = EarlyLife.Wear(cause: planned[index].cause, failsAt: planned[index].at)
        }
        var random = SeededGenerator(seed: seed, for: "worn")
        var left = before.worn
        // Some vehicles can't run down so; after many tries it gives up.
        for _ in 0..<(before.worn * 50) where left > 0 {
            let vehicle = random.below(vehicles.count)
            let about = vehicles[vehicle].vehicle
            let cause = causes.causes.first {
                !$0.rests.isEmpty && $0.weight > 0 && $0.befalls(about.model, profile: about.profile)
            }
            guard let cause, lives[vehicle].usualVolts != nil, about.customer != nil, taken.insert(vehicle).inserted
            else { continue }
            left -= 1
            lives[vehicle].wear = EarlyLife.Wear(cause: cause, failsAt: start.adding(seconds: 3_600))
        }
        early = EarlyDays(lives: lives, reports: before.reports.milliseconds)
    }

    private func life(of index: Int) -> EarlyLife {
        let driving = vehicles[index]
        let vehicle = driving.vehicle
        var home = driving.point(at: start)
        home.speed = 0
        var life = EarlyLife(home: home)
        var random = SeededGenerator(seed: seed, for: "days of \(vehicle.id)")
        if ["car", "van"].contains(vehicle.model.kind), vehicle.profile.says(signal: VehicleState.supply) {
            life.usualVolts = 12.5 + 0.2 * random.fraction()
        }
        guard !driving.isStationary else { return life }
        var midnight = Simulation.midnight(before: begins, at: home.place)
        while midnight < start {
            for hour in [7, 17] {
                let from = midnight.adding(seconds: Int64(hour * 3_600 + random.below(3_600)))
                let out = crossingsAbout(town.streets.nearest(to: home.place), count: 6 + random.below(6), &random)
                let route = Route(
                    over: out + out.dropLast().reversed(), of: town.streets, from: home.place, to: home.place)
                let drive = EarlyLife.Drive(from: from, route: route)
                // A drive that the beginning or the end would cut in two is left out.
                if from > begins, drive.to.adding(seconds: 60) < start { life.drives.append(drive) }
            }
            midnight = midnight.adding(seconds: 86_400)
        }
        return life
    }

    /// The last midnight by the sun.
    private static func midnight(before time: Timestamp, at place: Coordinate) -> Timestamp {
        let day: Int64 = 86_400_000
        let ahead = Int64(place.longitude / 15 * 3_600_000)
        let local = time.milliseconds &+ ahead
        let into = (local % day + day) % day
        return Timestamp(milliseconds: time.milliseconds &- into)
    }

    // MARK: Reports

    mutating func reportsEarly(_ index: Int, at time: Timestamp) {
        guard time < start, let early else { return }
        emit(earlyState(of: index, early.lives[index], at: time).report(), index, nil, at: time)
        agenda.plan(.earlyReport(index), at: early.lives[index].nextReport(after: time, every: early.reports))
    }

    private func earlyState(of index: Int, _ life: EarlyLife, at time: Timestamp) -> VehicleState {
        var signals: [String: Double] = [:]
        let isDriving = life.isDriving(at: time)
        if let volts = restingVolts(of: index, at: time) {
            var random = SeededGenerator(seed: seed, for: "volts of \(vehicles[index].vehicle.id) \(time.milliseconds)")
            let noise = 0.04 * (random.fraction() - 0.5)
            signals[VehicleState.supply] = (isDriving ? 14.1 : volts + life.surface(at: time)) + noise
        }
        return VehicleState(
            vehicle: vehicles[index].vehicle, time: time.adding(milliseconds: vehicles[index].skew),
            point: life.point(at: time), hasFix: vehicles[index].hasFix, codes: [], signals: signals,
            isRunning: isDriving || vehicles[index].isStationary)
    }

    /// Volts of a battery at rest; `nil` without days before, or if they mean nothing.
    func restingVolts(of index: Int, at time: Timestamp) -> Double? {
        guard let life = early?.lives[index], let usual = life.usualVolts else { return nil }
        return replaced[index] == nil ? life.restingVolts(at: time) : usual
    }
}
