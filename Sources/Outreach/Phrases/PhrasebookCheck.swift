import FoundationEssentials

/// Files of sentences as they were read, with everything that is wrong with them.
package struct PhrasebookCheck: Sendable {
    /// What there is of one language.
    package struct LanguageSummary: Sendable, Equatable {
        package var tag: String
        /// Every variant counted.
        package var sentences: Int
    }

    /// What there is of one country.
    package struct CountrySummary: Sendable, Equatable {
        /// ISO 3166; `XX` is the neutral one.
        package var country: String
        package var emergencyNumber: String
        /// `nil` if nobody has: then the neutral sentences are said there.
        package var reviewedBy: String?
        package var languages: [String]
    }

    /// In the order of the files.
    package let mistakes: [PhrasebookError]
    /// Languages without a mistake, sorted.
    package let languages: [LanguageSummary]
    /// Countries without a mistake, sorted.
    package let countries: [CountrySummary]
    private let book: Phrasebook?

    /// Reads `scripts/*.yaml`, `safety/*.yaml` and, if it is there, `languages.yaml` of a directory.
    ///
    /// - Throws: ``PhrasebookError`` if a folder or a file can't be read.
    package init(directory: String) throws(PhrasebookError) {
        let scripts = try PhrasebookCheck.files(in: "\(directory)/scripts")
        let safety = try PhrasebookCheck.files(in: "\(directory)/safety")
        let path = "\(directory)/languages.yaml"
        var languages: (file: String, text: String)?
        if FileManager.default.fileExists(atPath: path) { languages = (path, try PhrasebookCheck.text(of: path)) }
        self.init(scripts: scripts, safety: safety, languages: languages)
    }

    /// Checks texts that were already read, each with the name of its file.
    package init(
        scripts: [(file: String, text: String)], safety: [(file: String, text: String)],
        languages choiceFile: (file: String, text: String)? = nil
    ) {
        var mistakes = Mistakes()
        var languages: [String: Language] = [:]
        for (file, text) in scripts {
            let tag = PhrasebookCheck.baseName(file)
            languages[tag.lowercased()] = Language(text, file: file, tag: tag, &mistakes)
        }
        let tags = Set(scripts.map { PhrasebookCheck.baseName($0.file).lowercased() })
        for (tag, language) in languages.sorted(by: { $0.key < $1.key }) {
            guard let fallback = language.fallback, !tags.contains(fallback.lowercased()) else { continue }
            mistakes.add(
                PhrasebookError(
                    file: "scripts/\(tag).yaml", line: nil,
                    problem: "fallback: \(fallback) has no file; there are: \(tags.sorted().joined(separator: ", "))"))
        }
        var countries: [String: SafetyFile] = [:]
        for (file, text) in safety {
            let name = PhrasebookCheck.baseName(file)
            guard let country = SafetyFile(text, file: file, name: name, &mistakes) else { continue }
            countries[country.country] = country
        }
        let choice = choiceFile.map { LanguageChoice($0.text, file: $0.file, &mistakes) } ?? LanguageChoice()
        if !tags.contains("en") {
            mistakes.add(
                PhrasebookError(file: "scripts/en.yaml", line: nil, problem: "English is needed and is not there"))
        }
        if !safety.contains(where: { PhrasebookCheck.baseName($0.file).lowercased() == "xx" }) {
            mistakes.add(
                PhrasebookError(file: "safety/xx.yaml", line: nil, problem: "the neutral sentences are not there"))
        }
        if let neutral = countries["XX"] {
            for tag in languages.keys.sorted() where !neutral.has(language: tag) {
                mistakes.add(
                    PhrasebookError(
                        file: "safety/xx.yaml", line: nil,
                        problem: "sentences lacks \(tag), which scripts are written in"))
            }
        }
        self.mistakes = mistakes.all
        self.languages = languages.values.map { LanguageSummary(tag: $0.tag, sentences: $0.sentenceCount) }
            .sorted { $0.tag < $1.tag }
        self.countries = countries.values.map {
            CountrySummary(
                country: $0.country, emergencyNumber: $0.emergencyNumber, reviewedBy: $0.reviewedBy,
                languages: $0.languages)
        }.sorted { $0.country < $1.country }
        if mistakes.all.isEmpty, let english = languages["en"], let neutral = countries["XX"] {
            book = Phrasebook(
                languages: languages, english: english, countries: countries, neutral: neutral, choice: choice)
        } else {
            book = nil
        }
    }

    /// What can be said with these files.
    ///
    /// - Throws: The first mistake, if there is one.
    package func phrasebook() throws(PhrasebookError) -> Phrasebook {
        if let book { return book }
        throw mistakes.first ?? PhrasebookError(file: "scripts/en.yaml", line: nil, problem: "it can't be read")
    }

    private static func baseName(_ file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        return name.hasSuffix(".yaml") ? String(name.dropLast(5)) : String(name)
    }

    static func files(in directory: String) throws(PhrasebookError) -> [(file: String, text: String)] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        } catch {
            throw PhrasebookError(file: directory, line: nil, problem: "cannot be read: \(error)")
        }
        var files: [(String, String)] = []
        for name in names where name.hasSuffix(".yaml") {
            let path = "\(directory)/\(name)"
            files.append((path, try text(of: path)))
        }
        return files
    }

    static func text(of path: String) throws(PhrasebookError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw PhrasebookError(file: path, line: nil, problem: "cannot be read: \(error)")
        }
    }
}
