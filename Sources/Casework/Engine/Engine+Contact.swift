import Outreach
import Planning
import Telemetry

extension Engine {
    /// Makes sure that somebody will ring whoever must be rung: one open call per case and addressee.
    func requireContact(
        _ current: inout CaseFile, _ file: AssetFile, isWorse: Bool, _ touch: Draft.Touch, _ draft: inout Draft
    ) {
        guard !current.row.state.isEnd, let kind = callKind(current, file) else { return }
        // One call for the site is open; its screen names this one too.
        if hangsOnSite(current, file), !touch.contains(.needHelp) { return }
        if touch.contains(.needHelp) {
            call(kind, in: &current, file, because: [Reason.driverNeedsHelp], dueIn: 0, &draft)
        }
        if !touch.contains(.needHelp), tellTogether(&current, file, kind, isWorse: isWorse, &draft) { return }
        guard isWorse || current.row.toldAt == nil else { return }
        if current.row.toldAt == nil {
            if current.tasks.contains(where: { $0.isOpen && $0.isCall }) {
                guard isWorse else { return }
            }
            var reasons = [Reason("\(current.row.severity.rawValue): \(current.row.symptom)")]
            if !file.reference.known { reasons.append(Reason.unknownDevice) }
            if addressee(current, file) == nil, file.reference.known { reasons.append(Reason.nobodyToCall) }
            call(kind, in: &current, file, because: reasons, dueIn: nil, &draft)
        } else if isWorse {
            callAgain(&current, file, because: Reason.grewWorse, &draft)
        }
        if current.row.severity == .emergency { requireAuthorityCall(&current, &draft) }
    }

    /// Says something new to somebody who was told before, or adds it to the call that is still to be made.
    func callAgain(_ current: inout CaseFile, _ file: AssetFile, because reason: Reason, _ draft: inout Draft) {
        let kind = current.row.toldAt == nil ? callKind(current, file) ?? .triage : .callAgain
        call(kind, in: &current, file, because: [reason], dueIn: policy.outreach.dueStop, &draft)
    }

    /// What kind of call the case needs; `nil` for what is only shown.
    private func callKind(_ current: CaseFile, _ file: AssetFile) -> TaskKind? {
        let row = current.row
        guard file.reference.known, addressee(current, file) != nil else {
            return row.severity >= .serviceSoon || row.immobile ? .triage : nil
        }
        switch row.severity {
        case .emergency, .stop, .limp:
            return file.reference.traits.kind.isStationary ? .siteCall : .breakdownCall
        case .unknown: return .triage
        case .serviceSoon, .maintenance, .info:
            if row.immobile { return .breakdownCall }
            return row.severity == .serviceSoon ? .serviceOffer : nil
        }
    }

    /// Who is rung first: the driver for safety, the fleet manager of a business for what can wait, the site contact
    /// of what stands still.
    func addressee(_ current: CaseFile, _ file: AssetFile) -> ContactReference? {
        let contacts = file.reference.contacts
        let first: Role? =
            if file.reference.traits.kind.isStationary {
                .siteContact
            } else if current.row.severity <= .serviceSoon, !current.row.immobile {
                .fleetManager
            } else {
                nil
            }
        return contacts.first { $0.role == first ?? .driver } ?? contacts.first
    }

    /// Makes a call, or makes the open one to the same addressee more urgent.
    private func call(
        _ kind: TaskKind, in current: inout CaseFile, _ file: AssetFile, because reasons: [Reason], dueIn: Int64?,
        _ draft: inout Draft
    ) {
        let contact = addressee(current, file)
        let severity = current.row.severity
        let exposure = exposure(current, file, draft)
        let priority = policy.outreach.priority(severity, exposure: exposure).value
        let soon = policy.outreach.dueAfter(
            severity, immobile: current.row.immobile, stoppedOnRoad: exposure.stoppedOnRoad)
        let delay = dueIn ?? soon ?? 0
        let due = draft.now.adding(seconds: delay)
        if let index = current.tasks.firstIndex(where: { $0.isOpen && $0.isCall && $0.contact == contact?.id }) {
            if current.tasks[index].kind != .callAgain, kind != .callAgain { current.tasks[index].kind = kind }
            current.tasks[index].priority = max(current.tasks[index].priority, priority)
            current.tasks[index].dueAt = min(current.tasks[index].dueAt, due)
            for reason in reasons where !current.tasks[index].reasons.contains(reason.text) {
                current.tasks[index].reasons.append(reason.text)
                current.tasks[index].changedAt = draft.now
                if reason.change != .other { current.tasks[index].change = reason.change }
            }
            if current.tasks[index].kind == .callAgain, let reason = reasons.last {
                current.tasks[index].change = reason.change
            }
            if severity >= .stop || current.row.immobile, current.tasks[index].state == .waiting {
                current.tasks[index].state = .ready
                current.tasks[index].notBefore = nil
            }
            watch(current.tasks[index], in: &current, &draft)
            return
        }
        var task = TaskRow(
            id: draft.sequences.next(\.task), kind: kind, caseID: current.row.id, asset: current.row.asset,
            contact: contact?.id, priority: priority, dueAt: due, createdAt: draft.now, reasons: reasons.map(\.text))
        task.campaign = current.row.campaign
        if kind == .callAgain { task.change = reasons.last?.change }
        if let contact {
            let allowed = policy.outreach.earliestCall(
                after: draft.now, utcOffsetMinutes: contact.utcOffsetMinutes, severity: severity,
                immobile: current.row.immobile, doNotCall: contact.doNotCall)
            switch allowed {
            case .never:
                draft.note("call_not_allowed", case: current.row.id, "do not call")
                return
            case .at(let time, let overriding):
                if time > draft.now {
                    task.state = .waiting
                    task.notBefore = time
                    task.dueAt = max(task.dueAt, time)
                }
                task.reasons += overriding.map { "\($0.rawValue.replacing("_", with: " ")) overridden: danger" }
            }
        }
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, kind.rawValue)
        watch(task, in: &current, &draft)
    }

    /// Makes the call of one case that was to be told with others.
    func callAlone(
        _ current: inout CaseFile, _ file: AssetFile, to contact: String?, _ outcome: Outcome, _ draft: inout Draft
    ) {
        let isDanger = outcome == .inDanger
        call(
            callKind(current, file) ?? .triage, in: &current, file,
            because: [
                isDanger
                    ? Reason.inDanger : Reason("nobody of the fleet could be reached: \(current.row.symptom)")
            ], dueIn: isDanger ? 0 : nil, &draft)
        guard let index = current.tasks.lastIndex(where: { $0.isOpen && $0.isCall }), let contact else { return }
        current.tasks[index].contact = contact
    }

    /// Sets the alarms of a call that must not lie unclaimed.
    private func watch(_ task: TaskRow, in current: inout CaseFile, _ draft: inout Draft) {
        guard current.row.severity >= .stop || current.row.immobile,
            !current.timers.contains(where: { $0.kind == .taskUnclaimed && $0.reference == task.id }), !task.alarm
        else { return }
        current.schedule(.taskUnclaimed, in: policy.outreach.alarmAfter, reference: task.id, &draft)
        if task.contact != nil {
            current.schedule(.messageFallback, in: policy.outreach.messageAfter, reference: task.id, &draft)
        }
    }

    private func requireAuthorityCall(_ current: inout CaseFile, _ draft: inout Draft) {
        guard !current.tasks.contains(where: { $0.kind == .authorityCall && $0.isOpen }) else { return }
        let task = TaskRow(
            id: draft.sequences.next(\.task), kind: .authorityCall, caseID: current.row.id, asset: current.row.asset,
            contact: nil, priority: policy.outreach.priority(.emergency, exposure: Exposure()).value,
            dueAt: draft.now.adding(seconds: policy.outreach.authorityAfter), createdAt: draft.now,
            reasons: ["emergency: \(current.row.symptom)"])
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
    }

    /// Asks a provider without a connection by telephone; the answer is typed in.
    func askProvider(_ job: JobRow, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        var task = TaskRow(
            id: draft.sequences.next(\.task), kind: .providerCall, caseID: current.row.id, asset: current.row.asset,
            contact: nil,
            priority: priority(current, file, draft).value, dueAt: draft.now.adding(seconds: policy.outreach.dueStop), createdAt: draft.now,
            reasons: ["ask \(job.unit) whether it takes the job"])
        task.unit = job.unit
        task.job = job.id
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
    }

    /// Ends a case by somebody's word or a finished job: what it reserved is free, what it asked for is withdrawn.
    func close(_ current: inout CaseFile, as state: CaseState, because reason: String, _ draft: inout Draft) {
        guard !current.row.state.isEnd else { return }
        let before = current.row.state
        current.row.state = state
        current.row.closedAt = draft.now
        draft.note("case_closed", case: current.row.id, "\(state.rawValue): \(reason)")
        for index in current.jobs.indices where current.jobs[index].state.isLive {
            let hadTaken = current.jobs[index].state != .offered
            current.jobs[index].state = .stoodDown
            current.jobs[index].reason = reason
            tellStandDown(current.jobs[index], reason, in: &current, hadTaken: hadTaken, &draft)
            if let leg = current.legs.firstIndex(where: { $0.id == current.jobs[index].legID }) {
                current.legs[leg].state = .stoodDown
            }
        }
        endHolds(&current, solvedInWorkshop: state == .solved && before == .inWorkshop, &draft)
        // A crew on its way is still told that it need not come: see ``AssetFile/errands``.
        current.withdrawTasks(reason: reason, at: draft.now) { !$0.tellsStandDown }
        current.timers.removeAll()
    }
}
