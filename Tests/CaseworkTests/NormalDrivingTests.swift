import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("An asset that drives normally again")
struct NormalDrivingTests {
    private func cleared(taken: Bool = true, codes: String = "P0524") throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        world.position(59.43, 24.76, asset: "car-1")
        world.faults(codes, asset: "car-1")
        if taken { try world.take("T1", eta: 60) }
        world.now = world.now.adding(seconds: 10)
        world.faults(asset: "car-1")
        return world
    }

    /// Drives on for so many seconds, with a fix every half a minute.
    private func drive(_ world: World, _ seconds: Int, speed: Float = 60) {
        for step in 0..<(seconds / 30) {
            world.wait(30)
            world.position(59.43 + Double(step % 20) / 5_000, 24.76, asset: "car-1", speed: speed)
        }
    }

    @Test("five minutes of normal driving stand the unit down, with a message and a call to follow up")
    func recovered() throws {
        let world = try cleared()
        let texts = world.outbox.count { $0.topic == "callahead/v1/messages/out" }
        drive(world, 90)
        // Somebody is about to ring: what they would say is not written.
        let call = try #require(world.calls("car-1").first)
        world.claims[call.id] = TaskClaim(claimedBy: "Mari", leaseUntil: world.now.adding(seconds: 600), attempts: 0)
        drive(world, 180)
        #expect(world.standDowns("T1") == 0)
        drive(world, 120)
        #expect(world.standDowns("T1") == 1)
        #expect(world.lastJob("T1")?.state == .stoodDown)
        #expect(world.heldSlot == nil)
        #expect(world.calls("car-1").map(\.kind) == [.followUp])
        #expect(world.outbox.count { $0.topic == "callahead/v1/messages/out" } == texts + 1)
        #expect(world.openCase("car-1")?.row.state.isEnd == false, "a person ends it")
        drive(world, 600)
        #expect(world.openCase("car-1")?.jobs.count == 1, "and nobody is sent again")
        #expect(world.calls("car-1").count == 1)
        world.crew("T1", .cancelConfirmed)
        #expect(world.liveHolds.isEmpty)
    }

    @Test("the code that comes back has help sent again")
    func returns() throws {
        let world = try cleared()
        drive(world, 420)
        world.crew("T1", .cancelConfirmed)
        world.faults("P0524", asset: "car-1", at: world.now.adding(seconds: 1))
        #expect(world.openCase("car-1")?.liveJob?.unit == "T1")
    }

    @Test("not while a code is active, nor slowly, nor with a pause, nor on the truck, nor without fixes")
    func notYet() throws {
        var world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        drive(world, 900)
        #expect(world.openCase("car-1")?.jobs.contains { $0.state == .stoodDown } == false, "a code is active")

        world = try cleared()
        drive(world, 900, speed: 15)
        #expect(world.standDowns("T1") == 0, "slowly")

        world = try cleared()
        drive(world, 240)
        drive(world, 30, speed: 0)
        drive(world, 240)
        #expect(world.standDowns("T1") == 0, "with a pause")

        world = try cleared()
        for state in [JobState.enRoute, .onScene, .loaded] { world.crew("T1", state) }
        drive(world, 900)
        #expect(world.standDowns("T1") == 0, "on the truck")

        world = try cleared()
        drive(world, 60)
        world.wait(900)
        #expect(world.standDowns("T1") == 0, "without fixes")
    }

    @Test("an emergency is never stood down by driving")
    func emergency() throws {
        let world = try cleared()
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.fact(caseID: id, key: "smoke", value: "yes"))
        drive(world, 900)
        #expect(world.standDowns("T1") == 0)
        #expect(world.openCase("car-1")?.row.severity == .emergency)
    }

    @Test("a measured value that is still wrong speaks against it")
    func measured() throws {
        let world = try cleared()
        world.signal("Vehicle.Powertrain.CombustionEngine.ECT", 131, asset: "car-1")
        for _ in 0..<20 {
            world.signal("Vehicle.Powertrain.CombustionEngine.ECT", 131, asset: "car-1")
            drive(world, 30)
        }
        #expect(world.standDowns("T1") == 0)
    }
}
