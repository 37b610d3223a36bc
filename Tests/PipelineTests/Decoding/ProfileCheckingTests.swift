import DeviceProfiles
import Diagnostics
import Foundation
import Telemetry
import Testing

@testable import Pipeline

@Suite("Checking and explaining profiles for a person")
struct ProfileCheckingTests {
    private static let shipped = Repository.folder("device-profiles")

    private static let profile = """
        profile: mower
        identity: {device: "{device}"}
        rules:
          - {name: error, topic: "mowers/{device}/error", faults: [{path: code, form: list, meaning: set}]}
        examples:
          - topic: mowers/7/error
            payload: '{"code":["8"]}'
            observations:
              - '{"type":"faults","asset":"mower:7","source":"mower/7","time":"2026-01-01T00:00:00.000Z","time_trusted":false,"mode":"set","kind":"active","codes":[{"code":"mower/8","status":"unknown","raw":"8"}]}'

        """

    /// Files with these texts in a folder of their own.
    private func withFiles<Result>(_ texts: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in texts {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        return try body(folder)
    }

    @Test("the shipped profiles are sound, and each says that it is")
    func shipped() {
        let checking = ProfileChecking(directory: Self.shipped, files: [])
        #expect(checking.exitCode == 0, "\(checking.lines)")
        #expect(checking.lines.count == checking.profiles.count)
        #expect(checking.lines.allSatisfy { $0.hasSuffix("all come true") })
    }

    @Test("a sound file is checked alone, and as part of a folder whose file of that name it replaces")
    func replaces() throws {
        try withFiles(["mower.yaml": Self.profile]) { folder in
            let file = "\(folder)/mower.yaml"
            #expect(ProfileChecking(directory: nil, files: [file]).lines.count == 1)
            #expect(ProfileChecking(directory: folder, files: []).exitCode == 0)
            #expect(ProfileChecking(directory: Self.shipped, files: [file]).profiles.map(\.name) == ["mower"])
            try withFiles(["mower.yaml": Self.profile.replacing("mowers/", with: "lawns/")]) { other in
                #expect(ProfileChecking(directory: folder, files: ["\(other)/mower.yaml"]).exitCode == 0)
            }
        }
    }

    @Test("a mistake in a catalogue of the folder is told too")
    func catalogues() throws {
        try withFiles(["mower.yaml": Self.profile]) { folder in
            for name in ["parts.yaml", "symptoms.yaml"] {
                try FileManager.default.copyItem(atPath: "\(Self.shipped)/\(name)", toPath: "\(folder)/\(name)")
            }
            try FileManager.default.createDirectory(
                atPath: "\(folder)/catalogues", withIntermediateDirectories: true)
            let text = "namespace: mower\nrows:\n  - {code: \"8\", symptom: nonsense, severity: limp, title: x}\n"
            try text.write(toFile: "\(folder)/catalogues/mower.yaml", atomically: true, encoding: .utf8)
            let checking = ProfileChecking(directory: folder, files: [])
            #expect(checking.exitCode == 1)
            #expect(checking.lines.contains { $0.contains("catalogues/mower.yaml:3") && $0.contains("nonsense") })
        }
    }

    @Test("a mistake has its place, what is allowed and the nearest word, as text and as JSON")
    func mistake() throws {
        try withFiles(["mower.yaml": Self.profile.replacing("meaning:", with: "meening:")]) { folder in
            let checking = ProfileChecking(directory: folder, files: [])
            #expect(checking.exitCode == 1)
            let line = try #require(checking.lines.first)
            #expect(line.hasPrefix("\(folder)/mower.yaml:4:"))
            for word in ["meening", "allowed:", "did you mean \"meaning\"?"] { #expect(line.contains(word), "\(word)") }
            guard case .array(let mistakes) = checking.json else {
                Issue.record("no array")
                return
            }
            #expect(mistakes.first?["line"] == .whole(4))
            #expect(mistakes.first?["nearest"] == .text("meaning"))
        }
    }

    @Test("an example that fails shows what was expected and what came, value by value")
    func failure() throws {
        try withFiles(["mower.yaml": Self.profile.replacing("\"raw\":\"8\"", with: "\"raw\":\"9\"")]) { folder in
            let checking = ProfileChecking(directory: folder, files: [])
            #expect(checking.exitCode == 1)
            #expect(checking.lines.count == 4, "\(checking.lines)")
            #expect(checking.lines.first?.contains("mower.yaml:6:") == true)
            #expect(checking.lines[1].hasPrefix("  - {"))
            #expect(checking.lines[2].hasPrefix("  + {"))
            #expect(checking.lines[3].contains("codes: expected"))
        }
    }

    @Test("what can't be read is a mistake and no trap")
    func unreadable() throws {
        #expect(ProfileChecking(directory: "/nowhere", files: []).exitCode == 1)
        #expect(ProfileChecking(directory: nil, files: ["/nowhere/a.yaml"]).lines.first?.contains("read") == true)
        try withFiles(["a.yaml": ""]) { folder in
            #expect(ProfileChecking(directory: folder, files: []).lines.first?.contains("empty") == true)
        }
    }

    @Test("a code is explained with what it means and who can report it")
    func code() throws {
        let profiles = try ProfileSet.load(directory: Self.shipped)
        let catalogue = try FaultCatalogue.load(directory: Self.shipped)
        let oil = CodeExplanation("teltonika/974", profiles: profiles, catalogue: catalogue)
        #expect(oil.diagnosis.severity == .stop)
        #expect(oil.profiles.map(\.name).contains("teltonika-codec-json"))
        #expect(!oil.profiles.map(\.name).contains("obd2-mqtt"))
        #expect(oil.lines.contains { $0.contains("reported") && $0.contains("teltonika-codec-json.yaml") })
        // The same words as `diagnose` has.
        #expect(try oil.jsonText().contains("\"diagnosis\":\(oil.diagnosis.jsonText()),\"profiles\":"))
        #expect(try oil.diagnosis.jsonText().contains("\"severity\":\"stop\""))
        #expect(oil.isKnown)
        let misfire = CodeExplanation("p0301", profiles: profiles, catalogue: catalogue)
        #expect(misfire.code == "obd/P0301")
        #expect(misfire.profiles.map(\.name).contains("obd2-mqtt"))
    }

    @Test("a decoded message is explained from its topic to its end, only if somebody asks")
    func decode() throws {
        let decoding = MessageDecoding(profiles: try ProfileSet.load(directory: Self.shipped))
        func explanation(_ topic: String, _ payload: String, explaining: Bool = true) -> [String] {
            decoding.report(
                topic: topic, payload: Array(payload.utf8), retained: false, receivedAt: .init(seconds: 1_800_000_000),
                explaining: explaining
            ).explanation
        }
        let lines = explanation("callahead/v1/assets/car-1/online", "true")
        #expect(lines.first == "topic callahead/v1/assets/car-1/online")
        #expect(lines.contains { $0.contains("profile callahead-v1, rule") })
        #expect(lines.contains { $0.contains("asset = car-1") })
        #expect(lines.last == "outcome: decoded, 1 observation")
        #expect(explanation("callahead/v1/assets/car-1/faults", "{").last?.hasPrefix("outcome: quarantined") == true)
        let strange = explanation("callahead/v1/assets/car-1/fault", "{}")
        #expect(strange.first?.contains("no rule") == true)
        #expect(explanation("callahead/v1/assets/car-1/online", "true", explaining: false).isEmpty)
    }
}
