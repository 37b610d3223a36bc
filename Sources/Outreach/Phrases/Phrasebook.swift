/// Every sentence that is said to people, checked when it is loaded.
///
/// Rendering is pure: the same context gives the same words.
package struct Phrasebook: Sendable {
    private let languages: [String: Language]
    private let english: Language
    private let countries: [String: SafetyFile]
    private let neutral: SafetyFile

    /// The tags of the languages that there are scripts for, sorted.
    package let languageTags: [String]

    private let choice: LanguageChoice
    /// What ``chain(_:)`` gives for the tags that are asked for most: those of the scripts, and none.
    private var chains: [String: [Language]] = [:]

    /// Reads `scripts/*.yaml`, `safety/*.yaml` and, if it is there, `languages.yaml` of a directory.
    ///
    /// - Throws: ``PhrasebookError`` with file, line, what is wrong and what is allowed.
    package static func load(directory: String) throws(PhrasebookError) -> Phrasebook {
        try PhrasebookCheck(directory: directory).phrasebook()
    }

    /// A phrasebook from texts that were already read.
    ///
    /// - Parameters:
    ///   - scripts: Name of the file and its text; `en.yaml` must be among them.
    ///   - safety: Name of the file and its text; `xx.yaml`, the neutral one, must be among them.
    ///   - languages: The same of `languages.yaml`.
    package init(
        scripts: [(file: String, text: String)], safety: [(file: String, text: String)],
        languages: (file: String, text: String)? = nil
    ) throws(PhrasebookError) {
        self = try PhrasebookCheck(scripts: scripts, safety: safety, languages: languages).phrasebook()
    }

    init(
        languages: [String: Language], english: Language, countries: [String: SafetyFile], neutral: SafetyFile,
        choice: LanguageChoice
    ) {
        self.languages = languages
        self.english = english
        self.countries = countries
        self.neutral = neutral
        self.choice = choice
        languageTags = languages.values.map(\.tag).sorted()
        for tag in languageTags + [""] { chains[tag] = madeChain(tag) }
    }

    /// The language for somebody of whom none is known.
    package var defaultLanguage: String { choice.defaultTag }

    /// The language in which somebody with a tag is spoken to: words from elsewhere must be in it, too.
    package func language(for tag: String) -> String { chain(tag)[0].tag }

    /// The languages to try for a tag, best first: the tag, the tag without its last parts, fall-backs, English.
    ///
    /// An empty tag is the installation's default language. What a language falls back on comes after what was asked
    /// for together with it, so that a list is tried in the order in which it was written.
    func chain(_ tag: String) -> [Language] { chains[tag] ?? madeChain(tag) }

    private func madeChain(_ tag: String) -> [Language] {
        var chain: [Language] = []
        var seen: Set<String> = []
        var waiting = [tag.isEmpty ? choice.defaultTag : tag]
        while !waiting.isEmpty {
            var parts = waiting.removeFirst().lowercased().replacing("_", with: "-").split(separator: "-").prefix(8)
            while !parts.isEmpty {
                let name = parts.joined(separator: "-")
                parts.removeLast()
                guard seen.insert(name).inserted else { continue }
                if let language = languages[name] {
                    chain.append(language)
                    if let fallback = language.fallback { waiting.append(fallback) }
                }
                waiting += choice.fallbacks[name] ?? []
            }
        }
        if !chain.contains(where: { $0.tag.lowercased() == "en" }) { chain.append(english) }
        return chain
    }

    /// The safety sentence: the country's own if an authority has reviewed it, else the neutral one with 112.
    func safetySentence(_ context: ScriptContext, _ chain: [Language]) -> String {
        let situation = SafetySituation(context)
        let reviewed = reviewedCountry(context.country)
        for language in chain {
            for file in [reviewed, neutral] {
                guard let file, let template = file.sentence(situation, language: language.tag) else { continue }
                var values = Values()
                values[.emergencyNumber] = file.emergencyNumber
                return template.render(values)
            }
        }
        return ""
    }

    /// The number to call in danger.
    func emergencyNumber(_ country: String?) -> String { (reviewedCountry(country) ?? neutral).emergencyNumber }

    private func reviewedCountry(_ country: String?) -> SafetyFile? {
        guard let file = country.flatMap({ countries[$0.uppercased()] }), file.reviewedBy != nil else { return nil }
        return file
    }
}
