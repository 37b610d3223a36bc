internal import Telemetry

extension Diagnosis {
    /// How many lines of each kind fit on a screen; the rest is counted.
    private static let mostProblems = 4
    private static let mostCodes = 6
    private static let mostReasons = 6

    /// What `callahead diagnose` prints for a person: one screen, however many codes there are.
    package func screen(in catalogue: FaultCatalogue) -> [String] {
        var words = [severity.rawValue]
        if immobile { words.append("will not move or not start again") }
        if chargingOnly { words.append("concerns charging only") }
        let title = catalogue.text(ofSymptom: symptom, language: "en")?.title
        var lines = [
            "severity  \(words.joined(separator: ", "))", "symptom   \(symptom)" + (title.map { ": \($0)" } ?? ""),
        ]
        if !parts.isEmpty {
            let named = parts.map {
                let name = catalogue.partName($0.part, language: "en") ?? $0.part
                return "\(name) \(($0.likelihood * 100).rounded().shown) %"
            }
            lines.append("parts     \(named.joined(separator: ", "))")
        }
        if let system { lines.append("system    \(system)") }
        if !capabilities.isEmpty { lines.append("needs     \(capabilities.names.joined(separator: ", "))") }
        lines += cautions.all.map { "mind      \($0.text)" }
        if problems.count > 1 {
            lines += Diagnosis.most(problems, Diagnosis.mostProblems, "problem") {
                "\($0.key)  \($0.severity.rawValue)  \($0.symptom)" + ($0.immobile ? ", immobile" : "")
            }
        }
        lines += Diagnosis.most(faults, Diagnosis.mostCodes, "code") {
            "\($0.code)  \($0.severity.rawValue)  \($0.title)"
        }
        // What a table says of a code stands in the code's own line; its source is with `--json`.
        let reasons = evidence.filter { ($0.kind != .catalogue && $0.kind != .structure) || faults.count <= 2 }
        lines += Diagnosis.most(reasons, Diagnosis.mostReasons, "why") {
            "\($0.kind.rawValue): \($0.text) [\($0.source)]"
        }
        return lines
    }

    private static func most<Item>(
        _ items: [Item], _ limit: Int, _ label: String, line: (Item) -> String
    ) -> [String] {
        let margin = label + String(repeating: " ", count: 10 - label.count)
        var lines = items.prefix(limit).map { margin + line($0) }
        if items.count > limit { lines.append("\(margin)and \(items.count - limit) more; --json shows all") }
        return lines
    }
}
