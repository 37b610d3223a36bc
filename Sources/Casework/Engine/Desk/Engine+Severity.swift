import Diagnostics
import Outreach
import Telemetry

extension Engine {
    /// The fact under which a person's word about the severity stays with the case.
    package static let severityFact = "severity_by_person"

    /// Takes over a named person's word: only this lowers a severity.
    func judge(
        _ severity: Severity, because reason: String, _ action: DeskAction, in current: inout CaseFile,
        _ file: AssetFile, _ draft: inout Draft
    ) {
        let before = current.row.severity
        guard severity != before else { return }
        current.row.severity = severity
        current.facts[Engine.severityFact] = severity.rawValue
        current.row.evidence.append("\(severity.rawValue), said \(action.actor): \(reason)")
        draft.note(
            severity < before ? "severity_lowered" : "severity_raised", case: current.row.id,
            "\(before.rawValue) to \(severity.rawValue) by \(action.actor): \(reason)")
        draft.touch(current.row.asset, .replan)
        guard severity < before else { return }
        let priority = policy.outreach.priority(severity, exposure: exposure(current, file, draft)).value
        for index in current.tasks.indices where current.tasks[index].isOpen {
            current.tasks[index].priority = min(current.tasks[index].priority, priority)
            if !current.isGrave { current.tasks[index].alarm = false }
        }
        if !current.isGrave {
            current.timers.removeAll { $0.kind == .taskUnclaimed || $0.kind == .messageFallback }
        }
        if severity < .emergency {
            current.withdrawTasks(reason: "\(action.actor): \(reason)", at: draft.now) { $0.kind == .authorityCall }
        }
    }

    /// What a diagnosis says of the severity of a case that a person has judged: only what is new or has become worse
    /// raises it again.
    func raised(by diagnosis: Diagnosis, over current: CaseFile) -> Severity {
        var severity = current.row.severity
        for finding in diagnosis.problems {
            let known = current.problems.first { $0.component == finding.key }
            if let known, known.clearedAt == nil, finding.severity <= known.severity { continue }
            severity = max(severity, finding.severity)
        }
        return severity
    }
}
