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

    /// Worst first; a total order, whatever order the findings came in.
    static func isWorse(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        if left.immobile != right.immobile { return left.immobile }
        if left.kind != right.kind { return left.kind < right.kind }
        return (left.code, left.symptom) < (right.code, right.symptom)
    }
}
