import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("What a command asks of the lane and waits for")
struct RequestTests {
    private func broken() throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1", contacts: [.init("driver-1", .driver), .init("owner-1", .owner)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        return world
    }

    @Test("a driver who rings first gets the open call: it is theirs who answered, and nothing rings them meanwhile")
    func inbound() throws {
        let world = try broken()
        let call = try #require(world.openTasks("car-1").first { $0.isCall })
        world.act(.inbound(caseID: call.caseID ?? 0, contact: "driver-1"))
        let answered = try #require(world.openTasks("car-1").first { $0.id == call.id })
        #expect(answered.reservedFor == "Mari")
        #expect(answered.reasons.contains("they rang us first"))
        #expect(world.events.contains { $0.kind == DeskReply.done && $0.task == call.id && $0.detail == "1" })
        world.wait(300)
        #expect(world.openTasks("car-1").first { $0.id == call.id }?.alarm == false)
        #expect(!world.outbox.contains { $0.topic.contains("messages/out") })
        #expect(world.openTasks("car-1").filter(\.isCall).count == 1)
    }

    @Test("somebody else than the one who was to be rung takes the call over with them")
    func otherContact() throws {
        let world = try broken()
        let call = try #require(world.openTasks("car-1").first { $0.isCall })
        world.act(.inbound(caseID: call.caseID ?? 0, contact: "owner-1"))
        #expect(world.openTasks("car-1").filter(\.isCall).map(\.contact) == ["owner-1"])
    }

    @Test("a case whose calls are done gets a new one when they ring")
    func afterTheCall() throws {
        let world = try broken()
        let call = try #require(world.openTasks("car-1").first { $0.isCall })
        world.finish(call, .reached, promise: Promise(at: world.now))
        #expect(world.openTasks("car-1").filter(\.isCall).isEmpty)
        world.act(.inbound(caseID: call.caseID ?? 0, contact: "driver-1"))
        let again = try #require(world.openTasks("car-1").first { $0.isCall })
        #expect(again.kind == .callAgain)
        #expect(again.contact == "driver-1")
        #expect(again.reservedFor == "Mari")
    }

    @Test("a request about a case that is over is refused in words")
    func overAlready() throws {
        let world = try broken()
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.close(caseID: id, state: .declined, reason: "test"))
        world.act(.inbound(caseID: id, contact: nil))
        #expect(world.events.contains { $0.kind == DeskReply.refused && $0.detail?.hasPrefix("2 ") == true })
    }

    @Test("a second call goes to the owner of the case first, of a stop for 20 s at most")
    func ownerFirst() throws {
        let world = try broken()
        let call = try #require(world.openTasks("car-1").first { $0.isCall })
        world.finish(call, .reached, promise: Promise(at: world.now))
        #expect(world.openCase("car-1")?.row.owner == "Mari")
        world.wait(10)
        world.faults(asset: "car-1")
        let again = try #require(world.openTasks("car-1").first { $0.kind == .callAgain })
        #expect(again.reservedFor == "Mari")
        #expect(again.reservedUntil == world.now.adding(seconds: 20))
    }

    @Test("a case gets another owner, or none")
    func owner() throws {
        let world = try broken()
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.own(caseID: id, owner: "Jaan"))
        #expect(world.openCase("car-1")?.row.owner == "Jaan")
        world.act(.own(caseID: id, owner: nil))
        #expect(world.openCase("car-1")?.row.owner == nil)
    }

    // MARK: Tasks by hand

    @Test("a task by hand goes with its case, and joins the open call to the same person")
    func byHand() throws {
        let world = try broken()
        let id = try #require(world.openCase("car-1")?.row.id)
        let due = world.now.adding(seconds: 30)
        world.act(.add(NewTask(.workshopCall, caseID: id, dueAt: due, reason: "ask about the part", claims: true)))
        let made = try #require(world.openTasks("car-1").first { $0.kind == .workshopCall })
        #expect(made.reasons == ["ask about the part"])
        #expect(made.dueAt == due)
        #expect(made.reservedFor == "Mari")
        let calls = world.openTasks("car-1").filter(\.isCall).count
        world.act(.add(NewTask(.followUp, caseID: id, contact: "driver-1", dueAt: due, reason: "ask about the dog")))
        #expect(world.openTasks("car-1").filter(\.isCall).count == calls)
        #expect(world.openTasks("car-1").contains { $0.reasons.contains("ask about the dog") })
    }

    @Test("a task of an asset without a case is done like any other")
    func withoutCase() throws {
        let world = try World()
        world.add("truck-1", kind: .truck)
        world.act(
            .add(NewTask(.followUp, asset: "truck-1", contact: "driver-1", dueAt: world.now, reason: "ring back")))
        let task = try #require(world.tasks.values.first)
        #expect(task.asset != nil)
        #expect(task.caseID == nil)
        #expect(task.skills == ["heavy"])
        world.finish(task, .noAnswer)
        #expect(world.tasks[task.id]?.state == .waiting)
        world.finish(task, .reached)
        #expect(world.tasks[task.id]?.state == .done)
    }

    @Test("a task of a contact alone is done like any other")
    func withoutAsset() throws {
        let world = try World()
        world.act(.add(NewTask(.followUp, contact: "c9", dueAt: world.now, reason: "ring back")))
        let task = try #require(world.tasks.values.first)
        #expect(task.asset == nil)
        world.loose[task.id] = task
        world.finish(task, .busy)
        let waiting = try #require(world.tasks[task.id])
        #expect(waiting.state == .waiting)
        world.loose[task.id] = waiting
        world.finish(task, .reached)
        #expect(world.tasks[task.id]?.state == .done)
    }

    @Test("a task for an asset that nobody knows is refused in words")
    func unknownAsset() throws {
        let world = try World()
        world.act(.add(NewTask(.followUp, asset: "nobody", dueAt: world.now, reason: "x")))
        #expect(world.tasks.isEmpty)
        #expect(world.events.map(\.kind) == [DeskReply.refused])
    }
}
