import Telemetry
import Testing

@testable import Diagnostics

@Suite("Escalation rules")
struct EscalationRuleTests {
    private static let rpm = "Vehicle.Powertrain.CombustionEngine.Speed"
    private static let coolant = "Vehicle.Powertrain.CombustionEngine.ECT"
    private static let oil = "Vehicle.Powertrain.CombustionEngine.EOP"
    private static let volts = "Vehicle.LowVoltageBattery.CurrentVoltage"
    private static let speed = "Vehicle.Speed"
    private static let air = "Device.AirBrakePressure"
    private static let tyre = "Vehicle.Chassis.Axle.Row1.Wheel.Left.Tire.Pressure"
    private static let rise = "Device.TractionBatteryTemperatureRise"
    private static let hot = "Vehicle.Powertrain.TractionBattery.Temperature.Max"
    private static let hertz = "Device.GeneratorFrequency"
    private static let percent = "Device.GeneratorVoltagePercent"
    private static let truck = AssetTraits(kind: .truck, energy: .diesel, grossMassKg: 18_000)
    private static let diesel = AssetTraits(kind: .van, energy: .diesel, grossMassKg: 3_000)
    private static let electric = AssetTraits(kind: .car, energy: .bev)
    private static let generator = AssetTraits(kind: .generator, energy: .diesel)

    /// A rule, a reading that just makes it hold, and one that just does not; `conditions` come with both.
    struct Edge: Sendable, CustomTestStringConvertible {
        var key: String
        var name: String
        var holds: Double
        var misses: Double
        var seconds = 0.0
        var conditions: [String: Double] = [:]
        var traits = Shipped.car
        var severity: Severity
        var testDescription: String { key }

        init(
            _ key: String, _ name: String, _ holds: Double, not misses: Double, for seconds: Double = 0,
            with conditions: [String: Double] = [:], of traits: AssetTraits = Shipped.car, _ severity: Severity
        ) {
            self.key = key
            self.name = name
            self.holds = holds
            self.misses = misses
            self.seconds = seconds
            self.conditions = conditions
            self.traits = traits
            self.severity = severity
        }

        func diagnosis(_ value: Double, heldFor seconds: Double?) throws -> Diagnosis {
            let reading =
                seconds.map { SignalReading(name: name, value: value, heldFor: $0) }
                ?? SignalReading(name: name, value: value)
            let others = conditions.map { SignalReading(name: $0, value: $1) }
            return try Shipped.diagnostician().diagnose([ReportedFault](), of: traits, signals: [reading] + others)
        }
    }

    static let edges: [Edge] = [
        Edge("coolant_stop_heavy", coolant, 117.1, not: 117, for: 5, of: truck, .stop),
        Edge("coolant_limp_heavy", coolant, 104, not: 103.9, of: truck, .limp),
        Edge("coolant_stop_light_diesel", coolant, 110, not: 109.9, for: 5, of: diesel, .stop),
        Edge("coolant_stop", coolant, 117, not: 116.9, for: 5, .stop),
        Edge("coolant_limp", coolant, 107, not: 106.9, for: 5, .limp),
        Edge("oil_pressure_stop_heavy", oil, 113, not: 114, for: 3, with: [rpm: 1_600], of: truck, .stop),
        Edge("oil_pressure_stop", oil, 54.9, not: 55, for: 3, with: [rpm: 3_000], .stop),
        Edge("voltage_stop_high", volts, 16.1, not: 16, for: 3, .stop),
        Edge("voltage_low_electric", volts, 10.4, not: 10.5, for: 5, of: electric, .serviceSoon),
        Edge("charging_stop", volts, 11.4, not: 11.5, for: 60, with: [rpm: 601], .stop),
        Edge("charging_limp", volts, 11.9, not: 12, for: 30, with: [rpm: 601], .limp),
        Edge("charging_limp", volts, 23.9, not: 24, for: 30, with: [rpm: 601], of: truck, .limp),
        Edge("charging_weak", volts, 12.3, not: 12.4, for: 30, with: [rpm: 1_601], .serviceSoon),
        Edge("charging_high", volts, 14.9, not: 14.8, for: 30, with: [rpm: 801], .serviceSoon),
        Edge("battery_cranking_dip", volts, 9.5, not: 9.6, with: [rpm: 200], .serviceSoon),
        Edge("battery_flat", volts, 10.4, not: 10.5, with: [rpm: 0], .serviceSoon),
        Edge("battery_no_start", volts, 11.9, not: 12, with: [rpm: 0], .serviceSoon),
        Edge("battery_weak", volts, 12.3, not: 12.4, with: [rpm: 0], .maintenance),
        Edge("voltage_low_unknown", volts, 11.4, not: 11.5, .serviceSoon),
        Edge(
            "battery_flat_standing", volts, 10.4, not: 10.5, with: ["Vehicle.Speed": 0], .serviceSoon),
        Edge("tyre_flat", tyre, 99, not: 100, .stop),
        Edge("tyre_low", tyre, 165, not: 166, .serviceSoon),
        Edge(
            "tyre_below_placard", tyre, 680, not: 681, with: ["Device.TyrePlacardPressure": 850], of: truck,
            .serviceSoon),
        Edge("brake_air_stop", air, 378, not: 379, with: [speed: 6], of: truck, .stop),
        Edge(
            "brake_air_half", air, 449, not: 450, with: [speed: 6, "Device.AirBrakeCutOutPressure": 900], of: truck,
            .stop),
        Edge("spring_brakes", air, 137, not: 138, for: 180, with: [speed: 0, rpm: 700], of: truck, .stop),
        Edge("isolation_stop_ac", "Device.HVIsolationACPerVolt", 499, not: 500, of: electric, .stop),
        Edge("isolation_stop", "Device.HVIsolationPerVolt", 99, not: 100, of: electric, .stop),
        Edge("isolation_limp", "Device.HVIsolationPerVolt", 499, not: 500, of: electric, .limp),
        Edge("thermal_runaway", rise, 1, not: 0.9, for: 3, with: [hot: 60], of: electric, .emergency),
        Edge(
            "thermal_runaway", rise, 1, not: 0.9, for: 3, with: ["Device.CellVoltageDropPercent": 26], of: electric,
            .emergency),
        Edge("generator_overspeed_fast", hertz, 75.1, not: 75, for: 0.1, of: generator, .stop),
        Edge("generator_overspeed", hertz, 72.1, not: 72, for: 3, of: generator, .stop),
        Edge(
            "generator_overspeed", hertz, 60.1, not: 60, for: 3, with: ["Device.GeneratorNominalFrequency": 50],
            of: generator, .stop),
        Edge("generator_overvoltage_fast", percent, 130.1, not: 130, of: generator, .stop),
        Edge("generator_overvoltage", percent, 110.1, not: 110, for: 3, of: generator, .stop),
        Edge("generator_undervoltage", percent, 79.9, not: 80, for: 10, of: generator, .stop),
    ]

    @Test("a rule holds from its threshold on and not before", arguments: edges)
    func threshold(_ edge: Edge) throws {
        let holds = try edge.diagnosis(edge.holds, heldFor: max(edge.seconds, 0.1))
        let said = try #require(holds.evidence.first { $0.rule == edge.key })
        #expect(said.severity == edge.severity && holds.severity == edge.severity)
        #expect(said.kind == .value && !said.source.isEmpty)
        #expect(said.weighed.first?.signal == edge.name && said.weighed.first?.limit != nil)
        let misses = try edge.diagnosis(edge.misses, heldFor: max(edge.seconds, 0.1))
        #expect(!misses.evidence.contains { $0.rule == edge.key })
    }

    @Test("a rule with a duration waits for it and says so", arguments: edges.filter { $0.seconds > 0 })
    func duration(_ edge: Edge) throws {
        let early = try edge.diagnosis(edge.holds, heldFor: edge.seconds - 0.05)
        let waiting = try #require(early.evidence.first { $0.rule == edge.key })
        #expect(waiting.kind == .guard && waiting.severity == nil && waiting.text.contains("only after"))
        #expect(early.severity < edge.severity)
    }

    @Test("without a duration a value counts as settled, unless it is normal for a moment", arguments: edges)
    func unknownDuration(_ edge: Edge) throws {
        let diagnosis = try edge.diagnosis(edge.holds, heldFor: nil)
        let said = try #require(diagnosis.evidence.first { $0.rule == edge.key })
        #expect(said.kind == (edge.key == "spring_brakes" ? .guard : .value))
    }

    @Test("every threshold of the table is tried here, has a source and a key of its own")
    func complete() {
        let keys = EscalationRule.all.map(\.key)
        #expect(Set(keys) == Set(EscalationRuleTests.edges.map(\.key)))
        #expect(Set(keys).count == keys.count)
        let rules = Diagnostician.rules
        #expect(Set(rules.map(\.key)).count == rules.count)
        #expect(rules.allSatisfy { !$0.source.isEmpty && !$0.says.isEmpty })
    }

    struct Trail: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var earlier: [SignalReading.Earlier]
        var severity: Severity

        init(_ name: String, _ severity: Severity, _ samples: [(age: Double, value: Double)]) {
            testDescription = name
            earlier = samples.map { SignalReading.Earlier(value: $0.value, ageSeconds: $0.age) }
            self.severity = severity
        }
    }

    @Test(
        "the time counts from the oldest value beyond the limit without a break",
        arguments: [
            Trail("first value", .info, []),
            Trail("always beyond", .stop, [(2, 118), (4, 119), (6, 120)]),
            Trail("a break", .info, [(2, 118), (4, 90), (6, 120)]),
            Trail("a break before", .stop, [(2, 118), (6, 119), (7, 90), (9, 120)]),
            Trail("any order", .info, [(6, 120), (2, 118), (4, 90)]),
            Trail("hot for long, very hot for a moment", .limp, [(2, 110), (4, 110), (8, 110)]),
            Trail("not a number", .info, [(2, .nan), (6, 120)]),
        ])
    func trail(_ trail: Trail) throws {
        let reading = SignalReading(name: EscalationRuleTests.coolant, value: 118, earlier: trail.earlier)
        let diagnosis = try Shipped.diagnostician().diagnose([ReportedFault](), of: Shipped.car, signals: [reading])
        #expect(diagnosis.severity == trail.severity)
    }

    @Test("a check-engine lamp that flashes on for a minute is a stop")
    func flashing() throws {
        func severity(_ reading: SignalReading) throws -> Severity {
            try Shipped.diagnostician().diagnose(["obd/P0300"], signals: [reading]).severity
        }
        #expect(try severity(SignalReading(name: "Device.MILFlashing", value: 1)) == .limp)
        #expect(try severity(SignalReading(name: "Device.MILFlashing", value: 1, heldFor: 59)) == .limp)
        #expect(try severity(SignalReading(name: "Device.MILFlashing", value: 1, heldFor: 60)) == .stop)
    }

    @Test("a flashing red lamp says that the engine may shut down")
    func flashingRed() throws {
        let diagnosis = try Shipped.diagnostician().diagnose(
            ["j1939/SPN110.FMI0"], of: EscalationRuleTests.truck,
            signals: [SignalReading(name: "Device.RedStopLampFlashing", value: 1)])
        #expect(diagnosis.severity == .stop && diagnosis.symptom == "engine_overheating")
        #expect(diagnosis.evidence.first?.rule == "red_stop_lamp_flashing")
    }

    @Test("every sensor's own fault takes its values back, and says which")
    func guards() throws {
        let diagnostician = try Shipped.diagnostician()
        let guarded: [(code: String, name: String, value: Double, traits: AssetTraits)] = [
            ("obd/P0117", EscalationRuleTests.coolant, 130, Shipped.car),
            ("j1939/SPN110.FMI3", EscalationRuleTests.coolant, 130, EscalationRuleTests.truck),
            ("obd/P0522", EscalationRuleTests.oil, 5, Shipped.car),
            ("j1939/SPN100.FMI4", EscalationRuleTests.oil, 5, EscalationRuleTests.truck),
            ("obd/P0AA7", "Device.HVIsolationPerVolt", 50, EscalationRuleTests.electric),
        ]
        for item in guarded {
            let signals = [
                SignalReading(name: item.name, value: item.value),
                SignalReading(name: EscalationRuleTests.rpm, value: 900),
            ]
            let alone = diagnostician.diagnose([String](), of: item.traits, signals: signals)
            let withFault = diagnostician.diagnose([item.code], of: item.traits, signals: signals)
            #expect(alone.severity == .stop, "\(item.code)")
            #expect(withFault.severity < .stop, "\(item.code)")
            #expect(withFault.evidence.contains { $0.rule == "sensor_guard" && $0.weighed.first?.signal == item.name })
        }
    }
}
