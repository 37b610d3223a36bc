import Prognostics
import Telemetry
import Testing

@Suite("How cold the next starts may be, and who says so")
struct ColdAheadTests {
    private static let midnight: Int64 = 1_767_225_600

    private func time(_ hours: Int64) -> Timestamp { Timestamp(seconds: ColdAheadTests.midnight + hours * 3_600) }

    /// A car that was started each morning at six and each afternoon at fifteen o'clock.
    private func memory(mornings: [Double], afternoon: Double) -> BatteryMemory {
        var memory = BatteryMemory()
        for (day, morning) in mornings.enumerated() {
            memory.observe(.outsideTemperature, morning, at: time(Int64(day) * 24 + 6))
            memory.observe(.outsideTemperature, afternoon, at: time(Int64(day) * 24 + 15))
        }
        return memory
    }

    @Test("the coldest of the last three days counts, whatever the afternoons are like")
    func nights() {
        var memory = memory(mornings: [-3, -14, -6, -5], afternoon: 4)
        #expect(memory.reading(at: time(3 * 24 + 16)).coldest == -14)
        #expect(memory.reading(at: time(3 * 24 + 16)).coldestSource == .felt)
        #expect(memory.reading(at: time(4 * 24 + 23)).coldest == -14)
        #expect(memory.reading(at: time(5 * 24)).coldest == -6, "the day of -14 is four days old")
        memory.observe(.outsideTemperature, 1, at: time(5 * 24 + 6))
        #expect(memory.reading(at: time(5 * 24 + 6)).coldest == -6)
        #expect(memory.reading(at: time(7 * 24)).coldest == 1)
        #expect(memory.reading(at: time(9 * 24)).coldest == nil, "a car that nobody has driven for days")
        memory.observe(.outsideTemperature, -2, at: time(90 * 24))
        #expect(memory.reading(at: time(90 * 24)).coldest == -2)
    }

    @Test(
        "what somebody expects counts if it is colder than what the car has felt, and as long as it is said",
        arguments: [(-20.0, -20.0, ColdSource.told), (-6, -6, .felt), (3, -6, .felt), (-99, -6, .felt)])
    func expected(celsius: Double, coldest: Double, source: ColdSource) {
        var memory = memory(mornings: [-6], afternoon: 4)
        memory.expect(coldest: celsius, until: time(48))
        #expect(memory.reading(at: time(48)).coldest == coldest)
        #expect(memory.reading(at: time(48)).coldestSource == source)
        #expect(memory.reading(at: time(49)).coldest == -6)
    }

    @Test(
        "a number for the whole fleet counts where a vehicle has felt cold itself",
        arguments: [(-1.0, -20.0), (10, -20), (10.5, 10.5), (24, 24)])
    func fleet(morning: Double, coldest: Double) {
        var memory = AssetMemory()
        memory.measure(battery: .voltage, value: 12.6, at: time(0))
        memory.measure(battery: .outsideTemperature, value: morning, at: time(6))
        memory.expect(coldest: -20, at: time(8), until: time(48))
        #expect(memory.batteryReading(at: time(8))?.coldest == coldest)
        // Spring has come since, and the number was forgotten in its file.
        memory.measure(battery: .outsideTemperature, value: 16, at: time(24 * 5))
        memory.expect(coldest: -20, at: time(24 * 5), until: time(24 * 8))
        #expect(memory.batteryReading(at: time(24 * 5))?.coldest == 16)
    }

    @Test("a car without a thermometer has no number, whatever the fleet's is")
    func noThermometer() {
        var memory = AssetMemory()
        memory.measure(battery: .voltage, value: 12.6, at: time(0))
        memory.expect(coldest: -20, at: time(8), until: time(48))
        #expect(memory.batteryReading(at: time(8)) != nil)
        #expect(memory.batteryReading(at: time(8))?.coldest == nil)
    }
}
