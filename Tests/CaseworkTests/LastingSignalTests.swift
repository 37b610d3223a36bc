import Casework
import Telemetry
import Testing

@Suite("For how long a value has been beyond its limit")
struct LastingSignalTests {
    private static let lamp = "Device.MILFlashing"
    private static let air = "Device.AirBrakePressure"
    private static let speed = "Vehicle.Powertrain.CombustionEngine.Speed"

    /// A car with misfire codes whose device speaks of the lamp.
    private func car() throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        world.faults("P0300", "P0301", asset: "car-1")
        return world
    }

    private func severity(_ world: World) -> Severity? { world.openCase("car-1")?.row.severity }

    private func told(_ flags: [(at: Int64, isFlashing: Bool)], in world: World) {
        let start = world.now
        for flag in flags {
            world.now = start.adding(seconds: flag.at)
            world.flag(Self.lamp, flag.isFlashing, asset: "car-1")
        }
    }

    @Test(
        "a check-engine lamp that flashes for a minute is a stop, and not before",
        arguments: [
            ([0], Severity.limp), ([0, 30], .limp), ([0, 59], .limp), ([0, 60], .stop), ([0, 30, 60], .stop),
            // Silent for so long that the engine may have been off.
            ([0, 301], .limp), ([0, 300], .stop), ([0, 400, 430], .limp), ([0, 400, 460], .stop),
        ] as [([Int64], Severity)])
    func flashing(seconds: [Int64], expected: Severity) throws {
        let world = try car()
        told(seconds.map { ($0, true) }, in: world)
        #expect(severity(world) == expected)
    }

    @Test("the time begins anew when the lamp did not flash in between")
    func interrupted() throws {
        let world = try car()
        told([(0, true), (30, false), (60, true), (90, true)], in: world)
        #expect(severity(world) == .limp)
        told([(30, true)], in: world)
        #expect(severity(world) == .stop)
    }

    @Test("it counts from before the case was opened")
    func beforeTheCase() throws {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        told([(0, true), (40, true)], in: world)
        world.now = world.now.adding(seconds: 5)
        world.faults("P0300", asset: "car-1")
        #expect(severity(world) == .limp)
        told([(20, true)], in: world)
        #expect(severity(world) == .stop)
    }

    @Test("messages of one batch count as those of several do, late ones change nothing")
    func oneBatch() throws {
        let world = try car()
        let name = world.symbols.intern(Self.lamp)
        let start = world.now
        func says(_ flag: Bool, after seconds: Int64) -> Input {
            .observation(
                world.observation(
                    "car-1", "native/box", .signal(name: name, value: .flag(flag)), at: start.adding(seconds: seconds)),
                retained: false)
        }
        world.now = start.adding(seconds: 61)
        world.step([says(true, after: 0), says(true, after: 61), says(false, after: 30)])
        #expect(severity(world) == .stop)
        #expect(world.changes.last?.signals.map(\.since) == [start, start, nil])
    }

    @Test("what the broker had kept without a time tells nothing of how long")
    func kept() throws {
        let world = try car()
        let name = world.symbols.intern(Self.lamp)
        for _ in 0..<3 {
            var told = world.observation("car-1", "native/box", .signal(name: name, value: .flag(true)))
            told.timeTrusted = false
            world.step([.observation(told, retained: true)])
            world.now = world.now.adding(seconds: 61)
        }
        #expect(severity(world) == .limp)
    }

    @Test("brakes without air close their springs three minutes after the engine was started, not after it was parked")
    func springBrakes() throws {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1", kind: .truck, energy: .diesel)
        world.faults("P0571", asset: "car-1")
        func says(_ pressure: Double, rpm: Double, after seconds: Int64) {
            world.now = world.now.adding(seconds: seconds)
            world.signal(Self.speed, rpm, asset: "car-1")
            world.signal(Self.air, pressure, asset: "car-1")
        }
        for _ in 0..<6 { says(90, rpm: 0, after: 60) }
        says(90, rpm: 700, after: 60)
        says(90, rpm: 700, after: 120)
        #expect(world.openCase("car-1")?.row.immobile == false)
        says(90, rpm: 700, after: 60)
        #expect(world.openCase("car-1")?.row.immobile == true)
        #expect(severity(world) == .stop)
    }

    @Test("of a message older than what is known, diagnosis takes nothing")
    func lateValue() throws {
        let world = try car()
        let name = world.symbols.intern("Device.RedStopLamp")
        func says(_ flag: Bool, before seconds: Int64) -> Input {
            .observation(
                world.observation(
                    "car-1", "native/box", .signal(name: name, value: .flag(flag)),
                    at: world.now.adding(seconds: -seconds)), retained: false)
        }
        world.step([says(false, before: 0), says(true, before: 4_000)])
        #expect(severity(world) == .serviceSoon)
    }
}
