import Outreach
import Planning
import Telemetry

extension Engine {
    /// Makes sure that somebody will ring whoever must be rung: one open call per case and addressee.
    func requireContact(
        _ current: inout CaseFile, _ file: AssetFile, isWorse: Bool, _ touch: Draft.Touch, _ draft: inout Draft
    ) {
        guard !current.row.state.isEnd else { return }
        if touch.contains(.needHelp) { current.tell(CaseFile.askedKey, "yes", by: "driver_app", &draft) }
        if isWorse, current.row.severity == .emergency { requireAuthorityCall(&current, &draft) }
        if isWorse || touch.contains(.needHelp) { noteWish(current, file, &draft) }
        guard let kind = callKind(current, file, at: draft.now) else { return }
        // One call for the site is open; its screen names this one too.
        if hangsOnSite(current, file), !touch.contains(.needHelp) { return }
        if kind == .preventOffer { return requireOffer(&current, file, &draft) }
        if touch.contains(.needHelp) {
            // Whoever asks is not told with others.
            if isGrouped(current, draft) { current.row.group = nil }
            call(kind, in: &current, file, because: [Reason.driverNeedsHelp], dueIn: 0, &draft)
        } else if tellTogether(&current, file, kind, isWorse: isWorse, &draft) {
            return
        }
        guard isWorse || current.row.toldAt == nil else { return }
        if current.row.toldAt == nil {
            if current.tasks.contains(where: { $0.isOpen && $0.tells }) {
                guard isWorse else { return }
            }
            var reasons = [Reason("\(current.row.severity.rawValue): \(current.row.symptom)")]
            if !file.reference.known { reasons.append(Reason.unknownDevice) }
            if addressee(current, file, at: draft.now) == nil, file.reference.known {
                reasons.append(Reason.nobodyToCall)
            }
            call(kind, in: &current, file, because: reasons, dueIn: nil, &draft)
        } else if isWorse {
            callAgain(&current, file, because: Reason.grewWorse, &draft)
        }
    }

    /// Says something new to somebody who was told before, or adds it to the call that is still to be made.
    ///
    /// - Returns: The index of the call, if one may be made.
    @discardableResult
    func callAgain(
        _ current: inout CaseFile, _ file: AssetFile, because reason: Reason, _ draft: inout Draft
    ) -> Int? {
        let kind = current.row.toldAt == nil ? callKind(current, file, at: draft.now) ?? .triage : .callAgain
        // Danger is the driver's; of what comes whoever was told hears.
        let isDanger = reason.change == .worse || current.row.toldAt == nil
        let contact =
            isDanger ? addressee(current, file, at: draft.now) : listener(current, file, at: draft.now)
        return call(
            kind, to: contact, in: &current, file, because: [reason], dueIn: policy.outreach.dueStop, &draft)
    }

    /// What kind of call the case needs; `nil` for what is only shown, and if whoever could be rung does not want that.
    private func callKind(_ current: CaseFile, _ file: AssetFile, at now: Timestamp) -> TaskKind? {
        let row = current.row
        guard file.reference.known, addressee(current, file, at: now) != nil else {
            if allDecline(current, file) { return nil }
            return row.severity >= .serviceSoon || row.immobile ? .triage : nil
        }
        switch row.severity {
        case .emergency, .stop, .limp:
            return file.reference.traits.kind.isStationary ? .siteCall : .breakdownCall
        case .unknown: return .triage
        case .serviceSoon, .maintenance, .info:
            if row.immobile { return .breakdownCall }
            return row.severity == .serviceSoon ? .serviceOffer : current.isPrevention ? .preventOffer : nil
        }
    }

    /// Says in the case why nobody rings, if those who could be rung do not want that.
    private func noteWish(_ current: CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard file.reference.known, current.row.severity >= .serviceSoon, allDecline(current, file) else { return }
        let names = file.reference.contacts.filter { $0.hasPhone && $0.doNotCall }.map(\.id).joined(separator: ", ")
        draft.note("call_not_allowed", case: current.row.id, "nobody is rung: \(names) asked not to be called")
    }

    private func call(
        _ kind: TaskKind, in current: inout CaseFile, _ file: AssetFile, because reasons: [Reason], dueIn: Int64?,
        _ draft: inout Draft
    ) {
        let contact = addressee(current, file, at: draft.now)
        call(kind, to: contact, in: &current, file, because: reasons, dueIn: dueIn, &draft)
    }

    /// Makes a call, or makes the open one to the same addressee more urgent.
    @discardableResult
    func call(
        _ kind: TaskKind, to contact: ContactReference?, in current: inout CaseFile, _ file: AssetFile,
        because reasons: [Reason], dueIn: Int64?, _ draft: inout Draft
    ) -> Int? {
        let severity = current.row.severity
        let exposure = exposure(current, file, draft)
        let priority = policy.outreach.priority(severity, exposure: exposure).value
        let soon = policy.outreach.dueAfter(
            severity, immobile: current.row.immobile, stoppedOnRoad: exposure.stoppedOnRoad)
        let delay = dueIn ?? soon ?? 0
        let due = draft.now.adding(seconds: delay)
        if let index = current.tasks.firstIndex(where: { $0.isOpen && $0.isCall && $0.contact == contact?.id }) {
            join(index, kind, because: reasons, priority: priority, due: due, in: &current, file, &draft)
            return index
        }
        if contact == nil, allDecline(current, file) { return nil }
        var task = TaskRow(
            id: draft.sequences.next(\.task), kind: kind, caseID: current.row.id, asset: current.row.asset,
            contact: contact?.id, priority: priority, dueAt: due, createdAt: draft.now, reasons: reasons.map(\.text))
        task.campaign = current.row.campaign
        if kind == .callAgain { task.change = reasons.last?.change }
        if kind == .preventOffer { task.change = reasons.first { $0.change != .other }?.change }
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, kind.rawValue)
        let index = current.tasks.count - 1
        approach(index, from: draft.now, in: &current, file, &draft)
        meet(index, in: &current, &draft)
        return index
    }

    /// Adds what there is to say to a call that is open already.
    private func join(
        _ index: Int, _ kind: TaskKind, because reasons: [Reason], priority: Int, due: Timestamp,
        in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        if current.tasks[index].kind != .callAgain, kind != .callAgain, !current.tasks[index].asksApproval {
            // What was said of an offer is not why a call about something worse is made.
            if current.tasks[index].kind == .preventOffer, kind != .preventOffer { current.tasks[index].change = nil }
            current.tasks[index].kind = kind
        }
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
        hasten(index, because: reasons, in: &current, file, &draft)
    }

    /// Lets a call that waits be made sooner, if what is new cannot wait.
    ///
    /// Who did not answer a moment ago is not rung again at once for a mere change of plan.
    private func hasten(
        _ index: Int, because reasons: [Reason], in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        guard current.isGrave || current.hasAsked else { return }
        let due = current.tasks[index].dueAt
        if isWorse(current, draft) {
            current.tasks[index].step = 0
            approach(index, from: draft.now, in: &current, file, &draft)
        } else if current.tasks[index].state == .waiting {
            let isAwaited = reasons.contains { $0.text == Reason.driverNeedsHelp.text }
            let soon = draft.now.adding(seconds: isAwaited ? 0 : policy.outreach.redialStop)
            guard (current.tasks[index].notBefore ?? soon) >= soon else { return }
            approach(index, from: soon, in: &current, file, &draft)
        } else {
            watch(index, in: &current, &draft)
        }
        if current.tasks[index].state == .ready { current.tasks[index].dueAt = due }
    }

    /// Makes the call of one case that was to be told with others.
    func callAlone(
        _ current: inout CaseFile, _ file: AssetFile, to contact: String?, _ outcome: Outcome, _ draft: inout Draft
    ) {
        let isDanger = outcome == .inDanger
        let reason =
            isDanger
            ? Reason.inDanger : Reason("nobody of the fleet could be reached: \(current.row.symptom)")
        let person = people(current, file, at: draft.now).first { $0.id == contact }
        call(
            callKind(current, file, at: draft.now) ?? .triage, to: person ?? addressee(current, file, at: draft.now),
            in: &current, file, because: [reason], dueIn: isDanger ? 0 : nil, &draft)
    }

    /// Asks a provider without a connection by telephone; the answer is typed in.
    func askProvider(_ job: JobRow, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        var task = TaskRow(
            id: draft.sequences.next(\.task), kind: .providerCall, caseID: current.row.id, asset: current.row.asset,
            contact: nil,
            priority: priority(current, file, draft).value,
            dueAt: draft.now.adding(seconds: policy.outreach.dueStop), createdAt: draft.now,
            reasons: ["ask \(job.unit) whether it takes the job"])
        task.unit = job.unit
        task.job = job.id
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
    }
}

extension TaskRow {
    /// Whether it tells the people with the asset something: not a mere question to whoever pays, not a slip in the
    /// data.
    package var tells: Bool { isCall && !isForData && !(kind == .followUp && asksApproval) }
}

extension CaseFile {
    /// Keeps an answer that came by message, for this step and on disk.
    mutating func tell(_ key: String, _ value: String, by source: String, _ draft: inout Draft) {
        guard facts[key] != value else { return }
        facts[key] = value
        draft.changes.facts.append(
            FactRow(at: draft.now, caseID: row.id, asset: row.asset, key: key, value: value, by: source))
    }
}
