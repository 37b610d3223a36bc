import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Cases and severities that people tell")
struct ToldCaseTests {
    private func told(_ change: (inout NewCase) -> Void = { _ in }) throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        var new = NewCase(
            asset: "car-1", symptom: "engine_overheating", severity: .stop, coordinate: .at(59.43, 24.76),
            contact: "driver-1", claims: true)
        change(&new)
        world.act(.open(new))
        return world
    }

    @Test("a car without telemetry gets a case, a plan, a unit and its call for whoever answered")
    func opens() throws {
        let world = try told()
        let file = try #require(world.openCase("car-1"))
        #expect(file.row.severity == .stop)
        #expect(file.row.symptom == "engine_overheating")
        #expect(file.row.owner == "Mari")
        #expect(file.plan?.state == .made)
        #expect(file.jobs.map(\.unit) == ["T1"])
        let call = try #require(file.tasks.first { $0.isCall })
        #expect(call.kind == .breakdownCall)
        #expect(call.contact == "driver-1")
        #expect(call.reservedFor == "Mari")
        #expect(world.events.contains { $0.kind == DeskReply.done && $0.task == call.id && $0.caseID == file.row.id })
    }

    @Test("without a place the plan asks for one; nobody judged it: a person must look")
    func unknown() throws {
        let world = try told {
            $0.coordinate = nil
            $0.severity = nil
            $0.immobile = true
        }
        let file = try #require(world.openCase("car-1"))
        #expect(file.row.severity == .unknown)
        #expect(file.row.immobile)
        #expect(file.plan?.state == .needsLocation)
    }

    @Test("what is told again, or reported beside it, joins the open case and never lowers it")
    func joins() throws {
        let world = try told()
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.open(NewCase(asset: "car-1", symptom: "warning_lamp", severity: .limp)))
        world.faults("P0420", asset: "car-1")
        let file = try #require(world.openCase("car-1"))
        #expect(file.row.id == id)
        #expect(file.row.severity == .stop)
        #expect(file.row.symptom == "engine_overheating")
        #expect(file.problems.count == 3)
        #expect(file.tasks.filter { $0.isOpen && $0.isCall }.count == 1)
    }

    @Test("cleared codes do not end what a person told")
    func stays() throws {
        let world = try told { $0.severity = .limp }
        world.faults("P0420", asset: "car-1")
        world.faults(asset: "car-1")
        world.wait(3_600)
        let file = try #require(world.openCase("car-1"))
        #expect(file.problems.contains { $0.component.hasPrefix("told:") && $0.clearedAt == nil })
    }

    @Test("a case of which nobody need be rung still gives its screen to whoever took the call")
    func harmless() throws {
        let world = try told { $0.severity = .maintenance }
        #expect(world.openTasks("car-1").filter(\.isCall).map(\.reservedFor) == ["Mari"])
    }

    // MARK: Severity

    private func stopped() throws -> (World, Int64) {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        return (world, try #require(world.openCase("car-1")?.row.id))
    }

    @Test("a named person lowers a severity, and the same codes do not raise it again")
    func lowered() throws {
        let (world, id) = try stopped()
        #expect(world.openCase("car-1")?.row.severity == .stop)
        world.act(.severity(caseID: id, .limp, reason: "the gauge is broken, oil is full"))
        #expect(world.openCase("car-1")?.row.severity == .limp)
        let detail = world.events.first { $0.kind == "severity_lowered" }?.detail
        #expect(detail == "stop to limp by Mari: the gauge is broken, oil is full")
        world.wait(10)
        world.faults("P0524", asset: "car-1")
        world.signal("Vehicle.Speed", 50, asset: "car-1")
        #expect(world.openCase("car-1")?.row.severity == .limp)
    }

    @Test("something new that is worse raises it again")
    func worse() throws {
        let (world, id) = try stopped()
        world.act(.severity(caseID: id, .limp, reason: "oil is full"))
        world.wait(10)
        world.faults("P0524", "P0217", asset: "car-1")
        #expect(world.openCase("car-1")?.row.severity == .stop)
    }

    @Test("raising to an emergency makes its two calls, lowering it takes the authorities' back")
    func emergency() throws {
        let (world, id) = try stopped()
        world.act(.severity(caseID: id, .emergency, reason: "smoke"))
        #expect(world.openTasks("car-1").contains { $0.kind == .authorityCall })
        world.act(.severity(caseID: id, .stop, reason: "it was steam"))
        #expect(!world.openTasks("car-1").contains { $0.kind == .authorityCall })
        #expect(world.openTasks("car-1").contains { $0.isCall })
    }

    // MARK: Skills

    @Test(
        "a call says what it needs of a dispatcher",
        arguments: [
            (AssetKind.car, Energy.petrol, "P0524", []), (.truck, .diesel, "P0524", ["heavy"]),
            (.car, .bev, "P0AA6", ["high_voltage"]), (.charger, .mains, "P0524", ["site"]),
        ] as [(AssetKind, Energy, String, [String])])
    func skills(kind: AssetKind, energy: Energy, code: String, needed: [String]) throws {
        let world = try World()
        world.add("x", kind: kind, energy: energy, contacts: [.init("d", .driver), .init("s", .siteContact)])
        world.faults(code, asset: "x")
        let skills = world.openTasks("x").filter(\.isCall).map { $0.skills.filter { $0 != "emergency" } }
        #expect(skills == [needed])
    }

    @Test("both calls of an emergency need somebody trained for it")
    func emergencySkill() throws {
        let (world, id) = try stopped()
        world.act(.severity(caseID: id, .emergency, reason: "smoke"))
        let tasks = world.openTasks("car-1").filter { $0.isCall || $0.kind == .authorityCall }
        #expect(tasks.count == 2)
        #expect(tasks.allSatisfy { $0.skills.contains("emergency") })
    }
}
