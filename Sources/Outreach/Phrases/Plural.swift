/// Words for a number in each form that its language has.
struct Plural: Sendable {
    private let rule: PluralRule
    private let forms: [PluralCategory: WordPattern]

    /// No words at all, in place of some that could not be read.
    init() {
        rule = .oneOther
        forms = [:]
    }

    /// Reads `{one: "{count} minute", other: "{count} minutes"}`.
    ///
    /// A form of the language that is missing, and one that it does not have, is a mistake.
    init(_ part: YAMLPart, _ what: String, rule: PluralRule, names: [String], _ mistakes: inout Mistakes) {
        let fields = mistakes.fields(
            part, what, required: rule.required.map(\.rawValue), optional: rule.optional.map(\.rawValue))
        var forms: [PluralCategory: WordPattern] = [:]
        for category in rule.required + rule.optional {
            guard let form = fields[category.rawValue] else { continue }
            forms[category] = mistakes.collect { () throws(PhrasebookError) in
                try WordPattern(form, "\(what).\(category.rawValue)", names: names)
            }
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
