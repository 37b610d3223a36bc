package import Diagnostics
import Telemetry

extension Diagnosis {
    /// What `callahead diagnose --json` prints.
    package var json: JSONValue {
        .object([
            "severity": .text(severity.rawValue), "immobile": .flag(immobile), "charging_only": .flag(chargingOnly),
            "symptom": .text(symptom), "part": JSONValue(part),
            "parts": .array(parts.map { .object(["part": .text($0.part), "likelihood": .number($0.likelihood)]) }),
            "system": JSONValue(system), "capabilities": JSONValue(capabilities.names),
            "faults": .array(
                faults.map {
                    .object([
                        "code": .text($0.code), "severity": .text($0.severity.rawValue), "part": JSONValue($0.part),
                        "title": .text($0.title),
                    ])
                }),
            "evidence": .array(
                evidence.map {
                    .object(["kind": .text($0.kind.rawValue), "text": .text($0.text), "source": .text($0.source)])
                }),
        ])
    }
}
