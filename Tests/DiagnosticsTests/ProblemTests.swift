import Telemetry
import Testing

@testable import Diagnostics

@Suite("Problems and help")
struct ProblemTests {
    @Test("a misfire family with its coil is one problem")
    func misfire() throws {
        let diagnosis = try Shipped.diagnostician().diagnose(["obd/P0301", "obd/P0300", "obd/P0304", "obd/P0351"])
        let problem = try #require(diagnosis.problems.first)
        #expect(diagnosis.problems.count == 1)
        #expect(problem.key == "ignition")
        #expect(problem.codes == ["obd/P0300", "obd/P0301", "obd/P0304", "obd/P0351"])
        #expect(diagnosis.part == "ignition_coil")
    }

    @Test("a plain misfire names no part, since no suspect is likely enough")
    func noPart() throws {
        let diagnosis = try Shipped.diagnostician().diagnose(["obd/P0300"])
        #expect(diagnosis.part == nil)
        #expect(diagnosis.parts.map(\.part) == ["spark_plug", "ignition_coil", "fuel_injector", "intake_leak"])
        let bold = Diagnostician(catalogue: try Shipped.catalogue.get(), policy: DiagnosticPolicy(partThreshold: 0.39))
        #expect(bold.diagnose(["obd/P0300"]).part == "spark_plug")
    }

    @Test("three network codes with low voltage are one voltage problem, two or good voltage are not")
    func network() throws {
        let diagnostician = try Shipped.diagnostician()
        let codes = ["obd/U0100", "obd/U0121", "obd/U0140"]
        let low = SignalReading(name: "Vehicle.LowVoltageBattery.CurrentVoltage", value: 11.2)
        let together = diagnostician.diagnose(codes, signals: [low])
        #expect(together.problems.count == 1)
        #expect(together.symptom == "low_voltage" && together.severity == .limp)
        #expect(together.evidence.contains { $0.kind == .guard })
        let good = SignalReading(name: "Vehicle.LowVoltageBattery.CurrentVoltage", value: 12.8)
        #expect(diagnostician.diagnose(codes, signals: [good]).problems.map(\.key) == ["network"])
        #expect(diagnostician.diagnose(Array(codes.prefix(2)), signals: [low]).problems.count == 2)
    }

    @Test("different components are different problems, the worst one leads")
    func several() throws {
        let diagnosis = try Shipped.diagnostician().diagnose(["obd/P0420", "obd/P0524", "obd/P0700"])
        #expect(diagnosis.problems.map(\.key) == ["lubrication", "transmission", "catalyst"])
        #expect(diagnosis.symptom == "oil_pressure_low" && diagnosis.system == "ENGINE")
    }

    @Test("a code and a value of one component are one problem")
    func codeAndValue() throws {
        let hot = SignalReading(name: "Vehicle.Powertrain.CombustionEngine.ECT", value: 119)
        let diagnosis = try Shipped.diagnostician().diagnose(["obd/P2560"], signals: [hot])
        #expect(diagnosis.problems.count == 1 && diagnosis.severity == .stop)
        #expect(diagnosis.symptom == "engine_overheating")
        #expect(diagnosis.problems.first?.codes == ["obd/P2560"])
    }

    @Test("a charging fault alone is charging only")
    func charging() throws {
        let diagnostician = try Shipped.diagnostician()
        #expect(diagnostician.diagnose(["obd/P0D20"]).chargingOnly)
        #expect(!diagnostician.diagnose(["obd/P0D20", "obd/P0420"]).chargingOnly)
        #expect(!diagnostician.diagnose([String]()).chargingOnly)
    }

    struct Needs: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: String
        var traits: AssetTraits
        var needs: Capabilities
    }

    @Test(
        "what a unit must be able to do depends on fault and asset",
        arguments: [
            Needs(testDescription: "car", code: "obd/P0524", traits: Shipped.car, needs: .flatbed),
            Needs(
                testDescription: "all-wheel drive", code: "obd/P0524",
                traits: AssetTraits(kind: .car, energy: .petrol, drivetrain: .awd), needs: .flatbed),
            Needs(
                testDescription: "electric", code: "obd/P0700", traits: AssetTraits(kind: .car, energy: .bev),
                needs: [.flatbed, .evTrained]),
            Needs(
                testDescription: "insulation", code: "obd/P0AA6", traits: AssetTraits(kind: .car, energy: .bev),
                needs: [.flatbed, .evTrained, .hvCertified]),
            Needs(
                testDescription: "light truck", code: "obd/P0524",
                traits: AssetTraits(kind: .van, energy: .diesel, grossMassKg: 5_000), needs: .heavy),
            Needs(
                testDescription: "truck", code: "j1939/SPN100.FMI1",
                traits: AssetTraits(kind: .truck, energy: .diesel, grossMassKg: 40_000), needs: [.heavy, .airSupply]),
            Needs(
                testDescription: "truck of unknown mass", code: "obd/P0524", traits: AssetTraits(kind: .truck),
                needs: [.heavy, .airSupply]),
            Needs(testDescription: "tyre", code: "obd/C0077", traits: Shipped.car, needs: .tyre),
            Needs(testDescription: "12 V", code: "obd/P0562", traits: Shipped.car, needs: .jumpStart),
            Needs(testDescription: "catalyst", code: "obd/P0420", traits: Shipped.car, needs: []),
            Needs(testDescription: "unknown", code: "obd/P1999", traits: Shipped.car, needs: []),
            Needs(
                testDescription: "generator", code: "j1939/SPN100.FMI1",
                traits: AssetTraits(kind: .generator, energy: .diesel), needs: .electrician),
        ])
    func needs(_ expected: Needs) throws {
        let diagnosis = try Shipped.diagnostician().diagnose([expected.code], of: expected.traits)
        #expect(diagnosis.capabilities.names == expected.needs.names)
    }

    @Test("a tow makes a jump start unnecessary")
    func towWins() throws {
        #expect(try Shipped.diagnostician().diagnose(["obd/P0562", "obd/P0524"]).capabilities == .flatbed)
    }

    @Test("nothing reported is no fault")
    func nothing() throws {
        let diagnosis = try Shipped.diagnostician().diagnose([String]())
        #expect(diagnosis.severity == .info && diagnosis.symptom == "no_fault" && diagnosis.problems.isEmpty)
        #expect(diagnosis.capabilities.isEmpty && diagnosis.evidence.isEmpty && !diagnosis.immobile)
    }
}
