import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Calls and their alarms")
struct CallTests {
    private func broken(contacts: [ContactReference] = [.init("driver-1", .driver)]) throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1", contacts: contacts)
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        return world
    }

    @Test("nobody claims a stop: after 60 s the desks alarm, after 120 s the message goes by itself, once")
    func unclaimed() throws {
        let world = try broken()
        world.wait(59)
        #expect(world.openTasks("car-1").first?.alarm == false)
        world.wait(2)
        #expect(world.openTasks("car-1").first?.alarm == true)
        #expect(!world.outbox.contains { $0.topic.contains("messages/out") })
        world.wait(60)
        #expect(world.outbox.filter { $0.topic.contains("messages/out") }.count == 1)
        world.wait(600)
        #expect(world.outbox.filter { $0.topic.contains("messages/out") }.count == 1)
    }

    @Test("a claimed call raises no alarm and sends no message")
    func claimed() throws {
        let world = try broken()
        let task = try #require(world.openTasks("car-1").first)
        world.claims[task.id] = TaskClaim(claimedBy: "Mari", leaseUntil: world.now.adding(seconds: 300), attempts: 0)
        world.wait(130)
        #expect(world.openTasks("car-1").first?.alarm == false)
        #expect(!world.outbox.contains { $0.topic.contains("messages/out") })
    }

    @Test("reached keeps what was promised and ends the call")
    func reached() throws {
        let world = try broken()
        let task = try #require(world.openTasks("car-1").first)
        world.finish(task, .reached, promise: Promise(at: world.now, unit: nil))
        #expect(world.openCase("car-1")?.row.toldAt == world.now)
        #expect(world.openCase("car-1")?.row.owner == "Mari")
        #expect(world.openTasks("car-1").isEmpty)
        #expect(world.tasks[task.id]?.outcome == .reached)
    }

    @Test("somebody in danger makes an emergency with a call to the authorities")
    func danger() throws {
        let world = try broken()
        let task = try #require(world.openTasks("car-1").first)
        world.finish(task, .inDanger)
        #expect(world.openCase("car-1")?.row.severity == .emergency)
        #expect(world.openTasks("car-1").contains { $0.kind == .authorityCall })
        #expect(world.openTasks("car-1").filter(\.isCall).count == 1)
    }

    @Test("smoke told by a person is an emergency")
    func smoke() throws {
        let world = try broken()
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.fact(caseID: id, key: "smoke", value: "yes"))
        #expect(world.openCase("car-1")?.row.severity == .emergency)
    }

    @Test("a service offer waits for waking hours")
    func wakingHours() throws {
        let world = try World()
        world.add("car-1")
        // 02:30 in the contact's zone.
        world.now = Timestamp(iso8601: "2026-11-23T00:30:00Z") ?? world.now
        world.faults("P0068", asset: "car-1")
        let task = try #require(world.openTasks("car-1").first)
        #expect(world.openCase("car-1")?.row.severity == .serviceSoon)
        #expect(task.kind == .serviceOffer)
        #expect(task.state == .waiting)
        #expect((task.notBefore ?? world.now) > world.now)
    }

    @Test("a snoozed task waits until its time")
    func snooze() throws {
        let world = try broken()
        let task = try #require(world.openTasks("car-1").first)
        world.act(.snooze(task: task.id, until: world.now.adding(seconds: 600)))
        #expect(world.openTasks("car-1").first?.state == .waiting)
        #expect(world.openTasks("car-1").first?.notBefore == world.now.adding(seconds: 600))
    }
}
