internal import Telemetry

/// What the longer form of a code adds to the row of its shorter form.
extension CatalogueRow {
    /// The row of an SPN, for one failure mode: the row's severity is that of the most severe level.
    func refined(by code: J1939Code) -> CatalogueRow {
        var row = self
        row.disarms = []
        row.title += ": " + J1939FailureMode.words(code.fmi)
        switch code.mode {
        case .above(let level), .below(let level):
            row.severity = severity.eased(by: J1939FailureMode.Level.most.rawValue - level.rawValue)
        case .circuit:
            row.severity = min(severity, isSafety ? .limp : .serviceSoon)
            row.immobile = false
            row.parts = parts.suspecting("wiring", by: 0.25)
        case .none:
            // Special instructions and reserved numbers: what is affected is known, how bad it is not.
            row.severity = max(severity, .unknown)
        case .component, .condition: break
        }
        return row
    }

    /// The row of a five-character code, for one failure type: it moves suspicion, and heat raises the severity.
    func refined(by type: FailureType) -> CatalogueRow {
        var row = self
        if let words = type.words { row.title += ": " + words }
        switch type.group {
        case .circuit: row.parts = parts.suspecting("wiring", by: type.isOpenCircuit ? 0.55 : 0.35)
        case .message: row.parts = parts.suspecting("wiring", by: 0.3).suspecting("control_unit", by: 0.15)
        case .controlUnit, .programming: row.parts = parts.suspecting("control_unit", by: 0.4)
        case .component, .mechanical: row.parts = parts.clearing("wiring")
        case .general, .signal, .frequency, .algorithm: break
        }
        if type.isOverheating { row.severity = severity.raised }
        return row
    }
}

extension Severity {
    /// So many levels milder, but never less than maintenance is due; `unknown` stays unknown.
    func eased(by levels: Int) -> Severity {
        guard levels > 0, self > .maintenance, self != .unknown else { return self }
        let milder: Severity =
            switch self {
            case .emergency: .stop
            case .stop: .limp
            case .limp: .serviceSoon
            default: .maintenance
            }
        return milder.eased(by: levels - 1)
    }

    /// One level worse, at most `limp`: a table's word about heat is no native stop signal.
    var raised: Severity {
        switch self {
        case .info: .maintenance
        case .maintenance: .serviceSoon
        case .serviceSoon: .limp
        default: self
        }
    }
}

extension [PartLikelihood] {
    /// The same suspects with a share of the suspicion moved to a part.
    func suspecting(_ part: String, by share: Double) -> [PartLikelihood] {
        var suspects = map { PartLikelihood(part: $0.part, likelihood: $0.likelihood * (1 - share)) }
        if let known = suspects.firstIndex(where: { $0.part == part }) {
            suspects[known].likelihood += share
        } else {
            suspects.append(PartLikelihood(part: part, likelihood: share))
        }
        return suspects.sorted(by: PartLikelihood.isLikelier)
    }

    /// The same suspects with a part cleared and its share given to the likeliest one.
    func clearing(_ part: String) -> [PartLikelihood] {
        guard count > 1, let index = firstIndex(where: { $0.part == part }) else { return self }
        var suspects = self
        let share = suspects.remove(at: index).likelihood
        suspects[0].likelihood += share
        return suspects.sorted(by: PartLikelihood.isLikelier)
    }
}
