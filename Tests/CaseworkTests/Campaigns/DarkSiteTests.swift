import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("One dark site is one case")
struct DarkSiteTests {
    private func world(_ count: Int) throws -> World {
        let technician = Unit(
            id: "E1", name: "E1", kind: "technician", capabilities: [.electrician], maxMassKg: 3_500,
            coordinate: .at(59.43, 24.75), reach: .mqtt, readinessMinutes: 2)
        let world = try World(units: [technician])
        for number in 1...count {
            world.add(
                "charger-\(number)", kind: .charger, energy: .mains, site: .at(59.44, 24.75),
                contacts: [.init("site-1", .siteContact)]
            ) { $0.siteID = "site-1" }
        }
        return world
    }

    private func fail(_ world: World, _ numbers: ClosedRange<Int>, _ code: String = "ocpp/PowerSwitchFailure") {
        let report = FaultReport(
            mode: .raise, kind: .active, codes: [FaultCode(code: code, status: .confirmed, raw: code)])
        world.step(
            numbers.map {
                .observation(world.observation("charger-\($0)", "native/box", .faults(report)), retained: false)
            })
    }

    @Test("all chargers of a site that fail together make one call and need one technician")
    func oneCall() throws {
        let world = try world(6)
        fail(world, 1...6)
        let calls = world.tasks.values.filter { $0.isOpen && $0.isCall }
        #expect(calls.count == 1)
        #expect(calls.first?.contact == "site-1")
        let lead = try #require(world.campaigns[1]?.leadCase)
        let hanging = (1...6).filter { world.openCase("charger-\($0)")?.row.parent == lead }
        #expect(hanging.count == 5)
        #expect(world.liveHolds.filter { $0.kind == .unit }.count == 1)
    }

    @Test("one that fails a little later joins; one that is worse has its own call")
    func joins() throws {
        let world = try world(3)
        fail(world, 1...1)
        world.wait(60)
        fail(world, 2...2)
        #expect(world.openCase("charger-2")?.row.parent == world.openCase("charger-1")?.row.id)
        world.wait(60)
        fail(world, 3...3, "ocpp/GroundFailure")
        #expect(world.openTasks("charger-3").filter(\.isCall).count == 1)
        #expect(world.openCase("charger-3")?.row.parent == nil)
    }

    @Test("when the first is mended, one that still fails stands by itself and the others end with it")
    func released() throws {
        let world = try world(3)
        fail(world, 1...3)
        let lead = try #require(world.campaigns[1]?.leadCase)
        let report = FaultReport(mode: .set, kind: .active, codes: [])
        world.step([.observation(world.observation("charger-3", "native/box", .faults(report)), retained: false)])
        world.act(.close(caseID: lead, state: .solved, reason: "the cable is mended"))
        #expect(world.openCase("charger-1") == nil)
        #expect(world.openTasks("charger-2").filter(\.isCall).count == 1)
        #expect(world.openCase("charger-2")?.row.parent == nil)
        #expect(world.openCase("charger-3") == nil)
    }
}
