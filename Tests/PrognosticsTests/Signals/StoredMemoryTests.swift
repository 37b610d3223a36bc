import Foundation
import Prognostics
import Telemetry
import Testing

@Suite("Memories of signals and battery are stored and read back")
struct StoredMemoryTests {
    private static let start: Int64 = 1_700_000_000

    @Test("what is read back is what was stored, learning or not, and goes on alike", arguments: [0, 5, 400])
    func roundTrip(hours: Int) throws {
        var signals = SignalMemory(horizon: .day)
        var battery = BatteryMemory()
        var random = SplitMix(21)
        func feed(_ signals: inout SignalMemory, _ battery: inout BatteryMemory, hour: Int, value: Double) {
            let time = Timestamp(seconds: StoredMemoryTests.start + Int64(hour) * 3_600)
            signals.observe(signal: 4, value: 20 + value, at: time)
            signals.observe(signal: 1, value: value * 1e6, at: time)
            battery.observe(.outsideTemperature, -3, at: time)
            battery.observe(.voltage, 12.4 + value / 50, at: time)
        }
        for hour in 0..<hours { feed(&signals, &battery, hour: hour, value: random.normal()) }
        var signalsAgain = try JSONDecoder().decode(SignalMemory.self, from: JSONEncoder().encode(signals))
        var batteryAgain = try JSONDecoder().decode(BatteryMemory.self, from: JSONEncoder().encode(battery))
        #expect(signalsAgain == signals)
        #expect(batteryAgain == battery)
        for hour in hours..<(hours + 20) {
            let value = random.normal()
            feed(&signals, &battery, hour: hour, value: value)
            feed(&signalsAgain, &batteryAgain, hour: hour, value: value)
        }
        #expect(signalsAgain == signals)
        #expect(batteryAgain == battery)
    }
}
