/// One scripts file: every sentence of one language.
struct Language: Sendable {
    let tag: String
    /// The language to try where something is missing in this one.
    let fallback: String?
    let company: String
    let callback: String?
    let words: Words
    private let texts: [Section: [String: [Template]]]

    init(_ text: String, file: String, tag: String) throws(PhrasebookError) {
        let root = try YAMLPart.root(of: text, file: file)
        let fields = try root.fields(
            "the file", required: ["language", "company", "words", "texts"], optional: ["fallback", "callback"])
        func field(_ name: String) -> YAMLPart { fields[name] ?? root }
        self.tag = try field("language").text("language")
        guard self.tag == tag else {
            throw field("language").mistake("the file is named \(tag) and says language: \(self.tag)")
        }
        fallback = try fields["fallback"]?.optionalText("fallback")
        company = try field("company").text("company")
        guard !company.isEmpty else { throw field("company").mistake("company must not be empty") }
        callback = try fields["callback"]?.optionalText("callback")
        words = try Words(field("words"), language: tag)
        let sections = try field("texts").fields("texts", required: Section.allCases.map(\.rawValue))
        var texts: [Section: [String: [Template]]] = [:]
        for section in Section.allCases {
            guard let part = sections[section.rawValue] else { continue }
            texts[section] = try Language.read(section, part)
        }
        self.texts = texts
    }

    /// The sentence of a situation: its first variant whose values are all there.
    func say(_ section: Section, _ situation: String, _ values: borrowing Values) -> String {
        guard let variants = texts[section]?[situation] else { return "" }
        for variant in variants where values.present.isSuperset(of: variant.needs) { return variant.render(values) }
        return ""
    }

    private static func read(
        _ section: Section, _ part: YAMLPart
    ) throws(PhrasebookError) -> [String: [Template]] {
        let situations = try part.fields(section.rawValue, required: section.situations)
        var texts: [String: [Template]] = [:]
        for situation in section.situations {
            guard let value = situations[situation] else { continue }
            let what = "\(section.rawValue).\(situation)"
            let nodes = value.items ?? [value]
            var variants: [Template] = []
            for node in nodes {
                let template = try node.template(what, allowed: section.allowed(in: situation))
                guard !template.isEmpty || section.mayBeEmpty(in: situation) else {
                    throw node.mistake("\(what) must say something")
                }
                variants.append(template)
            }
            guard let last = variants.last else { throw value.mistake("\(what) must say something") }
            let sure = section.sure(in: situation)
            guard sure.isSuperset(of: last.needs) else {
                throw (nodes.last ?? value).mistake(
                    "\(what): the last variant needs \(last.needs.subtracting(sure).names), which may be unknown; "
                        + "add a variant after it that uses only \(sure.names)")
            }
            texts[situation] = variants
        }
        return texts
    }
}
