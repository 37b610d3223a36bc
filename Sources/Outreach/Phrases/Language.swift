/// One scripts file: every sentence of one language.
struct Language: Sendable {
    let tag: String
    /// The language to try where something is missing in this one.
    let fallback: String?
    let company: String
    let callback: String?
    let words: Words
    private let texts: [Section: [String: [Template]]]

    /// How many sentences there are, every variant counted.
    let sentenceCount: Int

    /// Reads a file and keeps every mistake; `nil` if there is nothing to read in it.
    init?(_ text: String, file: String, tag: String, _ mistakes: inout Mistakes) {
        let before = mistakes.all.count
        guard let root = mistakes.collect({ () throws(PhrasebookError) in try YAMLPart.root(of: text, file: file) })
        else { return nil }
        let fields = mistakes.fields(
            root, "the file", required: ["language", "company", "words", "texts"], optional: ["fallback", "callback"])
        func value(_ name: String) -> String? {
            fields[name].flatMap { part in
                mistakes.collect { () throws(PhrasebookError) in try part.optionalText(name) } ?? nil
            }
        }
        self.tag = tag
        let said = value("language") ?? ""
        if let part = fields["language"], said != tag {
            mistakes.add(part.mistake("the file is named \(tag) and says language: \(said)"))
        }
        fallback = value("fallback")
        company = value("company") ?? ""
        if let part = fields["company"], company.isEmpty { mistakes.add(part.mistake("company must not be empty")) }
        callback = value("callback")
        guard let words = fields["words"], let texts = fields["texts"] else { return nil }
        self.words = Words(words, language: tag, &mistakes)
        let sections = mistakes.fields(texts, "texts", required: Section.allCases.map(\.rawValue))
        var read: [Section: [String: [Template]]] = [:]
        for section in Section.allCases {
            guard let part = sections[section.rawValue] else { continue }
            read[section] = Language.read(section, part, &mistakes)
        }
        self.texts = read
        sentenceCount = read.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.count } }
        guard mistakes.all.count == before else { return nil }
    }

    /// The sentence of a situation: its first variant whose values are all there.
    func say(_ section: Section, _ situation: String, _ values: borrowing Values) -> String {
        guard let variants = texts[section]?[situation] else { return "" }
        for variant in variants where values.present.isSuperset(of: variant.needs) { return variant.render(values) }
        return ""
    }

    private static func read(
        _ section: Section, _ part: YAMLPart, _ mistakes: inout Mistakes
    ) -> [String: [Template]] {
        let situations = mistakes.fields(part, section.rawValue, required: section.situations)
        var texts: [String: [Template]] = [:]
        for situation in section.situations {
            guard let value = situations[situation] else { continue }
            texts[situation] = variants(section, situation, value, &mistakes)
        }
        return texts
    }

    /// The variants of a situation; the last one must do with what is always known.
    private static func variants(
        _ section: Section, _ situation: String, _ value: YAMLPart, _ mistakes: inout Mistakes
    ) -> [Template] {
        let what = "\(section.rawValue).\(situation)"
        let nodes = value.items ?? [value]
        var variants: [Template] = []
        for node in nodes {
            let template = mistakes.collect { () throws(PhrasebookError) in
                try node.template(what, allowed: section.allowed(in: situation))
            }
            guard let template else { continue }
            if template.isEmpty, !section.mayBeEmpty(in: situation) {
                mistakes.add(node.mistake("\(what) must say something"))
            }
            if section != .location, !template.endsSentence {
                mistakes.add(node.mistake("\(what) must end like a sentence, with . ? or !"))
            }
            if let problem = section.isTooLong(template) { mistakes.add(node.mistake("\(what): \(problem)")) }
            variants.append(template)
        }
        let sure = section.sure(in: situation)
        if nodes.isEmpty {
            mistakes.add(value.mistake("\(what) must say something"))
        } else if variants.count == nodes.count, let last = variants.last, !sure.isSuperset(of: last.needs) {
            mistakes.add(
                (nodes.last ?? value).mistake(
                    "\(what): the last variant needs \(last.needs.subtracting(sure).names), which may be unknown; "
                        + "add a variant after it that uses only \(sure.names)"))
        }
        return variants
    }
}
