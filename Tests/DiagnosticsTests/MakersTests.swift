import Foundation
import Telemetry
import Testing

@testable import Diagnostics

@Suite("Makers' own codes")
struct MakersTests {
    private func diagnosis(_ code: String, make: String?) throws -> Diagnosis {
        let traits = AssetTraits(kind: .car, make: make, energy: .petrol, drivetrain: .fwd)
        return try Shipped.diagnostician().diagnose([code], of: traits)
    }

    struct Own: Sendable, CustomTestStringConvertible {
        var make: String
        var code: String
        var severity: Severity
        var symptom: String
        var testDescription: String { "\(make) \(code)" }

        init(_ make: String, _ code: String, _ severity: Severity, _ symptom: String) {
            self.make = make
            self.code = code
            self.severity = severity
            self.symptom = symptom
        }
    }

    @Test(
        "the same number means something else on another make",
        arguments: [
            Own("Ford", "P1300", .limp, "boost_fault"), Own("Honda", "P1300", .serviceSoon, "misfire"),
            Own("Toyota", "P1300", .limp, "ignition_fault"), Own("Volkswagen", "P1300", .serviceSoon, "misfire"),
            Own("Ford", "P1299", .stop, "engine_overheating"), Own("NISSAN", "P1217", .stop, "engine_overheating"),
            Own("Ford", "P1260", .serviceSoon, "immobiliser_fault"), Own("audi", "P1557", .limp, "boost_fault"),
            Own("Škoda", "P1609", .stop, "crash"), Own("BMW", "P1638", .stop, "throttle_fault"),
            Own("Mini", "P1343", .limp, "misfire_damaging"), Own("Lexus", "P1128", .stop, "throttle_fault"),
            Own("Mazda", "P1345", .limp, "cam_signal_lost"),
            Own("Chevrolet", "P1812", .limp, "transmission_overheating"),
            Own("Subaru", "P1544", .stop, "exhaust_overheating"), Own("Kia", "P1631", .limp, "charging_failed"),
            Own("Mercedes-Benz", "P1335", .limp, "crank_signal_lost"),
            Own("Mitsubishi", "P1390", .stop, "cam_timing_fault"),
        ])
    func own(expected: Own) throws {
        let found = try diagnosis("obd/" + expected.code, make: expected.make)
        #expect(found.severity == expected.severity)
        #expect(found.symptom == expected.symptom)
    }

    @Test(
        "without a make, or with one that nobody described, a maker's code stays unknown",
        arguments: ["P1300", "P1260", "P1217", "P1000", "P3000", "B1000", "C1201", "U1000"])
    func unknown(code: String) throws {
        for make in [nil, "", "Trabant"] {
            let found = try diagnosis("obd/" + code, make: make)
            #expect(found.severity == .unknown)
            #expect(found.symptom == "unknown_fault")
        }
    }

    @Test("a generic code means the same on every make")
    func generic() throws {
        for code in ["obd/P0524", "obd/P0301", "obd/C0049", "obd/U0184"] {
            let plain = try diagnosis(code, make: nil)
            for make in try Shipped.catalogue.get().byMake.keys {
                #expect(try diagnosis(code, make: make).symptom == plain.symptom, "\(make) \(code)")
            }
        }
    }

    @Test("a makers' catalogue holds codes of the makers' own ranges only, at least fifteen for each make")
    func ranges() throws {
        for (make, rows) in try Shipped.catalogue.get().byMake {
            let others = rows.keys.filter { !$0.hasPrefix("obd/P1") && !$0.hasPrefix("obd/P3") }
            #expect(others == [], "\(make)")
            #expect(rows.count >= 15, "\(make)")
        }
    }

    @Test("a file in the makers' folder must say whose codes it explains")
    func withoutMake() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "makers-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let makers = directory.appending(path: "catalogues/makers")
        try FileManager.default.createDirectory(at: makers, withIntermediateDirectories: true)
        try Data(CatalogueErrorTests.parts.utf8).write(to: directory.appending(path: "parts.yaml"))
        try Data(CatalogueErrorTests.symptoms.utf8).write(to: directory.appending(path: "symptoms.yaml"))
        let file = makers.appending(path: "acme.yaml")
        let row = "rows:\n  - {code: P1234, symptom: tyre_low, severity: stop}\n"
        try Data("namespace: obd\n\(row)".utf8).write(to: file)
        let refused = #expect(throws: CatalogueError.self) { try FaultCatalogue.load(directory: directory.path) }
        #expect(refused?.problem == "a maker's catalogue needs make")
        #expect(refused?.line == 1)

        try Data("namespace: obd\nmake: [Acme, Acme Trucks]\n\(row)".utf8).write(to: file)
        let catalogue = try FaultCatalogue.load(directory: directory.path)
        #expect(catalogue.row(for: "obd/P1234", make: "ACME TRUCKS")?.severity == .stop)
        #expect(catalogue.row(for: "obd/P1234", make: nil) == nil)
    }
}
