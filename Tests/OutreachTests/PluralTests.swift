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

    private func plural(_ yaml: String, language: String) throws(PhrasebookError) -> Plural {
        try Plural(
            try YAMLPart.root(of: yaml, file: "xx.yaml"), "minutes", rule: PluralRule(language: language))
    }

    @Test("a form that is missing or too many is a mistake")
    func forms() throws {
        let ukrainian = #"{one: "{count} a", few: "{count} b", many: "{count} c"}"#
        let words = try plural(ukrainian, language: "uk")
        #expect(
            [1, 2, 5, 11, 21, 22, 25].map { words.words($0) } == ["1 a", "2 b", "5 c", "11 c", "21 a", "22 b", "25 c"])
        _ = try plural(#"{one: a, few: b, many: c, other: d}"#, language: "uk")
        for (yaml, language, problem) in [
            (#"{one: a, other: b}"#, "uk", "minutes lacks few"), (#"{one: a, few: b}"#, "uk", "minutes lacks many"),
            (ukrainian, "en", "minutes has no few; allowed: one, other"), ("{one: a}", "et", "minutes lacks other"),
            (#"{one: a, other: "{minutes}"}"#, "en", "minutes.other: no placeholder {minutes} here"),
            (#"{one: "", other: b}"#, "en", "minutes.one must say something"), ("minutes", "en", "must be a mapping"),
        ] {
            let error = #expect(throws: PhrasebookError.self) { _ = try plural(yaml, language: language) }
            #expect(error?.problem.contains(problem) == true, "\(error?.description ?? "")")
            #expect(error?.line != nil)
        }
    }
}
