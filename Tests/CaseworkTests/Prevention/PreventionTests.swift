import Casework
import Diagnostics
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Offers before a part fails")
struct PreventionTests {
    private static let term = ForecastTerm(
        "code", ["code": "obd/P0562", "hours": "6"], weight: 1.4, rows: 90, failures: 30)

    /// A car whose battery may fail, a workshop with times and a battery.
    func town(
        slots: Int = 5, policy: CasePolicy = CasePolicy(), confirms: Bool = true,
        _ change: (inout AssetReference) -> Void = { _ in }
    ) throws -> World {
        var workshop = Workshop(
            id: "w1", name: "Peterburi tee", coordinate: .at(59.44, 24.85), zone: .fixed(minutes: 120),
            autoConfirm: confirms)
        workshop.brands = []
        let start = Timestamp(seconds: 1_795_000_000 + 86_400)
        let times = (1...max(1, slots)).map {
            Slot(id: Int64($0), workshopID: "w1", start: start.adding(seconds: Int64($0) * 3_600), minutes: 60)
        }
        let world = try World(
            units: [.flatbed("T1", 59.43, 24.75)], workshops: [workshop], slots: Array(times.prefix(slots)),
            policy: policy)
        world.add("car-1", contacts: [.init("driver-1", .driver)], change)
        world.position(59.43, 24.76, asset: "car-1")
        return world
    }

    func key(_ id: String, _ world: World) throws -> Int64 {
        try #require(world.symbols.find(id).flatMap { world.set.assets.key(of: $0) })
    }

    func foresee(
        _ world: World, _ probability: Double = 0.3, part: String = "starter_battery",
        level: Forecast.Level = .book, of asset: String = "car-1"
    ) throws {
        world.step([
            .forecast(
                Forecast(
                    asset: try key(asset, world), part: part, probability: probability, level: level,
                    horizon: 7 * 86_400, reasons: [PreventionTests.term]))
        ])
    }

    func offer(_ world: World, _ asset: String = "car-1") -> TaskRow? {
        world.openTasks(asset).first { $0.kind == .preventOffer }
    }

    func count(_ kind: String, _ world: World) -> Int { world.events.count { $0.kind == kind } }

    @Test("a forecast opens one mild case with one offer that gives reasons, likelihood and three free times")
    func opens() throws {
        let world = try town()
        try foresee(world)
        let file = try #require(world.openCase("car-1"))
        #expect(file.row.severity == .maintenance)
        #expect(!file.row.immobile)
        #expect(file.jobs.isEmpty)
        #expect(file.problems.map(\.component) == ["prognosis:starter_battery"])
        let call = try #require(offer(world))
        #expect(world.openTasks("car-1").count == 1)
        #expect(call.contact == "driver-1")
        #expect(call.reasons.contains("in three of ten such vehicles the starter battery fails within a week"))
        #expect(
            call.reasons.contains {
                $0.hasPrefix("because obd/P0562 (") && $0.hasSuffix(") was seen in the last 6 hours")
            },
            "\(call.reasons)")
        #expect(file.offers.first?.terms.first?.values["symptom"] == "low_voltage")
        #expect(file.offers.map(\.slots) == [[1, 2, 3]])
        #expect(world.liveHolds.isEmpty, "Nothing is held before they say yes.")
        #expect(count("prevent_offered", world) == 1)
        try foresee(world, 0.9)
        #expect(world.openTasks("car-1").count == 1)
        #expect(count("prevent_offered", world) == 1)
    }

    @Test(
        "nothing is offered where nobody wants it, or nobody is known",
        arguments: ["purpose", "unknown", "do not call", "nobody", "watch"])
    func silent(_ why: String) throws {
        let world = try town { reference in
            switch why {
            case "purpose": reference.purposes = [.assist, .improve]
            case "unknown": reference.known = false
            case "do not call": reference.contacts[0].doNotCall = true
            case "nobody": reference.contacts = []
            default: break
            }
        }
        try foresee(world, level: why == "watch" ? .watch : .book)
        #expect(world.openCase("car-1") == nil)
        #expect(world.events.isEmpty)
    }

    @Test("who has a worse trouble is not offered anything beside it")
    func worseFirst() throws {
        let world = try town()
        world.faults("P0524", asset: "car-1")
        let before = try #require(world.openCase("car-1"))
        #expect(before.row.severity == .stop)
        try foresee(world)
        #expect(offer(world) == nil)
        #expect(world.openCase("car-1")?.problems.count == before.problems.count)
    }

    @Test("a mild code's case is joined, and its code going out does not end the offer")
    func joins() throws {
        let world = try town()
        world.faults("P0128", asset: "car-1")
        let id = try #require(world.openCase("car-1")?.row.id)
        try #require((world.openCase("car-1")?.row.severity ?? .stop) <= .maintenance)
        try foresee(world)
        #expect(world.openCase("car-1")?.row.id == id)
        #expect(offer(world) != nil)
        world.faults(asset: "car-1")
        world.wait(3_600)
        #expect(world.openCase("car-1")?.row.id == id)
        #expect(offer(world) != nil)
    }

    @Test("a yes holds the time that was chosen and confirms it; a solved case was prevented and noted as a repair")
    func accepted() throws {
        let world = try town()
        try foresee(world)
        let call = try #require(offer(world))
        let id = try #require(world.openCase("car-1")?.row.id)
        let chosen = try #require(world.set.board.slot(2))
        world.act(.fact(caseID: id, key: "slot_start:\(call.id)", value: chosen.start.iso8601))
        world.finish(call, .accepted)
        #expect(world.liveHolds.map(\.resource) == ["2"])
        #expect(world.liveHolds.map(\.state) == [.confirmed])
        #expect(world.openCase("car-1")?.row.state == .told)
        #expect(world.openTasks("car-1").isEmpty)
        #expect(count("prevent_accepted", world) == 1)
        world.act(.close(caseID: id, state: .solved, reason: "battery replaced"))
        #expect(count("prevented", world) == 1)
        #expect(world.liveHolds.isEmpty)
        #expect(world.holds.values.map(\.state) == [.fulfilled])
        let repairs = world.changes.flatMap(\.repairs)
        #expect(repairs.map(\.part) == ["starter_battery"])
        #expect(repairs.map(\.reason) == [.planned])
    }

    @Test("a workshop that must be asked is asked; if it refuses, another time is offered")
    func refused() throws {
        let world = try town(confirms: false)
        try foresee(world)
        world.finish(try #require(offer(world)), .accepted)
        #expect(world.liveHolds.map(\.state) == [.held])
        let ask = try #require(world.openTasks("car-1").first { $0.kind == .workshopCall })
        world.finish(ask, .declined)
        #expect(world.liveHolds.isEmpty)
        let again = try #require(offer(world))
        #expect(again.reasons.first == "the time that was agreed is gone: offer another one")
        #expect(again.change == .offerSlotLost, "The caller begins with it.")
        #expect(world.openCase("car-1")?.offers.map(\.slots) == [[2, 3, 4]])
        #expect(world.openTasks("car-1").count == 1)
    }

    @Test("who does not answer is written part, likelihood and a time on offer, and nothing as agreed")
    func written() throws {
        let world = try town()
        try foresee(world)
        for _ in 0..<3 {
            guard let call = offer(world) else { break }
            world.finish(call, .noAnswer)
            world.wait(4 * 3_600)
        }
        let texts = world.outbox.filter { $0.topic == "callahead/v1/messages/out" }
        #expect(texts.count == 1)
        let text = try #require(texts.first?.payload)
        for words in [
            "starter battery", "in three of ten such cars within a week", "on offer tomorrow", "Peterburi tee",
        ] {
            #expect(text.contains(words), "\(words): \(text)")
        }
    }

    @Test("a policy may keep how likely it is out of what is written; the dispatcher sees it all the same")
    func quiet() throws {
        var policy = CasePolicy()
        policy.prevention.saysLikelihood = false
        let world = try town(policy: policy)
        try foresee(world)
        for _ in 0..<3 {
            guard let call = offer(world) else { break }
            #expect(call.reasons.contains("in three of ten such vehicles the starter battery fails within a week"))
            world.finish(call, .noAnswer)
            world.wait(4 * 3_600)
        }
        let text = try #require(world.outbox.first { $0.topic == "callahead/v1/messages/out" }?.payload)
        #expect(text.contains("starter battery") && !text.contains("three of ten"), "\(text)")
    }

    @Test("a time that somebody has agreed to is not given back because nobody has rung the workshop within the hour")
    func agreedStays() throws {
        let world = try town(confirms: false)
        try foresee(world)
        world.finish(try #require(offer(world)), .accepted)
        world.wait(20 * 3_600)
        #expect(world.liveHolds.map(\.state) == [.held])
        #expect(offer(world) == nil, "Nobody is rung twice.")
        // Then it is near, and still nobody knows whether the workshop has room.
        world.wait(5 * 3_600)
        #expect(world.liveHolds.isEmpty)
        #expect(offer(world) != nil)
    }

    @Test("a time that went meanwhile is not promised: another one is offered")
    func gone() throws {
        let world = try town()
        try foresee(world)
        let call = try #require(offer(world))
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.fact(caseID: id, key: "slot_start:\(call.id)", value: "2026-12-24T10:00:00Z"))
        world.finish(call, .accepted)
        #expect(world.liveHolds.isEmpty)
        let again = try #require(offer(world))
        #expect(again.id != call.id)
        #expect(count("prevent_accepted", world) == 0)
    }

    @Test(
        "two people are offered different times first, and a time that one takes is not offered to the other any more")
    func distinct() throws {
        let world = try town()
        world.add("car-2", contacts: [.init("driver-2", .driver)]) { _ in }
        world.position(59.43, 24.76, asset: "car-2")
        try foresee(world)
        try foresee(world, of: "car-2")
        #expect(world.openCase("car-1")?.offers.map(\.slots) == [[1, 2, 3]])
        #expect(world.openCase("car-2")?.offers.map(\.slots) == [[2, 3, 4]])
        let call = try #require(offer(world))
        let id = try #require(world.openCase("car-1")?.row.id)
        let chosen = try #require(world.set.board.slot(2))
        world.act(.fact(caseID: id, key: "slot_start:\(call.id)", value: chosen.start.iso8601))
        world.finish(call, .accepted)
        #expect(world.openCase("car-2")?.offers.map(\.slots) == [[1, 3, 4]])
        let other = try #require(offer(world, "car-2"))
        let free = try #require(other.reasons.first { $0.hasPrefix("free: ") })
        let taken = chosen.start.adding(seconds: 7_200).iso8601
        #expect(!free.contains("\(taken.prefix(10)) \(taken.dropFirst(11).prefix(5))"), "\(free)")
        world.finish(other, .accepted)
        #expect(world.liveHolds.map(\.resource).sorted() == ["1", "2"])
        #expect(world.openTasks("car-2").isEmpty, "Nobody is rung twice for one yes.")
    }

    @Test("where too few times are left, two people may be offered the same one")
    func scarce() throws {
        let world = try town(slots: 1)
        world.add("car-2", contacts: [.init("driver-2", .driver)]) { _ in }
        world.position(59.43, 24.76, asset: "car-2")
        try foresee(world)
        try foresee(world, of: "car-2")
        #expect(world.openCase("car-2")?.offers.map(\.slots) == [[1]])
    }

    @Test("after a no nothing is offered until a week has passed and the odds have grown by half")
    func declined() throws {
        let world = try town()
        try foresee(world, 0.3)
        world.finish(try #require(offer(world)), .declined)
        #expect(world.openCase("car-1") == nil)
        #expect(count("prevent_declined", world) == 1)
        try foresee(world, 0.9)
        #expect(offer(world) == nil, "The evidence has grown, and it is the same day.")
        world.wait(8 * 86_400)
        #expect(count("prevent_wasted", world) == 1)
        try foresee(world, 0.35)
        #expect(offer(world) == nil, "The week has passed, and the odds are nearly the same.")
        try foresee(world, 0.35, part: "alternator")
        #expect(offer(world)?.change == nil, "Another part is another question.")
        world.finish(try #require(offer(world)), .declined)
        try foresee(world, 0.5)
        #expect(offer(world)?.change == .offerAgain, "They have said no to this part before.")
    }

    @Test("the budget of a week goes to the most probable, and is there again a week later")
    func budget() throws {
        var policy = CasePolicy()
        policy.prevention.callsAtLeast = 2
        let world = try town(policy: policy)
        for number in 2...5 { world.add("car-\(number)", contacts: [.init("driver-\(number)", .driver)]) }
        let inputs = try (1...5).map { number in
            Input.forecast(
                Forecast(
                    asset: try key("car-\(number)", world), part: "starter_battery",
                    probability: [0.2, 0.5, 0.3, 0.6, 0.4][number - 1], level: .book, horizon: 86_400))
        }
        world.step(inputs)
        #expect((1...5).filter { offer(world, "car-\($0)") != nil } == [2, 4])
        world.step(inputs)
        #expect(count("prevent_offered", world) == 2)
        world.wait(8 * 86_400)
        world.step(inputs)
        #expect(count("prevent_offered", world) == 4)
    }

    @Test("a fault that comes meanwhile makes the open offer the call about the fault")
    func overtaken() throws {
        let world = try town()
        try foresee(world)
        let call = try #require(offer(world))
        world.faults("P0524", asset: "car-1")
        let file = try #require(world.openCase("car-1"))
        #expect(file.row.id == call.caseID)
        #expect(file.row.severity == .stop)
        let calls = world.openTasks("car-1").filter(\.isCall)
        #expect(calls.map(\.id) == [call.id])
        #expect(calls.map(\.kind) == [.breakdownCall])
        #expect(file.offers.map(\.answer) == [.overtaken])
    }

    @Test("a stop gives the agreed time back and calls again; the part that failed was not prevented")
    func failedBeforeItsTime() throws {
        let world = try town()
        try foresee(world, part: "oil_pump")
        world.finish(try #require(offer(world)), .accepted)
        world.faults("P0524", asset: "car-1")
        #expect(world.openCase("car-1")?.row.severity == .stop)
        #expect(world.openTasks("car-1").filter(\.isCall).map(\.kind) == [.callAgain])
        #expect(world.openCase("car-1")?.offers.map(\.result) != [.prevented])
        #expect(count("prevented", world) == 0)
        let slots = world.holds.values.filter { $0.kind == .slot && $0.resource == "1" }
        #expect(slots.contains { $0.state == .released })
    }

    @Test("nobody answers, the time passes: the case ends and the call was wasted")
    func wasted() throws {
        let world = try town()
        try foresee(world)
        world.wait(8 * 86_400)
        #expect(world.openCase("car-1") == nil)
        #expect(count("prevent_wasted", world) == 1)
        #expect(world.set.nextTimer.map { $0 > world.now } ?? true)
    }

    @Test("a repair that is told from outside ends the offer")
    func repaired() throws {
        let world = try town()
        try foresee(world)
        world.now = world.now.adding(seconds: 60)
        world.step([
            .repair(
                RepairRow(
                    asset: try key("car-1", world), part: "starter_battery", at: world.now, reason: .failure,
                    source: "import"))
        ])
        #expect(world.openCase("car-1") == nil)
        #expect(count("prevent_failed", world) == 1)
        #expect(count("prevent_wasted", world) == 0)
    }

    @Test("a repair that was agreed and is told from outside was prevented, and is not written down a second time")
    func toldAfterAgreement() throws {
        let world = try town()
        try foresee(world)
        world.finish(try #require(offer(world)), .accepted)
        world.now = world.now.adding(seconds: 2 * 86_400)
        world.step([
            .repair(
                RepairRow(
                    asset: try key("car-1", world), part: "starter_battery", at: world.now, reason: .planned,
                    source: "import"))
        ])
        #expect(world.openCase("car-1") == nil)
        #expect(count("prevented", world) == 1)
        #expect(world.changes.flatMap(\.repairs).isEmpty)
    }

    @Test(
        "how cold it may get is said with where that is known from",
        arguments: [
            (2, "felt", "it may have to start at −12 °C: so cold it was around it in the last three days"),
            (7, "told", "the battery is weak, and it may have to start at −12 °C: so the policy expects"),
            (7, nil, "the battery is weak, and frost makes starts much harder"), (1, nil, "it is not cold"),
        ])
    func coldWords(level: Int, from: String?, words: String) {
        var values = ["fact": "cold", "level": "\(level)"]
        if let from { (values["from"], values["celsius"]) = (from, "-12") }
        #expect(ForecastTerm("battery", values, weight: 1).words == words)
    }

    @Test("after the agreed time somebody asks once whether the part was replaced")
    func asks() throws {
        let world = try town()
        try foresee(world)
        world.finish(try #require(offer(world)), .accepted)
        world.wait(4 * 86_400)
        #expect(world.openTasks("car-1").map(\.kind) == [.followUp])
        world.finish(try #require(world.openTasks("car-1").first), .solved)
        #expect(count("prevented", world) == 1)
    }

    @Test(
        "likelihoods and spans are said as people say them",
        arguments: [
            (0.3, "three of ten such vehicles"), (0.04, "four of a hundred such vehicles"),
            (0.001, "hardly any such vehicles"), (0.97, "nearly all such vehicles"),
            (0.94, "nine of ten such vehicles"),
            (.nan, "hardly any such vehicles"),
        ])
    func words(_ probability: Double, _ words: String) {
        #expect(ForecastWords.share(probability, of: "vehicles") == words)
        #expect(ForecastWords.span(seconds: 86_400) == "a day")
        #expect(ForecastWords.span(seconds: 7 * 86_400) == "a week")
        #expect(ForecastWords.span(seconds: 3 * 86_400) == "three days")
    }
}
