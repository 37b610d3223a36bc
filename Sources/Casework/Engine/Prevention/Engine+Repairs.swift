import Diagnostics
import Outreach
import Planning
import Telemetry

/// Parts that were replaced: as somebody told from outside, and as cases tell that end.
extension Engine {
    /// A part was replaced, as somebody told from outside.
    func apply(_ repair: RepairRow, to draft: inout Draft) {
        draft.edit(repair.asset) { file, draft in
            for index in file.offers.indices where file.offers[index].awaits(repair) {
                let failed = repair.reason == .failure
                file.offers[index].result = failed ? .failed : .unknown
                if failed { draft.note("prevent_failed", case: file.offers[index].caseID, repair.part) }
            }
            guard var current = file.current,
                let index = current.offers.firstIndex(where: { $0.awaits(repair) })
            else { return }
            file.current = nil
            if repair.reason == .failure {
                current.offers[index].result = .failed
                draft.note("prevent_failed", case: current.row.id, repair.part)
            }
            if current.isPrevention {
                close(&current, as: .solved, because: "the part was replaced", repairIsKnown: true, &draft)
            }
            draft.settle(current, in: &file)
        }
    }

    /// Whoever was to be offered it has had the part replaced: that is written down, and nothing is offered.
    ///
    /// - Returns: Whether the case goes on, because of another part that is offered or agreed.
    func replacedAlready(_ task: TaskRow, in current: inout CaseFile, _ draft: inout Draft) -> Bool {
        guard task.kind == .preventOffer, let index = current.offers.lastIndex(where: \.isOpen) else { return false }
        let part = current.offers[index].part
        guard let other = current.offers.last(where: { $0.result == nil && $0.part != part }) else { return false }
        current.offers[index].answer = .overtaken
        current.offers[index].answeredAt = draft.now
        current.offers[index].result = .unknown
        note(part, of: current, as: .planned, &draft)
        draft.note("prevent_replaced", case: current.row.id, task: task.id, part)
        for problem in current.problems.indices
        where current.problems[problem].component == CaseFile.forecastPrefix + part {
            current.problems[problem].clearedAt = current.problems[problem].clearedAt ?? draft.now
        }
        if current.row.part == part {
            current.row.part = other.part
            current.row.system = diagnostician.catalogue.part(other.part)?.system ?? current.row.system
        }
        return true
    }

    /// Writes down that a case that is solved had its part replaced.
    ///
    /// In a workshop that is taken for granted; on the spot only if the part was on board and is used up, since a jump
    /// start replaces nothing. Where nothing had failed, solved can only mean that what was offered is replaced.
    ///
    /// - Parameter offered: The part that was on offer when it ended, and that nobody had answered for.
    func noteRepair(of current: CaseFile, before: CaseState, offered: String?, _ draft: inout Draft) {
        if let offered {
            note(offered, of: current, as: .planned, &draft)
            draft.note("prevent_replaced", case: current.row.id, offered)
        }
        guard let part = current.row.part, part != offered else { return }
        let inWorkshop = before == .inWorkshop || current.legs.contains { $0.state == .delivered }
        let agreed = current.offers.contains { $0.part == part && $0.result == .prevented }
        let isUsedUp = current.holds.contains {
            $0.kind == .stock && $0.state == .fulfilled && StockBook.holderAndPart(of: $0.resource)?.part == part
        }
        guard inWorkshop || agreed || isUsedUp else { return }
        note(part, of: current, as: agreed || !current.isUrgent ? .planned : .failure, &draft)
    }

    private func note(_ part: String, of current: CaseFile, as reason: RepairRow.Reason, _ draft: inout Draft) {
        draft.changes.repairs.append(
            RepairRow(
                asset: current.row.asset, part: part, at: draft.now, reason: reason,
                source: "case \(current.row.id)"))
    }
}

extension PreventOfferRow {
    /// Whether a repair says what the offer came to.
    fileprivate func awaits(_ repair: RepairRow) -> Bool {
        result == nil && part == repair.part && repair.at > offeredAt
    }
}
