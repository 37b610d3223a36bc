/// The safety sentences of one country.
struct SafetyFile: Sendable {
    /// Upper case, `XX` for the neutral ones.
    let country: String
    let emergencyNumber: String
    /// Who of the country's authorities has read them; without one they are not said.
    let reviewedBy: String?
    private let sentences: [String: [SafetySituation: Template]]

    init(_ text: String, file: String, name: String) throws(PhrasebookError) {
        let root = try YAMLPart.root(of: text, file: file)
        let fields = try root.fields(
            "the file", required: ["country", "emergency_number", "reviewed_by", "sources", "sentences"])
        func field(_ name: String) -> YAMLPart { fields[name] ?? root }
        country = try field("country").text("country").uppercased()
        guard country == name.uppercased() else {
            throw field("country").mistake("the file is named \(name) and says country: \(country)")
        }
        emergencyNumber = try field("emergency_number").text("emergency_number")
        guard !emergencyNumber.isEmpty, emergencyNumber.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw field("emergency_number").mistake("emergency_number must be digits in quotes")
        }
        let reviewer = try field("reviewed_by").optionalText("reviewed_by")
        reviewedBy = reviewer?.isEmpty == true ? nil : reviewer
        guard field("sources").items != nil else { throw field("sources").mistake("sources must be a list") }
        var sentences: [String: [SafetySituation: Template]] = [:]
        for (language, _, part) in try field("sentences").entries("sentences") {
            let texts = try part.fields(language, required: SafetySituation.allCases.map(\.rawValue))
            var templates: [SafetySituation: Template] = [:]
            for situation in SafetySituation.allCases {
                let what = "\(language).\(situation.rawValue)"
                guard let text = texts[situation.rawValue] else { continue }
                let template = try text.template(what, allowed: PlaceholderSet(.emergencyNumber))
                guard !template.isEmpty else { throw text.mistake("\(what) must say something") }
                templates[situation] = template
            }
            sentences[language] = templates
        }
        self.sentences = sentences
    }

    func has(language: String) -> Bool { sentences[language] != nil }

    func sentence(_ situation: SafetySituation, language: String) -> Template? { sentences[language]?[situation] }
}
