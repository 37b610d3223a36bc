import Outreach
import Planning
import Telemetry

extension Engine {
    /// Takes a crew's answer or progress over.
    ///
    /// The effect's key is (offer, state), and states only go forward.
    func apply(_ report: JobReport, _ observation: Observation, input: Int, to draft: inout Draft) {
        let unit = draft.set.symbols[observation.subject]
        guard let asset = draft.set.asset(ofOffer: report.offerID) else {
            draft.changes.rejected.append(
                RejectedInput(input: input, reason: "offer_id \(report.offerID) is unknown"))
            return
        }
        guard draft.file(of: asset) != nil else {
            draft.note("late_answer", case: nil, "\(unit) \(report.state.rawValue) offer \(report.offerID)")
            return
        }
        draft.edit(asset) { file, draft in
            guard var current = file.current,
                let index = current.jobs.firstIndex(where: { $0.offerID == report.offerID })
            else {
                draft.note("late_answer", case: nil, "\(unit) \(report.state.rawValue) offer \(report.offerID)")
                return
            }
            guard current.jobs[index].unit == unit else {
                draft.changes.rejected.append(
                    RejectedInput(input: input, reason: "offer_id \(report.offerID) was made to another unit"))
                return
            }
            file.current = nil
            let eta = report.etaMinutes.map { observation.time.adding(minutes: min(max($0, 0), 10_000)) }
            advance(index, to: report.state, eta: eta, reason: report.reason, in: &current, file, &draft)
            draft.settle(current, in: &file)
        }
    }

    /// Moves a job to a state, with everything that follows from it.
    func advance(
        _ index: Int, to state: JobState, eta: Timestamp?, reason: String?, in current: inout CaseFile,
        _ file: AssetFile, _ draft: inout Draft
    ) {
        let before = current.jobs[index].state
        guard before != state || state == .delayed, !before.isFinal, before != .stoodDown,
            state.rank >= before.rank
        else {
            if before != state {
                draft.note("late_answer", case: current.row.id, "\(current.jobs[index].unit) \(state.rawValue)")
            }
            return
        }
        current.jobs[index].state = state
        current.jobs[index].reason = reason ?? current.jobs[index].reason
        if current.jobs[index].answeredAt == nil, state != .expired { current.jobs[index].answeredAt = draft.now }
        if let eta { current.jobs[index].etaAt = eta }
        let job = current.jobs[index]
        current.timers.removeAll { $0.kind == .offerExpiry && $0.reference == job.id }
        draft.note("job_\(state.rawValue)", case: current.row.id, job.unit)
        guard let leg = current.legs.firstIndex(where: { $0.id == job.legID }) else { return }
        current.legs[leg].state = state

        switch state {
        case .accepted: accepted(job, leg, in: &current, file, &draft)
        case .declined, .expired: refused(job, leg, in: &current, &draft)
        case .delayed, .enRoute:
            if let eta { current.setArrival(eta, leg: leg, at: draft.now) }
            if state == .enRoute { current.advance(to: .underWay) }
        case .onScene:
            current.advance(to: .onScene)
            current.timers.removeAll { $0.kind == .arrivalOverdue }
        case .loaded: current.advance(to: .inTransit)
        case .fixed:
            end(job, &current, &draft)
            close(&current, as: .solved, because: "\(job.unit) mended it on the spot", &draft)
        case .delivered:
            end(job, &current, &draft)
            current.advance(to: .inWorkshop)
        case .stored, .madeSafe: end(job, &current, &draft)
        case .goneOnArrival, .unable, .noAccess, .partNeeded, .refusedAtDestination:
            failed(job, leg, reason, in: &current, file, &draft)
        case .cancelConfirmed: end(job, &current, &draft)
        case .offered, .stoodDown: break
        }
    }

    private func accepted(
        _ job: JobRow, _ leg: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        if let index = current.holds.firstIndex(where: {
            $0.kind == .unit && $0.resource == job.unit && $0.state.isLive
        }) {
            current.holds[index].state = .confirmed
        }
        // The offer's estimate began when it was made; without the crew's word it moves with the clock.
        let waited = draft.now.seconds(since: job.offeredAt)
        let estimate = current.legs[leg].etaAt?.adding(seconds: waited) ?? draft.now
        current.setArrival(job.etaAt ?? estimate, leg: leg, at: draft.now)
        current.advance(to: .planned)
        current.withdrawTasks(reason: "the unit has answered", at: draft.now) {
            $0.kind == .providerCall && $0.job == job.id
        }
        if let latest = current.legs[leg].etaHigh {
            current.schedule(
                .arrivalOverdue, at: latest.adding(seconds: policy.arrivalGrace), reference: job.id, &draft)
        }
        sendAcceptance(&current, file, leg: leg, &draft)
    }

    /// The unit does not come: it is not asked again for this leg, and the next one is.
    private func refused(_ job: JobRow, _ leg: Int, in current: inout CaseFile, _ draft: inout Draft) {
        draft.endHold(.unit, job.unit, as: .released, in: &current)
        if job.state == .declined, !current.legs[leg].declined.contains(job.unit) {
            current.legs[leg].declined.append(job.unit)
        }
        current.legs[leg].state = nil
        current.legs[leg].unit = nil
        current.withdrawTasks(reason: "the offer is over", at: draft.now) {
            $0.kind == .providerCall && $0.job == job.id
        }
        draft.touch(current.row.asset, .replan)
    }

    /// The unit came and could not help: people must speak to each other, and another one is asked where that helps.
    private func failed(
        _ job: JobRow, _ leg: Int, _ reason: String?, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        let said = reason.map { ": \($0)" } ?? ""
        if job.state.isFinal { end(job, &current, &draft) }
        callAgain(
            &current, file,
            because: Reason(
                "\(job.unit) reports \(job.state.rawValue.replacing("_", with: " "))\(said)", change(job.state)),
            &draft)
        guard job.state == .unable else { return }
        if !current.legs[leg].declined.contains(job.unit) { current.legs[leg].declined.append(job.unit) }
        current.legs[leg].state = nil
        current.legs[leg].unit = nil
        draft.touch(current.row.asset, .replan)
    }

    private func change(_ state: JobState) -> ChangeReason {
        switch state {
        case .goneOnArrival: .goneOnArrival
        case .refusedAtDestination: .slotChanged
        default: .unable
        }
    }

    private func end(_ job: JobRow, _ current: inout CaseFile, _ draft: inout Draft) {
        draft.endHold(.unit, job.unit, as: .fulfilled, in: &current)
        current.timers.removeAll { $0.kind == .arrivalOverdue && $0.reference == job.id }
    }

    /// Calls again if what was said about the unit or its arrival is no longer true.
    func keepPromise(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard let promise = current.row.promise, !current.row.state.isEnd else { return }
        guard current.row.state != .onScene, current.row.state != .inTransit, current.row.state != .inWorkshop
        else { return }
        let job = current.liveJob
        if let named = promise.unit, job?.unit != named || job?.state == .offered {
            guard job != nil || current.plan?.state == .noneAvailable else { return }
            callAgain(&current, file, because: job == nil ? Reason.noUnitNow : Reason.unitChanged, &draft)
            current.row.promise?.unit = nil
            current.row.promise?.latest = nil
        } else if let latest = promise.latest, let leg = current.currentLeg, let eta = current.legs[leg].etaAt {
            let said = latest.seconds(since: promise.at)
            guard policy.outreach.isSlip(said: said, expected: eta.seconds(since: promise.at)) else { return }
            callAgain(&current, file, because: Reason.later, &draft)
            // The next call says the new time; until then this slip is known.
            current.row.promise?.latest = current.legs[leg].etaHigh
        }
    }
}

extension JobState {
    /// How far a job is; a report of a lower rank came late.
    var rank: Int {
        switch self {
        case .offered: 0
        case .accepted: 1
        case .delayed, .enRoute: 2
        case .onScene: 3
        case .loaded, .partNeeded, .refusedAtDestination: 4
        case .declined, .expired, .fixed, .madeSafe, .delivered, .stored, .goneOnArrival, .unable, .noAccess,
            .stoodDown, .cancelConfirmed:
            5
        }
    }
}

extension CaseFile {
    /// Moves the case forward; it never goes back by itself.
    mutating func advance(to state: CaseState) {
        if state.progress > row.state.progress { row.state = state }
    }

    /// Withdraws open tasks.
    mutating func withdrawTasks(reason: String, at now: Timestamp, where condition: (TaskRow) -> Bool) {
        for index in tasks.indices where tasks[index].isOpen && condition(tasks[index]) {
            tasks[index].state = .withdrawn
            tasks[index].closedAt = now
            tasks[index].reasons.append("withdrawn: \(reason)")
            let id = tasks[index].id
            timers.removeAll { ($0.kind == .taskUnclaimed || $0.kind == .messageFallback) && $0.reference == id }
        }
    }
}

extension CaseState {
    /// How far the case is on its way.
    fileprivate var progress: Int {
        switch self {
        case .open: 0
        case .planned: 1
        case .told: 2
        case .underWay: 3
        case .onScene: 4
        case .inTransit: 5
        case .inWorkshop: 6
        case .solved, .withdrawn, .declined, .referred, .unreached, .merged: 7
        }
    }
}
