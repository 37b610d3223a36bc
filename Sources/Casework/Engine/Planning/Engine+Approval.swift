import Outreach
import Planning
import Telemetry

/// Whether somebody must say yes before a unit is sent.
extension Engine {
    /// Whether a unit may be sent now.
    ///
    /// Danger never waits for an answer, and nobody is left at the roadside because nobody answers: a grave case goes
    /// ahead after a while, and says so.
    ///
    /// - Parameters:
    ///   - moves: Whether the asset is to be towed.
    ///   - towMetres: How far, as the crow flies; `nil` is unknown.
    func isApproved(
        _ current: inout CaseFile, _ plan: inout PlanRow, _ file: AssetFile, moves: Bool, towMetres: Double?,
        _ draft: inout Draft
    ) -> Bool {
        if let answer = current.facts.flag("approved"), plan.approval != nil {
            plan.approval = answer ? .given : .refused
            current.timers.removeAll { $0.kind == .approvalOverdue }
            current.withdrawTasks(reason: "it was answered", at: draft.now) { $0.kind == .followUp && $0.asksApproval }
        }
        switch plan.approval {
        case .given, .waived: return true
        case .refused: return false
        case .needed: break
        case nil:
            guard let reason = approvalReason(file, moves: moves, towMetres: towMetres, at: draft.now) else {
                return true
            }
            guard !isInDanger(current) else {
                plan.approval = .waived
                draft.note("approval_waived", case: current.row.id, "danger")
                return true
            }
            if let approver = approver(of: file, at: draft.now),
                approver.id == addressee(current, file, at: draft.now)?.id
            {
                // The person with the asset decides, and is called anyway: nobody waits for a second call.
                plan.approval = .waived
                draft.note("approval_waived", case: current.row.id, "the person who is called may say no")
                return true
            }
            plan.approval = .needed
            plan.reason = reason
            draft.note("approval_needed", case: current.row.id, reason)
            askApproval(in: &current, file, because: reason, &draft)
            if current.isGrave { current.schedule(.approvalOverdue, in: policy.approvalWait, &draft) }
        }
        if plan.approval == .needed, isInDanger(current) || approvalIsOverdue(current, &draft) {
            plan.approval = .waived
            plan.reason = nil
            draft.note("approval_waived", case: current.row.id, "nobody answered in time")
            current.withdrawTasks(reason: "help goes ahead", at: draft.now) { $0.kind == .followUp && $0.asksApproval }
            return true
        }
        return false
    }

    /// Why somebody must say yes, for the dispatcher; `nil` if nobody must.
    private func approvalReason(
        _ file: AssetFile, moves: Bool, towMetres: Double?, at now: Timestamp
    ) -> String? {
        guard let contract = file.reference.contract else { return nil }
        if let end = contract.validTo, end <= now { return "the cover \(contract.id) has ended" }
        switch contract.approval {
        case .always: return "the contract \(contract.id) wants every job approved"
        case .tow where moves: return "the contract \(contract.id) wants every tow approved"
        case .tow, .never: break
        }
        if moves, let limit = contract.towKm, let metres = towMetres, metres / 1_000 > limit {
            return "the tow is longer than the \(Int(min(limit, 100_000))) km that \(contract.id) covers"
        }
        return nil
    }

    /// Whether waiting for an answer would leave people in danger.
    func isInDanger(_ current: CaseFile) -> Bool {
        current.row.severity == .emergency || current.facts.flag("live_lane") == true
            || current.facts.flag("in_danger") == true
    }

    /// Whether the wait for an answer is over: its timer has fired and is gone.
    private func approvalIsOverdue(_ current: CaseFile, _ draft: inout Draft) -> Bool {
        current.isGrave && !current.timers.contains { $0.kind == .approvalOverdue }
    }

    // MARK: Asking

    /// Has whoever may authorise rung up; if that is the person with the asset, the call about safety asks it too.
    private func askApproval(
        in current: inout CaseFile, _ file: AssetFile, because reason: String, _ draft: inout Draft
    ) {
        guard let contact = approver(of: file, at: draft.now) else { return }
        guard !current.tasks.contains(where: { $0.isOpen && $0.isCall && $0.contact == contact.id }) else { return }
        let priority = policy.outreach.priority(current.row.severity, exposure: exposure(current, file, draft)).value
        let task = TaskRow(
            id: draft.sequences.next(\.task), kind: .followUp, caseID: current.row.id, asset: current.row.asset,
            contact: contact.id, priority: priority,
            dueAt: draft.now.adding(seconds: current.isGrave ? policy.outreach.dueStop : policy.outreach.dueLimp),
            createdAt: draft.now, reasons: [TaskRow.approvalReason + reason])
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
        approach(current.tasks.count - 1, from: draft.now, in: &current, file, &draft)
    }

    /// Who is asked: whoever may authorise, a fleet manager before others and the driver last.
    private func approver(of file: AssetFile, at now: Timestamp) -> ContactReference? {
        let contacts = file.reference.contacts.filter(\.hasPhone)
        let mayAuthorise = contacts.filter { $0.mayAuthorise(at: now) }
        let managers = contacts.filter { $0.holds(.fleetManager, at: now) }
        return mayAuthorise.first { $0.holds(.fleetManager, at: now) } ?? managers.first
            ?? mayAuthorise.first { !$0.holds(.driver, at: now) } ?? mayAuthorise.first
            ?? contacts.first { $0.holds(.owner, at: now) } ?? contacts.first
    }

    /// What somebody said who was asked for approval.
    ///
    /// - Returns: Whether it was an answer; nobody there is none.
    func answerForApproval(
        _ index: Int, _ outcome: Outcome, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) -> Bool {
        guard current.tasks[index].asksApproval, current.plan?.approval == .needed else { return false }
        if outcome == .reached || outcome == .callBack, current.tasks[index].kind == .followUp {
            // No answer yet: they think about it.
            current.putOff(task: index, until: draft.now.adding(seconds: policy.outreach.dueLimp))
            return true
        }
        guard outcome == .accepted || outcome == .declined else { return false }
        done(index, outcome, in: &current, &draft)
        let isYes = outcome == .accepted
        current.facts["approved"] = isYes ? "yes" : "no"
        current.plan?.approval = isYes ? .given : .refused
        current.plan?.reason = isYes ? nil : "nobody has approved the help: it was refused"
        current.timers.removeAll { $0.kind == .approvalOverdue }
        draft.note(isYes ? "approval_given" : "approval_refused", case: current.row.id)
        if !isYes {
            callAgain(&current, file, because: Reason.approvalRefused, &draft)
            // Whoever was refused help is not forgotten: a person looks again.
            if current.isGrave { current.schedule(.approvalOverdue, in: policy.approvalWait, &draft) }
        }
        draft.touch(current.row.asset, .replan)
        return true
    }
}

extension TaskRow {
    static let approvalReason = "ask for approval: "

    /// Whether somebody is asked to approve the help.
    package var asksApproval: Bool { reasons.contains { $0.hasPrefix(TaskRow.approvalReason) } }
}
