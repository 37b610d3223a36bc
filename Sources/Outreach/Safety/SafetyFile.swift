/// The safety sentences of one country.
struct SafetyFile: Sendable {
    /// Upper case, `XX` for the neutral ones.
    let country: String
    let emergencyNumber: String
    /// Who of the country's authorities has read them; without one they are not said.
    let reviewedBy: String?
    private let sentences: [String: [SafetySituation: Template]]

    /// Reads a file and keeps every mistake; `nil` if there are any.
    init?(_ text: String, file: String, name: String, _ mistakes: inout Mistakes) {
        let before = mistakes.all.count
        guard let root = mistakes.collect({ () throws(PhrasebookError) in try YAMLPart.root(of: text, file: file) })
        else { return nil }
        let fields = mistakes.fields(
            root, "the file", required: ["country", "emergency_number", "reviewed_by", "sources", "sentences"])
        func value(_ name: String) -> String? {
            fields[name].flatMap { part in
                mistakes.collect { () throws(PhrasebookError) in try part.optionalText(name) } ?? nil
            }
        }
        country = (value("country") ?? name).uppercased()
        if let part = fields["country"], country != name.uppercased() {
            mistakes.add(part.mistake("the file is named \(name) and says country: \(country)"))
        }
        emergencyNumber = value("emergency_number") ?? ""
        if let part = fields["emergency_number"],
            emergencyNumber.isEmpty || !emergencyNumber.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            mistakes.add(part.mistake("emergency_number must be digits in quotes"))
        }
        let reviewer = value("reviewed_by")
        reviewedBy = reviewer?.isEmpty == true ? nil : reviewer
        if let part = fields["sources"], part.items == nil { mistakes.add(part.mistake("sources must be a list")) }
        var sentences: [String: [SafetySituation: Template]] = [:]
        let languages = fields["sentences"].flatMap { part in
            mistakes.collect { () throws(PhrasebookError) in try part.entries("sentences") }
        }
        for (language, _, part) in languages ?? [] {
            sentences[language] = SafetyFile.read(language, part, &mistakes)
        }
        self.sentences = sentences
        guard mistakes.all.count == before else { return nil }
    }

    private static func read(
        _ language: String, _ part: YAMLPart, _ mistakes: inout Mistakes
    ) -> [SafetySituation: Template] {
        let texts = mistakes.fields(part, language, required: SafetySituation.allCases.map(\.rawValue))
        var templates: [SafetySituation: Template] = [:]
        for situation in SafetySituation.allCases {
            guard let text = texts[situation.rawValue] else { continue }
            let what = "\(language).\(situation.rawValue)"
            let template = mistakes.collect { () throws(PhrasebookError) in
                try text.template(what, allowed: PlaceholderSet(.emergencyNumber))
            }
            if template?.isEmpty == true { mistakes.add(text.mistake("\(what) must say something")) }
            templates[situation] = template
        }
        return templates
    }

    /// The languages that it has sentences in, sorted.
    var languages: [String] { sentences.keys.sorted() }

    func has(language: String) -> Bool { sentences[language] != nil }

    func sentence(_ situation: SafetySituation, language: String) -> Template? { sentences[language]?[situation] }
}
