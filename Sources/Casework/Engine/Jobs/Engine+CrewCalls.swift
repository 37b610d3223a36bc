import Outreach
import Planning
import Telemetry

extension TaskRow {
    /// Whether this call asks a crew with a job where it stays.
    var asksWhereCrewIs: Bool { kind == .providerCall && change == .unitSilent }

    /// Whether this call tells a crew that it need not come.
    var tellsStandDown: Bool { kind == .providerCall && change == .unitChanged }
}

extension Engine {
    /// Has somebody ring the crew of a job that was taken; the reason's change says what about.
    func askCrew(_ job: JobRow, because reason: Reason, in current: inout CaseFile, _ draft: inout Draft) {
        guard
            !current.tasks.contains(where: {
                $0.isOpen && $0.kind == .providerCall && $0.job == job.id && $0.change == reason.change
            })
        else { return }
        var exposure = Exposure()
        exposure.immobile = current.row.immobile
        exposure.waitingSeconds = max(0, draft.now.seconds(since: current.row.openedAt))
        var task = TaskRow(
            id: draft.sequences.next(\.task), kind: .providerCall, caseID: current.row.id, asset: current.row.asset,
            contact: nil, priority: policy.outreach.priority(current.row.severity, exposure: exposure).value,
            dueAt: draft.now.adding(seconds: policy.outreach.dueStop), createdAt: draft.now, reasons: [reason.text])
        task.unit = job.unit
        task.job = job.id
        task.change = reason.change
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
        current.schedule(.taskUnclaimed, in: policy.outreach.alarmAfter, reference: task.id, &draft)
    }

    /// What a crew said on the telephone.
    func answerForProvider(
        _ index: Int, _ outcome: Outcome, _ minutes: Double?, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        let task = current.tasks[index]
        guard let job = current.jobs.firstIndex(where: { $0.id == task.job }) else {
            done(index, outcome, in: &current, &draft)
            return
        }
        if task.tellsStandDown {
            answerForStandDown(index, job, outcome, in: &current, &draft)
        } else if task.asksWhereCrewIs {
            answerForSilence(index, job, outcome, minutes, in: &current, file, &draft)
        } else {
            answerForOffer(index, job, outcome, minutes, in: &current, file, &draft)
        }
    }

    private func answerForOffer(
        _ index: Int, _ job: Int, _ outcome: Outcome, _ minutes: Double?, in current: inout CaseFile,
        _ file: AssetFile, _ draft: inout Draft
    ) {
        done(index, outcome, in: &current, &draft)
        let state: JobState =
            switch outcome {
            case .accepted: .accepted
            case .declined, .noNeed, .hasOwnHelp: .declined
            // Nobody there: the offer is as good as refused, so that the next one is asked.
            default: .expired
            }
        let reason = state == .expired ? outcome.rawValue : "by telephone"
        advance(
            job, by: CrewWord(state, at: draft.now, now: draft.now, minutes: minutes, reason: reason), in: &current,
            file, &draft)
    }

    private func answerForStandDown(
        _ index: Int, _ job: Int, _ outcome: Outcome, in current: inout CaseFile, _ draft: inout Draft
    ) {
        switch outcome.consequence {
        case .done, .nextContact, .escalate:
            done(index, outcome, in: &current, &draft)
            if outcome.consequence == .done { cancelConfirmed(job, nil, in: &current, &draft) }
        case .tryAgain: current.putOff(task: index, until: draft.now.adding(seconds: policy.outreach.dueStop))
        }
    }
}

extension CaseFile {
    /// Lets a task wait for its next attempt.
    mutating func putOff(task index: Int, until time: Timestamp) {
        tasks[index].state = .waiting
        tasks[index].notBefore = time
    }
}
