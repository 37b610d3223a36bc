import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("What crews report")
struct JobReportTests {
    private static let two: [Unit] = [.flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.45, 24.80)]

    @Test(
        "a unit whose offer has lapsed changes nothing by taking it, and is told not to come",
        arguments: [JobState.accepted, .delayed, .enRoute])
    func late(state: JobState) throws {
        let world = try World.stopped(JobReportTests.two)
        world.wait(50)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        world.crew("T1", state, eta: 10)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        #expect(world.lastJob("T1")?.state == .expired)
        #expect(world.heldUnits == ["T2"])
        #expect(world.events.contains { $0.kind == "late_answer" })
        #expect(world.standDowns("T1") == 1)
    }

    @Test(
        "a late answer to a case that has ended is kept, and the crew is told not to come, also by a new process",
        arguments: [false, true])
    func afterTheEnd(isNewProcess: Bool) throws {
        let world = try World.stopped(JobReportTests.two)
        let job = try #require(world.lastJob("T1"))
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.close(caseID: id, state: .declined, reason: "own help"))
        let told = world.standDowns("T1")
        if isNewProcess { world.restart() }
        world.job("T1", .accepted, offer: job.offerID)
        #expect(world.openCase("car-1") == nil)
        #expect(world.standDowns("T1") == told + 1)
        #expect(world.events.contains { $0.kind == "late_answer" })
    }

    @Test("a unit that was not asked is refused")
    func notAsked() throws {
        let world = try World.stopped(JobReportTests.two)
        let job = try #require(world.lastJob("T1"))
        world.job("T2", .accepted, offer: job.offerID)
        #expect(world.rejected.count == 1)
        #expect(world.lastJob("T1")?.state == .offered)
    }

    @Test("delivered twice ends the holds once")
    func deliveredTwice() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        for state in [JobState.enRoute, .onScene, .loaded, .delivered, .delivered, .loaded, .enRoute] {
            world.crew("T1", state)
        }
        #expect(world.lastJob("T1")?.state == .delivered)
        #expect(world.heldUnits.isEmpty)
        #expect(world.openCase("car-1")?.row.state == .inWorkshop)
        #expect(world.holds.values.count { $0.kind == .unit && $0.state == .fulfilled } == 1)
    }

    @Test("times from the future count as now")
    func future() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        let later = world.now.adding(seconds: 86_400)
        world.crew("T1", .enRoute, eta: 10, at: later)
        #expect(world.lastJob("T1")?.departedAt == world.now)
        #expect(world.openCase("car-1")?.legs.first?.etaAt == world.now.adding(seconds: 600))
        world.now = world.now.adding(seconds: 60)
        world.crew("T1", .onScene, at: later)
        #expect(world.lastJob("T1")?.arrivedAt == world.now)
    }

    @Test(
        "minutes that can't be meant are not believed, negative ones mean now",
        arguments: [(Double.nan, false), (.infinity, false), (1e9, false), (-5, true), (1_440, true)])
    func minutes(given: Double, isBelieved: Bool) throws {
        let world = try World.stopped(JobReportTests.two)
        let estimate = try #require(world.openCase("car-1")?.legs.first?.etaAt)
        world.crew("T1", .accepted, eta: given)
        let leg = try #require(world.openCase("car-1")?.legs.first)
        #expect((leg.etaAt != estimate) == isBelieved)
        #expect((leg.etaSource == .crew) == isBelieved)
        #expect(world.events.contains { $0.kind == "eta_not_believed" } == !isBelieved)
        #expect((leg.etaAt ?? estimate) >= world.now)
    }

    @Test("a unit that sets off without a word has taken the job, and the driver is told")
    func setsOff() throws {
        let world = try World.stopped(JobReportTests.two)
        world.unitPosition("T1", 59.431, 24.751)
        world.now = world.now.adding(seconds: 1)
        world.crew("T1", .enRoute)
        let job = try #require(world.lastJob("T1"))
        #expect(job.departedFrom == .at(59.431, 24.751))
        #expect(job.departedAt == world.now)
        #expect(world.liveHolds.first { $0.kind == .unit }?.state == .confirmed)
        #expect(world.said.contains { $0.template == "acceptance" && $0.promise?.unit == "T1" })
        #expect(world.openCase("car-1")?.row.state == .underWay)
    }

    @Test("an older word about the arrival does not replace a newer one")
    func outOfOrder() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1", eta: 20)
        let before = world.now
        world.now = world.now.adding(seconds: 300)
        world.crew("T1", .delayed, eta: 40)
        let eta = world.openCase("car-1")?.legs.first?.etaAt
        world.crew("T1", .delayed, eta: 5, at: before.adding(seconds: 10))
        #expect(world.openCase("car-1")?.legs.first?.etaAt == eta)
    }

    // MARK: What did not work

    @Test(
        "a crew that has the job and does not come makes a call, and another unit is asked",
        arguments: [JobState.unable, .declined, .expired, .stoodDown, .cancelConfirmed])
    func gaveUp(state: JobState) throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        world.crew("T1", state, reason: "clutch")
        #expect(world.lastJob("T1")?.state == .unable)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        #expect(world.heldUnits == ["T2"])
        #expect(world.calls("car-1").map(\.change) == [.unable])
        world.crew("T2", .accepted)
        #expect(world.calls("car-1").count == 1)
    }

    @Test("an asset that is gone makes a call; the next unit is sent when somebody has told more")
    func gone() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        for state in [JobState.enRoute, .onScene, .goneOnArrival] { world.crew("T1", state) }
        #expect(world.calls("car-1").map(\.change) == [.goneOnArrival])
        #expect(world.heldUnits.isEmpty)
        world.now = world.now.adding(seconds: 60)
        world.position(59.44, 24.90, asset: "car-1")
        #expect(world.openCase("car-1")?.liveJob == nil, "a position alone sends nobody")
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.locate(caseID: id, coordinate: .at(59.44, 24.90)))
        #expect(world.openCase("car-1")?.liveJob != nil)
        #expect(world.openCase("car-1")?.row.state.isEnd == false)
    }

    @Test("after two units in vain a third one is sent when somebody tells more than that they were reached")
    func goneTwice() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        for state in [JobState.enRoute, .onScene, .goneOnArrival] { world.crew("T1", state) }
        world.now = world.now.adding(seconds: 60)
        world.tell(try #require(world.calls("car-1").first))
        let unit = try #require(world.openCase("car-1")?.liveJob?.unit, "whoever was reached may be there all the same")
        for state in [JobState.accepted, .enRoute, .onScene, .goneOnArrival] {
            world.now = world.now.adding(seconds: 30)
            world.crew(unit, state)
        }
        world.now = world.now.adding(seconds: 60)
        world.tell(try #require(world.calls("car-1").first))
        #expect(world.openCase("car-1")?.liveJob == nil)
        let calls = world.calls("car-1")
        #expect(calls.map(\.change) == [.placeUnknown])
        #expect(calls.first?.notBefore ?? world.now > world.now, "not at once: they have just been spoken to")
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.locate(caseID: id, coordinate: .at(59.44, 24.90)))
        #expect(world.openCase("car-1")?.liveJob != nil)
    }

    @Test("of two words of one moment the later one counts, and a repeat changes nothing")
    func sameMoment() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        let moment = world.now.adding(seconds: 30)
        world.now = moment
        world.crew("T1", .delayed, eta: 22, at: moment)
        world.crew("T1", .delayed, eta: 60, at: moment)
        #expect(world.openCase("car-1")?.legs.first?.etaAt == moment.adding(minutes: 60))
        let version = world.openCase("car-1")?.jobs.first?.version
        world.crew("T1", .delayed, eta: 60, at: moment)
        #expect(world.openCase("car-1")?.jobs.first?.version == version)
    }

    @Test("no access makes a call; whoever was reached has somebody sent again")
    func noAccess() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        for state in [JobState.onScene, .noAccess] { world.crew("T1", state) }
        #expect(world.openCase("car-1")?.liveJob == nil)
        let call = try #require(world.calls("car-1").first)
        #expect(call.change == .noAccess)
        world.tell(call)
        #expect(world.openCase("car-1")?.liveJob != nil)
    }

    @Test("a part that is missing makes a call, and somebody comes again")
    func partNeeded() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        for state in [JobState.onScene, .partNeeded] { world.crew("T1", state, reason: "a pump") }
        #expect(world.calls("car-1").count == 1)
        #expect(world.openCase("car-1")?.liveJob?.state == .offered)
        #expect(world.holds.values.count { $0.kind == .unit && $0.state == .fulfilled } == 1)
    }

    @Test("a workshop that sends the asset away: another slot, the crew is told where, the customer is rung")
    func refusedAtTheDoor() throws {
        let world = try World.stopped(JobReportTests.two)
        try world.take("T1")
        #expect(world.heldSlot?.resource == "1")
        for state in [JobState.enRoute, .onScene, .loaded] { world.crew("T1", state) }
        world.now = world.now.adding(seconds: 60)
        let said = world.now
        world.crew("T1", .refusedAtDestination, reason: "no lift")
        #expect(world.holds.values.first { $0.resource == "1" && $0.kind == .slot }?.state == .refused)
        #expect(world.heldSlot?.resource == "2", "no other time of the workshop that refused")
        #expect(world.lastJob("T1")?.state == .loaded)
        #expect(world.calls("car-1").map(\.change) == [.slotChanged])
        let offers = world.outbox.filter { $0.topic == "callahead/v1/units/T1/offer" }
        #expect(offers.last?.payload.contains("revision") == true)
        #expect(offers.last?.payload.contains("59.35") == true)
        let count = offers.count
        world.crew("T1", .refusedAtDestination, reason: "no lift", at: said)
        #expect(world.heldSlot?.resource == "2", "the same word again is about the slot before")
        #expect(world.outbox.count { $0.topic == "callahead/v1/units/T1/offer" } == count)
        world.crew("T1", .delivered)
        #expect(world.openCase("car-1")?.row.state == .inWorkshop)
    }

    @Test("a part on board that was fitted is used up, and one that was not is free again")
    func parts() throws {
        for (state, used) in [(JobState.fixed, 1), (.unable, 0)] {
            var stock = StockBook()
            stock.set(1, of: "battery_12v", at: "P1")
            let world = try World(units: [.flatbed("P1", 59.43, 24.75)], stock: stock)
            world.add("car-1")
            world.position(59.43, 24.76, asset: "car-1")
            world.faults("P0524", asset: "car-1")
            try world.take("P1")
            world.holdPart("P1:battery_12v:1")
            for each in [JobState.onScene, state] { world.crew("P1", each) }
            #expect(world.changes.flatMap(\.stockUsed).count == used)
            let hold = world.holds.values.first { $0.kind == .stock }
            #expect(hold?.state == (used == 1 ? .fulfilled : .released))
            #expect(world.liveHolds.allSatisfy { $0.kind != .stock })
        }
    }
}

extension World {
    /// Holds a part for the open case, as planning does with the offer.
    func holdPart(_ piece: String) {
        guard let key = symbols.find("car-1").flatMap({ set.assets.key(of: $0) }), var file = set.file(of: key),
            var current = file.current
        else { return }
        let hold = HoldRow(
            id: set.sequences.hold + 1_000, caseID: current.row.id, kind: .stock, resource: piece, state: .confirmed,
            since: now)
        current.holds.append(hold)
        file.current = current
        disk[key] = file
        holds[hold.id] = hold
        set.load(file)
    }
}
