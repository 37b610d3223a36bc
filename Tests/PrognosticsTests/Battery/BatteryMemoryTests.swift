import Prognostics
import Telemetry
import Testing

/// What devices say, second by second, and what of it is evidence.
@Suite("Rest, cranking and driving told apart")
struct BatteryMemoryTests {
    private static let start: Int64 = 1_700_000_000
    private static let hour: Int64 = 3_600

    /// A device with its memory and the time that passes.
    private struct Device {
        var memory = BatteryMemory()
        var now = BatteryMemoryTests.start
        var factor = 1.0

        var reading: BatteryReading { memory.reading(at: Timestamp(seconds: now)) }

        mutating func volts(_ value: Double, after seconds: Int64 = 1, rpm: Double? = nil) {
            now += seconds
            memory.observe(.voltage, value * factor, at: Timestamp(seconds: now))
            if let rpm { memory.observe(.engineSpeed, rpm, at: Timestamp(seconds: now)) }
        }

        mutating func rest(_ volts: Double, hours: Int64, rpm: Double? = 0) {
            for _ in 0..<hours { self.volts(volts, after: BatteryMemoryTests.hour, rpm: rpm) }
        }

        mutating func drive(_ volts: Double = 14, minutes: Int64 = 30) {
            for minute in 0..<minutes { self.volts(volts + (minute % 2 == 0 ? 0.05 : 0), after: 60, rpm: 1_500) }
        }

        /// A start as a device with one sample a second shows it.
        mutating func start(dip: Double, before: Double = 12.5) {
            volts(before, after: 5, rpm: 0)
            volts(dip, rpm: 0)
            volts(dip + 1, rpm: 100)
            volts(12.8, rpm: 900)
        }

        func facts() -> [UInt16: UInt8] {
            var evidence = Evidence()
            memory.append(to: &evidence, at: Timestamp(seconds: now), replaced: nil, horizon: .day)
            return Dictionary(uniqueKeysWithValues: evidence.terms.map { ($0.other, $0.bin) })
        }
    }

    @Test("a voltage counts as resting four hours after the drive, not before, nor one just before a start")
    func resting() {
        var device = Device()
        device.drive()
        device.rest(12.9, hours: 3)
        #expect(device.reading.restingVolts == nil)
        device.rest(12.5, hours: 2)
        #expect(device.reading.restingVolts.map { abs($0 - 12.5) < 0.01 } == true)
        // Switched on: lamps and pumps pull it down, a minute later the engine runs.
        device.volts(11.9, after: 3_000, rpm: 0)
        device.start(dip: 10.5, before: 11.9)
        device.drive()
        #expect(device.reading.restingVolts.map { abs($0 - 12.5) < 0.01 } == true)
    }

    @Test("neither a charger nor what is switched on is rest")
    func noRest() {
        var charged = Device()
        charged.rest(13.6, hours: 24, rpm: nil)
        #expect(charged.facts().isEmpty)
        var on = Device()
        on.memory.observe(.switchedOn, 1, at: Timestamp(seconds: on.now))
        on.rest(12.1, hours: 24, rpm: nil)
        #expect(on.facts().isEmpty)
        on.memory.observe(.switchedOn, 0, at: Timestamp(seconds: on.now))
        on.rest(12.1, hours: 3, rpm: nil)
        #expect(on.facts().isEmpty)
        on.rest(12.1, hours: 3, rpm: nil)
        #expect(on.facts()[BatteryFact.charge.rawValue] == 3)
    }

    @Test("one sample under load does not become the resting voltage")
    func oneLoad() {
        var device = Device()
        device.drive()
        device.rest(12.6, hours: 7)
        device.volts(11.2, after: BatteryMemoryTests.hour, rpm: 0)
        device.rest(12.6, hours: 1)
        #expect(device.reading.restingVolts.map { $0 > 12.5 } == true)
    }

    @Test("a single deep dip moves nothing, the median of the last starts does")
    func cranking() {
        var device = Device()
        for _ in 0..<10 {
            device.start(dip: 10.6)
            device.drive(minutes: 15)
            device.rest(12.6, hours: 3)
        }
        let usual = device.reading.crankingMargin
        #expect(usual.map { abs($0 - 2.1) < 0.01 } == true, "without a thermometer the mildest limit holds")
        device.start(dip: 7.5)
        device.drive(minutes: 15)
        #expect(device.reading.crankingMargin == usual)
        for _ in 0..<2 {
            device.rest(12.6, hours: 3)
            device.start(dip: 7.9)
            device.drive(minutes: 15)
        }
        #expect(device.facts()[BatteryFact.cranking.rawValue] == 5)
        #expect(device.facts()[BatteryFact.crankingBelowUsual.rawValue] == 4)
    }

    @Test("that a start is harder in frost is no decline")
    func frost() {
        var device = Device()
        func starts(_ count: Int, celsius: Double, dip: Double) {
            for _ in 0..<count {
                device.rest(12.6, hours: 3)
                device.memory.observe(.outsideTemperature, celsius, at: Timestamp(seconds: device.now))
                device.start(dip: dip)
                device.drive(minutes: 15)
            }
        }
        starts(10, celsius: 15, dip: 10.5)
        // The limit falls by 0.9 V, the dip by 1.3 V.
        starts(8, celsius: -15, dip: 9.2)
        #expect(device.facts()[BatteryFact.crankingBelowUsual.rawValue] == 1)
        #expect(device.reading.crankingBelowUsual.map { $0 < 0.1 } == true)
        starts(5, celsius: 15, dip: 9.6)
        #expect(device.facts()[BatteryFact.crankingBelowUsual.rawValue] == 3)
    }

    @Test("a temperature that is told only after the start is the start's")
    func temperatureAfterwards() {
        var device = Device()
        for _ in 0..<9 {
            device.rest(12.6, hours: 30)
            device.start(dip: 9.4)
            device.now += 20
            device.memory.observe(.outsideTemperature, 10, at: Timestamp(seconds: device.now))
            device.drive(minutes: 15)
        }
        #expect(device.reading.crankingMargin.map { abs($0) < 0.01 } == true)
        #expect(device.reading.crankingBelowUsual.map { abs($0) < 0.01 } == true)
    }

    @Test("a control unit's voltage serves only where the battery's own is missing")
    func moduleVoltage() {
        var device = Device()
        for _ in 0..<8 {
            device.now += BatteryMemoryTests.hour
            let outcome = device.memory.observe(.moduleVoltage, 12.1, at: Timestamp(seconds: device.now))
            #expect(outcome == .taken)
        }
        #expect(device.facts()[BatteryFact.charge.rawValue] == 3)
        device.rest(12.6, hours: 8)
        let outcome = device.memory.observe(.moduleVoltage, 11.5, at: Timestamp(seconds: device.now + 3_600))
        #expect(outcome == .spare)
        #expect(device.reading.restingVolts.map { abs($0 - 12.6) < 0.01 } == true)
    }

    @Test("a lamp's dip is no start, and a dip that no start follows is a failed one")
    func failedStart() {
        var device = Device()
        device.rest(12.4, hours: 6)
        device.volts(12.0, after: 30, rpm: 0)
        device.volts(12.4, after: 120, rpm: 0)
        #expect(device.facts()[BatteryFact.failedStart.rawValue] == nil)
        for attempt in 1...2 {
            device.volts(12.3, after: 100, rpm: 0)
            device.volts(7.0, rpm: 0)
            device.volts(11.9, after: 90, rpm: 0)
            #expect(device.facts()[BatteryFact.failedStart.rawValue] == UInt8(attempt))
        }
        device.volts(12.3, after: 100, rpm: 0)
        device.start(dip: 9.5, before: 12.3)
        #expect(device.facts()[BatteryFact.failedStart.rawValue] == nil, "it runs after all")
    }

    @Test(
        "a starter that turns the engine starts nothing until it runs by itself", arguments: [(250.0, 1), (310, nil)])
    func turning(rpm: Double, failed: UInt8?) {
        var device = Device()
        device.rest(12.4, hours: 6)
        device.volts(12.3, after: 100, rpm: 0)
        for _ in 0..<3 { device.volts(7.5, rpm: rpm) }
        device.volts(12, after: 90, rpm: 0)
        #expect(device.facts()[BatteryFact.failedStart.rawValue] == failed)
    }

    @Test("a failed start counts for a week")
    func failureStands() {
        var device = Device()
        device.rest(12.4, hours: 6)
        device.volts(12.3, after: 100, rpm: 0)
        device.volts(7.0, rpm: 0)
        device.volts(11.9, after: 90, rpm: 0)
        device.now += 7 * 86_400 - 200
        #expect(device.facts()[BatteryFact.failedStart.rawValue] == 1)
        device.now += 200
        #expect(device.facts()[BatteryFact.failedStart.rawValue] == nil)
    }

    @Test("a truck's 24 V are two batteries")
    func truck() {
        var device = Device()
        device.factor = 2
        device.drive()
        device.rest(12.3, hours: 8)
        #expect(device.memory.is24Volt == true)
        #expect(device.facts()[BatteryFact.charge.rawValue] == 2)
        #expect(device.reading.restingVolts.map { abs($0 - 12.3) < 0.01 } == true)
    }

    @Test(
        "what no such sensor measures is refused, what is old is late",
        arguments: [0, 3.9, 65.535, -12, .nan, .infinity])
    func refused(value: Double) {
        var device = Device()
        device.rest(12.5, hours: 6)
        let before = device.memory
        #expect(device.memory.observe(.voltage, value, at: Timestamp(seconds: device.now)) == .refused)
        #expect(device.memory.observe(.engineSpeed, -1, at: Timestamp(seconds: device.now)) == .refused)
        #expect(device.memory.observe(.outsideTemperature, 200, at: Timestamp(seconds: device.now)) == .refused)
        #expect(device.memory.observe(.voltage, 12.5, at: Timestamp(seconds: device.now - 1)) == .late)
        #expect(device.memory == before)
    }

    @Test("drives that do not charge are the alternator's, and a sensor that never moves is nobody's")
    func alternator() {
        var device = Device()
        for _ in 0..<2 {
            device.drive(14.1)
            device.rest(12.6, hours: 6)
        }
        #expect(device.facts()[BatteryFact.charging.rawValue] == 1)
        device.drive(12.4)
        device.rest(12.3, hours: 6)
        #expect(device.facts()[BatteryFact.charging.rawValue] == 1, "one drive is none")
        device.drive(12.3)
        device.rest(12.2, hours: 6)
        #expect(device.facts()[BatteryFact.charging.rawValue] == 2)
        for _ in 0..<2 {
            device.drive(15.6)
            device.rest(12.6, hours: 6)
        }
        #expect(device.facts()[BatteryFact.charging.rawValue] == 3)
        var stuck = Device()
        for _ in 0..<3 {
            for _ in 0..<30 { stuck.volts(12.3, after: 60, rpm: 1_500) }
            stuck.rest(12.3, hours: 6)
        }
        #expect(stuck.facts()[BatteryFact.charging.rawValue] == nil)
    }

    @Test("stops at the lights do not cut a drive into pieces")
    func startStop() {
        var device = Device()
        for _ in 0..<2 {
            for _ in 0..<6 {
                device.drive(14.1, minutes: 3)
                device.volts(12.3, after: 30, rpm: 0)
                device.volts(12.2, after: 30, rpm: 0)
            }
            device.rest(12.6, hours: 5)
        }
        #expect(device.facts()[BatteryFact.charging.rawValue] == 1)
    }

    @Test("an electric car's converter charges without an engine, and nothing is made of it")
    func converter() {
        var device = Device()
        for _ in 0..<10 {
            device.rest(12.7, hours: 8, rpm: nil)
            device.volts(14.2, after: 60)
            device.volts(14.2, after: 3_600)
        }
        let facts = device.facts()
        #expect(facts[BatteryFact.charge.rawValue] == 1)
        #expect(facts[BatteryFact.cranking.rawValue] == nil)
        #expect(facts[BatteryFact.charging.rawValue] == nil)
    }

    @Test("a lithium battery that rests above 13 V is not judged")
    func lithium() {
        var device = Device()
        device.rest(13.3, hours: 200, rpm: nil)
        #expect(device.facts().isEmpty)
    }

    @Test("nothing of the old battery is held against the new one, and its usual is learnt anew")
    func replacement() {
        var device = Device()
        for _ in 0..<10 {
            device.drive()
            device.rest(12.1, hours: 20)
        }
        #expect(device.facts()[BatteryFact.belowUsual.rawValue] == 1)
        device.memory.replace(at: Timestamp(seconds: device.now))
        #expect(device.facts()[BatteryFact.charge.rawValue] == nil)
        device.drive()
        device.rest(12.6, hours: 8)
        #expect(device.facts()[BatteryFact.charge.rawValue] == 1)
        #expect(device.facts()[BatteryFact.belowUsual.rawValue] == nil)
    }

    @Test(
        "a replacement before the first voltage hides nothing, one that the memory was not told of hides what was usual"
    )
    func replacementFromTheRecord() {
        var device = Device()
        for _ in 0..<10 {
            device.start(dip: 10)
            device.drive()
            device.rest(12.5, hours: 20)
        }
        func facts(replaced: Int64?) -> Set<UInt16> {
            var evidence = Evidence()
            device.memory.append(
                to: &evidence, at: Timestamp(seconds: device.now), replaced: replaced.map(Timestamp.init(seconds:)),
                horizon: .day)
            return Set(evidence.terms.map(\.other))
        }
        let all = facts(replaced: nil)
        #expect(all.isSuperset(of: [BatteryFact.charge, .belowUsual, .cranking, .crankingBelowUsual].map(\.rawValue)))
        #expect(facts(replaced: BatteryMemoryTests.start - 1_000) == all)
        #expect(facts(replaced: device.now - 50_000) == Set([BatteryFact.charge, .charging].map(\.rawValue)))
        device.memory.replace(at: Timestamp(seconds: BatteryMemoryTests.start - 1_000))
        #expect(facts(replaced: BatteryMemoryTests.start - 1_000) == all)
    }

    @Test("what is old says nothing any more")
    func stale() {
        var device = Device()
        for _ in 0..<4 {
            device.start(dip: 10)
            device.drive()
            device.rest(12.1, hours: 8)
        }
        #expect(device.facts()[BatteryFact.charge.rawValue] == 3)
        device.now += 14 * 86_400 + 1
        #expect(device.facts()[BatteryFact.charge.rawValue] == nil)
        #expect(device.facts()[BatteryFact.cranking.rawValue] != nil)
        device.now += 20 * 86_400
        #expect(device.facts().isEmpty)
    }

    @Test("the names of signals, and words that switch on")
    func names() {
        #expect(BatterySignal(name: "Vehicle.LowVoltageBattery.CurrentVoltage") == .voltage)
        #expect(BatterySignal(name: "Vehicle.OBD.ControlModuleVoltage") == .moduleVoltage)
        #expect(BatterySignal(name: "Vehicle.Exterior.AirTemperature") == .outsideTemperature)
        #expect(BatterySignal(name: "Vehicle.Cabin.HVAC.AmbientAirTemperature") == nil)
        #expect(BatterySignal(name: "Vehicle.Powertrain.TractionBattery.CurrentVoltage") == nil)
        #expect(BatterySignal.switchedOn(word: "START") == 1)
        #expect(BatterySignal.switchedOn(word: "LOCK") == 0)
        #expect(BatterySignal.switchedOn(word: "UNDEFINED") == nil)
    }

    @Test("no history makes a trap or a fact twice", arguments: 1...8)
    func storm(seed: Int) {
        var random = SplitMix(UInt64(seed))
        var memory = BatteryMemory()
        var second = BatteryMemoryTests.start
        var evidence = Evidence()
        for step in 0..<4_000 {
            second += Int64(random.unit() * random.unit() * random.unit() * 40_000) - 300
            let signal = BatterySignal.allCases[Int(random.unit() * 6.99)]
            let value =
                random.unit() < 0.1
                ? Double.nan : random.unit() * (signal == .voltage || signal == .moduleVoltage ? 34 : 2_000) - 5
            memory.observe(signal, value, at: Timestamp(seconds: second))
            if step % 16 == 0 {
                evidence.removeAll()
                memory.append(to: &evidence, at: Timestamp(seconds: second), replaced: nil, horizon: .day)
                #expect(Set(evidence.terms.map(\.other)).count == evidence.terms.count)
                #expect(evidence.terms.allSatisfy { $0.bin > 0 })
            }
        }
        for milliseconds in [Int64.max - 1, .max] {
            memory.observe(.voltage, 12, at: Timestamp(milliseconds: milliseconds))
        }
    }
}
