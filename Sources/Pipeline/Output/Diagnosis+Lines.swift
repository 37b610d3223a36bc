package import Diagnostics
import Telemetry

extension Diagnosis {
    /// What `callahead diagnose` prints for a person.
    package func lines(in catalogue: FaultCatalogue) -> [String] {
        var words = [severity.rawValue]
        if immobile { words.append("will not move or not start again") }
        if chargingOnly { words.append("concerns charging only") }
        let title = catalogue.text(ofSymptom: symptom, language: "en")?.title
        var lines = [
            "severity  \(words.joined(separator: ", "))",
            "symptom   \(symptom)" + (title.map { ": \($0)" } ?? ""),
        ]
        if !parts.isEmpty {
            let named = parts.map { part in
                "\(catalogue.partName(part.part, language: "en") ?? part.part) \(Int((part.likelihood * 100).rounded())) %"
            }
            lines.append("parts     \(named.joined(separator: ", "))")
        }
        if let system { lines.append("system    \(system)") }
        if !capabilities.isEmpty { lines.append("needs     \(capabilities.names.joined(separator: ", "))") }
        lines += faults.map { "code      \($0.code)  \($0.severity.rawValue)  \($0.title)" }
        lines += evidence.map { "why       \($0.kind.rawValue): \($0.text) [\($0.source)]" }
        return lines
    }
}
