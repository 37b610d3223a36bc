/// Words for a number in each form that its language has.
struct Plural: Sendable {
    private let rule: PluralRule
    private let forms: [PluralCategory: WordPattern]

    /// Reads `{one: "{count} minute", other: "{count} minutes"}`.
    ///
    /// - Throws: ``PhrasebookError`` if a form of the language is missing or there is one that it does not have.
    init(
        _ part: YAMLPart, _ what: String, rule: PluralRule, names: [String] = ["count"]
    ) throws(PhrasebookError) {
        let fields = try part.fields(
            what, required: rule.required.map(\.rawValue), optional: rule.optional.map(\.rawValue))
        var forms: [PluralCategory: WordPattern] = [:]
        for category in rule.required + rule.optional {
            guard let form = fields[category.rawValue] else { continue }
            forms[category] = try WordPattern(form, "\(what).\(category.rawValue)", names: names)
        }
        self.rule = rule
        self.forms = forms
    }

    /// The words for a number.
    func words(_ count: Int64) -> String { words(count) { _ in "\(count)" } }

    /// The words in the form that `count` takes.
    func words(_ count: Int64, _ value: (String) -> String) -> String {
        forms[rule.category(of: count)]?.fill(value) ?? ""
    }
}
