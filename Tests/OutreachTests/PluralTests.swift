import Testing

@testable import Outreach

@Suite("Plural forms")
struct PluralTests {
    @Test(
        "a number takes the form of its language",
        arguments: [
            ("en", "other one other other other other other other other"),
            ("et-EE", "other one other other other other other other other"),
            ("fi", "other one other other other other other other other"),
            ("ka", "other one other other other other other other other"),
            ("uk", "many one few many many many one few many"),
            ("ru", "many one few many many many one few many"),
            ("pl", "many one few many many many many few many"),
            ("lv", "zero one other other zero zero one other other"),
            ("lt", "other one few few other other one few few"),
            ("", "other one other other other other other other other"),
        ])
    func category(language: String, expected: String) {
        let rule = PluralRule(language: language)
        let found = [0, 1, 2, 5, 11, 12, 21, 22, 25].map { rule.category(of: $0).rawValue }
        #expect(found.joined(separator: " ") == expected)
    }

    @Test("every number has a form that a file must have", arguments: ["en", "uk", "pl", "lt", "lv"])
    func total(language: String) {
        let rule = PluralRule(language: language)
        let used = Set((0...1_000).map { rule.category(of: $0) } + [rule.category(of: .min), rule.category(of: .max)])
        #expect(used == Set(rule.required))
        #expect(used.isDisjoint(with: rule.optional))
    }

    private func plural(_ yaml: String, language: String) throws -> (plural: Plural, mistakes: [PhrasebookError]) {
        var mistakes = Mistakes()
        let part = try YAMLPart.root(of: yaml, file: "xx.yaml")
        let plural = Plural(part, "minutes", rule: PluralRule(language: language), names: ["count"], &mistakes)
        return (plural, mistakes.all)
    }

    @Test("each number is said in its own form")
    func forms() throws {
        let words = try plural(#"{one: "{count} a", few: "{count} b", many: "{count} c"}"#, language: "uk").plural
        let said = [1, 2, 5, 11, 21, 22, 25].map { words.words($0) }
        #expect(said == ["1 a", "2 b", "5 c", "11 c", "21 a", "22 b", "25 c"])
    }

    @Test(
        "a form that is missing or too many is a mistake",
        arguments: [
            (#"{one: a, other: b}"#, "uk", ["minutes lacks few", "minutes lacks many"]),
            (#"{one: a, few: b}"#, "uk", ["minutes lacks many"]),
            (#"{one: a, few: b, many: c, other: d}"#, "uk", []),
            (#"{one: a, few: b, other: c}"#, "en", ["minutes has no few; allowed: one, other"]),
            ("{one: a}", "et", ["minutes lacks other"]),
            (
                #"{one: a, other: "{minutes}"}"#, "en",
                ["minutes.other: no placeholder {minutes} here; allowed: {count}"]
            ),
            (#"{one: "", other: b}"#, "en", ["minutes.one must say something"]),
            ("minutes", "en", ["minutes must be a mapping"]),
        ])
    func mistakes(yaml: String, language: String, expected: [String]) throws {
        let found = try plural(yaml, language: language).mistakes
        #expect(found.map(\.problem) == expected)
        #expect(found.allSatisfy { $0.line == 1 })
    }
}
