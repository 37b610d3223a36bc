import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("One person, several assets")
struct SamePersonTests {
    private func fleet() throws -> World {
        let world = try World()
        world.now = Timestamp(iso8601: "2026-11-23T10:00:00Z") ?? world.now
        for asset in ["car-1", "car-2", "car-3"] {
            world.add(asset, contacts: [.init(asset == "car-3" ? "driver-3" : "driver-1", .driver)])
        }
        for asset in ["car-1", "car-2", "car-3"] {
            world.faults("P0524", asset: asset)
            world.wait(10)
        }
        return world
    }

    @Test("a second call to the same person says so and is due with the first")
    func together() throws {
        let world = try fleet()
        let first = try #require(world.openTasks("car-1").first)
        let second = try #require(world.openTasks("car-2").first)
        #expect(second.reasons.contains("the same person is to be called about 1 other case"))
        #expect(second.dueAt == first.dueAt)
        #expect(world.openTasks("car-3").first?.dueAt != first.dueAt)
    }

    @Test("who did not answer about one asset is not rung about another a moment later; others are")
    func spared() throws {
        let world = try fleet()
        world.finish(try #require(world.openTasks("car-1").first), .noAnswer)
        let second = try #require(world.openTasks("car-2").first)
        #expect(second.notBefore == world.now.adding(seconds: 60))
        #expect(second.contact == "driver-1")
        #expect(second.step == 0)
        #expect(world.openTasks("car-3").first?.notBefore == nil)
        world.wait(200)
        #expect(world.openTasks("car-2").first?.alarm == true, "and it is not forgotten")
    }

    @Test("whoever was reached can be told the rest at once")
    func reached() throws {
        let world = try fleet()
        world.finish(try #require(world.openTasks("car-1").first), .reached)
        #expect(world.openTasks("car-2").first?.notBefore == nil)
    }
}
