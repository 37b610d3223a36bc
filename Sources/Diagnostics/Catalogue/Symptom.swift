internal import Telemetry

/// The words for a symptom in one language.
package struct SymptomText: Sendable, Hashable {
    /// What the vehicle reports; it completes "your car reports that …" of the language.
    package var clause: String
    /// The same as a heading, without a subject.
    package var title: String

    package init(clause: String, title: String) {
        self.clause = clause
        self.title = title
    }
}

/// A symptom of `symptoms.yaml`: what is certain, and what it usually means.
struct Symptom: Sendable {
    var key: String
    /// What is affected; faults with the same component are one problem.
    var component: String
    /// The NHTSA component, or `nil` if nobody can tell.
    var system: String?
    /// The usual suspects, most likely first; a row may know better.
    var parts: [PartLikelihood]
    /// What helps on the spot, besides what the asset's traits ask for.
    var help: Help
    /// By language.
    var texts: [String: SymptomText]
}
