import Foundation
import Testing

@testable import Diagnostics

@Suite("Mistakes in catalogues")
struct CatalogueErrorTests {
    static let parts = "tyre: {names: {en: tyre}, system: TIRES, hours: 1}\n"

    /// Words for every built-in symptom, one a line.
    static let symptoms = BuiltInSymptom.allCases.map {
        "\($0.rawValue): {component: c, texts: {en: {clause: words, title: words}}}\n"
    }.joined()

    /// Loads a directory with these files and gives the refusal without the directory's path.
    private func refusal(parts: String = parts, symptoms: String = symptoms, rows: String) throws -> String? {
        let directory = FileManager.default.temporaryDirectory.appending(path: "catalogue-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let folder = directory.appending(path: "catalogues")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(parts.utf8).write(to: directory.appending(path: "parts.yaml"))
        try Data(symptoms.utf8).write(to: directory.appending(path: "symptoms.yaml"))
        try Data(rows.utf8).write(to: folder.appending(path: "mine.yaml"))
        do {
            _ = try FaultCatalogue.load(directory: directory.path)
            return nil
        } catch {
            return error.description.replacingOccurrences(of: directory.path + "/", with: "")
        }
    }

    @Test("a good catalogue loads")
    func good() throws {
        let rows = "namespace: obd\nrows:\n  - {code: P0001, symptom: tyre_low, severity: stop, parts: {tyre: 0.6}}\n"
        #expect(try refusal(rows: rows) == nil)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var row: String
        var says: String
        var testDescription: String { row }
    }

    @Test(
        "a mistake in a row is told with file, line, what is wrong and what is allowed",
        arguments: [
            Mistake(
                row: "{code: P0001, symptom: tyre_low, severity: halt}",
                says:
                    "the severity \"halt\" is not known; allowed: info, maintenance, service_soon, unknown, limp, stop"),
            Mistake(row: "{code: P0001, symptom: thirst, severity: stop}", says: "\"thirst\" is not in symptoms.yaml"),
            Mistake(
                row: "{code: P0001, symptom: tyre_low, severity: stop, parts: {wheel: 0.6}}",
                says: "the part \"wheel\" is not in parts.yaml"),
            Mistake(
                row: "{code: P0001, symptom: tyre_low, severity: stop, parts: {tyre: 1.6}}",
                says: "a likelihood must be a number from 0.0 to 1.0"),
            Mistake(
                row: "{code: P0001, symptom: tyre_low, severity: stop, capabilities: [crane]}",
                says: "the capability \"crane\" is not known; allowed: tow, flatbed"),
            Mistake(
                row: "{code: P0001, symptom: tyre_low, severity: stop, disarms: clock}",
                says: "the sensor \"clock\" is not known; allowed: coolant_temperature"),
            Mistake(
                row: "{code: P0001, symptom: tyre_low, severity: stop, immobile: maybe}",
                says: "immobile must be true or false"),
            Mistake(
                row: "{code: P0001, symptom: tyre_low, severity: stop, colour: red}",
                says: "a row has no \"colour\"; allowed: capabilities, charging_only, code"),
            Mistake(row: "{symptom: tyre_low, severity: stop}", says: "a row needs one of code, codes, range"),
            Mistake(row: "{code: P0001, severity: stop}", says: "a row needs symptom and severity"),
            Mistake(
                row: "{range: P0312-P0300, symptom: tyre_low, severity: stop}",
                says: "\"P0312-P0300\" is no range; allowed"),
            Mistake(row: "{range: P0000-U0300, symptom: tyre_low, severity: stop}", says: "is no range"),
            Mistake(row: "{range: P0000-P3FFF, symptom: tyre_low, severity: stop}", says: "is no range"),
            Mistake(row: "{code: P0777, symptom: tyre_low, severity: stop}", says: "has a row already, at"),
            Mistake(row: "just words", says: "a row must be a mapping"),
        ])
    func mistake(_ mistake: Mistake) throws {
        let rows = """
            namespace: obd
            rows:
              - {code: P0777, symptom: tyre_low, severity: stop}
              - \(mistake.row)
            """
        let refusal = try #require(try refusal(rows: rows))
        #expect(refusal.hasPrefix("catalogues/mine.yaml:4:"), "\(refusal)")
        #expect(refusal.contains(mistake.says), "\(refusal)")
    }

    @Test("broken YAML is told with its line")
    func brokenYAML() throws {
        let refusal = try #require(try refusal(rows: "namespace: obd\nrows:\n  - {code: P0001\n"))
        #expect(refusal.hasPrefix("catalogues/mine.yaml:"))
        #expect(refusal.contains("is not YAML"))
    }

    @Test("a key that stands twice, an empty file and a wrong top level are refused")
    func topLevel() throws {
        #expect(try refusal(rows: "namespace: obd\nnamespace: obd\nrows: []\n")?.contains("twice") == true)
        #expect(try refusal(rows: "")?.contains("is empty") == true)
        #expect(try refusal(rows: "- 1\n")?.contains("a catalogue must be a mapping") == true)
        #expect(try refusal(rows: "rows: []\n")?.contains("needs namespace and rows") == true)
    }

    @Test("a symptom that the program needs is asked for")
    func missingSymptom() throws {
        let symptoms = CatalogueErrorTests.symptoms.replacingOccurrences(of: "oil_pressure_low", with: "oil_gone")
        let refusal = try #require(try refusal(symptoms: symptoms, rows: "namespace: obd\nrows: []\n"))
        #expect(refusal.contains("the symptom \"oil_pressure_low\" is missing"))
    }

    @Test("a symptom or part without English, or with an unknown system, is refused with its line")
    func words() throws {
        let extra = "mine: {component: c, texts: {et: {clause: sõnad, title: sõnad}}}\n"
        let symptom = try #require(
            try refusal(symptoms: extra + CatalogueErrorTests.symptoms, rows: "namespace: obd\nrows: []\n"))
        #expect(symptom.hasPrefix("symptoms.yaml:1:") && symptom.contains("needs a text in en"))
        let part = try #require(
            try refusal(
                parts: "tyre: {names: {en: tyre}, system: WINGS, hours: 1}\n", rows: "namespace: obd\nrows: []\n"))
        #expect(part.hasPrefix("parts.yaml:1:") && part.contains("\"WINGS\" is not known; allowed: AIR BAGS"))
    }

    @Test("a directory that is not there is named")
    func missing() {
        let error = #expect(throws: CatalogueError.self) { try FaultCatalogue.load(directory: "/nowhere/profiles") }
        #expect(error?.description == "/nowhere/profiles/parts.yaml: can't be read")
    }
}
