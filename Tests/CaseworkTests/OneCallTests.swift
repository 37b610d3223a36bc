import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("One call per problem and addressee")
struct OneCallTests {
    private func town() throws -> World {
        let world = try World(
            units: [.flatbed("T1", 59.43, 24.75), .flatbed("T2", 59.50, 24.90)],
            workshops: [Workshop(id: "W1", name: "Peterburi", coordinate: .at(59.43, 24.85), autoConfirm: true)],
            slots: [Slot(id: 1, workshopID: "W1", start: Timestamp(seconds: 1_795_020_000), minutes: 60)])
        world.add("car-1")
        world.position(59.43, 24.76, asset: "car-1")
        return world
    }

    @Test("a stop fault with a position gives case, offer, slot hold, task and advice in one step")
    func allAtOnce() throws {
        let world = try town()
        world.faults("P0524", asset: "car-1")
        let changes = try #require(world.changes.last)
        #expect(changes.cases.map(\.severity) == [.stop])
        #expect(changes.jobs.map(\.unit) == ["T1"])
        #expect(changes.holds.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.slot, .unit])
        #expect(changes.tasks.map(\.kind) == [.breakdownCall])
        #expect(changes.tasks.first?.contact == "driver-1")
        #expect(
            changes.outbox.map(\.topic).sorted() == [
                "callahead/v1/assets/car-1/advice", "callahead/v1/units/T1/offer",
            ])
        #expect(changes.outbox.allSatisfy { $0.payload.hasPrefix("{") && $0.payload.hasSuffix("}") })
    }

    @Test("the same full set again, a repeat of it and five codes with one cause add no call")
    func repeats() throws {
        let world = try town()
        world.faults("P0524", asset: "car-1")
        for second in 1...5 {
            world.now = world.now.adding(seconds: Int64(second))
            world.faults("P0524", asset: "car-1")
        }
        world.faults("P0524", "P0521", "P0522", asset: "car-1", at: world.now.adding(seconds: 1))
        #expect(world.openTasks("car-1").count == 1)
        #expect(world.tasks.count == 1)
        #expect(world.ended.isEmpty)
        #expect(world.openCase("car-1")?.row.codes == ["obd/P0521", "obd/P0522", "obd/P0524"])
    }

    @Test("a flapping code rings nobody twice")
    func flapping() throws {
        let world = try town()
        for _ in 0..<10 {
            world.now = world.now.adding(seconds: 1)
            world.faults("P0524", asset: "car-1")
            world.now = world.now.adding(seconds: 1)
            world.faults(asset: "car-1")
        }
        #expect(world.tasks.count == 1)
        #expect(world.openTasks("car-1").count == 1)
    }

    @Test("a set older than the newest one neither raises nor clears")
    func lateSet() throws {
        let world = try town()
        world.faults("P0524", asset: "car-1")
        world.faults(asset: "car-1", at: world.now.adding(seconds: -10))
        #expect(world.openCase("car-1")?.row.codes == ["obd/P0524"])
        world.faults("P0524", "P0301", asset: "car-1", at: world.now.adding(seconds: -5))
        #expect(world.openCase("car-1")?.row.codes == ["obd/P0524"])
    }

    @Test("a full set that the broker had kept is no news if it is the last one, and counts if it is not")
    func keptSet() throws {
        let world = try town()
        world.faults("P0524", asset: "car-1")
        let seen = world.now
        world.now = world.now.adding(seconds: 60)
        world.faults("P0524", asset: "car-1", retained: true)
        #expect(world.changes.last?.faults == [])
        #expect(world.changes.last?.faultSources == [])
        world.faults("P0524", asset: "car-1", mode: .raise, retained: true)
        #expect(world.changes.last?.faults == [])
        // So a raise that was under way meanwhile still counts.
        world.faults("P0217", asset: "car-1", mode: .raise, at: seen.adding(seconds: 30))
        #expect(world.openCase("car-1")?.row.codes == ["obd/P0217", "obd/P0524"])
        world.faults(asset: "car-1", retained: true)
        #expect(world.openCase("car-1")?.row.codes == [])
    }

    @Test("a full set clears only codes of its own source")
    func sources() throws {
        let world = try town()
        world.faults("P0524", asset: "car-1", source: "native/a")
        world.faults(asset: "car-1", source: "native/b", at: world.now.adding(seconds: 1))
        #expect(world.openCase("car-1")?.row.codes == ["obd/P0524"])
    }

    @Test("a worse fault makes the open call more urgent instead of adding one")
    func growth() throws {
        let world = try town()
        world.faults("P0420", asset: "car-1")
        let mild = world.openCase("car-1")?.row.severity ?? .info
        #expect(mild < .limp)
        world.now = world.now.adding(seconds: 30)
        world.faults("P0420", "P0524", asset: "car-1")
        let open = world.openTasks("car-1").filter(\.isCall)
        #expect(open.count == 1)
        #expect(open.first?.kind == .breakdownCall)
        #expect(open.first?.state == .ready)
        #expect(world.openCase("car-1")?.row.severity == .stop)
        #expect(world.openCase("car-1")?.jobs.count == 1)
    }

    @Test("after somebody was told, a worse fault is a new call with the reason")
    func growthAfterTold() throws {
        let world = try town()
        world.faults("P0217", asset: "car-1")
        let first = try #require(world.openTasks("car-1").first)
        world.finish(first, .reached)
        #expect(world.openTasks("car-1").isEmpty)
        world.faults("P0217", "P0AA6", asset: "car-1", at: world.now.adding(seconds: 5))
        #expect(world.openTasks("car-1").filter(\.isCall).count <= 1)
    }

    @Test("a told driver hears that the car will not start any more, also at the same severity")
    func immobileAfterTold() throws {
        let world = try town()
        world.faults("P0700", asset: "car-1")
        let severity = try #require(world.openCase("car-1")?.row.severity)
        #expect(world.openCase("car-1")?.row.immobile == false)
        let first = try #require(world.openTasks("car-1").first)
        world.finish(first, .reached)
        world.faults("P0700", "P0615", asset: "car-1", at: world.now.adding(seconds: 5))
        #expect(world.openCase("car-1")?.row.severity == severity)
        #expect(world.openCase("car-1")?.row.immobile == true)
        #expect(world.openTasks("car-1").filter(\.isCall).map(\.kind) == [.callAgain])
    }

    @Test("a fault of an unknown device opens a case and a triage task")
    func unknownDevice() throws {
        let world = try town()
        world.faults("P0524", asset: "obd2-mqtt:4711")
        #expect(world.openTasks("obd2-mqtt:4711").map(\.kind) == [.triage])
        #expect(world.openCase("obd2-mqtt:4711")?.row.severity == .stop)
    }

    @Test("codes that a memory holds on the first day make one triage task and no truck")
    func firstDay() throws {
        let world = try town()
        world.faults("P0524", "P0301", asset: "car-1", kind: .stored)
        #expect(world.openTasks("car-1").map(\.kind) == [.triage])
        #expect(world.openCase("car-1")?.jobs.isEmpty == true)
        world.now = world.now.adding(seconds: 60)
        world.faults("P0524", "P0301", asset: "car-1", kind: .stored)
        #expect(world.tasks.count == 1)
        world.now = world.now.adding(seconds: 60)
        world.faults("P0524", "P0301", "P0217", asset: "car-1", kind: .stored)
        #expect((world.openCase("car-1")?.row.severity ?? .info) >= .limp, "a new code of the memory counts in full")
    }

    @Test("every fault opens a case, also one that nobody is rung for")
    func harmless() throws {
        let world = try town()
        world.faults("P0456", asset: "car-1")
        let current = try #require(world.openCase("car-1"))
        #expect(current.row.severity <= .serviceSoon)
        #expect(current.jobs.isEmpty)
    }
}
