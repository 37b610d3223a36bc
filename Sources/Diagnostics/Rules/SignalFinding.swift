internal import Telemetry

/// What a lamp, flag or measured value tells.
struct SignalFinding: Sendable, Equatable {
    var symptom: BuiltInSymptom
    var immobile = false
    /// `native` or `value`, with the severity it asks for.
    var evidence: Evidence
    var severity: Severity
}
