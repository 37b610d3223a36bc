/// Reads the words of a language, and keeps every mistake on the way.
struct WordReader {
    private let rule: PluralRule
    private var fields: [String: YAMLPart] = [:]
    private let part: YAMLPart
    private var mistakes: Mistakes
    private var names: [String] = []

    init(_ part: YAMLPart, language: String, _ mistakes: Mistakes) {
        self.part = part
        self.mistakes = mistakes
        rule = PluralRule(language: language)
        let entries = self.mistakes.collect { () throws(PhrasebookError) in try part.entries("words") }
        for entry in entries ?? [] { fields[entry.key] = entry.value }
    }

    /// All mistakes so far, those of words that nobody asked for among them.
    mutating func finished() -> Mistakes {
        _ = mistakes.fields(part, "words", required: names)
        return mistakes
    }

    mutating func plural(_ name: String, names: [String] = ["count"]) -> Plural {
        field(name).map { Plural($0, name, rule: rule, names: names, &mistakes) } ?? Plural()
    }

    mutating func plurals(_ name: String, keys: [String]) -> [String: Plural] {
        var plurals: [String: Plural] = [:]
        for (key, value) in entries(name, keys) {
            plurals[key] = Plural(value, "\(name).\(key)", rule: rule, names: ["count"], &mistakes)
        }
        return plurals
    }

    mutating func text(_ name: String) -> String { field(name).map { text($0, name) } ?? "" }

    mutating func texts(_ name: String, keys: [String]) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in entries(name, keys) { texts[key] = text(value, "\(name).\(key)") }
        return texts
    }

    mutating func lists(_ name: String, keys: [String], count: Int) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for (key, value) in entries(name, keys) { lists[key] = list(value, "\(name).\(key)", count: count) }
        return lists
    }

    mutating func list(_ name: String, count: Int) -> [String] {
        field(name).map { list($0, name, count: count) } ?? Array(repeating: "", count: count)
    }

    mutating func patterns(
        _ name: String, keys: [String], names: (String) -> [String]
    ) -> [String: WordPattern] {
        var patterns: [String: WordPattern] = [:]
        for (key, value) in entries(name, keys) {
            patterns[key] = mistakes.collect { () throws(PhrasebookError) in
                try WordPattern(value, "\(name).\(key)", names: names(key))
            }
        }
        return patterns
    }

    private mutating func field(_ name: String) -> YAMLPart? {
        names.append(name)
        return fields[name]
    }

    private mutating func entries(_ name: String, _ keys: [String]) -> [(String, YAMLPart)] {
        guard let part = field(name) else { return [] }
        let fields = mistakes.fields(part, name, required: keys)
        return keys.compactMap { key in fields[key].map { (key, $0) } }
    }

    private mutating func list(_ part: YAMLPart, _ what: String, count: Int) -> [String] {
        guard let items = part.items, items.count == count else {
            mistakes.add(part.mistake("\(what) must be a list of \(count)"))
            return Array(repeating: "", count: count)
        }
        return items.map { text($0, "an item of \(what)") }
    }

    private mutating func text(_ part: YAMLPart, _ what: String) -> String {
        let text = mistakes.collect { () throws(PhrasebookError) in try part.text(what) }
        if text?.isEmpty == true { mistakes.add(part.mistake("\(what) must say something")) }
        return text ?? ""
    }
}
