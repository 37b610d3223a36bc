import Outreach
import Telemetry

extension Engine {
    /// Does what a timer was set for.
    ///
    /// It is gone afterwards, also if its reason has gone.
    func apply(_ timer: TimerRow, to draft: inout Draft) {
        guard draft.file(of: timer.asset) != nil else {
            draft.changes.deletedTimers.append(timer.id)
            return
        }
        draft.edit(timer.asset) { file, draft in
            guard var current = file.current,
                let index = current.timers.firstIndex(where: { $0.id == timer.id })
            else {
                // Its case has ended; the row goes with this step.
                draft.changes.deletedTimers.append(timer.id)
                return
            }
            file.current = nil
            current.timers.remove(at: index)
            fire(timer, in: &current, file, &draft)
            draft.settle(current, in: &file)
        }
    }

    private func fire(_ timer: TimerRow, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        switch timer.kind {
        case .offerExpiry:
            guard let job = current.jobs.firstIndex(where: { $0.id == timer.reference && $0.state == .offered })
            else { return }
            advance(job, to: .expired, eta: nil, reason: "no answer", in: &current, file, &draft)
        case .replan:
            draft.touch(current.row.asset, .replan)
        case .taskUnclaimed:
            guard let task = unclaimed(timer.reference, in: current, draft) else { return }
            current.tasks[task].alarm = true
            draft.note("task_alarm", case: current.row.id, task: current.tasks[task].id)
        case .messageFallback:
            guard let task = unclaimed(timer.reference, in: current, draft),
                current.row.toldAt == nil, let contact = current.tasks[task].contact
            else { return }
            sendMessage(to: contact, task: current.tasks[task].id, current, file, &draft)
        case .recovery:
            guard !current.isGrave, file.faults.allSatisfy({ !$0.active }) else { return }
            recover(&current, file, &draft)
        case .arrivalOverdue:
            guard current.liveJob?.id == timer.reference, current.liveJob?.state != .onScene else { return }
            callAgain(&current, file, because: Reason.overdue, &draft)
        case .legDue, .approvalOverdue: draft.touch(current.row.asset, .replan)
        case .unitSilent, .holdExpiry, .normalDriving: break
        }
    }

    /// A mild fault stayed away: whoever was told hears of it, otherwise nobody is rung.
    private func recover(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard current.row.toldAt != nil else {
            close(&current, as: .withdrawn, because: Reason.recovered.text, &draft)
            return
        }
        callAgain(&current, file, because: Reason.recovered, &draft)
        for index in current.tasks.indices where current.tasks[index].isOpen && current.tasks[index].kind == .callAgain
        {
            current.tasks[index].kind = .followUp
        }
    }

    /// Index of a task that nobody has claimed or dialled.
    private func unclaimed(_ id: Int64?, in current: CaseFile, _ draft: Draft) -> Int? {
        guard let id, let index = current.tasks.firstIndex(where: { $0.id == id && $0.isOpen }) else { return nil }
        let claim = draft.set.claim(of: id)
        guard (claim?.attempts ?? 0) == 0 else { return nil }
        if claim?.claimedBy != nil, let until = claim?.leaseUntil, until > draft.now { return nil }
        return index
    }
}
