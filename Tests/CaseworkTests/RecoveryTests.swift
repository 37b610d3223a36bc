import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("A fault that goes away")
struct RecoveryTests {
    private func town() throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        world.position(59.43, 24.76, asset: "car-1")
        return world
    }

    @Test("a cleared code never stands a truck down from stop")
    func stopStays() throws {
        let world = try town()
        world.faults("P0524", asset: "car-1")
        let task = try #require(world.openTasks("car-1").first)
        world.finish(task, .reached)
        world.faults(asset: "car-1", at: world.now.adding(seconds: 30))
        world.wait(3_600)
        let current = try #require(world.openCase("car-1"))
        #expect(current.row.severity == .stop)
        #expect(!world.outbox.contains { $0.topic.contains("stand_down") })
        #expect(world.openTasks("car-1").map(\.kind) == [.callAgain])
        #expect(world.openTasks("car-1").first?.change == .warningGone)
    }

    @Test("a mild case is withdrawn after the fault has been clear for five minutes, and nobody is rung")
    func mildGoes() throws {
        let world = try town()
        world.faults("P0420", asset: "car-1")
        world.faults(asset: "car-1", at: world.now.adding(seconds: 1))
        world.wait(200)
        #expect(world.openCase("car-1") != nil)
        world.wait(200)
        #expect(world.openCase("car-1") == nil)
        #expect(world.ended.values.map(\.state) == [.withdrawn])
        #expect(world.tasks.values.allSatisfy { !$0.isOpen })
    }

    @Test("a mild fault that comes back within the five minutes keeps its case")
    func hysteresis() throws {
        let world = try town()
        world.faults("P0420", asset: "car-1")
        world.faults(asset: "car-1", at: world.now.adding(seconds: 1))
        world.wait(200)
        world.faults("P0420", asset: "car-1")
        world.wait(900)
        #expect(world.openCase("car-1") != nil)
        #expect(world.ended.isEmpty)
    }

    @Test("the driver's cancel ends a mild case; on stop it is a call")
    func cancel() throws {
        let world = try town()
        world.faults("P0420", asset: "car-1")
        world.driver(.cancel, asset: "car-1")
        #expect(world.openCase("car-1") == nil)
        world.faults("P0420", "P0524", asset: "car-1", at: world.now.adding(seconds: 9))
        world.driver(.cancel, asset: "car-1")
        #expect(world.openCase("car-1")?.liveJob != nil)
        #expect(world.openTasks("car-1").count == 1)
    }

    @Test("a named person's word stands the unit down, with the reason")
    func closedByPerson() throws {
        let world = try town()
        world.faults("P0524", asset: "car-1")
        let job = try #require(world.openCase("car-1")?.liveJob)
        world.job("T1", .accepted, offer: job.offerID)
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.close(caseID: id, state: .declined, reason: "own help is there"))
        #expect(world.openCase("car-1") == nil)
        #expect(world.liveHolds.isEmpty)
        #expect(world.outbox.contains { $0.topic == "callahead/v1/units/T1/stand_down" })
    }

    @Test("the driver's call for help opens a case that is due at once")
    func needHelp() throws {
        let world = try town()
        world.driver(.needHelp, asset: "car-1", at: .at(59.44, 24.77))
        let task = try #require(world.openTasks("car-1").first)
        #expect(task.dueAt <= world.now)
        #expect(world.openCase("car-1")?.row.severity == .unknown)
        world.driver(.needHelp, asset: "car-1")
        #expect(world.tasks.count == 1)
    }
}
