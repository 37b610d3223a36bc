import Outreach
import Telemetry

extension Engine {
    /// Does what a timer was set for.
    ///
    /// It is gone afterwards, also if its reason has gone.
    func apply(_ timer: TimerRow, to draft: inout Draft) {
        if timer.kind == .campaignQuiet {
            if let id = timer.reference { endCampaign(id, &draft) }
            return
        }
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
            if let until = speaking(about: timer, in: current, draft) {
                // Somebody has the provider on the telephone, or is about to: their word decides.
                current.schedule(.offerExpiry, at: until, reference: timer.reference, &draft)
                return
            }
            advance(
                job, by: CrewWord(.expired, at: draft.now, now: draft.now, reason: "no answer"), in: &current, file,
                &draft)
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
            lookForArrival(timer.reference, in: &current, file, &draft)
        case .legDue, .approvalOverdue: draft.touch(current.row.asset, .replan)
        case .unitSilent: lookForSilence(timer.reference, in: &current, file, &draft)
        case .cancelOverdue: cancelOverdue(timer.reference, in: &current, &draft)
        case .holdExpiry: holdExpired(timer.reference, in: &current, &draft)
        case .campaignQuiet: break
        case .normalDriving: drivenNormally(&current, file, &draft)
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

    /// Until when a dispatcher has the call that asks a provider, if one has.
    private func speaking(about timer: TimerRow, in current: CaseFile, _ draft: Draft) -> Timestamp? {
        guard let task = current.offerCall(of: timer), let claim = draft.set.claim(of: task),
            claim.claimedBy != nil, let until = claim.leaseUntil, until > draft.now
        else { return nil }
        return until
    }
}

extension CaseFile {
    /// The open call whose answer an offer by telephone waits for.
    func offerCall(of timer: TimerRow) -> Int64? {
        guard timer.kind == .offerExpiry else { return nil }
        return tasks.first {
            $0.isOpen && $0.kind == .providerCall && $0.change == nil && $0.job == timer.reference
        }?.id
    }
}
