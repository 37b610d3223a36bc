import Telemetry

/// What is heard when somebody at a desk rings somebody in the town.
extension Simulation {
    /// Answers a call; who takes a job over the telephone then drives.
    ///
    /// Equal calls in an equal order get equal answers.
    package mutating func answer(_ call: PhoneCall) -> PhoneAnswer {
        switch call.kind {
        case "provider_call": provider(call)
        case "workshop_call": workshop(call)
        case "authority_call": PhoneAnswer(outcome: "reached", seconds: talk(call, mean: 60))
        default: person(call)
        }
    }

    // MARK: Providers

    private mutating func provider(_ call: PhoneCall) -> PhoneAnswer {
        guard let index = crews.firstIndex(where: { $0.unit.id == call.unit || isPhone(of: $0, call) }) else {
            return accepts(call, in: 30, seconds: talk(call, mean: 60))
        }
        if call.tellsStandDown {
            word("stand_down", index, nil, call.asset, at: call.at)
            if crews[index].job?.asset == call.asset {
                crews[index].rest(at: call.at, pace: pace.units)
                crews[index].job = nil
            }
            return PhoneAnswer(outcome: "reached", seconds: talk(call, mean: 30))
        }
        if let job = crews[index].job, job.asset == call.asset {
            // They are asked how it goes.
            let seconds = Simulation.seconds(from: call.at, to: arrival(of: index))
            let left = max(1, Int((seconds / 60).rounded(.up)))
            var answer = accepts(call, in: left, seconds: talk(call, mean: 40))
            if let state = state(ofJobOf: index) { answer.facts.append(PhoneAnswer.Fact("job", state)) }
            return answer
        }
        if let end = endTold(by: crews[index].unit.id, about: call.asset) {
            // Nobody at a desk has heard of it yet.
            return PhoneAnswer(
                outcome: "reached", seconds: talk(call, mean: 30),
                facts: [PhoneAnswer.Fact("job", end.rawValue)])
        }
        crews[index].offers += 1
        let (unit, offers) = (crews[index].unit, crews[index].offers)
        word("offer", index, nil, call.asset, at: call.at)
        if offers <= unit.silent { return PhoneAnswer(outcome: "no_answer", seconds: 30) }
        let isBusy = crews[index].job != nil || isOffShift(index, at: call.at)
        guard offers > unit.silent + unit.declines, !isBusy, let asset = call.asset,
            let place = destination(of: asset, at: call.at)
        else {
            word("declined", index, nil, call.asset, at: call.at)
            return PhoneAnswer(outcome: "declined", seconds: talk(call, mean: 40))
        }
        let job = Crew.Job(offer: 0 - call.task, asset: asset, destination: place)
        crews[index].job = job
        let seconds = talk(call, mean: 60)
        word("accepted", index, nil, asset, at: call.at)
        let minutes = route(index, to: place, at: call.at).seconds / 60 / pace.units
        // A yard needs a while to get going.
        agenda.plan(.unitDoes(index, offer: job.offer, .enRoute), at: call.at.adding(seconds: Int64(seconds) + 180))
        return accepts(call, in: Int(minutes.rounded(.up)) + 5, seconds: seconds)
    }

    /// How a crew's job about an asset ended well; `nil` if it has not, or has not had one.
    private func endTold(by unit: String, about asset: String?) -> JobState? {
        let state = truth.broken.last { $0.asset == asset }?.answers.last { $0.unit == unit }?.state
        return state?.isWellDone == true ? state : nil
    }

    private func accepts(_ call: PhoneCall, in minutes: Int, seconds: Int) -> PhoneAnswer {
        PhoneAnswer(
            outcome: "accepted", seconds: seconds, facts: [PhoneAnswer.Fact("eta_minutes", String(minutes))])
    }

    private func isPhone(of crew: Crew, _ call: PhoneCall) -> Bool {
        call.unit == nil && call.phone != nil && town.phone(ofUnit: crew.unit.id) == call.phone
    }

    private func arrival(of index: Int) -> Timestamp {
        guard let route = crews[index].route else { return crews[index].routeBegins }
        return crews[index].routeBegins.adding(milliseconds: Int64((route.seconds / pace.units * 1_000).rounded(.up)))
    }

    private func state(ofJobOf index: Int) -> String? {
        guard let job = crews[index].job, let vehicle = places[job.asset] else { return nil }
        if vehicles[vehicle].isGone { return JobState.loaded.rawValue }
        return crews[index].route == nil ? JobState.onScene.rawValue : JobState.enRoute.rawValue
    }

    /// Where the driver says, or the device shows, that it stands.
    private func destination(of asset: String, at time: Timestamp) -> Coordinate? {
        truth.broken.last { $0.asset == asset }?.place ?? places[asset].map { vehicles[$0].point(at: time).place }
    }

    // MARK: Workshops

    private func workshop(_ call: PhoneCall) -> PhoneAnswer {
        let id =
            call.workshop ?? town.workshops.first { town.phone(ofWorkshop: $0.id) == call.phone }?.id ?? call.contact
            ?? ""
        let temper = workshopTempers[id] ?? WorkshopTemper()
        if temper.isClosed { return PhoneAnswer(outcome: "no_answer", seconds: 30) }
        return PhoneAnswer(outcome: temper.refuses ? "declined" : "accepted", seconds: talk(call, mean: 60))
    }

    // MARK: People

    private mutating func person(_ call: PhoneCall) -> PhoneAnswer {
        let vehicle = call.asset.flatMap { places[$0] }
        let index = vehicle.flatMap { vehicle in
            truth.broken.last { planned[$0.breakdown].vehicle == vehicle }?.breakdown
        }
        // How somebody answers who is in trouble does not depend on what they were rung about before.
        let key = "\(call.asset ?? "") \(call.contact ?? "")" + (index == nil ? " before" : "")
        let attempt = attempts[key] ?? 0
        attempts[key] = attempt + 1
        let driver = index.map { planned[$0].driver } ?? Driver()
        let outcome = outcome(call, driver, attempt: attempt)
        guard outcome == "reached" || driver.answers.indices.contains(attempt) && isTalk(outcome) else {
            return PhoneAnswer(
                outcome: outcome, seconds: seconds(of: outcome, call), callBackIn: callBack(outcome, driver))
        }
        if call.kind == "prevent_offer" { return offered(call) }
        if call.kind == "follow_up", index == nil, let vehicle, replaced[vehicle] != nil {
            return PhoneAnswer(outcome: "solved", seconds: talk(call, mean: 40))
        }
        guard let index, let vehicle else { return PhoneAnswer(outcome: outcome, seconds: talk(call, mean: 40)) }
        return report(outcome, of: index, in: vehicle, driver, call, attempt: attempt)
    }

    /// What somebody tells who was reached.
    private func report(
        _ outcome: String, of index: Int, in vehicle: Int, _ driver: Driver, _ call: PhoneCall, attempt: Int
    ) -> PhoneAnswer {
        let fate = outcome == "reached" ? fates[index] : .stands
        switch fate {
        case .helpedByOthers: return PhoneAnswer(outcome: "has_own_help", seconds: talk(call, mean: 40))
        case .gone: return PhoneAnswer(outcome: "solved", seconds: talk(call, mean: 40))
        case .droveOn: return PhoneAnswer(outcome: "no_need", seconds: talk(call, mean: 40))
        case .helped:
            // Whoever has been helped says so: a crew without a device of its own has told nobody.
            let end = truth.broken.last { $0.breakdown == index }?.answers.last { $0.state.isWellDone }?.state
            return PhoneAnswer(
                outcome: "reached", seconds: talk(call, mean: 30),
                facts: end.map { [PhoneAnswer.Fact("job", $0.rawValue)] } ?? [])
        case .stands, .prevented: break
        }
        if let minutes = driver.callBackIn, attempt == 0, driver.answers.isEmpty {
            return PhoneAnswer(outcome: "call_back", seconds: 20, callBackIn: minutes)
        }
        if call.asksApproval {
            return PhoneAnswer(
                outcome: outcome, seconds: talk(call, mean: 60),
                facts: driver.facts.contains { $0.key == "approved" }
                    ? driver.facts : driver.facts + [PhoneAnswer.Fact("approved", "yes")])
        }
        let isStationary = vehicles[vehicle].isStationary
        let stands = planned[index].cause.stopsAsset && !driver.drivesOn
        var facts = driver.facts
        func say(_ key: String, _ value: String) {
            if !facts.contains(where: { $0.key == key }) { facts.append(PhoneAnswer.Fact(key, value)) }
        }
        if stands, !isStationary, !call.kind.hasPrefix("site") {
            say("safe_place", driver.isInSafePlace ? "yes" : "no")
            say("people", String(driver.people))
            if driver.hasChildren { say("children", "yes") }
            if !driver.hasKey { say("key", "no") }
        }
        let place = stands && !isStationary && driver.knowsPlace ? vehicles[vehicle].point(at: call.at).place : nil
        return PhoneAnswer(
            outcome: outcome, seconds: talk(call, mean: 90), facts: facts, place: place,
            callBackIn: callBack(outcome, driver))
    }

    private func outcome(_ call: PhoneCall, _ driver: Driver, attempt: Int) -> String {
        if let fixed = driver.answers[safe: min(attempt, driver.answers.count - 1)] { return fixed }
        var random = SeededGenerator(
            seed: seed, for: "answer \(call.asset ?? "") \(call.contact ?? "") \(call.kind) \(attempt)")
        let total = people.answers.reduce(0) { $0 + $1.weight }
        var left = random.fraction() * total
        for answer in people.answers {
            left -= answer.weight
            if left < 0 { return answer.outcome }
        }
        return people.answers.last?.outcome ?? "reached"
    }

    /// Whether somebody who ends a call so has talked before.
    private func isTalk(_ outcome: String) -> Bool {
        ["reached", "call_back", "declined", "has_own_help", "no_need", "solved", "in_danger"].contains(outcome)
    }

    private func callBack(_ outcome: String, _ driver: Driver) -> Int? {
        outcome == "call_back" ? driver.callBackIn ?? 15 : nil
    }

    private func seconds(of outcome: String, _ call: PhoneCall) -> Int {
        switch outcome {
        case "no_answer": 25
        case "voicemail": 20
        case "busy", "phone_off": 5
        case "wrong_number": 15
        case "hung_up": 8
        case "other_person", "language": 30
        default: talk(call, mean: 40)
        }
    }

    /// Seconds of a talk: from half of the mean to double of it, as the scenario says.
    func talk(_ call: PhoneCall, mean: Double) -> Int {
        var random = SeededGenerator(seed: seed, for: "talk \(call.task) \(call.kind)")
        let scale = people.talks.map { Double($0.milliseconds) / 90_000 } ?? 1
        return max(1, Int((mean * scale * (0.5 + random.fraction())).rounded()))
    }
}

extension JobState {
    /// Whether a crew that says so has helped.
    fileprivate var isWellDone: Bool { self == .fixed || self == .delivered || self == .stored || self == .madeSafe }
}
