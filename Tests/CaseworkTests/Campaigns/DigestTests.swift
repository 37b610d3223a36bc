import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("The daily digest")
struct DigestTests {
    private func world() throws -> World {
        let world = try World()
        for number in 1...4 { world.addVan("car-\(number)") }
        return world
    }

    private func digests(_ world: World) -> [TaskRow] {
        world.tasks.values.filter { $0.group == .digest }.sorted { $0.id < $1.id }
    }

    @Test("what can wait is one call to the fleet manager at nine in the morning")
    func one() throws {
        let world = try world()
        for number in 1...4 {
            world.faults("P0068", asset: "car-\(number)")
            world.wait(60)
        }
        let digest = try #require(digests(world).first)
        #expect(digests(world).count == 1)
        #expect(digest.contact == "desk-1")
        #expect(digest.kind == .serviceOffer)
        #expect((1...4).allSatisfy { world.openTasks("car-\($0)").isEmpty })
        let start = try #require(digest.notBefore)
        #expect(start.adding(seconds: 7_200).milliseconds % 86_400_000 == 9 * 3_600_000)
        #expect(start > world.now.adding(seconds: -240) && start <= world.now.adding(seconds: 86_400))
    }

    @Test("a private owner is called alone", arguments: [true, false])
    func alone(hasManager: Bool) throws {
        let world = try World()
        world.addVan("car-1", isFleet: hasManager)
        if hasManager { world.disk[1]?.reference.impact = "private" }
        world.faults("P0068", asset: "car-1")
        #expect(digests(world).isEmpty)
        #expect(world.openTasks("car-1").count == 1)
    }

    @Test("told: every case of the screen is; one that came after it is in the next digest")
    func told() throws {
        let world = try world()
        world.faults("P0068", asset: "car-1")
        world.faults("P0068", asset: "car-2")
        let shown = world.now
        world.wait(30)
        world.faults("P0068", asset: "car-3")
        world.finish(try #require(digests(world).first), .reached, promise: Promise(at: shown))
        #expect(world.openCase("car-1")?.row.toldAt == world.now)
        #expect(world.openCase("car-2")?.row.state == .told)
        #expect(world.openCase("car-3")?.row.toldAt == nil)
        #expect(digests(world).count == 2)
        #expect(world.openCase("car-3")?.row.group == digests(world).last?.id)
        #expect(digests(world).last?.isOpen == true)
    }

    @Test("not reached: again some hours later; a wrong number: each case alone")
    func notReached() throws {
        let world = try world()
        world.faults("P0068", asset: "car-1")
        world.faults("P0068", asset: "car-2")
        let digest = try #require(digests(world).first)
        world.finish(digest, .noAnswer)
        let again = try #require(digests(world).first)
        #expect(again.isOpen)
        #expect((again.notBefore ?? world.now) >= world.now.adding(seconds: 4 * 3_600))
        world.finish(again, .wrongNumber)
        #expect(digests(world).first?.isOpen == false)
        #expect(world.openTasks("car-1").map(\.contact) == ["driver-1"])
        #expect(world.openTasks("car-2").map(\.contact) == ["driver-1"])
    }

    @Test("declined ends every case; a case that grows worse or ends leaves, and the last one withdraws the call")
    func leaves() throws {
        let world = try world()
        for number in 1...3 { world.faults("P0068", asset: "car-\(number)") }
        world.faults("P0068", "P0524", asset: "car-1")
        #expect(world.openTasks("car-1").filter(\.isCall).count == 1)
        #expect(world.openCase("car-1")?.row.group == nil)
        let second = try #require(world.openCase("car-2")?.row.id)
        world.act(.close(caseID: second, state: .declined, reason: "not now"))
        #expect(digests(world).first?.isOpen == true)
        let third = try #require(world.openCase("car-3")?.row.id)
        world.act(.close(caseID: third, state: .declined, reason: "not now"))
        #expect(digests(world).first?.state == .withdrawn)
    }
}
