import Outreach
import Planning
import Telemetry

extension Engine {
    /// The unit is with the asset: nobody asks any more where it stays.
    func arrived(_ index: Int, _ word: CrewWord, in current: inout CaseFile, _ draft: inout Draft) {
        let id = current.jobs[index].id
        if current.jobs[index].arrivedAt == nil { current.jobs[index].arrivedAt = word.at }
        current.advance(to: .onScene)
        current.dropTimers(ofJob: id)
        current.withdrawTasks(reason: "the unit is there", at: draft.now) { $0.asksWhereCrewIs && $0.job == id }
        current.timers.removeAll { $0.kind == .normalDriving }
    }

    /// Mended on the spot: the parts that it brought are used up, and the case is over.
    func fixed(
        _ index: Int, _ word: CrewWord, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        arrived(index, word, in: &current, &draft)
        let unit = current.jobs[index].unit
        use(partsOf: unit, in: &current, &draft)
        end(index, as: .fulfilled, in: &current, &draft)
        close(&current, as: .solved, because: "\(unit) mended it on the spot", &draft)
    }

    /// Brought to the workshop: the unit is free; the slot is the asset's until its time has passed.
    ///
    /// It is fulfilled then, or when a person says that the asset is repaired: before, nobody else may book it, and
    /// whether the workshop began in time is not known here.
    func delivered(_ index: Int, _ word: CrewWord, in current: inout CaseFile, _ draft: inout Draft) {
        arrived(index, word, in: &current, &draft)
        end(index, as: .fulfilled, in: &current, &draft)
        current.advance(to: .inWorkshop)
        guard let hold = current.holds.first(where: { $0.kind == .slot && $0.state.isLive }),
            let slot = draft.slot(hold.resource)
        else { return }
        current.timers.removeAll { $0.kind == .holdExpiry && $0.reference == hold.id }
        current.schedule(.holdExpiry, at: slot.end, reference: hold.id, &draft)
    }

    /// The unit's part is done, the case's is not: planning looks for the next leg.
    func leftForLater(_ index: Int, _ word: CrewWord, in current: inout CaseFile, _ draft: inout Draft) {
        arrived(index, word, in: &current, &draft)
        end(index, as: .fulfilled, in: &current, &draft)
        draft.touch(current.row.asset, .replan)
    }

    /// The job is over and its unit free.
    func end(_ index: Int, as state: HoldState, in current: inout CaseFile, _ draft: inout Draft) {
        let job = current.jobs[index]
        free(job.unit, as: state, in: &current, &draft)
        current.dropTimers(ofJob: job.id)
        current.withdrawTasks(reason: "the job is over", at: draft.now) {
            $0.kind == .providerCall && $0.job == job.id
        }
    }

    /// Ends the hold of a unit; what it was to bring and did not use is free with it.
    func free(_ unit: String, as state: HoldState, in current: inout CaseFile, _ draft: inout Draft) {
        draft.endHold(.unit, unit, as: state, in: &current)
        for hold in current.holds where hold.kind == .stock && hold.state.isLive {
            guard StockBook.holderAndPart(of: hold.resource)?.holder == unit else { continue }
            draft.endHold(.stock, hold.resource, as: .released, in: &current)
        }
    }

    /// Parts kept at a holder were fitted: each hold is fulfilled, and the holder has one less.
    func use(partsOf holder: String, in current: inout CaseFile, _ draft: inout Draft) {
        for hold in current.holds where hold.kind == .stock && hold.state.isLive {
            guard StockBook.holderAndPart(of: hold.resource)?.holder == holder else { continue }
            draft.endHold(.stock, hold.resource, as: .fulfilled, in: &current)
        }
    }

    /// Ends everything that a case still reserves, each once.
    ///
    /// An asset that was in its workshop and is solved has used its slot and the part kept there; else both are free.
    func endHolds(_ current: inout CaseFile, solvedInWorkshop: Bool, _ draft: inout Draft) {
        if solvedInWorkshop {
            let workshop = current.legs.last { $0.state == .delivered }?.workshop
            if let workshop { use(partsOf: workshop, in: &current, &draft) }
            for hold in current.holds where hold.kind == .slot && hold.state.isLive {
                draft.endHold(.slot, hold.resource, as: .fulfilled, in: &current)
            }
        }
        for hold in current.holds where hold.state.isLive {
            draft.endHold(hold.kind, hold.resource, as: .released, in: &current)
        }
    }
}

extension Draft {
    /// The slot that a hold names, if it is still on the board.
    func slot(_ resource: String) -> Slot? { Int64(resource).flatMap { board.slot($0) } }
}

extension Slot {
    /// When it ends.
    var end: Timestamp { start.adding(seconds: Int64(max(0, min(minutes, 100_000))) * 60) }
}
