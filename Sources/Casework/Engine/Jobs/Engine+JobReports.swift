import Planning
import Telemetry

extension Engine {
    /// Takes a crew's answer or progress over.
    ///
    /// The effect's key is (offer, state), and states only go forward.
    func apply(_ report: JobReport, _ observation: Observation, input: Int, to draft: inout Draft) {
        let unit = draft.set.symbols[observation.subject]
        guard let asset = draft.set.asset(ofOffer: report.offerID) else {
            // Offers are numbered one after another, so one that was made and is not here any more belongs to a case
            // that has ended: a lane that has started since does not remember which.
            guard report.offerID < 1 || report.offerID >= draft.set.sequences.offer else {
                tooLate(report, of: unit, &draft)
                return
            }
            draft.changes.rejected.append(
                RejectedInput(input: input, reason: "offer_id \(report.offerID) is unknown"))
            return
        }
        guard draft.file(of: asset) != nil else {
            tooLate(report, of: unit, &draft)
            return
        }
        let word = CrewWord(
            report.state, at: observation.time, now: draft.now, minutes: report.etaMinutes, reason: report.reason)
        draft.edit(asset) { file, draft in
            guard var current = file.current,
                let index = current.jobs.firstIndex(where: { $0.offerID == report.offerID })
            else {
                tooLate(report, of: unit, &draft)
                return
            }
            guard current.jobs[index].unit == unit else {
                draft.changes.rejected.append(
                    RejectedInput(input: input, reason: "offer_id \(report.offerID) was made to another unit"))
                return
            }
            file.current = nil
            if report.etaMinutes != nil, word.eta == nil {
                draft.note("eta_not_believed", case: current.row.id, unit)
            }
            isHeard(current.jobs[index].id, in: &current, &draft)
            advance(index, by: word, in: &current, file, &draft)
            draft.settle(current, in: &file)
        }
    }

    /// An answer to an offer of a case that has ended: kept, and a crew that would drive in vain is told.
    private func tooLate(_ report: JobReport, of unit: String, _ draft: inout Draft) {
        draft.note("late_answer", case: nil, "\(unit) \(report.state.rawValue) offer \(report.offerID)")
        guard report.state.meansComing, draft.unit(unit)?.reach == .mqtt else { return }
        publishStandDown(offer: report.offerID, job: nil, unit: unit, "the offer is over", &draft)
    }

    /// Moves a job to a state, with everything that follows from it.
    func advance(
        _ index: Int, by word: CrewWord, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        let before = current.jobs[index].state
        guard current.jobs[index].isNews(word) else {
            if before != word.state || current.jobs[index].isCalledOff {
                stray(index, word, in: &current, file, &draft)
            }
            return
        }
        current.dropOfferExpiry(current.jobs[index].id)
        if before != .offered, word.state.meansNotComing {
            gaveUp(index, word, in: &current, file, &draft)
            return
        }
        // The same rank again is a newer word about the arrival: what was accepted or set off stays so.
        if word.state.rank > before.rank || before.rank == 2 { current.jobs[index].state = word.state }
        current.jobs[index].reason = word.reason ?? current.jobs[index].reason
        if current.jobs[index].answeredAt == nil, word.state != .expired { current.jobs[index].answeredAt = draft.now }
        if let eta = word.eta {
            current.jobs[index].etaAt = eta
            current.jobs[index].etaToldAt = word.at
        }
        draft.note("job_\(word.state.rawValue)", case: current.row.id, current.jobs[index].unit)
        guard let leg = current.legs.firstIndex(where: { $0.id == current.jobs[index].legID }) else { return }
        if word.state.meansNotComing {
            refused(current.jobs[index], leg, in: &current, &draft)
            return
        }
        current.legs[leg].state = current.jobs[index].state
        current.legs[leg].unit = current.jobs[index].unit
        if before == .offered { taken(index, leg, in: &current, &draft) }
        progress(index, leg, word, in: &current, file, &draft)
        if before == .offered, current.jobs[index].state.isComing { sendAcceptance(&current, file, leg: leg, &draft) }
    }

    private func progress(
        _ index: Int, _ leg: Int, _ word: CrewWord, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        switch word.state {
        case .accepted, .delayed: expect(index, leg, word, in: &current, &draft)
        case .enRoute: departed(index, leg, word, in: &current, &draft)
        case .onScene: arrived(index, word, in: &current, &draft)
        case .loaded:
            arrived(index, word, in: &current, &draft)
            current.advance(to: .inTransit)
        case .fixed: fixed(index, word, in: &current, file, &draft)
        case .delivered: delivered(index, word, in: &current, &draft)
        case .stored, .madeSafe: leftForLater(index, word, in: &current, &draft)
        case .goneOnArrival, .noAccess, .partNeeded: inVain(index, word, in: &current, file, &draft)
        case .refusedAtDestination: refusedAtDoor(index, leg, word, in: &current, file, &draft)
        case .offered, .declined, .expired, .unable, .stoodDown, .cancelConfirmed: break
        }
    }
}

extension CaseFile {
    /// An offer that was answered does not lapse.
    fileprivate mutating func dropOfferExpiry(_ job: Int64) {
        timers.removeAll { $0.kind == .offerExpiry && $0.reference == job }
    }
}
