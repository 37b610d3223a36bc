internal import Telemetry

extension FaultCode.Status {
    /// How much doubt there is, least first: of two reports of a code the more certain one counts.
    var doubt: Int {
        switch self {
        case .confirmed: 0
        case .unknown: 1
        case .pending: 2
        case .history: 3
        }
    }

    /// Whether a code of this status does not keep an asset from moving.
    var takesBackImmobility: Bool { self == .pending || self == .history }

    /// What is left of a table's level.
    ///
    /// Pending is capped at `serviceSoon` unless safety depends on it; history is one level lower. `unknown` stays: a
    /// status does not make it known.
    func lowered(_ severity: Severity, isSafety: Bool) -> Severity {
        switch (self, severity) {
        case (_, .unknown): .unknown
        case (.pending, _): isSafety ? severity : min(severity, .serviceSoon)
        case (.history, .emergency): .stop
        case (.history, .stop): .limp
        case (.history, .limp): .serviceSoon
        case (.history, .serviceSoon): .maintenance
        case (.history, .maintenance), (.history, .info): .info
        default: severity
        }
    }
}
