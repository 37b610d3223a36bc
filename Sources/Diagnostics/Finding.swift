internal import Telemetry

/// What one code or signal contributes to a diagnosis.
struct Finding {
    /// Empty for a signal.
    var code: String
    var symptom: String
    var component: String
    var severity: Severity
    var immobile = false
    var chargingOnly = false
    var parts: [PartLikelihood] = []
    var help = Help()
    var kind: Evidence.Kind = .structure
    var title: String
    /// Of its code; `unknown` for a signal.
    var status = FaultCode.Status.unknown

    init(code: String, symptom: String, component: String, severity: Severity) {
        self.code = code
        self.symptom = symptom
        self.component = component
        self.severity = severity
        title = code
    }

    init(_ symptom: Symptom, code: String, severity: Severity, kind: Evidence.Kind) {
        self.init(code: code, symptom: symptom.key, component: symptom.component, severity: severity)
        parts = symptom.parts
        help = symptom.help
        self.kind = kind
        title = symptom.texts["en"]?.title ?? symptom.key
    }

    init(_ row: CatalogueRow, code: String, symptom: Symptom) {
        self.init(code: code, symptom: symptom.key, component: symptom.component, severity: row.severity)
        immobile = row.immobile
        chargingOnly = row.chargingOnly
        parts = row.parts
        help = row.help
        kind = row.isNative ? .native : .catalogue
        title = row.title
    }

    /// Whether it is a warning that names no component.
    var isLamp: Bool {
        symptom == BuiltInSymptom.stopLamp.rawValue || symptom == BuiltInSymptom.warningLamp.rawValue
    }

    /// Takes over what another finding says is wrong and what helps; its own severity stays.
    mutating func adopt(_ cause: Finding) {
        symptom = cause.symptom
        component = cause.component
        parts = cause.parts
        help = cause.help
    }

    /// Worst first; a total order, whatever order the findings came in.
    static func isWorse(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        if left.immobile != right.immobile { return left.immobile }
        if left.kind != right.kind { return left.kind < right.kind }
        return (left.code, left.symptom) < (right.code, right.symptom)
    }
}
