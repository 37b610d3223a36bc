import Outreach
import Planning
import Telemetry

extension Engine {
    /// Ends a case by somebody's word or a finished job: what it reserved is free, what it asked for is withdrawn.
    ///
    /// - Parameter repairIsKnown: It ends because somebody told of the repair: that is not written down again.
    func close(
        _ current: inout CaseFile, as state: CaseState, because reason: String, repairIsKnown: Bool = false,
        _ draft: inout Draft
    ) {
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
        // Where a time is agreed for another part, that one is meant.
        let agreed = current.offers.contains { $0.answer == .accepted && $0.result == nil }
        let offered = agreed ? nil : current.offers.last(where: \.isOpen)?.part
        endOffers(of: &current, as: state, &draft)
        endHolds(&current, solvedInWorkshop: state == .solved && before == .inWorkshop, &draft)
        if state == .solved, !repairIsKnown { noteRepair(of: current, before: before, offered: offered, &draft) }
        // A crew on its way is still told that it need not come, and a wrong number is wrong for the next case too: see
        // ``AssetFile/errands``.
        current.withdrawTasks(reason: reason, at: draft.now) { !$0.tellsStandDown && !$0.isForData }
        current.timers.removeAll()
    }
}
