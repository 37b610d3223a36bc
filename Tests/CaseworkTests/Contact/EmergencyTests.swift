import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Emergencies")
struct EmergencyTests {
    private func burning() throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1", contacts: [.init("driver-1", .driver), .init("owner-1", .owner)])
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        tell(world, "smoke", "yes")
        return world
    }

    private func tell(_ world: World, _ key: String, _ value: String) {
        guard let id = world.openCase("car-1")?.row.id else { return }
        world.act(.fact(caseID: id, key: key, value: value))
    }

    private func authority(_ world: World) throws -> TaskRow {
        try #require(world.openTasks("car-1").first { $0.kind == .authorityCall })
    }

    @Test("two calls for two people; nobody answers for a minute, and the authority call goes ahead with an alarm")
    func two() throws {
        let world = try burning()
        #expect(world.openTasks("car-1").filter(\.tells).count == 1)
        #expect(try authority(world).state == .ready)
        #expect(try authority(world).dueAt == world.now.adding(seconds: 60))
        world.wait(59)
        #expect(try authority(world).alarm == false)
        world.wait(2)
        #expect(try authority(world).alarm)
    }

    @Test("no answer before the minute is over: the authority call is due now")
    func noAnswer() throws {
        let world = try burning()
        world.wait(10)
        let call = try #require(world.openTasks("car-1").first { $0.tells })
        world.finish(call, .noAnswer)
        #expect(try authority(world).alarm)
        #expect(try authority(world).dueAt == world.now)
    }

    @Test(
        "nobody gets through to the authorities: again at once, never to anybody else",
        arguments: [Outcome.noAnswer, .busy, .wrongNumber, .otherPerson, .callBack])
    func authorityBusy(outcome: Outcome) throws {
        let world = try burning()
        world.finish(try authority(world), outcome)
        let again = try authority(world)
        #expect(again.contact == nil)
        #expect(again.notBefore == world.now.adding(seconds: 30))
        world.wait(91)
        #expect(try authority(world).alarm)
        world.finish(again, .reached)
        #expect(world.openTasks("car-1").contains { $0.kind == .authorityCall } == false)
        #expect(world.openCase("car-1")?.row.toldAt == nil, "those in danger have not been told")
    }

    @Test("what a person tells flows to the authority call, the newest answer to each question")
    func facts() throws {
        let world = try burning()
        #expect(try authority(world).reasons.contains("told: smoke yes"))
        tell(world, "people", "2")
        tell(world, "people", "3")
        tell(world, "road", "Ring")
        let reasons = try authority(world).reasons
        #expect(reasons.contains("told: people 3"))
        #expect(!reasons.contains("told: people 2"))
        #expect(!reasons.contains { $0.contains("Ring") })
        #expect(try authority(world).changedAt == world.now)
    }

    @Test("they have called themselves: the call stays and says so")
    func othersCalled() throws {
        let world = try burning()
        tell(world, "others_called", "112")
        #expect(
            try authority(world).reasons.last
                == "they have called themselves: ask whether help is on its way (112)")
    }

    @Test("an injury told after the authorities were called makes another call")
    func injured() throws {
        let world = try burning()
        world.finish(try authority(world), .reached)
        tell(world, "people", "2")
        #expect(!world.openTasks("car-1").contains { $0.kind == .authorityCall })
        tell(world, "injured", "yes")
        #expect(try authority(world).reasons.contains("told: injured yes"))
    }

    @Test("in danger again, in an emergency: both calls are made again")
    func dangerAgain() throws {
        let world = try burning()
        world.finish(try authority(world), .reached)
        let call = try #require(world.openTasks("car-1").first { $0.tells })
        world.finish(call, .inDanger)
        #expect(world.openTasks("car-1").filter(\.tells).count == 1)
        #expect(try authority(world).alarm)
        #expect(try authority(world).dueAt == world.now)
    }

    @Test("in danger again and again: the authorities hear it once, the driver is rung after a pause")
    func dangerOnceMore() throws {
        let world = try burning()
        for _ in 0..<2 {
            if let call = world.openTasks("car-1").first(where: { $0.tells }) { world.finish(call, .inDanger) }
            if let call = world.openTasks("car-1").first(where: { $0.kind == .authorityCall }) {
                world.finish(call, .reached)
            }
        }
        let call = try #require(world.openTasks("car-1").first { $0.tells })
        #expect(call.notBefore == world.now.adding(seconds: 300))
        world.finish(call, .inDanger)
        tell(world, "smoke", "yes")
        #expect(!world.openTasks("car-1").contains { $0.kind == .authorityCall })
        tell(world, "trapped", "yes")
        #expect(try authority(world).reasons.contains("told: trapped yes"))
    }

    @Test("units are staged until a person says that the scene is released")
    func staged() throws {
        let world = try burning()
        #expect(world.openCase("car-1")?.isStaged == true)
        world.faults(asset: "car-1", at: world.now.adding(seconds: 1))
        #expect(world.openCase("car-1")?.isStaged == true)
        tell(world, "scene_released", "yes")
        #expect(world.openCase("car-1")?.isStaged == false)
    }
}
