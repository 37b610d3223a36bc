import Foundation
import Testing

@testable import Pipeline

@Suite("Where the files of an installation are")
struct InstallationTests {
    @Test("a variable comes before the current directory, and that before what lies above the executable")
    func order() throws {
        try withFolders(["a", "b", "c"]) { root in
            let executable = "\(root)/c/.build/debug/callahead"
            let variable = [Installation.variable: "\(root)/a"]
            let cases = [(variable, "\(root)/b", "a"), ([:], "\(root)/b", "b"), ([:], root, "c")]
            for (environment, directory, expected) in cases {
                let found = try Installation.find(
                    environment: environment, currentDirectory: directory, executable: executable)
                #expect(found.home == "\(root)/\(expected)")
            }
        }
    }

    @Test("profiles may stand elsewhere")
    func profiles() throws {
        try withFolders(["a", "b"]) { root in
            let found = try Installation.find(
                profiles: "\(root)/b/device-profiles", environment: [Installation.variable: "\(root)/a"])
            #expect(found.deviceProfiles == "\(root)/b/device-profiles")
            #expect(found.outreach == "\(root)/a/outreach")
        }
    }

    @Test("a wrong folder is said, not passed over")
    func wrong() throws {
        try withFolders(["a"]) { root in
            #expect(throws: InstallationError(kind: .variable, tried: ["\(root)/none"])) {
                try Installation.find(environment: [Installation.variable: "\(root)/none"])
            }
            #expect(throws: InstallationError(kind: .profiles, tried: ["\(root)/none"])) {
                try Installation.find(profiles: "\(root)/none", environment: [:])
            }
        }
    }

    private func withFolders(_ names: [String], _ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("home-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        for name in names {
            for folder in ["outreach/scripts", "device-profiles"] {
                try FileManager.default.createDirectory(
                    atPath: "\(root)/\(name)/\(folder)", withIntermediateDirectories: true)
            }
        }
        try body(root)
    }
}
