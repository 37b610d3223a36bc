import Telemetry
import Testing

@testable import Diagnostics

@Suite("Evidence")
struct EvidenceTests {
    private static let rpm = "Vehicle.Powertrain.CombustionEngine.Speed"
    private static let coolant = "Vehicle.Powertrain.CombustionEngine.ECT"
    private static let oil = "Vehicle.Powertrain.CombustionEngine.EOP"
    private static let volts = "Vehicle.LowVoltageBattery.CurrentVoltage"
    private static let truck = AssetTraits(kind: .truck, energy: .diesel, grossMassKg: 18_000)
    private static let electric = AssetTraits(kind: .car, energy: .bev, drivetrain: .rwd)

    struct Measured: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var signals: [String: Double]
        var traits = Shipped.car
        var severity: Severity
        var symptom: String

        init(
            _ name: String, _ signals: [String: Double], _ traits: AssetTraits = Shipped.car, _ severity: Severity,
            _ symptom: String
        ) {
            testDescription = name
            self.signals = signals
            self.traits = traits
            self.severity = severity
            self.symptom = symptom
        }
    }

    private static let nothing = (Severity.info, "no_fault")

    static let measured: [Measured] = [
        Measured("coolant 106 is fine", [coolant: 106], Shipped.car, .info, "no_fault"),
        Measured("coolant 107 is limp", [coolant: 107], Shipped.car, .limp, "engine_overheating"),
        Measured("coolant 117 is stop", [coolant: 117], Shipped.car, .stop, "engine_overheating"),
        Measured("coolant 215 is no value", [coolant: 215], Shipped.car, .info, "no_fault"),
        Measured("coolant NaN is no value", [coolant: .nan], Shipped.car, .info, "no_fault"),
        Measured(
            "a light diesel stops at 110", [coolant: 110], AssetTraits(kind: .van, energy: .diesel, grossMassKg: 3_000),
            .stop, "engine_overheating"),
        Measured("a truck limps from 104", [coolant: 104], truck, .limp, "engine_overheating"),
        Measured("an electric car has no such rule", [coolant: 120], electric, .info, "no_fault"),
        Measured("no oil pressure at idle", [oil: 30, rpm: 800], Shipped.car, .stop, "oil_pressure_low"),
        Measured("no oil pressure at rest is normal", [oil: 0, rpm: 0], Shipped.car, .info, "no_fault"),
        Measured("no oil pressure without engine speed says nothing", [oil: 0], Shipped.car, .info, "no_fault"),
        Measured("a truck needs more at speed", [oil: 150, rpm: 2_400], truck, .stop, "oil_pressure_low"),
        Measured("a truck has enough at speed", [oil: 180, rpm: 2_400], truck, .info, "no_fault"),
        Measured("11.4 V running", [volts: 11.4, rpm: 900], Shipped.car, .stop, "charging_failed"),
        Measured("11.9 V running", [volts: 11.9, rpm: 900], Shipped.car, .limp, "charging_failed"),
        Measured("12.3 V at speed", [volts: 12.3, rpm: 2_000], Shipped.car, .serviceSoon, "charging_weak"),
        Measured("14 V running is fine", [volts: 14, rpm: 2_000], Shipped.car, .info, "no_fault"),
        Measured("15 V running", [volts: 15, rpm: 2_000], Shipped.car, .serviceSoon, "voltage_too_high"),
        Measured("16.5 V", [volts: 16.5], Shipped.car, .stop, "voltage_too_high"),
        Measured("11.8 V at rest", [volts: 11.8, rpm: 0], Shipped.car, .serviceSoon, "battery_weak"),
        Measured("10 V at rest", [volts: 10, rpm: 0], Shipped.car, .serviceSoon, "battery_flat"),
        Measured("11.4 V, engine unknown", [volts: 11.4], Shipped.car, .serviceSoon, "low_voltage"),
        Measured("0 V is a cut supply", [volts: 0], Shipped.car, .info, "no_fault"),
        Measured("24 V of a truck is fine", [volts: 27, rpm: 1_200], truck, .info, "no_fault"),
        Measured("23 V of a running truck", [volts: 22.9, rpm: 1_200], truck, .stop, "charging_failed"),
        Measured("10.4 V of an electric car", [volts: 10.4], electric, .serviceSoon, "battery_weak"),
        Measured("isolation 90 Ω/V", ["Device.HVIsolationPerVolt": 90], electric, .stop, "hv_isolation"),
        Measured(
            "isolation by resistance",
            ["Device.HVIsolationResistance": 150, "Vehicle.Powertrain.TractionBattery.CurrentVoltage": 400], electric,
            .limp, "hv_isolation"),
        Measured(
            "brake air low while moving", ["Device.AirBrakePressure": 300, "Vehicle.Speed": 40], truck, .stop,
            "brake_air_low"),
        Measured(
            "brake air low while parked", ["Device.AirBrakePressure": 300, "Vehicle.Speed": 0], truck, .info, "no_fault"
        ),
        Measured(
            "the worst tyre counts",
            [
                "Vehicle.Chassis.Axle.Row1.Wheel.Left.Tire.Pressure": 230,
                "Vehicle.Chassis.Axle.Row2.Wheel.Right.Tire.Pressure": 80,
            ], Shipped.car, .stop, "tyre_flat"),
        Measured("red stop lamp", ["Device.RedStopLamp": 1], truck, .stop, "stop_lamp"),
        Measured("an unlit lamp says nothing", ["Device.RedStopLamp": 0], truck, .info, "no_fault"),
        Measured("flashing check-engine lamp", ["Device.MILFlashing": 1], Shipped.car, .limp, "misfire_damaging"),
        Measured("severity byte, check at once", ["Device.UDSSeverity": 130], Shipped.car, .stop, "stop_lamp"),
        Measured("thermal event", ["Device.ThermalEventWarning": 1], electric, .emergency, "thermal_event"),
        Measured(
            "brake lamp with the parking brake on",
            ["Device.BrakeWarningLamp": 1, "Vehicle.Chassis.ParkingBrake.IsEngaged": 1], Shipped.car, .info, "no_fault"),
        Measured("brake lamp while released", ["Device.BrakeWarningLamp": 1], Shipped.car, .stop, "brake_warning"),
        Measured("an unknown signal says nothing", ["Vehicle.Cabin.Seat": 7], Shipped.car, .info, "no_fault"),
    ]

    @Test("signals alone tell what their thresholds say", arguments: measured)
    func signals(_ measured: Measured) throws {
        let readings = measured.signals.map { SignalReading(name: $0, value: $1) }
        let diagnosis = try Shipped.diagnostician().diagnose([ReportedFault](), of: measured.traits, signals: readings)
        #expect(diagnosis.severity == measured.severity)
        #expect(diagnosis.symptom == measured.symptom)
    }

    @Test("an old value says nothing, an old lamp lives longer")
    func age() throws {
        let diagnostician = try Shipped.diagnostician()
        func severity(_ name: String, _ value: Double, age: Double?) -> Severity {
            let reading = SignalReading(name: name, value: value, ageSeconds: age)
            return diagnostician.diagnose([ReportedFault](), of: Shipped.car, signals: [reading]).severity
        }
        #expect(severity(EvidenceTests.coolant, 120, age: 300) == .stop)
        #expect(severity(EvidenceTests.coolant, 120, age: 301) == .info)
        #expect(severity("Device.RedStopLamp", 1, age: 3_600) == .stop)
        #expect(severity("Device.RedStopLamp", 1, age: 90_000) == .info)
    }

    @Test(
        "a sensor's own circuit code takes its value back, and says so", arguments: ["obd/P0117", "j1939/SPN110.FMI4"])
    func guarded(code: String) throws {
        let diagnosis = try Shipped.diagnostician()
            .diagnose([code], signals: [SignalReading(name: EvidenceTests.coolant, value: 130)])
        #expect(diagnosis.severity == .serviceSoon)
        #expect(diagnosis.symptom == "coolant_sensor_fault")
        #expect(diagnosis.evidence.contains { $0.kind == .guard && $0.text.contains("130") })
    }

    @Test("a history code of the sensor does not take its value back")
    func historyGuard() throws {
        let diagnosis = try Shipped.diagnostician().diagnose(
            [ReportedFault(code: "obd/P0117", status: .history)], of: Shipped.car,
            signals: [SignalReading(name: EvidenceTests.coolant, value: 130)])
        #expect(diagnosis.severity == .stop)
    }

    struct Lowered: Sendable, CustomTestStringConvertible {
        var code: String
        var status: FaultCode.Status
        var severity: Severity
        var testDescription: String { "\(code) \(status.rawValue)" }
    }

    @Test(
        "pending caps and history lowers what tables say, never safety, never what the asset says itself",
        arguments: [
            Lowered(code: "obd/P0700", status: .confirmed, severity: .limp),
            Lowered(code: "obd/P0700", status: .unknown, severity: .limp),
            Lowered(code: "obd/P0700", status: .pending, severity: .serviceSoon),
            Lowered(code: "obd/P0700", status: .history, severity: .serviceSoon),
            Lowered(code: "obd/P0524", status: .pending, severity: .stop),
            Lowered(code: "obd/P0524", status: .history, severity: .limp),
            Lowered(code: "obd/P0420", status: .history, severity: .info),
            Lowered(code: "obd/P1999", status: .pending, severity: .unknown),
            Lowered(code: "obd/P1999", status: .history, severity: .unknown),
            Lowered(code: "teltonika/957", status: .pending, severity: .stop),
            Lowered(code: "teltonika/974", status: .history, severity: .stop),
        ])
    func status(_ lowered: Lowered) throws {
        let diagnosis = try Shipped.diagnostician()
            .diagnose([ReportedFault(code: lowered.code, status: lowered.status)], of: Shipped.car)
        #expect(diagnosis.severity == lowered.severity)
    }

    @Test("a pending code does not leave an asset standing")
    func pendingImmobile() throws {
        let diagnosis = try Shipped.diagnostician()
            .diagnose([ReportedFault(code: "obd/P0335", status: .pending)], of: Shipped.car)
        #expect(!diagnosis.immobile)
        #expect(diagnosis.evidence.map(\.kind) == [.catalogue, .status])
    }

    @Test("of two reports of a code the more certain one counts")
    func twice() throws {
        let faults = [
            ReportedFault(code: "obd/P0335", status: .history), ReportedFault(code: "obd/P0335", status: .confirmed),
        ]
        let diagnosis = try Shipped.diagnostician().diagnose(faults, of: Shipped.car)
        #expect(diagnosis.immobile && diagnosis.faults.count == 1)
    }

    @Test("a red lamp raises the fault that could have lit it and stands alone beside a mild or unknown one")
    func lamp() throws {
        let diagnostician = try Shipped.diagnostician()
        let lamp = [SignalReading(name: "Device.RedStopLamp", value: 1)]
        let limp = diagnostician.diagnose(["obd/P0700"], signals: lamp)
        #expect(limp.severity == .stop && limp.symptom == "transmission_fault" && limp.problems.count == 1)
        for code in ["obd/P0440", "obd/P1999"] {
            let mild = diagnostician.diagnose([code], signals: lamp)
            #expect(mild.severity == .stop && mild.symptom == "stop_lamp" && mild.problems.count == 2)
        }
    }

    @Test("every name that a rule reads is a relevant signal, in order and once")
    func relevant() throws {
        let names = try Shipped.diagnostician().relevantSignals
        #expect(names == names.sorted() && Set(names).count == names.count)
        let used = EvidenceTests.measured.flatMap(\.signals.keys).filter { $0 != "Vehicle.Cabin.Seat" }
        #expect(Set(used).isSubset(of: names))
    }
}
