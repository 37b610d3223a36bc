import Outreach
import Planning
import Telemetry

/// What becomes of offers to replace a part before it fails.
extension Engine {
    /// They want it: the slot that they chose is held, and confirmed as far as its workshop does that by itself.
    ///
    /// - Returns: Whether the call was such an offer.
    func acceptOffer(
        _ index: Int, _ call: FinishedCall, by action: DeskAction, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) -> Bool {
        guard current.tasks[index].kind == .preventOffer, let offer = current.offers.lastIndex(where: \.isOpen)
        else { return false }
        current.offers[offer].answeredAt = nil
        guard call.outcome == .accepted else { return false }
        let named = namedStart(by: current.tasks[index], current)
        let slots = current.offers[offer].slots
        guard let slot = chosenSlot(named, of: slots, draft) else {
            if slots.isEmpty, named == nil {
                agree(offer, index, slot: nil, call, by: action, in: &current, file, &draft)
                return true
            }
            draft.note("slot_named_is_not_on_offer", case: current.row.id, named?.iso8601)
            done(index, call.outcome, in: &current, &draft)
            current.offers[offer].slots = proposals(for: current.offers[offer].part, current, file, &draft)
            // Answered and without a time: the next look makes the call anew.
            current.offers[offer].answeredAt = draft.now
            return true
        }
        let workshop = draft.board.workshop(slot.workshopID)
        draft.hold(
            .slot, String(slot.id), as: workshop?.autoConfirm == true ? .confirmed : .held, in: &current)
        let hold = current.holds.count - 1
        if let piece = draft.board.stock.nextPiece(of: current.offers[offer].part, at: slot.workshopID) {
            draft.hold(.stock, piece, as: .confirmed, in: &current)
        }
        agree(offer, index, slot: slot, call, by: action, in: &current, file, &draft)
        if current.holds[hold].state != .confirmed { askWorkshop(hold, in: &current, file, &draft) }
        return true
    }

    private func chosenSlot(_ named: Timestamp?, of slots: [Int64], _ draft: Draft) -> Slot? {
        let free = free(slots, draft)
        return named.map { start in free.first { $0.start == start } } ?? free.first
    }

    /// The slots of an offer that are still to be had.
    func freeTimes(of offer: PreventOfferRow, _ draft: Draft) -> [Slot] { free(offer.slots, draft) }

    private func free(_ slots: [Int64], _ draft: Draft) -> [Slot] {
        slots.compactMap { draft.board.slot($0) }.filter {
            !draft.takenSlots.contains($0.id) && $0.start > draft.now
        }
    }

    private func agree(
        _ offer: Int, _ index: Int, slot: Slot?, _ call: FinishedCall, by action: DeskAction,
        in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        current.offers[offer].answer = .accepted
        current.offers[offer].answeredAt = draft.now
        current.offers[offer].slot = slot?.id
        if let slot { current.offers[offer].dueAt = slot.end.adding(seconds: policy.prevention.askAfterSlot) }
        draft.note("prevent_accepted", case: current.row.id, task: current.tasks[index].id, current.offers[offer].part)
        var call = call
        call.promise = call.promise ?? Promise(at: action.at, slot: slot?.id)
        told(index, call, by: action, in: &current, file, &draft)
    }

    // MARK: Ends

    /// Says of every offer of a case that ends what became of it; called before its holds end.
    func endOffers(of current: inout CaseFile, as state: CaseState, _ draft: inout Draft) {
        for index in current.offers.indices where current.offers[index].result == nil {
            switch current.offers[index].answer {
            case nil:
                let answer: PreventAnswer =
                    switch state {
                    case .declined: .declined
                    case .unreached: .unreached
                    default: .overtaken
                    }
                current.offers[index].answer = answer
                current.offers[index].answeredAt = draft.now
                if answer == .declined {
                    draft.note("prevent_declined", case: current.row.id, current.offers[index].part)
                }
                if answer == .overtaken { current.offers[index].result = .unknown }
            case .accepted:
                let isSolved = state == .solved
                current.offers[index].result = isSolved ? .prevented : .unknown
                if isSolved {
                    draft.note("prevented", case: current.row.id, current.offers[index].part)
                    useSlot(of: &current, &draft)
                }
                if state == .declined {
                    draft.note("prevent_declined", case: current.row.id, current.offers[index].part)
                    current.offers[index].answer = .declined
                }
            case .declined, .unreached, .undecided, .overtaken: break
            }
        }
    }

    /// The part was replaced in the time that was agreed: both are used.
    private func useSlot(of current: inout CaseFile, _ draft: inout Draft) {
        guard let hold = current.holds.last(where: { $0.kind == .slot && $0.state.isLive }) else { return }
        if let workshop = draft.slot(hold.resource)?.workshopID { use(partsOf: workshop, in: &current, &draft) }
        draft.endHold(.slot, hold.resource, as: .fulfilled, in: &current)
    }

    /// Something worse has come: the case is one like any other, and its open call becomes the call about that.
    func overtakeOffers(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard current.isUrgent || current.row.severity > .maintenance,
            current.problems.contains(where: { $0.isForeseen && $0.clearedAt == nil })
        else { return }
        for index in current.problems.indices where current.problems[index].isForeseen {
            current.problems[index].clearedAt = current.problems[index].clearedAt ?? draft.now
        }
        for index in current.offers.indices where current.offers[index].result == nil {
            // What is agreed stands beside a fault that can wait as long.
            guard current.offers[index].answer != .accepted || current.isUrgent else { continue }
            let failed = current.isUrgent && current.offers[index].part == current.row.part
            if current.offers[index].answer == nil {
                current.offers[index].answer = .overtaken
                current.offers[index].answeredAt = draft.now
            }
            current.offers[index].result = failed ? .failed : .unknown
            if failed { draft.note("prevent_failed", case: current.row.id, current.offers[index].part) }
        }
        let next = addressee(current, file, at: draft.now)?.id
        current.withdrawTasks(reason: "something worse has come", at: draft.now) {
            $0.kind == .preventOffer && $0.contact != next
        }
        guard current.isUrgent else { return }
        // A time next week is of no use to a car that stands.
        for hold in current.holds.indices where current.holds[hold].kind == .slot && current.holds[hold].state.isLive {
            endSlot(hold, as: .released, in: &current, &draft)
        }
    }

    /// The time of an offer is over.
    func offerOver(_ timer: TimerRow, _ draft: inout Draft) {
        draft.changes.deletedTimers.append(timer.id)
        draft.edit(timer.asset) { file, draft in
            if let index = file.offers.firstIndex(where: { $0.id == timer.reference && $0.result == nil }) {
                file.offers[index].result = .wasted
                draft.note("prevent_wasted", case: file.offers[index].caseID, file.offers[index].part)
                return
            }
            guard var current = file.current,
                let index = current.offers.firstIndex(where: { $0.id == timer.reference && $0.result == nil })
            else { return }
            file.current = nil
            over(index, in: &current, file, &draft)
            draft.settle(current, in: &file)
        }
    }

    private func over(_ index: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        if current.offers[index].answer == .accepted {
            // What was agreed has passed and nobody has said what became of it: somebody asks once.
            current.offers[index].dueAt = draft.now.adding(seconds: PreventionBook.week)
            if current.row.state != .inWorkshop, current.tasks.allSatisfy({ !$0.isOpen || !$0.tells }),
                !current.hasAskedForPart
            {
                current.facts[CaseFile.partAskedKey] = "yes"
                call(
                    .followUp, to: listener(current, file, at: draft.now), in: &current, file,
                    because: [Reason("the time that was agreed has passed: was the part replaced?")],
                    dueIn: policy.outreach.dueServiceSoon, &draft)
            } else {
                current.offers[index].result = .unknown
                if current.isPrevention {
                    close(&current, as: .withdrawn, because: "nobody knows what became of it", &draft)
                }
            }
            return
        }
        current.offers[index].answer = current.row.toldAt == nil ? .unreached : .undecided
        current.offers[index].answeredAt = draft.now
        current.offers[index].result = .wasted
        draft.note("prevent_wasted", case: current.row.id, current.offers[index].part)
        if current.isPrevention, !current.offers.contains(where: { $0.result == nil }) {
            close(&current, as: .withdrawn, because: "the time that it was about has passed", &draft)
        }
    }
}

extension CaseFile {
    /// The key of the fact that somebody was asked whether the part was replaced.
    static let partAskedKey = "part_replaced_asked"

    fileprivate var hasAskedForPart: Bool { facts[CaseFile.partAskedKey] != nil }
}
