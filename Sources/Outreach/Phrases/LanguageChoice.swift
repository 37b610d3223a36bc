/// Which language is spoken where none is known, and instead of one that has no scripts.
struct LanguageChoice: Sendable {
    /// In lower case.
    private(set) var defaultTag = "en"
    /// What to try instead of a language, in lower case, best first.
    private(set) var fallbacks: [String: [String]] = [:]

    init() {}

    /// Reads `languages.yaml`.
    init(_ text: String, file: String, _ mistakes: inout Mistakes) {
        guard let root = mistakes.collect({ () throws(PhrasebookError) in try YAMLPart.root(of: text, file: file) })
        else { return }
        let fields = mistakes.fields(root, "the file", required: ["default"], optional: ["fallback"])
        if let part = fields["default"] {
            let tag = mistakes.collect { () throws(PhrasebookError) in try part.text("default") } ?? ""
            if tag.isEmpty { mistakes.add(part.mistake("default must be a language, such as en")) }
            defaultTag = tag.lowercased()
        }
        guard let part = fields["fallback"], !part.isNull else { return }
        let entries = mistakes.collect { () throws(PhrasebookError) in try part.entries("fallback") } ?? []
        for (tag, _, value) in entries {
            guard let items = value.items, !items.isEmpty else {
                mistakes.add(value.mistake("fallback.\(tag) must be a list of languages, such as [en]"))
                continue
            }
            fallbacks[tag.lowercased()] = items.compactMap { item in
                mistakes.collect { () throws(PhrasebookError) in try item.text("an item of fallback.\(tag)") }?
                    .lowercased()
            }
        }
    }
}
