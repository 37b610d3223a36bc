internal import Telemetry

/// All catalogues of an installation, compiled: which code means what, and the words for it.
///
/// Immutable after loading; a look-up is one or two hash look-ups, whatever the number of rows.
package struct FaultCatalogue: Sendable {
    var rows: [CatalogueRow] = []
    /// Generic rows by `namespace/code`.
    var generic: [String: Int] = [:]
    /// Rows of a maker's catalogues by make in lower case, then by code.
    var byMake: [String: [String: Int]] = [:]
    /// Rows with wildcards, longest first; they are asked last.
    var patterns: [CodePattern] = []
    var symptoms: [Symptom] = []
    var symptomIndex: [String: Int] = [:]
    var parts: [String: Part] = [:]

    /// How many different codes have a row of their own or lie in a range.
    package var codeCount: Int { generic.count + byMake.values.reduce(0) { $0 + $1.count } }

    /// Every symptom key, ascending.
    package var symptomKeys: [String] { symptoms.map(\.key).sorted() }

    /// Every part key, ascending.
    package var partKeys: [String] { parts.keys.sorted() }

    /// The part keys that a row or a symptom names, ascending.
    package var suspectedParts: [String] {
        let named = rows.flatMap { $0.parts.map(\.part) } + symptoms.flatMap { $0.parts.map(\.part) }
        return Set(named).sorted()
    }

    /// The words for a symptom, English if the language is missing, `nil` if the symptom is unknown.
    ///
    /// A regional tag falls back to its language: `et-EE` to `et`.
    package func text(ofSymptom key: String, language: String) -> SymptomText? {
        guard let index = symptomIndex[key] else { return nil }
        let texts = symptoms[index].texts
        return texts[language] ?? texts[FaultCatalogue.base(of: language)] ?? texts["en"]
    }

    /// The words for a symptom in exactly this language, or `nil`.
    package func ownText(ofSymptom key: String, language: String) -> SymptomText? {
        symptomIndex[key].flatMap { symptoms[$0].texts[language] }
    }

    /// The name of a part, English if the language is missing, `nil` if the part is unknown.
    package func partName(_ key: String, language: String) -> String? {
        guard let names = parts[key]?.names else { return nil }
        return names[language] ?? names[FaultCatalogue.base(of: language)] ?? names["en"]
    }

    /// The part of a key, or `nil`.
    package func part(_ key: String) -> Part? { parts[key] }

    /// The row of a code for a make: the maker's first, then the generic one, then wildcards.
    func row(for code: String, make: String?) -> CatalogueRow? {
        if let make, !byMake.isEmpty, let index = byMake[make.lowercased()]?[code] { return rows[index] }
        if let index = generic[code] { return rows[index] }
        return patterns.first { $0.matches(code) }.map { rows[$0.row] }
    }

    /// The key of the symptom that a code stands for; `nil` for a code that no row knows.
    ///
    /// - Parameters:
    ///   - code: With its namespace, `obd/P0562`.
    ///   - make: Its maker's own row comes first.
    package func symptomKey(ofCode code: String, make: String?) -> String? {
        row(for: code, make: make).map { symptoms[$0.symptom].key }
    }

    func symptom(_ key: String) -> Symptom? { symptomIndex[key].map { symptoms[$0] } }

    private static func base(of language: String) -> String {
        String(language.prefix { $0 != "-" && $0 != "_" })
    }
}
