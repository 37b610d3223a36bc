import Telemetry
import Testing

@testable import Diagnostics

@Suite("Failure type bytes")
struct FailureTypeTests {
    private func likelihood(of part: String, in diagnosis: Diagnosis) -> Double {
        diagnosis.parts.first { $0.part == part }?.likelihood ?? 0
    }

    @Test("the base code decides what is wrong, the failure type only where to look", arguments: ["-11", "-13", "-62"])
    func base(type: String) throws {
        let diagnostician = try Shipped.diagnostician()
        for code in ["obd/P0301", "obd/P0087", "obd/P0562"] {
            let plain = diagnostician.diagnose([code])
            let typed = diagnostician.diagnose([code + type])
            #expect(typed.symptom == plain.symptom)
            #expect(typed.severity == plain.severity)
        }
    }

    @Test("an open circuit makes the wiring likelier than a short, and a short likelier than nothing")
    func wiring() throws {
        let diagnostician = try Shipped.diagnostician()
        let plain = likelihood(of: "wiring", in: diagnostician.diagnose(["obd/P0087"]))
        let short = likelihood(of: "wiring", in: diagnostician.diagnose(["obd/P0087-11"]))
        let open = likelihood(of: "wiring", in: diagnostician.diagnose(["obd/P0087-13"]))
        #expect(plain < short)
        #expect(short < open)
        #expect(diagnostician.diagnose(["obd/P0087-13"]).part == "wiring")
    }

    @Test("a component broken inside clears the wiring, electronics faulty point at the control unit")
    func component() throws {
        let diagnostician = try Shipped.diagnostician()
        let plain = diagnostician.diagnose(["obd/P0118"])
        let broken = diagnostician.diagnose(["obd/P0118-96"])
        #expect(likelihood(of: "wiring", in: plain) > 0)
        #expect(likelihood(of: "wiring", in: broken) == 0)
        #expect(likelihood(of: "coolant_sensor", in: broken) > likelihood(of: "coolant_sensor", in: plain))
        let inside = diagnostician.diagnose(["obd/P0118-49"])
        #expect(likelihood(of: "control_unit", in: inside) > 0.3)
    }

    @Test("heat is one level worse than the base code, but never a stop by itself")
    func heat() throws {
        let diagnostician = try Shipped.diagnostician()
        #expect(diagnostician.diagnose(["obd/P0118"]).severity == .serviceSoon)
        #expect(diagnostician.diagnose(["obd/P0118-98"]).severity == .limp)
        #expect(diagnostician.diagnose(["obd/P0087-98"]).severity == .limp)
        #expect(diagnostician.diagnose(["obd/P0524-98"]).severity == .stop)
    }

    @Test(
        "a code without a row keeps what its form says, and heat raises it too",
        arguments: [
            ("uds/CFFE", Severity.serviceSoon), ("uds/CFFE-98", .limp), ("uds/CFFE-11", .serviceSoon),
            ("uds/4FFF-98", .limp), ("uds/9A1F-98", .unknown), ("uds/CFFE-+8", .serviceSoon),
        ])
    func structure(code: String, severity: Severity) throws {
        let diagnosis = try Shipped.diagnostician().diagnose([code])
        #expect(diagnosis.severity == severity)
        #expect(diagnosis.evidence.first?.kind == .structure)
        #expect((diagnosis.evidence.first?.text.contains("too hot") == true) == code.hasSuffix("98"))
    }

    @Test("the two spellings of a three-byte code mean the same")
    func spellings() throws {
        let diagnostician = try Shipped.diagnostician()
        let letters = diagnostician.diagnose(["obd/C0049-4B"])
        let digits = diagnostician.diagnose(["uds/4049-4B"])
        #expect(letters.symptom == digits.symptom)
        #expect(letters.severity == digits.severity)
        #expect(letters.parts == digits.parts)
    }

    struct Word: Sendable, CustomTestStringConvertible {
        var code: String
        var title: String
        var testDescription: String { code }
    }

    @Test(
        "the title says how it fails",
        arguments: [
            Word(code: "obd/P0524-11", title: ": short to ground"), Word(code: "obd/P0524-13", title: ": circuit open"),
            Word(code: "obd/P0524-1C", title: ": electrical circuit fault"),
            Word(code: "obd/P0524-4B", title: ": control unit too hot"),
            Word(code: "obd/P0524-87", title: ": message missing"), Word(code: "obd/P0524-98", title: ": too hot"),
            Word(code: "obd/P0524-00", title: ""), Word(code: "obd/P0524-F9", title: ""),
            Word(code: "obd/P0524-zz", title: ""), Word(code: "obd/P0524-113", title: ""),
        ])
    func words(_ word: Word) throws {
        let diagnostician = try Shipped.diagnostician()
        let plain = try #require(diagnostician.diagnose(["obd/P0524"]).faults.first?.title)
        #expect(diagnostician.diagnose([word.code]).faults.first?.title == plain + word.title)
        #expect(diagnostician.diagnose([word.code]).severity == .stop)
    }

    @Test(
        "the severity byte is a floor for the worst problem",
        arguments: [
            ("uds/severity.check_immediately", Severity.stop), ("uds/severity.check_at_next_halt", .limp),
            ("uds/severity.maintenance_only", .serviceSoon),
        ])
    func severityByte(code: String, severity: Severity) throws {
        let diagnosis = try Shipped.diagnostician().diagnose(["obd/P0118", code])
        #expect(diagnosis.severity == severity)
    }
}
