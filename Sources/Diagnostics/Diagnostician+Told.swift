package import Telemetry

extension Diagnostician {
    /// What is wrong with an asset of which a person told one symptom.
    ///
    /// - Parameters:
    ///   - symptom: A key of the catalogue; another word is kept as it is and says nothing about parts or help.
    ///   - severity: What the person who took the call thinks of it; `nil` is for somebody to judge.
    package func told(
        _ symptom: String, severity: Severity?, immobile: Bool, of traits: AssetTraits
    ) -> Diagnosis {
        let severity = severity ?? .unknown
        var finding =
            catalogue.symptom(symptom).map { Finding($0, code: "", severity: severity, kind: .structure) }
            ?? Finding(code: "", symptom: symptom, component: "unknown", severity: severity)
        finding.immobile = immobile
        let needed = capabilities(for: [finding], of: traits)
        return Diagnosis(
            severity: severity, immobile: immobile, chargingOnly: false, symptom: symptom, part: likely(finding.parts),
            parts: finding.parts, system: catalogue.symptom(symptom)?.system, capabilities: needed,
            cautions: cautions(for: [finding], of: traits, needed), faults: [], evidence: [],
            problems: problems(of: [finding]))
    }
}
