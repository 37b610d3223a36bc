package import Telemetry

/// A rule of diagnosis as people read it: `callahead diagnose --rules` lists them.
package struct RuleReference: Sendable, Hashable {
    /// What the evidence calls it.
    package var key: String
    /// When it holds, in words.
    package var says: String
    /// What it asks for; `nil` for a rule that only weighs other evidence.
    package var severity: Severity?
    /// A standard, a maker's document, or our own choice.
    package var source: String
}

extension Diagnostician {
    /// Every rule that is not a row of a catalogue, with its source, in the order in which they are weighed.
    package static var rules: [RuleReference] {
        NativeRules.table.map {
            RuleReference(key: $0.key, says: $0.text, severity: $0.severity, source: $0.source)
        } + NativeRules.more + EscalationRule.all.map(\.reference) + StatusRules.references
            + RootCause.all.map { RuleReference(key: $0.key, says: $0.says, severity: nil, source: $0.source) }
    }
}
