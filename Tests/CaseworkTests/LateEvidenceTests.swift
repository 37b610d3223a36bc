import Casework
import Telemetry
import Testing

@Suite("What was measured beside a fault")
struct LateEvidenceTests {
    private static let tyre = "Vehicle.Chassis.Axle.Row1.Wheel.Left.Tire.Pressure"

    /// The severity of a tyre warning that arrives `late` seconds after it was raised, with a pressure of 60 kPa measured
    /// `before` seconds before it.
    private func severity(late: Int64, before: Int64) throws -> Severity? {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        let raised = world.now.adding(seconds: -late)
        let pressure = world.observation(
            "car-1", "native/box", .signal(name: world.symbols.intern(Self.tyre), value: .number(60)),
            at: raised.adding(seconds: -before))
        world.step([.observation(pressure, retained: false)])
        world.faults("C0077", asset: "car-1", at: raised)
        return world.openCase("car-1")?.row.severity
    }

    @Test(
        "counts although both arrive late, because nobody took them before", arguments: [0, 60, 360, 3_600] as [Int64])
    func late(seconds: Int64) throws {
        #expect(try severity(late: seconds, before: 2) == .stop)
    }

    @Test("says nothing if it was old when the fault was raised", arguments: [0, 360] as [Int64])
    func old(seconds: Int64) throws {
        #expect(try severity(late: seconds, before: 900) == .serviceSoon)
    }
}
