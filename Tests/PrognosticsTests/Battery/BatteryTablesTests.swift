import Prognostics
import Testing

@Suite("Published thresholds of the starter battery")
struct BatteryTablesTests {
    @Test(
        "a resting voltage says the charge, warmer or colder as published",
        arguments: [
            (12.65, 26.7, 1.0), (12.45, 26.7, 0.75), (12.24, 26.7, 0.5), (12.06, 26.7, 0.25), (11.89, 26.7, 0),
            (13.0, 26.7, 1), (12.53, -1.1, 1), (12.33, -1.1, 0.75), (12.12, -1.1, 0.5),
        ])
    func charge(volts: Double, celsius: Double, share: Double) {
        #expect(abs(BatteryTables.charge(restingVolts: volts, celsius: celsius) - share) < 0.02)
    }

    @Test("less than an empty battery shows is less than no charge, but never less than minus one")
    func belowEmpty() {
        #expect((-0.3..<0).contains(BatteryTables.charge(restingVolts: 11.8, celsius: nil)))
        #expect(BatteryTables.charge(restingVolts: 4, celsius: nil) == -1)
    }

    @Test(
        "the limit for a start falls with the temperature and is mild where it is unknown",
        arguments: [(30.0, 9.6), (20, 9.6), (10, 9.4), (-1, 9.1), (-12, 8.7), (-18, 8.5), (-30, 8.5), (7, 9.35)])
    func limit(celsius: Double, volts: Double) {
        #expect(abs(BatteryTables.crankingLimit(celsius: celsius) - volts) < 0.001)
        #expect(BatteryTables.crankingLimit(celsius: nil) == 8.5)
    }

    @Test("frost makes a start harder as the trade's table says")
    func strain() {
        #expect(abs(BatteryTables.strain(celsius: 27) - 1) < 0.001)
        #expect(abs(BatteryTables.strain(celsius: 0) - 155.0 / 65) < 0.01)
        #expect(abs(BatteryTables.strain(celsius: -18) - 210.0 / 40) < 0.01)
        #expect(abs(BatteryTables.strain(celsius: -29) - 350.0 / 25) < 0.01)
        var last = Double.infinity
        for celsius in stride(from: -40.0, through: 40, by: 0.5) {
            let now = BatteryTables.strain(celsius: celsius)
            #expect(now <= last && now >= 1)
            last = now
        }
    }
}
