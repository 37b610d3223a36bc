import FoundationEssentials

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

    /// Reads `scripts/*.yaml` and `safety/*.yaml` of a directory.
    ///
    /// - Throws: ``PhrasebookError`` with file, line, what is wrong and what is allowed.
    package static func load(directory: String) throws(PhrasebookError) -> Phrasebook {
        try Phrasebook(
            scripts: try files(in: "\(directory)/scripts"), safety: try files(in: "\(directory)/safety"))
    }

    /// A phrasebook from texts that were already read.
    ///
    /// - Parameters:
    ///   - scripts: Name of the file and its text; `en.yaml` must be among them.
    ///   - safety: Name of the file and its text; `xx.yaml`, the neutral one, must be among them.
    package init(
        scripts: [(file: String, text: String)], safety: [(file: String, text: String)]
    ) throws(PhrasebookError) {
        var languages: [String: Language] = [:]
        for (file, text) in scripts {
            let tag = Phrasebook.baseName(file)
            languages[tag.lowercased()] = try Language(text, file: file, tag: tag)
        }
        guard let english = languages["en"] else {
            throw PhrasebookError(file: "scripts/en.yaml", line: nil, problem: "English is needed and is not there")
        }
        for (tag, language) in languages.sorted(by: { $0.key < $1.key }) {
            if let fallback = language.fallback, languages[fallback.lowercased()] == nil {
                let known = languages.keys.sorted().joined(separator: ", ")
                throw PhrasebookError(
                    file: "scripts/\(tag).yaml", line: nil,
                    problem: "fallback: \(fallback) has no file; there are: \(known)")
            }
        }
        var countries: [String: SafetyFile] = [:]
        for (file, text) in safety {
            let country = try SafetyFile(text, file: file, name: Phrasebook.baseName(file))
            countries[country.country] = country
        }
        guard let neutral = countries["XX"] else {
            throw PhrasebookError(file: "safety/xx.yaml", line: nil, problem: "the neutral sentences are not there")
        }
        for tag in languages.keys.sorted() where !neutral.has(language: tag) {
            throw PhrasebookError(
                file: "safety/xx.yaml", line: nil, problem: "sentences lacks \(tag), which scripts are written in")
        }
        self.languages = languages
        self.english = english
        self.countries = countries
        self.neutral = neutral
        self.languageTags = languages.values.map(\.tag).sorted()
    }

    /// The languages to try for a tag, best first: the tag, the tag without its last parts, fall-backs, English.
    func chain(_ tag: String) -> [Language] {
        var chain: [Language] = []
        var seen: [String] = []
        func add(_ tag: String) {
            var parts = tag.lowercased().replacing("_", with: "-").split(separator: "-").prefix(8)
            while !parts.isEmpty {
                let name = parts.joined(separator: "-")
                if let language = languages[name], !seen.contains(name) {
                    seen.append(name)
                    chain.append(language)
                    if let fallback = language.fallback { add(fallback) }
                }
                parts.removeLast()
            }
        }
        add(tag)
        if !seen.contains("en") { chain.append(english) }
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

    private static func baseName(_ file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        return name.hasSuffix(".yaml") ? String(name.dropLast(5)) : String(name)
    }

    static func files(in directory: String) throws(PhrasebookError) -> [(file: String, text: String)] {
        var files: [(String, String)] = []
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            where name.hasSuffix(".yaml") {
                let path = "\(directory)/\(name)"
                files.append((path, try String(contentsOfFile: path, encoding: .utf8)))
            }
        } catch {
            throw PhrasebookError(file: directory, line: nil, problem: "cannot be read: \(error)")
        }
        return files
    }
}
