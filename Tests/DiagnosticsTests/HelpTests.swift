import Telemetry
import Testing

@testable import Diagnostics

@Suite("What help has to bring and to mind")
struct HelpTests {
    struct Needs: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: String
        var traits: AssetTraits
        var needs: Capabilities
        var minds: [String]

        init(
            _ name: String, _ code: String, _ traits: AssetTraits, _ needs: Capabilities, mind minds: [String] = []
        ) {
            testDescription = name
            self.code = code
            self.traits = traits
            self.needs = needs
            self.minds = minds
        }
    }

    private static let bev = AssetTraits(kind: .car, energy: .bev, drivetrain: .rwd)
    private static let unknownCar = AssetTraits(kind: .car)

    @Test(
        "needs and cautions follow from energy, drivetrain, mass and fault",
        arguments: [
            Needs("oil", "obd/P0524", Shipped.car, .flatbed, mind: ["do_not_restart"]),
            Needs(
                "all-wheel drive", "obd/P0700", AssetTraits(kind: .car, energy: .petrol, drivetrain: .awd), .flatbed,
                mind: ["wheels_off_ground"]),
            Needs("electric", "obd/P0700", bev, [.flatbed, .evTrained], mind: ["wheels_off_ground"]),
            Needs(
                "insulation", "obd/P0AA6", bev, [.flatbed, .evTrained, .hvCertified],
                mind: ["wait_after_hv_off", "store_outdoors", "wheels_off_ground"]),
            Needs(
                "a fault proves the traction battery", "obd/P0AA6", unknownCar, [.flatbed, .evTrained, .hvCertified],
                mind: ["wait_after_hv_off", "store_outdoors", "wheels_off_ground"]),
            Needs(
                "van of 3.5 t", "obd/P0524", AssetTraits(kind: .van, grossMassKg: 3_500), .flatbed,
                mind: [
                    "do_not_restart"
                ]),
            Needs(
                "van above 3.5 t", "obd/P0524", AssetTraits(kind: .van, grossMassKg: 3_501), .heavy,
                mind: [
                    "do_not_restart"
                ]),
            Needs(
                "brake air of a truck", "j1939/SPN117.FMI1", AssetTraits(kind: .truck, grossMassKg: 40_000),
                [.heavy, .airSupply], mind: ["brakes_need_air"]),
            Needs("unknown trailer", "obd/C0300", AssetTraits(kind: .trailer), .heavy),
            Needs("kick scooter", "obd/P0524", AssetTraits(kind: .scooter), [], mind: ["do_not_restart"]),
            Needs("inducement", "obd/P203F", AssetTraits(kind: .van, energy: .diesel), []),
            Needs("charging", "obd/P0D20", bev, []),
        ])
    func needs(_ expected: Needs) throws {
        let diagnosis = try Shipped.diagnostician().diagnose([expected.code], of: expected.traits)
        #expect(diagnosis.capabilities.names == expected.needs.names)
        #expect(diagnosis.cautions.all.map(\.key) == expected.minds)
    }

    @Test("wheels that may not roll need dollies, on a heavy vehicle the heavy unit")
    func blocked() throws {
        let diagnostician = try Shipped.diagnostician()
        let code = "obd/C0300"
        var findings = [Finding(code: code, symptom: "steering_fault", component: "steering", severity: .stop)]
        #expect(diagnostician.capabilities(for: findings, of: Shipped.car) == [.flatbed, .dollies])
        findings[0].component = "transmission"
        #expect(diagnostician.capabilities(for: findings, of: Shipped.car) == .flatbed)
        findings[0].immobile = true
        #expect(diagnostician.capabilities(for: findings, of: Shipped.car) == [.flatbed, .dollies])
        findings[0].component = "parking_brake"
        findings[0].severity = .limp
        let needed = diagnostician.capabilities(for: findings, of: Shipped.car)
        #expect(needed == [.flatbed, .dollies])
        #expect(diagnostician.cautions(for: findings, of: Shipped.car, needed) == .wheelsBlocked)
        let truck = AssetTraits(kind: .truck, grossMassKg: 12_000)
        #expect(diagnostician.capabilities(for: findings, of: truck) == [.heavy, .airSupply])
    }

    @Test("a charging fault stays charging only with the amber lamp it lights, not with a red one or when it stands")
    func chargingOnly() throws {
        let diagnostician = try Shipped.diagnostician()
        func only(_ lamp: String) -> Bool {
            diagnostician.diagnose(
                ["obd/P0D20"], of: HelpTests.bev, signals: [SignalReading(name: lamp, value: 1)]
            ).chargingOnly
        }
        #expect(only("Device.AmberWarningLamp"))
        #expect(!only("Device.RedStopLamp"))
        #expect(!diagnostician.diagnose(["obd/P0D20", "obd/P0A0D"], of: HelpTests.bev).chargingOnly)
    }

    @Test("nothing needs to come for nothing")
    func nothing() throws {
        let diagnosis = try Shipped.diagnostician().diagnose([String](), of: HelpTests.bev)
        #expect(diagnosis.capabilities.isEmpty && diagnosis.cautions.isEmpty)
    }

    @Test("every caution has a key of its own, words and a source")
    func words() {
        let words = Cautions.words.map(\.words)
        #expect(Set(words.map(\.key)).count == words.count)
        #expect(words.allSatisfy { !$0.text.isEmpty && !$0.source.isEmpty })
        #expect(Cautions(rawValue: 0x3F).all.count == 6)
    }
}
