import Testing

@testable import DeviceProfiles

@Suite("Mistakes in profiles")
struct LoadingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var yaml: String
        var line: Int
        var column: Int
        var problem: String
        var allowed = ""
        var nearest: String?

        var testDescription: String { problem }
    }

    @Test(
        "a mistake has its line and column, what is wrong, what is allowed, and the nearest word",
        arguments: [
            Case(
                yaml: "rulez: []", line: 3, column: 1, problem: "unknown key \"rulez\"", allowed: "rules",
                nearest: "rules"),
            Case(
                yaml: "rules:\n  - {name: a, topic: \"t/{device}\", faults: [{path: x, form: lst, meaning: set}]}",
                line: 4, column: 61, problem: "form can't be \"lst\"", allowed: "list, text", nearest: "list"),
            Case(
                yaml: "rules:\n  - {name: a, topic: \"t/{device}\", faults: [{path: x, form: list}]}",
                line: 4, column: 45, problem: "does not say what a missing code means", allowed: "set, raise"),
            Case(
                yaml: "rules:\n  - name: a\n    topic: t/{dev}\n    faults: [{path: x, form: list, meaning: set}]",
                line: 2, column: 20, problem: "no capture \"{device}\"", allowed: "{dev}"),
            Case(
                yaml: "rules:\n  - name: a\n    topic: t/{device\n    liveness: {online: [x]}",
                line: 5, column: 14, problem: "has no \"}\"", allowed: "{capture}"),
            Case(
                yaml: "rules:\n  - name: a\n    topic: t/{device}\n    signals: [{name: Vehicle.Sped, path: x}]",
                line: 6, column: 22, problem: "\"Vehicle.Sped\" is not known", nearest: "Vehicle.Speed"),
            Case(
                yaml:
                    "rules:\n  - name: a\n    topic: t/{device}\n    signals: [{name: Vehicle.Speed, path: x, unit: mV}]",
                line: 6, column: 52, problem: "can't become km/h", allowed: "km/h, m/s"),
            Case(
                yaml: "rules:\n  - name: a\n    topic: t/{device}\n    signals: [{name: Vehicle.Speed, path: 'a..b'}]",
                line: 6, column: 46, problem: "a key is empty", allowed: "quoted keys"),
            Case(
                yaml: "rules:\n  - name: a\n    topic: t/{device}\n    liveness: {}", line: 6, column: 15,
                problem: "liveness has no words", allowed: "online"),
            Case(yaml: "rules:\n  - {name: a, topic: \"t/{device}\"}", line: 4, column: 5, problem: "reads nothing"),
            Case(yaml: "rules: [", line: 4, column: 1, problem: "not YAML"),
            Case(
                yaml: "version: x\nrules:\n  - {name: a, topic: \"t/{device}\", liveness: {online: [x]}}", line: 3,
                column: 10, problem: "whole number"),
        ])
    func mistake(_ expected: Case) throws {
        let error = #expect(throws: ProfileError.self) {
            _ = try ProfileSet.load(texts: [("test.yaml", Bench.head + expected.yaml)])
        }
        let all = try #require(error).mistakes
        let found = try #require(all.first { $0.problem.contains(expected.problem) }, "\(all.map(\.description))")
        #expect(found.file == "test.yaml")
        #expect(found.line == expected.line)
        #expect(found.column == expected.column)
        #expect(found.allowed.contains(expected.allowed))
        #expect(found.nearest == expected.nearest)
    }

    @Test("every mistake of a file is named at once")
    func several() {
        let error = #expect(throws: ProfileError.self) {
            _ = try ProfileSet.load(texts: [("a.yaml", "profile: A b\nvresion: 2\nkind: activ\nrules: []")])
        }
        #expect(error?.mistakes.count == 3)
    }

    @Test("two rules can't have topics of the same shape, two profiles not the same name")
    func clashes() {
        let text = """
            profile: a
            identity: {device: "{d}"}
            rules:
              - {name: one, topic: "t/{d}", liveness: {online: [x]}}
            """
        let error = #expect(throws: ProfileError.self) {
            _ = try ProfileSet.load(texts: [("a.yaml", text), ("b.yaml", text)])
        }
        #expect(error?.mistakes.contains { $0.problem.contains("is taken by a.yaml") } == true)
        #expect(error?.mistakes.contains { $0.problem.contains("the same shape") } == true)
    }

    @Test("an installation that overrides what is not there is told what is")
    func wrongOptions() {
        let error = #expect(throws: ProfileError.self) {
            _ = try ProfileSet.load(
                directory: shippedDirectory,
                options: ProfileOptions(variables: ["obd2-mqtt": ["mian": "cars"], "obd3-mqtt": [:]]))
        }
        #expect(error?.mistakes.map(\.nearest) == ["main", "obd2-mqtt"])
    }

    @Test("a directory that is not there is an error, not an empty set")
    func missingDirectory() {
        #expect(throws: ProfileError.self) { _ = try ProfileSet.load(directory: "/nowhere/at/all") }
    }
}
