import Telemetry
import Testing

@testable import Diagnostics

@Suite("Root causes")
struct RootCauseTests {
    struct Family: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var codes: [String]
        var rule: String
        var symptom: String
        var severity: Severity
    }

    @Test(
        "many codes with one cause are one problem under the name of the cause",
        arguments: [
            Family(
                testDescription: "network codes with a low voltage code",
                codes: ["obd/P0562", "obd/U0100", "obd/U0121", "obd/U0140", "obd/U0155"], rule: "network_low_voltage",
                symptom: "low_voltage", severity: .limp),
            Family(
                testDescription: "sensors of one supply", codes: ["obd/P0641", "obd/P0122", "obd/P0107", "obd/P0118"],
                rule: "sensor_supply_lost", symptom: "sensor_supply_fault", severity: .limp),
            Family(
                testDescription: "contactors after an interlock", codes: ["obd/P0A0D", "obd/P0AA1"],
                rule: "high_voltage_switched_off", symptom: "hv_interlock", severity: .stop),
            Family(
                testDescription: "too little fuel", codes: ["obd/P0087", "obd/P0171", "obd/P0300", "obd/P0302"],
                rule: "fuel_starvation", symptom: "fuel_pressure_fault", severity: .limp),
            Family(
                testDescription: "a station out of order with an earth fault",
                codes: ["ocpp/GroundFailure", "ocpp/Faulted"],
                rule: "charger_out_of_order", symptom: "charger_ground_fault", severity: .stop),
            Family(
                testDescription: "a station out of order with its cable cut",
                codes: ["ocpp/CX026", "ocpp/Faulted", "ocpp/OtherError"],
                rule: "charger_out_of_order", symptom: "charger_cable_damaged", severity: .stop),
            Family(
                testDescription: "power limited by a full filter", codes: ["obd/P2463", "obd/P243B"],
                rule: "power_limited_by", symptom: "particulate_filter_full", severity: .limp),
        ])
    func one(_ set: Family) throws {
        let diagnosis = try Shipped.diagnostician().diagnose(set.codes)
        #expect(diagnosis.problems.count == 1)
        #expect(diagnosis.problems.first?.codes == set.codes.sorted())
        #expect(diagnosis.symptom == set.symptom && diagnosis.severity == set.severity)
        #expect(diagnosis.evidence.contains { $0.rule == set.rule && $0.kind == .guard })
        // Without its cause the set is more than one problem, or one of another name.
        let others = try Shipped.diagnostician().diagnose(Array(set.codes.dropFirst()))
        #expect(!others.evidence.contains { $0.rule == set.rule })
    }

    @Test("a dozen network codes with low voltage are one problem, with good voltage and no such code they are not")
    func dozen() throws {
        let codes = (0x100...0x10B).map { "obd/U0\(String($0, radix: 16, uppercase: true))" }
        let volts = "Vehicle.LowVoltageBattery.CurrentVoltage"
        let diagnostician = try Shipped.diagnostician()
        let low = diagnostician.diagnose(codes, signals: [SignalReading(name: volts, value: 11.2)])
        #expect(low.problems.count == 1 && low.symptom == "low_voltage" && low.faults.count == 12)
        let good = diagnostician.diagnose(codes, signals: [SignalReading(name: volts, value: 13.9)])
        #expect(good.symptom != "low_voltage")
    }

    @Test("network codes of every bus are put down to low voltage")
    func buses() throws {
        let codes = ["j1939/SPN190.FMI9", "j1939/SPN639.FMI19", "uds/C100-87", "obd/U1000"]
        let diagnosis = try Shipped.diagnostician().diagnose(["obd/P0562"] + codes)
        #expect(diagnosis.problems.count == 1 && diagnosis.symptom == "low_voltage")
        let text = try #require(diagnosis.evidence.first { $0.rule == "network_low_voltage" }).text
        #expect(codes.allSatisfy { text.contains($0) })
    }

    @Test("low voltage is the cause too where it is no fault of its own, as in an electric car")
    func electric() throws {
        let diagnosis = try Shipped.diagnostician().diagnose(
            ["obd/U0100", "obd/U0121", "obd/U0140"], of: AssetTraits(kind: .car, energy: .bev),
            signals: [SignalReading(name: "Vehicle.LowVoltageBattery.CurrentVoltage", value: 11.2)])
        #expect(diagnosis.problems.count == 1 && diagnosis.symptom == "low_voltage")
    }

    @Test("a cause of the past explains nothing")
    func history() throws {
        let faults =
            [ReportedFault(code: "obd/P0562", status: .history)]
            + ["obd/U0100", "obd/U0121", "obd/U0140"].map { ReportedFault(code: $0, status: .confirmed) }
        let diagnosis = try Shipped.diagnostician().diagnose(faults, of: Shipped.car)
        #expect(diagnosis.problems.count == 2)
    }

    @Test("what is graver than its cause and stops the asset keeps its own name")
    func graver() throws {
        // A throttle that sticks is no consequence of a sensor's supply.
        let diagnosis = try Shipped.diagnostician().diagnose(["obd/P0641", "obd/P0122", "obd/P0107", "obd/P2111"])
        #expect(diagnosis.severity == .stop && diagnosis.symptom == "throttle_fault")
    }

    @Test("every symptom of the rules is in the catalogue, and none is cause and effect of one rule")
    func words() throws {
        let known = Set(try Shipped.catalogue.get().symptomKeys)
        for rule in RootCause.all {
            #expect(rule.causes.union(rule.effects).subtracting(known).isEmpty, "\(rule.key)")
            #expect(rule.causes.isDisjoint(with: rule.effects), "\(rule.key)")
        }
    }
}
