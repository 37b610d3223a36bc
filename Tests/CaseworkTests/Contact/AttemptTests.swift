import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Attempt plans")
struct AttemptTests {
    private static let noon = Timestamp(iso8601: "2026-11-23T10:00:00Z") ?? Timestamp(seconds: 1_795_000_000)

    private func broken(
        _ code: String = "P0524", contacts: [ContactReference] = [.init("driver-1", .driver), .init("owner-1", .owner)]
    ) throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.now = AttemptTests.noon
        world.add("car-1", contacts: contacts)
        world.position(59.43, 24.76, asset: "car-1")
        world.faults(code, asset: "car-1")
        return world
    }

    private func call(_ world: World, _ asset: String = "car-1") throws -> TaskRow {
        try #require(world.openTasks(asset).first { $0.tells })
    }

    @Test("stop: call, message, call, next contact, each at its time, and nobody is written to twice")
    func stop() throws {
        let world = try broken()
        world.finish(try call(world), .noAnswer)
        #expect(world.texts(to: "driver-1") == 1)
        var task = try call(world)
        #expect(task.contact == "driver-1")
        #expect(task.state == .waiting)
        #expect(task.notBefore == world.now.adding(seconds: 60))
        #expect(task.step == 2)
        world.wait(60)
        world.finish(task, .noAnswer)
        task = try call(world)
        #expect(task.contact == "owner-1")
        #expect(task.notBefore == world.now.adding(seconds: 60))
        #expect(task.step == 0)
        #expect(world.texts(to: "driver-1") == 1)
        world.wait(60)
        world.finish(task, .noAnswer)
        #expect(world.texts(to: "owner-1") == 1)
        #expect(world.openTasks("car-1").filter(\.isCall).count == 1)
    }

    @Test("after the last contact the first again, with pauses that grow to a limit, and an alarm")
    func rounds() throws {
        let world = try broken(contacts: [.init("driver-1", .driver)])
        var pauses: [Int64] = []
        for _ in 0..<12 {
            let task = try call(world)
            world.finish(task, .noAnswer)
            let next = try call(world)
            pauses.append(next.notBefore?.seconds(since: world.now) ?? 0)
            if next.step == 0 { #expect(next.alarm, "everybody hears that nobody is reached") }
            world.now = next.notBefore ?? world.now
        }
        #expect(pauses == [60, 60, 60, 120, 60, 240, 60, 300, 60, 300, 60, 300])
        #expect(world.texts(to: "driver-1") == 1)
        #expect(world.openCase("car-1")?.row.state.isEnd == false)
    }

    @Test("what can wait is given up after some rounds, and the case says so")
    func unreached() throws {
        let world = try broken("P0068", contacts: [.init("driver-1", .driver)])
        let id = try #require(world.openCase("car-1")?.row.id)
        #expect(world.openCase("car-1")?.row.severity == .serviceSoon)
        for _ in 0..<6 {
            let task = try call(world)
            world.now = task.notBefore ?? world.now
            world.finish(task, .noAnswer)
        }
        #expect(world.openCase("car-1") == nil)
        #expect(world.ended[id]?.state == .unreached)
        #expect(world.events.contains { $0.kind == "case_closed" && $0.detail?.hasPrefix("unreached") == true })
    }

    @Test("whoever asked for help is never given up")
    func asked() throws {
        let world = try broken("P0068", contacts: [.init("driver-1", .driver)])
        world.driver(.needHelp, asset: "car-1")
        for _ in 0..<12 {
            let task = try call(world)
            world.now = task.notBefore ?? world.now
            world.finish(task, .noAnswer)
        }
        #expect(try call(world).alarm)
    }

    @Test(
        "every outcome has its own next attempt",
        arguments: [
            (Outcome.noAnswer, "driver-1", 60, 1), (.hungUp, "driver-1", 60, 1), (.busy, "driver-1", 30, 1),
            (.voicemail, "driver-1", 60, 1), (.otherPerson, "driver-1", 60, 0), (.phoneOff, "owner-1", 0, 1),
            (.wrongNumber, "owner-1", 0, 0), (.language, "driver-1", 0, 1), (.callBack, "driver-1", 60, 0),
        ] as [(Outcome, String, Int64, Int)])
    func outcomes(outcome: Outcome, contact: String, wait: Int64, texts: Int) throws {
        let world = try broken()
        world.finish(try call(world), outcome)
        let next = try call(world)
        #expect(next.contact == contact)
        #expect((next.notBefore ?? world.now).seconds(since: world.now) == wait)
        #expect(next.state == (wait == 0 ? .ready : .waiting))
        #expect(world.texts(to: "driver-1") == texts)
        #expect(world.said.contains { $0.template == "voicemail" } == (outcome == .voicemail))
    }

    @Test("an answering machine is message enough for what can wait")
    func voicemail() throws {
        let world = try broken("P0068", contacts: [.init("driver-1", .driver)])
        for _ in 0..<2 {
            let task = try call(world)
            world.now = task.notBefore ?? world.now
            world.finish(task, .voicemail)
        }
        #expect(world.texts(to: "driver-1") == 0)
    }

    @Test("a wrong number is not dialled again, and somebody is to correct it, also when the case is over")
    func wrongNumber() throws {
        let world = try broken()
        let id = try #require(world.openCase("car-1")?.row.id)
        world.finish(try call(world), .wrongNumber)
        let data = try #require(world.openTasks("car-1").first { $0.isForData })
        #expect(data.contact == nil)
        #expect(data.reasons == ["correct the number of driver-1"])
        for _ in 0..<6 {
            let task = try call(world)
            #expect(task.contact == "owner-1")
            world.now = task.notBefore ?? world.now
            world.finish(task, .noAnswer)
        }
        #expect(world.texts(to: "driver-1") == 0)
        world.act(.close(caseID: id, state: .solved, reason: "they said so"))
        #expect(world.tasks[data.id]?.isOpen == true)
        world.finish(data, .solved)
        #expect(world.tasks[data.id]?.state == .done)
    }

    @Test("a corrected number is dialled again")
    func corrected() throws {
        let world = try broken()
        world.finish(try call(world), .wrongNumber)
        let data = try #require(world.openTasks("car-1").first { $0.isForData })
        world.finish(data, .solved)
        for _ in 0..<2 {
            let task = try call(world)
            world.now = task.notBefore ?? world.now
            world.finish(task, .noAnswer)
        }
        #expect(try call(world).contact == "driver-1")
    }

    @Test("when no number is right somebody is to find out whom to call, with what it is about")
    func nobodyLeft() throws {
        let world = try broken(contacts: [.init("driver-1", .driver)])
        world.finish(try call(world), .wrongNumber)
        let tasks = world.openTasks("car-1").filter(\.isCall)
        #expect(tasks.map(\.kind) == [.triage])
        #expect(tasks.first?.contact == nil)
        #expect(tasks.first?.reasons.contains { $0.hasPrefix("stop: ") } == true)
        #expect(tasks.first?.reasons.contains("correct the number of driver-1") == true)
        world.wait(61)
        #expect(world.openTasks("car-1").first { $0.isCall }?.alarm == true)
    }

    @Test("a wished time is kept; in a grave case not later than the policy allows, and the screen says so")
    func callBack() throws {
        let mild = try broken("P0068", contacts: [.init("driver-1", .driver)])
        // Their quiet hours: 22:30 on their clock.
        let late = Timestamp(iso8601: "2026-11-23T20:30:00Z") ?? mild.now
        mild.finish(try call(mild), .callBack, callBackAt: late)
        var task = try call(mild)
        #expect(task.notBefore == late)
        #expect(task.reasons.contains("they asked to be called back at 22:30"))
        let grave = try broken()
        grave.finish(try call(grave), .callBack, callBackAt: grave.now.adding(seconds: 3_600))
        task = try call(grave)
        #expect(task.notBefore == grave.now.adding(seconds: 300))
        #expect(
            task.reasons.contains(
                "they asked to be called back at 13:00; this cannot wait longer than until 12:05"))
        #expect(task.isCallBack)
    }

    @Test("a redial that nobody makes alarms every desk again")
    func redialAlarm() throws {
        let world = try broken()
        let task = try call(world)
        world.finish(task, .noAnswer)
        world.claims[task.id] = TaskClaim(claimedBy: nil, leaseUntil: nil, attempts: 1, dialledAt: world.now)
        world.wait(60)
        #expect(try call(world).alarm == false)
        world.wait(61)
        #expect(try call(world).alarm)
    }

    @Test("a claim that runs out without a call alarms, and the message goes; once")
    func expiredClaim() throws {
        let world = try broken()
        let task = try call(world)
        world.claims[task.id] = TaskClaim(claimedBy: "Mari", leaseUntil: world.now.adding(seconds: 300), attempts: 0)
        world.wait(299)
        #expect(world.texts(to: "driver-1") == 0)
        #expect(try call(world).alarm == false)
        world.wait(2)
        #expect(world.texts(to: "driver-1") == 1)
        #expect(try call(world).alarm)
        world.wait(3_600)
        #expect(world.texts(to: "driver-1") == 1)
    }

    @Test("nobody makes a second call about a stop: what is new goes by message")
    func callAgain() throws {
        let world = try broken()
        world.finish(try call(world), .reached, promise: Promise(at: world.now))
        world.now = world.now.adding(seconds: 10)
        world.faults(asset: "car-1")
        #expect(try call(world).kind == .callAgain)
        world.wait(119)
        #expect(world.texts(to: "driver-1") == 0)
        world.wait(2)
        #expect(world.texts(to: "driver-1") == 1)
    }

    @Test("a message that names minutes is a promise, and does not leave ten minutes late")
    func promise() throws {
        let world = try broken()
        let job = try #require(world.openCase("car-1")?.jobs.last)
        world.job("T1", .accepted, offer: job.offerID, eta: 20)
        world.outbox.removeAll()
        world.said.removeAll()
        world.finish(try call(world), .noAnswer)
        let text = try #require(world.outbox.first { $0.topic == "callahead/v1/messages/out" })
        #expect(text.expiresAt == world.now.adding(seconds: 600))
        #expect(text.contact == "driver-1")
        #expect(text.payload.contains("\"channel\":\"text\""))
        #expect(text.payload.contains("\"language\":\"en\""))
        #expect(text.payload.contains("\"id\":\(text.id)"))
        let said = try #require(world.said.first { $0.template == "message" })
        #expect(said.promise?.unit == "T1")
        #expect(said.promise?.latest != nil)
        #expect(world.openCase("car-1")?.row.promise == said.promise)
    }
}

extension World {
    /// How many text messages left for somebody.
    func texts(to contact: String) -> Int {
        outbox.count { $0.topic == "callahead/v1/messages/out" && $0.contact == contact }
    }
}
