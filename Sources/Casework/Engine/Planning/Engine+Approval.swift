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
        }
        switch plan.approval {
        case .given, .waived: return true
        case .refused, .needed: break
        case nil:
            guard let reason = approvalReason(file, moves: moves, towMetres: towMetres, at: draft.now) else {
                return true
            }
            guard !isInDanger(current) else {
                plan.approval = .waived
                draft.note("approval_waived", case: current.row.id, "danger")
                return true
            }
            plan.approval = .needed
            plan.reason = reason
            draft.note("approval_needed", case: current.row.id, reason)
            if current.isGrave { current.schedule(.approvalOverdue, in: policy.approvalWait, &draft) }
        }
        if plan.approval == .needed, isInDanger(current) || approvalIsOverdue(current, &draft) {
            plan.approval = .waived
            plan.reason = nil
            draft.note("approval_waived", case: current.row.id, "nobody answered in time")
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
}
