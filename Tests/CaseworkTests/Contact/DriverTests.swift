import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("The driver's app")
struct DriverTests {
    private func broken(_ code: String? = "P0524", contacts: [ContactReference] = [.init("driver-1", .driver)])
        throws -> World
    {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1", contacts: contacts)
        world.position(59.43, 24.76, asset: "car-1")
        if let code { world.faults(code, asset: "car-1") }
        return world
    }

    private func say(_ world: World, _ kind: DriverMessage.Kind, at time: Timestamp, place: Coordinate? = nil) {
        let message = DriverMessage(kind: kind, coordinate: place)
        world.step([
            .observation(world.observation("car-1", "native/app", .driver(message), at: time), retained: false)
        ])
    }

    @Test("a call for help is one case that is due at once, however often it arrives")
    func needHelp() throws {
        let world = try broken(nil)
        let time = world.now
        say(world, .needHelp, at: time)
        say(world, .needHelp, at: time)
        let task = try #require(world.openTasks("car-1").first)
        #expect(world.openCase("car-1")?.row.severity == .unknown)
        #expect(task.dueAt == time)
        #expect(world.openTasks("car-1").count == 1)
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.close(caseID: id, state: .solved, reason: "they said so"))
        say(world, .needHelp, at: time)
        #expect(world.openCase("car-1") == nil, "delivered again after the end")
        world.now = time.adding(seconds: 5)
        say(world, .needHelp, at: world.now)
        #expect(world.openCase("car-1") != nil)
    }

    @Test("whoever asked for help is rung in the night, do-not-call or not, with the reason")
    func atNight() throws {
        var shy = ContactReference("driver-1", .driver)
        shy.doNotCall = true
        let world = try broken(nil, contacts: [shy])
        world.now = Timestamp(iso8601: "2026-11-23T23:30:00Z") ?? world.now
        say(world, .needHelp, at: world.now)
        let task = try #require(world.openTasks("car-1").first)
        #expect(task.contact == "driver-1")
        #expect(task.state == .ready)
        #expect(task.overriding == [.quietHours, .doNotCall])
        #expect(task.reasons.contains("quiet hours overridden: they asked for help"))
    }

    @Test("safe: out of danger and still in need; a fact that stays, and the next call says why")
    func safe() throws {
        let world = try broken()
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.fact(caseID: id, key: "live_lane", value: "yes"))
        world.finish(try #require(world.openTasks("car-1").first), .reached)
        world.now = world.now.adding(seconds: 30)
        say(world, .safe, at: world.now)
        let call = try #require(world.openTasks("car-1").first { $0.tells })
        #expect(call.kind == .callAgain)
        #expect(call.change == .safe)
        let facts = world.changes.flatMap(\.facts).map { "\($0.key)=\($0.value)" }
        #expect(facts.contains("safe_place=yes"))
        #expect(facts.contains("live_lane=no"))
        #expect(world.openCase("car-1")?.facts.flag("live_lane") == false)
        #expect(world.openCase("car-1")?.row.severity == .stop)
    }

    @Test(
        "on a stop neither answer ends help: it is a call that says why",
        arguments: [(DriverMessage.Kind.cancel, ChangeReason.cancel), (.noHelp, .noHelp)])
    func noHelp(kind: DriverMessage.Kind, change: ChangeReason) throws {
        let world = try broken()
        world.finish(try #require(world.openTasks("car-1").first), .reached)
        world.now = world.now.adding(seconds: 30)
        let time = world.now
        say(world, kind, at: time)
        say(world, kind, at: time)
        #expect(world.openTasks("car-1").filter(\.tells).map(\.change) == [change])
        #expect(world.openCase("car-1")?.liveJob != nil)
        let mild = try broken("P0068")
        say(mild, kind, at: mild.now)
        #expect(mild.openCase("car-1") == nil)
    }

    @Test("an answer that is older than the last call changes nothing, and is noted")
    func late() throws {
        let world = try broken()
        world.wait(30)
        world.finish(try #require(world.openTasks("car-1").first), .reached)
        let before = try #require(world.openCase("car-1"))
        say(world, .cancel, at: world.now.adding(seconds: -20), place: .at(59.5, 24.8))
        #expect(world.openCase("car-1")?.tasks == before.tasks)
        #expect(world.openCase("car-1")?.plan?.place == before.plan?.place)
        #expect(world.events.last?.kind == "late_answer")
    }

    @Test("a shared location makes the plan anew; an older one does not")
    func location() throws {
        let world = try broken()
        say(world, .sharedLocation, at: world.now, place: .at(59.45, 24.80))
        #expect(world.openCase("car-1")?.plan?.place?.coordinate == .at(59.45, 24.80))
        let id = try #require(world.openCase("car-1")?.row.id)
        world.now = world.now.adding(seconds: 60)
        world.act(.locate(caseID: id, coordinate: .at(59.46, 24.81)))
        say(world, .sharedLocation, at: world.now.adding(seconds: -30), place: .at(59.40, 24.70))
        #expect(world.openCase("car-1")?.plan?.place?.coordinate == .at(59.46, 24.81))
    }
}
