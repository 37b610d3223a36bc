import Outreach
import Telemetry

extension Engine {
    /// Takes over what became of a call that outlived its case: a crew was told that it need not come.
    ///
    /// - Returns: Whether the action was about one.
    func takeErrand(_ action: DeskAction, in file: inout AssetFile, _ draft: inout Draft) -> Bool {
        switch action.kind {
        case .finish(let call):
            let id = call.task
            let outcome = call.outcome
            guard let index = file.errands.firstIndex(where: { $0.id == id && $0.isOpen }) else { return false }
            draft.note("task_\(outcome.rawValue)", case: file.errands[index].caseID, task: id, action.actor)
            if outcome.consequence == .tryAgain {
                file.errands[index].state = .waiting
                file.errands[index].notBefore = draft.now.adding(seconds: policy.outreach.dueStop)
            } else {
                file.errands[index].state = .done
                file.errands[index].outcome = outcome
                file.errands[index].closedAt = draft.now
            }
        case .snooze(let id, let until):
            guard let index = file.errands.firstIndex(where: { $0.id == id && $0.isOpen }) else { return false }
            file.errands[index].state = .waiting
            file.errands[index].notBefore = until
            draft.note("task_snoozed", case: file.errands[index].caseID, task: id, until.iso8601)
        case .fact, .locate, .close, .inbound, .add, .open, .severity, .own: return false
        }
        return true
    }
}
