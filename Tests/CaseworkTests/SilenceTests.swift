import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Units that fall silent, and units that are replaced")
struct SilenceTests {
    private static let called: [Unit] = [.called("T1", 59.43, 24.75), .called("T2", 59.45, 24.80)]
    private static let uncalled: [Unit] = [.flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.45, 24.80)]

    private func driving(_ units: [Unit] = called, eta: Double? = 60) throws -> World {
        let world = try World.stopped(units)
        world.unitPosition("T1", 59.43, 24.751)
        world.now = world.now.adding(seconds: 1)
        try world.take("T1", eta: eta)
        world.crew("T1", .enRoute)
        return world
    }

    // MARK: Before it is replaced

    @Test("a unit that drives and is not heard of for three minutes is called, not replaced")
    func silent() throws {
        let world = try driving()
        world.wait(170)
        #expect(world.crewCalls.isEmpty)
        world.wait(20)
        let call = try #require(world.crewCalls.first)
        #expect(call.unit == "T1")
        #expect(call.change == .unitSilent)
        #expect(world.lastJob("T1")?.state == .enRoute)
        #expect(world.calls("car-1").isEmpty, "the driver hears when something has changed")
        world.wait(600)
        #expect(world.crewCalls.count == 1)
    }

    @Test("positions keep it from counting as silent, with one timer for all of them")
    func heard() throws {
        let world = try driving()
        for step in 1...20 {
            world.wait(60)
            world.unitPosition("T1", 59.43, 24.751 + Double(step) / 10_000)
        }
        #expect(world.crewCalls.isEmpty)
        #expect(world.openCase("car-1")?.timers.count { $0.kind == .unitSilent } == 1)
        #expect(world.changes.flatMap(\.timers).count { $0.kind == .unitSilent } < 12)
    }

    @Test("a unit that is heard of again before anybody rang needs no call", arguments: [0, 1, 2])
    func heardAgain(way: Int) throws {
        let world = try driving()
        world.wait(200)
        #expect(world.crewCalls.count == 1)
        switch way {
        case 0: world.unitPosition("T1", 59.431, 24.752)
        case 1: world.crew("T1", .delayed, eta: 30)
        default:
            world.unitOnline("T1", false)
            world.unitOnline("T1", true)
        }
        #expect(world.crewCalls.isEmpty)
        #expect(world.lastJob("T1")?.state.isFinal == false)
        world.wait(400)
        #expect(world.crewCalls.count == 1, "and it is watched as before")
    }

    @Test("a broken connection of a unit with a job is called at once; one that drives for nobody is not")
    func offline() throws {
        let world = try World.stopped(SilenceTests.called)
        world.unitOnline("T2", false)
        #expect(world.crewCalls.isEmpty)
        try world.take("T1")
        world.unitOnline("T1", false)
        #expect(world.crewCalls.map(\.unit) == ["T1"])
    }

    @Test("the crew's minutes on the telephone are the arrival, and nobody else is sent")
    func answered() throws {
        let world = try driving([.called("T1", 59.43, 24.75)])
        world.wait(200)
        world.finish(try #require(world.crewCalls.first), .accepted, eta: 90)
        let leg = try #require(world.openCase("car-1")?.legs.first)
        #expect(leg.etaAt == world.now.adding(seconds: 5_400))
        #expect(leg.etaSource == .crew)
        #expect(world.heldUnits == ["T1"])
        #expect(world.calls("car-1").map(\.change) == [.late])
        world.wait(1_200)
        #expect(world.crewCalls.isEmpty, "it said when it comes: nobody rings it every three minutes")
    }

    @Test(
        "nobody answers: the unit is stood down, the next is asked, the driver rung once",
        arguments: [Outcome.noAnswer, .phoneOff, .busy, .voicemail])
    func notAnswered(outcome: Outcome) throws {
        let world = try driving()
        world.wait(200)
        world.finish(try #require(world.crewCalls.first), outcome)
        #expect(world.lastJob("T1")?.state == .stoodDown)
        #expect(world.standDowns("T1") == 1)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        #expect(world.heldUnits == ["T1", "T2"], "both, until the first has confirmed")
        #expect(world.calls("car-1").map(\.change) == [.unitSilent])
        world.crew("T2", .accepted, eta: 15)
        #expect(world.calls("car-1").count == 1)
    }

    @Test("a crew that says no on the telephone is free at once, and not asked again")
    func saidNo() throws {
        let world = try driving()
        world.wait(200)
        world.finish(try #require(world.crewCalls.first), .declined)
        #expect(world.heldUnits == ["T2"])
        #expect(world.standDowns("T1") == 0)
        #expect(world.openCase("car-1")?.legs.first?.declined == ["T1"])
        #expect(world.calls("car-1").map(\.change) == [.unable])
    }

    @Test("without a telephone a silent unit is replaced, with a call to the driver")
    func withoutPhone() throws {
        let world = try driving(SilenceTests.uncalled)
        world.unitOnline("T1", false)
        #expect(world.lastJob("T1")?.state == .enRoute, "a tunnel is no reason")
        world.wait(200)
        #expect(world.lastJob("T1")?.state == .stoodDown)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        #expect(world.calls("car-1").map(\.change) == [.unitSilent])
    }

    @Test("an overdue crew is asked first; its answer is what the driver hears")
    func overdue() throws {
        let world = try World.stopped([.called("T1", 59.43, 24.75, reach: .phone)])
        world.finish(try #require(world.crewCalls.first), .accepted, eta: 20)
        world.tell(try #require(world.calls("car-1").first))
        let latest = try #require(world.openCase("car-1")?.legs.first?.etaHigh)
        world.wait(latest.seconds(since: world.now) + 601)
        #expect(world.crewCalls.map(\.unit) == ["T1"])
        #expect(world.calls("car-1").isEmpty)
        world.finish(try #require(world.crewCalls.first), .accepted, eta: 30)
        #expect(world.calls("car-1").map(\.change) == [.late])
        #expect(world.heldUnits == ["T1"])
    }

    @Test("a crew that arrives, or says when it does, is not rung about being late", arguments: [false, true])
    func overdueAndThere(says: Bool) throws {
        let world = try World.stopped([.called("T1", 59.43, 24.75)])
        try world.take("T1", eta: 20)
        let latest = try #require(world.openCase("car-1")?.legs.first?.etaHigh)
        world.wait(latest.seconds(since: world.now) + 601)
        #expect(world.crewCalls.count == 1)
        world.crew("T1", says ? .delayed : .onScene, eta: says ? 10 : nil)
        #expect(world.crewCalls.isEmpty)
    }

    @Test("a device that comes and goes does not have its crew rung every time")
    func flapping() throws {
        let world = try driving([.called("T1", 59.43, 24.75)])
        world.unitOnline("T1", false)
        world.finish(try #require(world.crewCalls.first), .accepted)
        for _ in 0..<5 {
            world.now = world.now.adding(seconds: 20)
            world.unitOnline("T1", true)
            world.unitOnline("T1", false)
        }
        #expect(world.crewCalls.isEmpty)
        #expect(world.tasks.values.count { $0.kind == .providerCall } == 1)
    }

    @Test("a third party that is late is rung first, and told by telephone when it need not come")
    func thirdParty() throws {
        let zone = Zone(id: "A1", name: "A1", rule: .concession, road: "A1", phone: "+3725550009")
        let world = try World(zones: [zone])
        world.add("car-1")
        world.faults("P0524", asset: "car-1")
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.fact(caseID: id, key: "road", value: "A1"))
        world.position(59.40, 24.74, asset: "car-1")
        world.finish(try #require(world.crewCalls.first), .accepted, eta: 20)
        world.wait(3_600)
        #expect(world.crewCalls.map(\.change) == [.unitSilent])
        world.act(.close(caseID: id, state: .declined, reason: "own help"))
        #expect(world.crewCalls.map(\.change) == [.unitChanged])
    }

    // MARK: Stood down

    @Test("a unit that confirms is free, once")
    func confirmed() throws {
        let world = try driving(SilenceTests.uncalled)
        world.wait(200)
        for _ in 0..<3 { world.crew("T1", .cancelConfirmed) }
        #expect(world.lastJob("T1")?.state == .cancelConfirmed)
        #expect(world.heldUnits == ["T2"])
        #expect(world.events.count { $0.kind == "job_cancel_confirmed" } == 1)
    }

    @Test("nobody confirms: after ten minutes the unit may be asked for others")
    func unconfirmed() throws {
        let world = try driving(SilenceTests.uncalled)
        world.wait(190)
        world.crew("T2", .accepted, eta: 90)
        world.wait(500)
        #expect(world.heldUnits == ["T1", "T2"])
        world.wait(120)
        #expect(world.heldUnits == ["T2"])
        #expect(world.events.contains { $0.kind == "cancel_unconfirmed" })
        world.crew("T1", .cancelConfirmed)
        #expect(world.holds.values.count { $0.resource == "T1" && $0.state == .released } == 1)
    }

    @Test("a unit that was stood down and arrives anyway is shown on the call, never ignored")
    func arrivesAnyway() throws {
        let world = try driving(SilenceTests.uncalled)
        world.wait(200)
        world.tell(try #require(world.calls("car-1").first))
        world.crew("T1", .onScene)
        #expect(world.events.count { $0.kind == "stray_unit" } == 1)
        let call = try #require(world.calls("car-1").first)
        #expect(call.reasons.contains { $0.contains("T1") && $0.contains("on scene") })
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2", "the plan stays")
        world.crew("T1", .onScene)
        #expect(world.events.count { $0.kind == "stray_unit" } == 1)
    }

    @Test("a stood-down crew that says it comes is told again")
    func toldAgain() throws {
        let world = try driving(SilenceTests.uncalled)
        world.wait(200)
        world.crew("T1", .enRoute)
        #expect(world.standDowns("T1") == 2)
    }

    @Test("a crew without a device is told by telephone, also when the case has ended")
    func byTelephone() throws {
        let world = try World.stopped([.called("T1", 59.43, 24.75, reach: .phone)])
        world.finish(try #require(world.crewCalls.first), .accepted, eta: 30)
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.close(caseID: id, state: .declined, reason: "own help"))
        #expect(world.openCase("car-1") == nil)
        let call = try #require(world.crewCalls.first)
        #expect(call.change == .unitChanged)
        world.finish(call, .noAnswer)
        #expect(world.crewCalls.first?.state == .waiting)
        world.finish(call, .reached)
        #expect(world.crewCalls.isEmpty)
        #expect(world.tasks[call.id]?.state == .done)
    }

    @Test("an offer by telephone does not lapse while somebody has the call")
    func speaking() throws {
        let world = try World.stopped([.called("T1", 59.43, 24.75, reach: .phone)])
        let call = try #require(world.crewCalls.first)
        world.claims[call.id] = TaskClaim(claimedBy: "Mari", leaseUntil: world.now.adding(seconds: 400), attempts: 1)
        world.wait(350)
        #expect(world.lastJob("T1")?.state == .offered)
        world.wait(100)
        #expect(world.lastJob("T1")?.state == .expired)
    }
}
