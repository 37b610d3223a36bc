internal import Telemetry

/// What a lamp, flag or measured value tells.
struct SignalFinding: Sendable, Equatable {
    var symptom: BuiltInSymptom
    var severity: Severity
    var immobile = false
    /// `native` or `value`.
    var kind: Evidence.Kind
    var text: String
    var source: String
}
