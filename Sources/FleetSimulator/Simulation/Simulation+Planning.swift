import Telemetry

/// What is going to break: by a town's file, by a scenario's word, by chance.
extension Simulation {
    /// A breakdown of a town's own file.
    mutating func plan(_ breakdown: Town.Breakdown) {
        guard let vehicle = fleet.vehicles.firstIndex(where: { $0.id == breakdown.asset }) else { return }
        var planned = Planned(
            vehicle: vehicle, cause: Cause(breakdown), at: start.adding(seconds: Int64(breakdown.after)),
            driver: Driver())
        planned.crossing = town.streets.index(of: breakdown.at)
        planned.isWithoutFix = breakdown.withoutFix
        planned.sharesPlaceAfter = breakdown.sharesPlaceAfter.map { .seconds($0) }
        if breakdown.repeats {
            planned.repeats = self.planned.firstIndex { $0.vehicle == vehicle && $0.repeats == nil } ?? 0
        }
        add(planned)
    }

    /// Everything that a scenario names and draws.
    mutating func plan(_ scenario: Scenario, _ causes: CauseCatalogue) {
        var taken: Set<Int> = []
        for (number, scripted) in scenario.breakdowns.enumerated() {
            plan(scripted, number, causes, &taken)
        }
        guard let random = scenario.causes else { return }
        plan(random, over: scenario.lasts, causes, &taken)
    }

    private mutating func plan(
        _ scripted: ScriptedBreakdown, _ number: Int, _ causes: CauseCatalogue, _ taken: inout Set<Int>
    ) {
        var random = SeededGenerator(seed: seed, for: "breakdown \(number)")
        let spread = scripted.within.milliseconds
        for (place, asset) in scripted.assets.enumerated() {
            guard let vehicle = fleet.vehicles.firstIndex(where: { $0.id == asset }) else { continue }
            let cause =
                scripted.own.map(Cause.init)
                ?? scripted.cause.flatMap {
                    causes.draw(
                        named: $0, for: fleet.vehicles[vehicle].model, profile: fleet.vehicles[vehicle].profile, &random
                    )
                }
            guard let cause else {
                let (model, profile) = (fleet.vehicles[vehicle].model, fleet.vehicles[vehicle].profile)
                let what = "\(scripted.cause ?? "") can't befall \(asset), \(model.kind) with \(profile.rawValue)"
                misfits.append(Misfit(line: scripted.line, reason: what))
                continue
            }
            var after = scripted.after.milliseconds
            // The first comes at once, the others anywhere in the time.
            if spread > 0, place > 0 { after += Int64(random.below(Int(spread))) }
            var planned = Planned(
                vehicle: vehicle, cause: cause, at: start.adding(milliseconds: after),
                driver: driver(scripted.driver, "\(asset) \(number)"))
            planned.crossing = scripted.at.flatMap { town.streets.index(of: $0) }
            planned.isWithoutFix = scripted.isWithoutFix
            planned.sharesPlaceAfter = scripted.sharesPlaceAfter
            planned.saysAgainAfter = scripted.saysAgainAfter
            if planned.crossing == nil { planned.rolls = .seconds(5 + random.below(30)) }
            taken.insert(vehicle)
            add(planned)
        }
    }

    private mutating func plan(
        _ drawn: RandomCauses, over lasts: Duration, _ causes: CauseCatalogue, _ taken: inout Set<Int>
    ) {
        var random = SeededGenerator(seed: seed, for: "random causes")
        let milliseconds = Double(lasts.milliseconds)
        let count: Int
        switch drawn.amount {
        case .count(let number): count = number
        case .perDayPerThousand(let rate):
            let expected = rate * Double(vehicles.count) / 1_000 * milliseconds / 86_400_000
            // The part behind the point is a chance of one more.
            count = Int(min(expected, 1e6)) + (random.fraction() < expected - expected.rounded(.down) ? 1 : 0)
        }
        let mix = mix(drawn.mix, causes)
        var left = count
        // Some vehicles can't have what the mix has; after many tries it gives up.
        for _ in 0..<(count * 20) where left > 0 {
            let vehicle = random.below(vehicles.count)
            let place = random.fraction()
            guard !taken.contains(vehicle) else { continue }
            let about = fleet.vehicles[vehicle]
            guard let cause = causes.draw(mix: mix, for: about.model, profile: about.profile, &random) else { continue }
            taken.insert(vehicle)
            left -= 1
            // The first minute is for hellos, and the end for what follows: also for what a device says later, of which
            // it depends how bad it is.
            let room = milliseconds * 0.97 - Double(cause.tail)
            let span = room > milliseconds * 0.1 ? min(milliseconds * 0.8, room) : milliseconds * 0.8
            let moment = milliseconds * 0.03 + span * place
            var planned = Planned(
                vehicle: vehicle, cause: cause, at: start.adding(milliseconds: Int64(moment)),
                driver: driver(DriverTemper(), about.id))
            planned.rolls = .seconds(5 + random.below(30))
            if random.fraction() < people.sharesPlace { planned.sharesPlaceAfter = .seconds(30 + random.below(120)) }
            add(planned)
        }
    }

    /// The mix in the weather: cold kills batteries first.
    private func mix(_ shares: [RandomCauses.Share], _ causes: CauseCatalogue) -> [(name: String, weight: Double)] {
        let named =
            shares.isEmpty
            ? causes.shares.map { (name: $0.group, weight: $0.weight) }
            : shares.map { (name: $0.cause, weight: $0.weight) }
        let cold = max(0, 0 - (weather?.temperature ?? 12))
        return named.map { name, weight in
            let isBattery = name == "battery" || causes.cause(name)?.group == "battery"
            return (name, isBattery ? weight * (1 + cold / 10) : weight)
        }
    }

    private func driver(_ temper: DriverTemper, _ name: String) -> Driver {
        var random = SeededGenerator(seed: seed, for: "driver at \(name)")
        let heads = [1, 1, 1, 1, 2, 2, 2, 3, 4, 5][random.below(10)]
        let (children, key, safe) = (random.fraction() < 0.3, random.fraction() < 0.97, random.fraction() < 0.7)
        let (place, on, help) = (random.fraction(), random.fraction(), random.fraction())
        let back = random.fraction() < people.callsBack ? 5 * (1 + random.below(6)) : nil
        var driver = Driver(answers: temper.answers)
        driver.people = temper.people ?? heads
        driver.hasChildren = temper.hasChildren ?? (driver.people > 1 && children)
        driver.hasKey = temper.hasKey ?? key
        driver.isInSafePlace = temper.isInSafePlace ?? safe
        driver.knowsPlace = temper.knowsPlace ?? (place < people.knowsPlace)
        driver.drivesOn = temper.drivesOn ?? (on < people.drivesOn)
        driver.hasOwnHelp = temper.hasOwnHelp ?? (help < people.ownHelp)
        driver.callBackIn = temper.callBackIn ?? back
        driver.facts = temper.facts
        return driver
    }

    private mutating func add(_ breakdown: Planned) {
        planned.append(breakdown)
        fates.append(.stands)
        let index = breakdown.vehicle
        guard breakdown.repeats == nil else { return }
        if breakdown.isWithoutFix, breakdown.crossing != nil { vehicles[index].hasFix = false }
        guard !vehicles[index].isStationary else { return }
        if let crossing = breakdown.crossing {
            brings(index, to: crossing, by: breakdown)
        } else if breakdown.isParked {
            vehicles[index].route = Route(over: [], of: town.streets, from: vehicles[index].route.start)
            vehicles[index].isKept = true
        }
    }

    /// Sends a vehicle on a drive that ends at a crossing at the moment at which it breaks there.
    private mutating func brings(_ index: Int, to crossing: Int, by breakdown: Planned) {
        vehicles[index].isKept = true
        guard !breakdown.isParked else {
            vehicles[index].route = Route(over: [crossing], of: town.streets)
            return
        }
        var random = SeededGenerator(seed: seed, for: "way of \(vehicles[index].vehicle.id)")
        let wanted = Simulation.seconds(from: start, to: breakdown.at)
        var way = [crossing]
        var route = Route(over: way, of: town.streets)
        // Backwards from where it ends, as long as there is time; two hours are enough.
        while route.seconds < min(wanted, 7_200) {
            let more = crossingsAbout(way[0], count: 8, &random)
            way = more.dropFirst().reversed() + way
            route = Route(over: way, of: town.streets)
        }
        vehicles[index].route = route
        vehicles[index].begins = breakdown.at.adding(milliseconds: -Int64((route.seconds * 1_000).rounded()))
    }

    /// Puts the steps of a breakdown on the agenda.
    mutating func schedule(_ index: Int) {
        let breakdown = planned[index]
        guard breakdown.repeats == nil else {
            agenda.plan(.saysAgain(index), at: breakdown.at)
            return
        }
        let steps = breakdown.cause.steps
        for (number, step) in steps.enumerated() {
            let time = breakdown.at.adding(milliseconds: step.at)
            // What began before the run is there from its first moment on.
            agenda.plan(.step(index, step: number), at: max(start, time))
        }
        if !steps.contains(where: { $0.at == 0 }) { agenda.plan(.step(index, step: -1), at: breakdown.at) }
        for after in breakdown.saysAgainAfter { agenda.plan(.saysAgain(index), at: breakdown.at.adding(after)) }
        if let after = breakdown.sharesPlaceAfter {
            agenda.plan(.sharesPlace(index), at: breakdown.at.adding(after))
        }
    }
}

extension Cause {
    /// A breakdown that a file describes by its codes alone.
    init(_ breakdown: Town.Breakdown) {
        self.init(
            key: "own", what: breakdown.what, group: "own", weight: 1, kinds: [], energies: [], profiles: [],
            truth: Truth(
                severity: breakdown.severity ?? .unknown, isImmobile: breakdown.needs != .nothing,
                needs: breakdown.needs, detectability: .detectable, part: nil, wantsCall: true),
            steps: [Step(at: 0, codes: breakdown.codes, signals: breakdown.signals)])
    }
}

extension CauseCatalogue {
    /// The cause of a key, or one of a group that can happen to such an asset.
    func draw(
        named name: String, for model: Town.Model, profile: Town.Profile, _ random: inout SeededGenerator
    ) -> Cause? {
        if let cause = cause(name) { return cause.canBefall(model) ? cause : nil }
        return draw(mix: [(name: name, weight: 1)], for: model, profile: profile, &random)
    }
}
