import Foundation
import Telemetry
import Testing

@testable import DeviceProfiles

/// Files that want to cost more than they are worth.
@Suite("Hostile profiles")
struct BadProfileTests {
    private static let head =
        "profile: x\nidentity: {device: \"{d}\"}\nrules: [{name: a, topic: \"{d}\", ignore: true}]\n"

    struct Bad: Sendable, CustomTestStringConvertible {
        var name: String
        var words: String
        var text: @Sendable () -> String

        init(_ name: String, _ words: String, _ text: @autoclosure @escaping @Sendable () -> String) {
            self.name = name
            self.words = words
            self.text = text
        }

        var testDescription: String { name }
    }

    /// Nine lines that stand for a billion texts.
    private static let bomb: String = {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        return text
    }()

    static let all = [
        Bad("10 MB of text", "524288", head + "title: " + String(repeating: "long ", count: 2_000_000)),
        Bad("a bomb of aliases", "aliases", bomb),
        Bad(
            "a small bomb of aliases", "too many values",
            "a: &a [" + String(repeating: "x,", count: 4_090)
                + "]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
                + "title: x"),
        Bad("a bomb in a key", "no plain text", "a: &a [x, x]\n? [*a, *a]\n: 1\n"),
        Bad("an alias that is a key", "no plain text", "a: &a [x]\n*a : 1\n"),
        Bad("an anchor within itself", "not YAML", "a: &a [*a]\n"),
        Bad("a list that holds itself", "not YAML", "rules: &r\n  - name: x\n    more: *r\n"),
        Bad("100,000 brackets", "nested too deeply", String(repeating: "[", count: 100_000)),
        Bad("100,000 braces", "nested too deeply", String(repeating: "{a: ", count: 100_000)),
        Bad("100,000 dashes", "nested too deeply", String(repeating: "- ", count: 100_000)),
        Bad("100,000 questions", "no plain text", String(repeating: "? ", count: 100_000)),
        Bad(
            "a large key within keys", "no plain text",
            String(repeating: "? ", count: 900) + "[" + String(repeating: "x,", count: 250_000) + "]"),
        Bad(
            "a large key within the keys that pass", "no plain text",
            String(repeating: "? ", count: 4) + "[" + String(repeating: "x,", count: 250_000) + "]"),
        Bad(
            "a staircase of keys", "nested too deeply",
            (0..<900).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")),
        Bad("40 levels", "nested too deeply", String(repeating: "[", count: 40) + String(repeating: "]", count: 40)),
        Bad(
            "a list of 100,000", "100000 elements",
            "rules: [" + String(repeating: "1,", count: 100_000) + "]"),
        Bad(
            "40,000 keys", "40000 keys", (0..<40_000).map { "k\($0): 1" }.joined(separator: "\n")),
        Bad("the same key twice", "twice", head + "profile: y\n"),
        Bad("two documents", "another document", head + "---\n" + head),
        Bad("a NUL", "not YAML", "profile: \u{0}x\n"),
        Bad("a control character", "not YAML", "profile: \u{1}x\n"),
        Bad("nothing", "empty", ""),
        Bad("a tag that makes objects", "unknown key", head + "x: !!python/object/apply:os.system [ls]\n"),
        Bad("a bare text", "not a mapping", "hello"),
        Bad("an unclosed quote", "not YAML", "profile: \"x\n"),
    ]

    @Test("a hostile file is refused with a clear word, soon", .timeLimit(.minutes(1)), arguments: all)
    func refused(bad: Bad) throws {
        let start = ContinuousClock.now
        let text = bad.text()
        let error = #expect(throws: ProfileError.self) { try ProfileSet.load(texts: [("bad.yaml", text)]) }
        let said = error?.description ?? ""
        #expect(said.contains(bad.words), "\(said.prefix(300))")
        #expect(said.hasPrefix("bad.yaml"), "\(said.prefix(300))")
        // Seconds even in a debug build on a busy machine; a sanitizer is slower.
        let isSanitized = ProcessInfo.processInfo.environment["CALLAHEAD_SANITIZER"] != nil
        #expect(ContinuousClock.now - start < .seconds(isSanitized ? 30 : 10))
    }

    @Test("aliases that a person would write are read", arguments: ["*words", " *words"])
    func modestAliases(alias: String) throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: a
                topic: a/{device}
                liveness: {path: x, online: &words [up, there], offline: [down]}
              - name: b
                topic: b/{device}
                liveness: {path: x, online:\(alias.hasPrefix(" ") ? alias : " " + alias), offline: [down]}
            """)
        #expect(bench.decode("b/1", #"{"x":"there"}"#).outcome == .decoded)
    }

    @Test("of a thousand mistakes the first hundred are told, in order of lines")
    func manyMistakes() throws {
        let lines = (0..<1_000).map { "sigma\($0): 1" }.joined(separator: "\n")
        let error = #expect(throws: ProfileError.self) {
            try ProfileSet.load(texts: [("bad.yaml", BadProfileTests.head + lines)])
        }
        let mistakes = try #require(error?.mistakes)
        #expect(mistakes.count == YAMLBounds.mistakes)
        #expect(mistakes.first?.line == 4)
        #expect(mistakes.last?.problem.contains("more mistakes") == true)
    }

    @Test("a refusal before parsing has the place, counted in characters")
    func place() throws {
        let text = "title: õ\nx: [ä, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        let refusal = try #require(YAMLBounds.refusal(of: text))
        #expect(refusal.line == 2)
        #expect(refusal.column == 40)
    }

    @Test("a file that is too long is not read, and one that is no text is told so")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "profiles-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let long = folder.appending(path: "long.yaml").path
        try Data(count: 10_000_000).write(to: URL(fileURLWithPath: long))
        let binary = folder.appending(path: "binary.yaml").path
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: binary))
        for (path, words) in [(long, "too long"), (binary, "UTF-8"), (folder.path, "read"), ("/nowhere", "read")] {
            let error = #expect(throws: ProfileError.self) { try ProfileFile.text(atPath: path) }
            #expect(error?.description.contains(words) == true, "\(path)")
        }
        #expect(try ProfileFile.paths(inDirectory: folder.path) == [binary, long])
    }
}

extension BadProfileTests {
    @Test("variables that double each other stay short", .timeLimit(.minutes(1)))
    func variableBomb() throws {
        let names = (0..<26).map { String(UnicodeScalar(UInt8(97 + $0))) }
        let variables = zip(names, names.dropFirst()).map { "\($0): \"{\($1)}{\($1)}\"" }.joined(separator: ", ")
        let text = """
            profile: x
            variables: {\(variables), z: zz}
            identity: {device: "{device}"}
            rules: [{name: a, topic: "{a}/{device}", ignore: true}]
            """
        let start = ContinuousClock.now
        let error = #expect(throws: ProfileError.self) { try ProfileSet.load(texts: [("bad.yaml", text)]) }
        #expect((error?.description.utf8.count ?? 0) < 10_000)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test(
        "a pattern that would back-track is refused or matches in linear time", .timeLimit(.minutes(1)),
        arguments: ["(a+)+$", "(a|aa)+$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a{1,1000}){1,1000}"])
    func patternBomb(pattern: String) throws {
        let text = """
            profile: x
            identity: {device: "{device}"}
            rules:
              - name: a
                topic: "a/{device}"
                payload: text
                signals: [{name: Vehicle.VehicleIdentification.VIN, path: {path: $, pattern: '\(pattern)'}}]
            """
        let start = ContinuousClock.now
        do {
            let set = try ProfileSet.load(texts: [("bad.yaml", text)])
            _ = Bench(set).decode("a/1", String(repeating: "a", count: 60_000) + "!")
        } catch {
            #expect(error.description.contains("pattern") && !error.description.contains("unknown key"))
        }
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
