import Outreach
import Planning
import Telemetry

extension Engine {
    /// Has somebody ask a workshop for a slot that is held: it is not promised before the workshop has said yes.
    ///
    /// Held until somebody has it on the telephone, asked when it wants to call back, then confirmed or refused. The
    /// hold runs out after ``CasePolicy/holdLifetime``, counted from when the workshop can be rung.
    func askWorkshop(_ hold: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        let slot = draft.slot(current.holds[hold].resource)
        let workshop = slot.flatMap { draft.board.workshop($0.workshopID) }
        var reasons = ["ask \(workshop?.name ?? "the workshop") for the time that is held"]
        if let workshop, workshop.phone == nil { reasons.append("no telephone number of \(workshop.name) is known") }
        callWorkshop(about: hold, because: reasons, of: workshop, in: &current, &draft)
    }

    private func callWorkshop(
        about hold: Int, because reasons: [String], of workshop: Workshop?, in current: inout CaseFile,
        _ draft: inout Draft
    ) {
        let row = current.holds[hold]
        current.withdrawTasks(reason: "another time is asked for", at: draft.now) { $0.kind == .workshopCall }
        let severity = current.row.severity
        var exposure = Exposure()
        exposure.immobile = current.row.immobile
        let earliest = workshop.map { earliestCall(to: $0, after: draft.now) } ?? draft.now
        let delay = policy.outreach.dueAfter(severity, immobile: current.row.immobile) ?? policy.outreach.dueLimp
        // The people with the asset come first.
        let priority = max(0, policy.outreach.priority(severity, exposure: exposure).value - 1)
        var task = TaskRow(
            id: draft.sequences.next(\.task), kind: .workshopCall, caseID: current.row.id, asset: current.row.asset,
            contact: nil, priority: priority, dueAt: earliest.adding(seconds: delay), createdAt: draft.now,
            reasons: reasons)
        task.slot = Int64(row.resource)
        if earliest > draft.now {
            task.state = .waiting
            task.notBefore = earliest
        }
        current.tasks.append(task)
        draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
        current.timers.removeAll { $0.kind == .holdExpiry && $0.reference == row.id }
        current.schedule(
            .holdExpiry, at: lapse(of: row, askedFrom: earliest, current, draft), reference: row.id, &draft)
    }

    /// When a slot that nobody confirms is given back.
    ///
    /// Whoever was offered it and has said yes keeps it until it is near: else they would have to be rung again.
    private func lapse(of hold: HoldRow, askedFrom: Timestamp, _ current: CaseFile, _ draft: Draft) -> Timestamp {
        let usual = askedFrom.adding(seconds: policy.holdLifetime)
        guard let slot = draft.slot(hold.resource),
            current.offers.contains(where: { $0.answer == .accepted && $0.result == nil && $0.slot == slot.id })
        else { return usual }
        return max(usual, slot.start.adding(seconds: -policy.holdLifetime))
    }

    /// When a workshop can be rung: when it opens, if it is known to be closed.
    private func earliestCall(to workshop: Workshop, after time: Timestamp) -> Timestamp {
        workshop.opening(after: time) ?? time
    }

    /// What a workshop said on the telephone.
    ///
    /// A yes rings nobody: what was said before stays true and becomes surer; the next script says it.
    func answerForWorkshop(
        _ index: Int, _ outcome: Outcome, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        let slot = current.tasks[index].slot.map { String($0) }
        guard
            let hold = current.holds.firstIndex(where: {
                $0.kind == .slot && $0.state.isLive && $0.resource == slot
            })
        else {
            done(index, outcome, in: &current, &draft)
            return
        }
        let id = current.holds[hold].id
        let again = draft.now.adding(seconds: policy.workshopCallAgain)
        switch outcome {
        case .accepted, .solved:
            let named = namedStart(by: current.tasks[index], current)
            done(index, outcome, in: &current, &draft)
            guard named == nil || named == draft.slot(current.holds[hold].resource)?.start else {
                take(named, insteadOf: hold, in: &current, &draft)
                return
            }
            current.holds[hold].state = .confirmed
            current.timers.removeAll { $0.kind == .holdExpiry && $0.reference == id }
            draft.note("slot_confirmed", case: current.row.id, slot)
            // Whoever was told that it was still open was told that they would hear.
            if current.row.toldAt != nil { callAgain(&current, file, because: Reason.slotConfirmed, &draft) }
        case .declined where namedStart(by: current.tasks[index], current) != nil:
            let named = namedStart(by: current.tasks[index], current)
            done(index, outcome, in: &current, &draft)
            take(named, insteadOf: hold, in: &current, &draft)
        case .declined, .noNeed, .hasOwnHelp, .wrongNumber, .otherPerson:
            done(index, outcome, in: &current, &draft)
            endSlot(hold, as: .refused, in: &current, &draft)
            draft.touch(current.row.asset, .replan)
        case .reached, .callBack:
            current.holds[hold].state = .asked
            current.putOff(task: index, until: again)
        case .noAnswer, .busy, .voicemail, .hungUp, .phoneOff, .language, .inDanger:
            current.putOff(task: index, until: again)
        }
    }

    /// Another time that the workshop named in this call.
    func namedStart(by task: TaskRow, _ current: CaseFile) -> Timestamp? {
        current.facts["slot_start:\(task.id)"].flatMap { Timestamp(iso8601: $0) }
    }

    /// Takes the time that a workshop named instead of the one that was held, if it is on offer and free; else another
    /// one is looked for, and the dispatcher's note says what the workshop named.
    private func take(_ start: Timestamp?, insteadOf hold: Int, in current: inout CaseFile, _ draft: inout Draft) {
        let workshop = draft.slot(current.holds[hold].resource)?.workshopID
        let leg = current.currentLeg
        let goesThere = leg.map { current.legs[$0].workshop == workshop } ?? false
        let to = leg.flatMap { current.legs[$0].to }
        endSlot(hold, as: .refused, in: &current, &draft)
        guard let workshop,
            let slot = draft.board.slots.first(where: {
                $0.workshopID == workshop && $0.start == start && !draft.takenSlots.contains($0.id)
            })
        else {
            draft.note("slot_named_is_not_on_offer", case: current.row.id, start?.iso8601)
            draft.touch(current.row.asset, .replan)
            return
        }
        draft.hold(.slot, String(slot.id), as: .confirmed, in: &current)
        draft.note("slot_confirmed", case: current.row.id, String(slot.id))
        if let leg, goesThere {
            current.legs[leg].workshop = workshop
            current.legs[leg].to = to
        }
    }

    /// Ends a live slot hold; the tow has no destination then, and nobody rings the workshop about it.
    func endSlot(_ hold: Int, as state: HoldState, in current: inout CaseFile, _ draft: inout Draft) {
        let row = current.holds[hold]
        draft.endHold(.slot, row.resource, as: state, in: &current)
        current.timers.removeAll { $0.kind == .holdExpiry && $0.reference == row.id }
        current.withdrawTasks(reason: "the time is \(state.rawValue)", at: draft.now) {
            $0.kind == .workshopCall && $0.slot.map { String($0) } == row.resource
        }
        draft.note("slot_\(state.rawValue)", case: current.row.id, row.resource)
        guard state != .fulfilled, let workshop = draft.slot(row.resource)?.workshopID else { return }
        // The part that lies there is of no use elsewhere.
        for part in current.holds where part.kind == .stock && part.state.isLive {
            guard StockBook.holderAndPart(of: part.resource)?.holder == workshop else { continue }
            draft.endHold(.stock, part.resource, as: .released, in: &current)
        }
        for leg in current.legs.indices
        where current.legs[leg].workshop == workshop && !(current.legs[leg].state?.isFinal ?? false) {
            current.legs[leg].workshop = nil
            current.legs[leg].to = nil
        }
    }

    /// A slot's time is over, or nobody has confirmed it: see ``TimerKind/holdExpiry``.
    func holdExpired(_ id: Int64?, in current: inout CaseFile, _ draft: inout Draft) {
        guard let hold = current.holds.firstIndex(where: { $0.id == id && $0.state.isLive }) else { return }
        if current.row.state == .inWorkshop {
            endSlot(hold, as: .fulfilled, in: &current, &draft)
        } else if current.holds[hold].state != .confirmed {
            // Another time is asked for: nobody answered for this one.
            if let leg = current.currentLeg {
                current.decline(leg: leg, unit: CaseFile.lapse(ofSlot: current.holds[hold].resource))
            }
            endSlot(hold, as: .released, in: &current, &draft)
            draft.touch(current.row.asset, .replan)
        }
    }

    /// An import took a slot off the board that a case holds: the workshop is asked whether it still stands.
    func askAgain(aboutDropped slot: Slot, _ draft: inout Draft) {
        // One that has begun left the board because its time has come.
        guard slot.start > draft.now else { return }
        let resource = String(slot.id)
        for asset in draft.set.openAssets {
            guard let known = draft.file(of: asset)?.current, known.row.state != .inWorkshop,
                let hold = known.holds.firstIndex(where: {
                    $0.kind == .slot && $0.state.isLive && $0.resource == resource
                })
            else { continue }
            draft.edit(asset) { file, draft in
                guard var current = file.current else { return }
                file.current = nil
                current.holds[hold].state = .held
                let workshop = draft.board.workshop(slot.workshopID)
                callWorkshop(
                    about: hold,
                    because: [
                        "\(workshop?.name ?? "the workshop") no longer lists the time that is held: ask about it"
                    ],
                    of: workshop, in: &current, &draft)
                draft.note("slot_dropped", case: current.row.id, resource)
                file.current = current
            }
            return
        }
    }
}
