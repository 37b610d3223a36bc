import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("The help that comes")
struct HelpTests {
    private func town(_ units: [Unit]) throws -> World {
        let world = try World(
            units: units,
            workshops: [Workshop(id: "W1", name: "Peterburi", coordinate: .at(59.43, 24.85), autoConfirm: true)],
            slots: [Slot(id: 1, workshopID: "W1", start: Timestamp(seconds: 1_795_020_000), minutes: 60)])
        world.add("car-1")
        return world
    }

    @Test("without a position the task is made, and an answer to where makes the plan at once")
    func needsLocation() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.faults("P0524", asset: "car-1")
        let current = try #require(world.openCase("car-1"))
        #expect(current.plan?.state == .needsLocation)
        #expect(world.openTasks("car-1").map(\.kind) == [.breakdownCall])
        world.act(.locate(caseID: current.row.id, coordinate: .at(59.44, 24.80)))
        #expect(world.openCase("car-1")?.plan?.state == .made)
        #expect(world.openCase("car-1")?.plan?.place?.source == .person)
        #expect(world.openCase("car-1")?.jobs.map(\.unit) == ["T1"])
    }

    @Test("a position that arrives later makes the plan")
    func laterPosition() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.faults("P0524", asset: "car-1")
        world.position(59.43, 24.76, asset: "car-1", at: world.now.adding(seconds: 3))
        #expect(world.openCase("car-1")?.jobs.map(\.unit) == ["T1"])
    }

    @Test("a unit that comes online in the same step as a fault is asked, where it is now")
    func onlineInTheSameStep() throws {
        var unit = Unit.flatbed("T1", 59.43, 24.75)
        unit.online = false
        unit.coordinate = nil
        let world = try town([unit])
        let place = Position(coordinate: .at(59.44, 24.80))
        let bodies: [Observation.Body] = [
            .unitPosition(place), .unitLiveness(online: false), .unitLiveness(online: true),
        ]
        let fault = FaultReport(
            mode: .raise, kind: .active, codes: [FaultCode(code: "obd/P0524", status: .confirmed, raw: "P0524")])
        world.step(
            bodies.map { .observation(world.observation("T1", "native/T1", $0), retained: false) } + [
                .observation(world.fix(59.44, 24.79, asset: "car-1"), retained: false),
                .observation(world.observation("car-1", "native/box", .faults(fault)), retained: false),
            ])
        #expect(world.openCase("car-1")?.jobs.map(\.unit) == ["T1"])
        #expect(world.set.board.unit("T1")?.coordinate == .at(59.44, 24.80))
        #expect(world.set.board.unit("T1")?.online == true)
        #expect(world.changes.last?.unitStates.last?.coordinate == .at(59.44, 24.80))
    }

    @Test("an old fix of a moving car is no place")
    func staleFix() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.position(59.43, 24.76, asset: "car-1", speed: 90)
        world.now = world.now.adding(seconds: 3_600)
        world.faults("P0524", asset: "car-1")
        #expect(world.openCase("car-1")?.plan?.state == .needsLocation)
    }

    @Test("a unit that declines or says nothing is not asked again, the next best is")
    func nextBest() throws {
        let world = try town([
            .flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.45, 24.80), .flatbed("T3", 59.60, 25.20),
        ])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let first = try #require(world.openCase("car-1")?.liveJob)
        #expect(first.unit == "T1")
        world.job("T1", .declined, offer: first.offerID)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        world.wait(60)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T3")
        #expect(world.liveHolds.filter { $0.kind == .unit }.map(\.resource) == ["T3"])
        world.wait(60)
        let current = try #require(world.openCase("car-1"))
        #expect(current.plan?.state == .noneAvailable)
        #expect(current.legs.first?.declined == ["T1"])
        #expect(world.liveHolds.filter { $0.kind == .unit }.isEmpty)
        #expect(world.openTasks("car-1").count == 1)
        world.wait(61)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2", "one that was silent may have come back; T1 said no")
    }

    @Test("without any unit the plan says none_available and is tried again by itself")
    func noneAvailable() throws {
        let world = try town([])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let plan = try #require(world.openCase("car-1")?.plan)
        #expect(plan.state == .noneAvailable)
        #expect(plan.nextTryAt != nil)
        #expect(world.openTasks("car-1").count == 1, "the task is never withheld")
        var board = world.set.board
        board.put(.flatbed("T9", 59.43, 24.75))
        world.set.load(board: board)
        world.wait(70)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T9")
    }

    @Test("one unit is never offered to two cases at once")
    func oneUnit() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.add("car-2", contacts: [.init("driver-2", .driver)])
        world.position(59.43, 24.76, asset: "car-1")
        world.position(59.43, 24.77, asset: "car-2")
        world.step([
            .observation(fault("car-1", world), retained: false), .observation(fault("car-2", world), retained: false),
        ])
        #expect(world.openCase("car-1")?.liveJob?.unit == "T1")
        #expect(world.openCase("car-2")?.liveJob == nil)
        #expect(world.openCase("car-2")?.plan?.state == .noneAvailable)
    }

    private func fault(_ asset: String, _ world: World) -> Observation {
        world.observation(
            asset, "native/\(asset)",
            .faults(FaultReport(mode: .set, kind: .active, codes: [FaultCode(code: "obd/P0524", raw: "P0524")])))
    }

    @Test("a unit that comes free is offered to who waits, at once and to the most severe first")
    func freedUnit() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.add("car-2", contacts: [.init("driver-2", .driver)])
        for asset in ["car-1", "car-2"] { world.position(59.43, 24.76, asset: asset) }
        world.faults("P0524", asset: "car-1")
        world.faults("P0524", asset: "car-2")
        #expect(world.openCase("car-2")?.plan?.state == .noneAvailable)
        let job = try #require(world.openCase("car-1")?.liveJob)
        for state in [JobState.accepted, .onScene, .fixed] { world.job("T1", state, offer: job.offerID) }
        #expect(world.openCase("car-2")?.liveJob?.unit == "T1")
        #expect(world.openCase("car-2")?.plan?.state == .made)
    }

    @Test("an imported unit is offered to who waits with the next step")
    func importedUnit() throws {
        let world = try town([])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        var board = world.set.board
        board.put(.flatbed("T9", 59.43, 24.75))
        world.set.load(board: board)
        world.step([])
        #expect(world.openCase("car-1")?.liveJob?.unit == "T9")
    }

    @Test("acceptance names a range, tells the driver and keeps the crew's own minutes")
    func acceptance() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T1", .accepted, offer: job.offerID, eta: 25)
        let leg = try #require(world.openCase("car-1")?.legs.first)
        #expect(leg.state == .accepted)
        #expect(leg.etaAt == world.now.adding(seconds: 1_500))
        #expect(world.outbox.contains { $0.topic == "callahead/v1/messages/out" && $0.contact == "driver-1" })
        #expect(world.said.contains { $0.template == "acceptance" && $0.promise?.unit == "T1" })
        #expect(world.liveHolds.first { $0.kind == .unit }?.state == .confirmed)
    }

    @Test("an answer from another unit or to an unknown offer is refused and changes nothing")
    func wrongAnswers() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.60, 25.2)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T2", .accepted, offer: job.offerID)
        world.job("T1", .accepted, offer: 4_711)
        #expect(world.rejected.count == 2)
        #expect(world.openCase("car-1")?.liveJob?.state == .offered)
    }

    @Test("states of a job only go forward, and a late answer to an old offer changes nothing")
    func monotonic() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.45, 24.80)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let old = try #require(world.openCase("car-1")?.liveJob)
        world.wait(50)
        let job = try #require(world.openCase("car-1")?.liveJob)
        #expect(job.unit == "T2")
        world.job("T1", .accepted, offer: old.offerID)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        world.job("T2", .onScene, offer: job.offerID)
        world.job("T2", .accepted, offer: job.offerID)
        #expect(world.openCase("car-1")?.liveJob?.state == .onScene)
    }

    @Test("a slip against what was said is a call again, once")
    func slip() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T1", .accepted, offer: job.offerID, eta: 20)
        let task = try #require(world.openTasks("car-1").first)
        let latest = world.openCase("car-1")?.legs.first?.etaHigh
        world.finish(task, .reached, promise: Promise(at: world.now, unit: "T1", latest: latest))
        #expect(world.openTasks("car-1").isEmpty)
        world.job("T1", .delayed, offer: job.offerID, eta: 60)
        #expect(world.openTasks("car-1").map(\.kind) == [.callAgain])
        #expect(world.openTasks("car-1").first?.change == .late)
        world.job("T1", .delayed, offer: job.offerID, eta: 61)
        #expect(world.openTasks("car-1").count == 1)
    }

    @Test("a slip against the minutes of a text message is a call too")
    func slipOfText() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let task = try #require(world.openTasks("car-1").first)
        world.finish(task, .reached, promise: Promise(at: world.now))
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T1", .accepted, offer: job.offerID, eta: 20)
        #expect(world.openTasks("car-1").isEmpty)
        world.job("T1", .delayed, offer: job.offerID, eta: 120)
        #expect(world.openTasks("car-1").map(\.kind) == [.callAgain])
        #expect(world.openTasks("car-1").first?.change == .late)
    }

    @Test("somebody told without a place is asked again, until the place is known")
    func askAgain() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.faults("P0524", asset: "car-1")
        let task = try #require(world.openTasks("car-1").first)
        world.finish(task, .reached)
        let again = try #require(world.openTasks("car-1").first)
        #expect(again.kind == .callAgain)
        #expect(again.state == .waiting)
        #expect(again.notBefore == world.now.adding(seconds: 120))
        world.position(59.43, 24.76, asset: "car-1", at: world.now.adding(seconds: 30))
        #expect(world.openTasks("car-1").isEmpty)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T1")
    }

    @Test("a told driver hears when the named unit does not come")
    func changedUnit() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.50, 24.90)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T1", .accepted, offer: job.offerID, eta: 20)
        let task = try #require(world.openTasks("car-1").first)
        world.finish(
            task, .reached, promise: Promise(at: world.now, unit: "T1", latest: world.now.adding(seconds: 1_800)))
        world.job("T1", .unable, offer: job.offerID)
        #expect(world.openTasks("car-1").map(\.kind) == [.callAgain])
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
    }

    @Test("a phone unit is asked by a provider call whose answer is typed in")
    func phoneUnit() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75, reach: .phone)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let ask = try #require(world.openTasks("car-1").first { $0.kind == .providerCall })
        #expect(!world.outbox.contains { $0.topic.contains("/offer") })
        world.finish(ask, .accepted, eta: 30)
        #expect(world.openCase("car-1")?.legs.first?.state == .accepted)
        #expect(world.openTasks("car-1").map(\.kind) == [.breakdownCall])
    }

    @Test("mended on the spot ends the case and frees everything exactly once")
    func fixed() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        for state in [JobState.accepted, .enRoute, .onScene, .fixed] { world.job("T1", state, offer: job.offerID) }
        #expect(world.openCase("car-1") == nil)
        #expect(world.ended.values.map(\.state) == [.solved])
        #expect(world.liveHolds.isEmpty)
        #expect(world.tasks.values.allSatisfy { !$0.isOpen })
        world.faults("P0524", asset: "car-1", at: world.now.adding(seconds: 5))
        #expect(world.openCase("car-1") == nil, "a code that was there all the time is no new case")
    }

    @Test("mended and cleared in one step ends the case and rings nobody")
    func fixedAndCleared() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let task = try #require(world.openTasks("car-1").first)
        world.finish(task, .reached)
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T1", .accepted, offer: job.offerID)
        world.now = world.now.adding(seconds: 60)
        let empty = FaultReport(mode: .set, kind: .active, codes: [])
        let inputs: [Input] = [
            .observation(
                world.observation("T1", "native/unit", .job(JobReport(offerID: job.offerID, state: .fixed))),
                retained: false),
            .observation(world.observation("car-1", "native/box", .faults(empty)), retained: false),
        ]
        world.step(inputs)
        #expect(world.openCase("car-1") == nil)
        #expect(world.tasks.values.allSatisfy { !$0.isOpen })
        #expect(world.liveHolds.isEmpty)
    }

    @Test("a delivered asset gets no second truck, whatever its codes and fixes say")
    func delivered() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.45, 24.80)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        for state in [JobState.accepted, .enRoute, .onScene, .loaded, .delivered] {
            world.job("T1", state, offer: job.offerID)
        }
        #expect(world.openCase("car-1")?.row.state == .inWorkshop)
        world.now = world.now.adding(seconds: 60)
        world.faults("P0524", "P0217", asset: "car-1")
        world.position(59.45, 24.85, asset: "car-1")
        #expect(world.openCase("car-1")?.jobs.count == 1)
        #expect(world.liveHolds.filter { $0.kind == .unit }.isEmpty)
    }

    @Test("the fault that returns after a solved case opens a new one")
    func returns() throws {
        let world = try town([.flatbed("T1", 59.43, 24.75)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T1", .fixed, offer: job.offerID)
        world.faults(asset: "car-1", at: world.now.adding(seconds: 60))
        world.now = world.now.adding(seconds: 120)
        world.faults("P0524", asset: "car-1")
        #expect(world.openCase("car-1") != nil)
    }
}
