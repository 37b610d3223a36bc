import Outreach
import Planning
import Telemetry

/// One person with several assets is spoken to once.
extension Engine {
    /// At most so many other cases of one person are looked at.
    private static let othersLimit = 100

    /// Says of a new call that the same person is to be called about other assets too, and lets it be due with them.
    func meet(_ index: Int, in current: inout CaseFile, _ draft: inout Draft) {
        guard let contact = current.tasks[index].contact, current.tasks[index].tells else { return }
        let others = draft.set.assets(calling: contact).filter { $0 != current.row.asset }
        guard !others.isEmpty else { return }
        current.tasks[index].reasons.append(
            "the same person is to be called about \(others.count) other case\(others.count == 1 ? "" : "s")")
        guard current.tasks[index].state == .ready else { return }
        for asset in others.prefix(Engine.othersLimit) {
            let call = draft.file(of: asset)?.current?.tasks.first {
                $0.isOpen && $0.tells && $0.contact == contact && $0.state == .ready
            }
            if let call { current.tasks[index].dueAt = min(current.tasks[index].dueAt, call.dueAt) }
        }
    }

    /// Somebody was not reached about one asset: they are not rung about another one a moment later.
    ///
    /// Their other calls wait as long as if the attempt had been theirs; an outcome that says nothing about the next
    /// minutes changes none.
    func spare(_ contact: String, of asset: Int64, after outcome: Outcome, _ draft: inout Draft) {
        switch outcome {
        case .noAnswer, .busy, .voicemail, .hungUp, .phoneOff: break
        default: return
        }
        for other in draft.set.assets(calling: contact).prefix(Engine.othersLimit) where other != asset {
            draft.edit(other) { file, draft in
                guard var current = file.current,
                    let index = current.tasks.firstIndex(where: { $0.isOpen && $0.tells && $0.contact == contact })
                else { return }
                let wait = outcome == .busy ? min(policy.outreach.redialBusy, redial(current)) : redial(current)
                let time = draft.now.adding(seconds: wait)
                if let known = current.tasks[index].notBefore, known >= time { return }
                file.current = nil
                plan(index, from: time, in: &current, file, &draft)
                file.current = current
            }
        }
    }
}
