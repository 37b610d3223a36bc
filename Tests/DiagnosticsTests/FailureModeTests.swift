import Telemetry
import Testing

@testable import Diagnostics

@Suite("J1939 failure modes")
struct FailureModeTests {
    /// Every SPN that the catalogue names, and some that nobody knows.
    private func parameters() throws -> [Int] {
        let named = try Shipped.catalogue.get().generic.keys.compactMap { key -> Int? in
            guard key.hasPrefix("j1939/SPN") else { return nil }
            return Int(key.dropFirst(9).prefix { $0.isNumber })
        }
        return Set(named + [1, 9, 7_777, 30_000, 516_095, 516_096, 524_287]).sorted()
    }

    @Test("the catalogue knows at least 200 parameters")
    func count() throws {
        #expect(try parameters().count >= 200)
    }

    @Test("a worse level of the same value is never milder", arguments: ["", ".SA0", ".SA11", ".SA3", ".SA200"])
    func order(address: String) throws {
        let diagnostician = try Shipped.diagnostician()
        for parameter in try parameters() {
            for modes in [[15, 16, 0], [17, 18, 1]] {
                let levels = modes.map {
                    diagnostician.diagnose(["j1939/SPN\(parameter).FMI\($0)\(address)"]).severity
                }
                #expect(levels[0] <= levels[1] && levels[1] <= levels[2], "SPN \(parameter), modes \(modes)")
            }
        }
    }

    @Test("a parameter with a row is never an unknown fault in any mode that says something")
    func complete() throws {
        let diagnostician = try Shipped.diagnostician()
        let known = try parameters().filter {
            diagnostician.catalogue.row(for: "j1939/SPN\($0)", make: nil) != nil
        }
        #expect(known.count >= 200)
        for parameter in known {
            for mode in 0...31 {
                let diagnosis = diagnostician.diagnose(["j1939/SPN\(parameter).FMI\(mode)"])
                #expect(diagnosis.symptom != "unknown_fault", "SPN \(parameter), mode \(mode)")
                #expect(diagnosis.severity >= .maintenance, "SPN \(parameter), mode \(mode)")
            }
        }
    }

    @Test("a circuit fault is never above service soon, or limp where safety depends on it")
    func circuit() throws {
        let diagnostician = try Shipped.diagnostician()
        for parameter in try parameters() {
            guard let row = diagnostician.catalogue.row(for: "j1939/SPN\(parameter)", make: nil) else { continue }
            let most = row.isSafety ? Severity.limp : .serviceSoon
            for mode in [2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 19, 20, 21] {
                let severity = diagnostician.diagnose(["j1939/SPN\(parameter).FMI\(mode)"]).severity
                #expect(severity <= most, "SPN \(parameter), mode \(mode)")
            }
        }
    }

    struct Mode: Sendable, CustomTestStringConvertible {
        var identifiers: [Int]
        var severity: Severity
        var symptom: String
        var testDescription: String { "\(identifiers)" }
    }

    @Test(
        "each of the 32 modes grades a parameter that nobody knows",
        arguments: [
            Mode(identifiers: [0, 1], severity: .limp, symptom: "component_out_of_range"),
            Mode(identifiers: [15, 16, 17, 18], severity: .serviceSoon, symptom: "component_out_of_range"),
            Mode(
                identifiers: [2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 19, 20, 21], severity: .serviceSoon,
                symptom: "sensor_fault"),
            Mode(identifiers: [7, 11], severity: .serviceSoon, symptom: "component_fault"),
            Mode(identifiers: [14, 31] + Array(22...30), severity: .unknown, symptom: "unknown_fault"),
        ])
    func structure(mode: Mode) throws {
        for namespace in ["j1939", "rvc"] {
            for identifier in mode.identifiers {
                let diagnosis = try Shipped.diagnostician().diagnose(["\(namespace)/SPN7777.FMI\(identifier)"])
                #expect(diagnosis.severity == mode.severity, "\(identifier)")
                #expect(diagnosis.symptom == mode.symptom, "\(identifier)")
            }
        }
    }

    struct Address: Sendable, CustomTestStringConvertible {
        var code: String
        var severity: Severity
        var symptom: String
        var testDescription: String { code }
    }

    @Test(
        "the source address tells the system of a parameter that nobody knows",
        arguments: [
            Address(code: "SPN7777.FMI4.SA0", severity: .serviceSoon, symptom: "engine_control_fault"),
            Address(code: "SPN7777.FMI4.SA3", severity: .serviceSoon, symptom: "transmission_fault"),
            Address(code: "SPN7777.FMI4.SA11", severity: .limp, symptom: "chassis_fault"),
            Address(code: "SPN7777.FMI17.SA19", severity: .limp, symptom: "chassis_fault"),
            Address(code: "SPN7777.FMI0.SA239", severity: .limp, symptom: "hybrid_fault"),
            Address(code: "SPN7777.FMI4.SA85", severity: .serviceSoon, symptom: "emission_fault"),
            Address(code: "SPN7777.FMI4.SA33", severity: .serviceSoon, symptom: "body_fault"),
            Address(code: "SPN7777.FMI4.SA74", severity: .serviceSoon, symptom: "network_fault"),
            // An address that is assigned at run time says nothing; neither does any address about a reserved mode.
            Address(code: "SPN7777.FMI4.SA140", severity: .serviceSoon, symptom: "sensor_fault"),
            Address(code: "SPN7777.FMI31.SA0", severity: .unknown, symptom: "unknown_fault"),
            // A parameter with a row needs no address.
            Address(code: "SPN100.FMI1.SA0", severity: .stop, symptom: "oil_pressure_low"),
            Address(code: "SPN100.FMI18.SA140", severity: .limp, symptom: "oil_pressure_low"),
            // No addresses.
            Address(code: "SPN100.FMI1.SA254", severity: .unknown, symptom: "unknown_fault"),
            Address(code: "SPN100.FMI1.SA", severity: .unknown, symptom: "unknown_fault"),
            Address(code: "SPN100.FMI1.SA+1", severity: .unknown, symptom: "unknown_fault"),
            Address(code: "SPN100.FMI1.XY3", severity: .unknown, symptom: "unknown_fault"),
            Address(code: "SPN100.FMI32", severity: .unknown, symptom: "unknown_fault"),
            Address(code: "SPN-100.FMI1", severity: .unknown, symptom: "unknown_fault"),
            Address(code: "SPN7777.FMI4.SA0.DSN65", severity: .serviceSoon, symptom: "engine_control_fault"),
            Address(code: "SPN7777.FMI4.SA0.DSN65.SA1", severity: .unknown, symptom: "unknown_fault"),
        ])
    func address(_ expected: Address) throws {
        let diagnosis = try Shipped.diagnostician().diagnose(["j1939/" + expected.code])
        #expect(diagnosis.severity == expected.severity)
        #expect(diagnosis.symptom == expected.symptom)
    }

    @Test("a circuit fault takes the value of its sensor back, with an address too")
    func disarm() throws {
        let truck = AssetTraits(kind: .truck, energy: .diesel)
        let hot = [SignalReading(name: "Vehicle.OBD.CoolantTemperature", value: 130)]
        for code in ["j1939/SPN110.FMI4", "j1939/SPN110.FMI5.SA0"] {
            let diagnosis = try Shipped.diagnostician().diagnose([code], of: truck, signals: hot)
            #expect(diagnosis.severity == .serviceSoon, "\(code)")
        }
        let valid = try Shipped.diagnostician().diagnose(["j1939/SPN110.FMI15.SA0"], of: truck, signals: hot)
        #expect(valid.severity == .stop)
    }

    @Test("a lamp of DM1 belongs to the worst fault that could have lit it")
    func lamp() throws {
        let diagnostician = try Shipped.diagnostician()
        let hot = diagnostician.diagnose(["j1939/SPN110.FMI16", "j1939/lamp.red_stop"])
        #expect(hot.severity == .stop)
        #expect(hot.symptom == "engine_overheating")
        #expect(hot.problems.count == 1)
        #expect(diagnostician.diagnose(["j1939/lamp.red_stop"]).symptom == "stop_lamp")
        #expect(diagnostician.diagnose(["j1939/lamp.amber_warning"]).severity == .serviceSoon)
    }
}
