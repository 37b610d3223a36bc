import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Asking for approval")
struct ApprovalCallTests {
    private func town() throws -> World {
        let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
        world.add(
            "truck-1",
            contacts: [
                .init("driver-1", .driver),
                ContactReference(
                    id: "fleet-1", role: .fleetManager, language: "en", utcOffsetMinutes: 120, doNotCall: false,
                    mayAuthorise: true),
            ]
        ) { $0.contract = Contract(id: "K1", approval: .tow) }
        world.position(59.40, 24.74, asset: "truck-1")
        world.faults("P0524", asset: "truck-1")
        return world
    }

    private func approvalCall(_ world: World) throws -> TaskRow {
        try #require(world.openTasks("truck-1").first { $0.asksApproval })
    }

    @Test("the fleet manager is asked and the driver is called about safety, each once")
    func twoCalls() throws {
        let world = try town()
        let tasks = world.openTasks("truck-1")
        #expect(tasks.first { $0.contact == "driver-1" }?.kind == .breakdownCall)
        #expect(tasks.first { $0.contact == "fleet-1" }?.kind == .followUp)
        #expect(tasks.count { $0.isCall } == 2)
        #expect(world.openCase("truck-1")?.liveJob == nil)
    }

    @Test("a yes on the telephone sends the unit")
    func yes() throws {
        let world = try town()
        world.finish(try approvalCall(world), .accepted)
        let current = try #require(world.openCase("truck-1"))
        #expect(current.plan?.approval == .given)
        #expect(current.liveJob?.unit == "T1")
        #expect(current.row.toldAt == nil)
        #expect(!current.timers.contains { $0.kind == .approvalOverdue })
    }

    @Test("a no sends nobody, ends no case, and the driver hears of it")
    func refusal() throws {
        let world = try town()
        let driver = try #require(world.openTasks("truck-1").first { $0.contact == "driver-1" })
        world.finish(driver, .reached, promise: Promise(at: world.now))
        world.finish(try approvalCall(world), .declined)
        let current = try #require(world.openCase("truck-1"))
        #expect(current.plan?.approval == .refused)
        #expect(current.plan?.state == .needsApproval)
        #expect(current.liveJob == nil)
        let again = try #require(world.openTasks("truck-1").first { $0.kind == .callAgain })
        #expect(again.contact == "driver-1")
        #expect(again.change == .approvalRefused)
        world.wait(CasePolicy().approvalWait + 60)
        #expect(world.openCase("truck-1")?.liveJob == nil)
    }

    @Test("whoever thinks about it is asked again, and has not been told anything")
    func later() throws {
        let world = try town()
        let call = try approvalCall(world)
        world.finish(call, .reached, promise: Promise(at: world.now))
        let current = try #require(world.openCase("truck-1"))
        #expect(current.plan?.approval == .needed)
        #expect(current.row.toldAt == nil)
        #expect(try approvalCall(world).state == .waiting)
    }
}

@Suite("What changes while somebody is on the telephone")
struct ChangedScreenTests {
    @Test("a reason that the screen did not show yet is told with another call, one that it showed is not")
    func lateReason() throws {
        for isShown in [false, true] {
            let world = try World(units: [.flatbed("T1", 59.40, 24.75)])
            world.add("car-1")
            world.position(59.40, 24.74, asset: "car-1")
            world.faults("P0524", asset: "car-1")
            let call = try #require(world.openTasks("car-1").first { $0.kind == .breakdownCall })
            let shown = world.now
            world.now = world.now.adding(seconds: 20)
            world.faults(asset: "car-1")
            let end = isShown ? world.now : shown
            world.now = world.now.adding(seconds: 30)
            world.finish(call, .reached, promise: Promise(at: end))
            let again = world.openTasks("car-1").filter { $0.kind == .callAgain }
            #expect(again.map(\.change) == (isShown ? [] : [.warningGone]))
        }
    }
}
