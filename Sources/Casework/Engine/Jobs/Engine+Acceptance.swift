import Outreach
import Planning
import Telemetry

extension Engine {
    /// A unit has taken a job, whether it said so or just set off.
    func taken(_ index: Int, _ leg: Int, in current: inout CaseFile, _ draft: inout Draft) {
        let job = current.jobs[index]
        if let hold = current.holds.firstIndex(where: {
            $0.kind == .unit && $0.resource == job.unit && $0.state.isLive
        }) {
            current.holds[hold].state = .confirmed
        }
        current.advance(to: .planned)
        current.withdrawTasks(reason: "the unit has answered", at: draft.now) {
            $0.kind == .providerCall && $0.job == job.id
        }
        // A better unit was asked while another one had the job: now it is known who comes.
        for other in current.jobs.indices
        where other != index && current.jobs[other].legID == job.legID && current.jobs[other].state.isLive {
            standDown(other, because: "\(job.unit) comes in its place", in: &current, &draft)
        }
        let replaces = current.legs[leg].unit != nil && current.legs[leg].unit != job.unit
        current.legs[leg].state = job.state
        current.legs[leg].unit = job.unit
        if replaces, job.etaAt == nil, let unit = draft.board.unit(job.unit), let start = unit.startingPoint,
            let target = current.legs[leg].from
        {
            let seconds = policy.travel.seconds(from: start, to: target) + Int64(min(unit.readinessMinutes, 1_440) * 60)
            current.legs[leg].provider = unit.providerID
            current.legs[leg].roadFactor = nil
            current.setArrival(draft.now.adding(seconds: seconds), leg: leg, by: .estimate, at: draft.now)
        } else if current.legs[leg].etaAt != nil, job.etaAt == nil {
            // The offer's estimate began when it was made; without the crew's word it moves with the clock.
            let waited = draft.now.seconds(since: job.offeredAt)
            let estimate = current.legs[leg].etaAt?.adding(seconds: waited) ?? draft.now
            current.setArrival(estimate, leg: leg, at: draft.now)
        }
        guard job.state.isComing else { return }
        current.schedule(
            .arrivalOverdue, at: (current.legs[leg].etaHigh ?? draft.now).adding(seconds: policy.arrivalGrace),
            reference: job.id, &draft)
        current.advance(to: .planned)
    }

    /// The unit does not take the job: it is not asked again for this leg if it said so, and the next one is.
    func refused(_ job: JobRow, _ leg: Int, in current: inout CaseFile, _ draft: inout Draft) {
        free(job.unit, as: .released, in: &current, &draft)
        if job.state != .expired { current.decline(leg: leg, unit: job.unit) }
        current.withdrawTasks(reason: "the offer is over", at: draft.now) {
            $0.kind == .providerCall && $0.job == job.id
        }
        draft.touch(current.row.asset, .replan)
        if let first = current.jobs.last(where: { $0.legID == job.legID && $0.state.isLive }) {
            // The unit that had the job before still has it.
            current.legs[leg].state = first.state
            current.legs[leg].unit = first.unit
            current.legs[leg].provider = draft.board.unit(first.unit)?.providerID
            if let eta = first.etaAt { current.setArrival(eta, leg: leg, by: .crew, at: draft.now) }
        } else {
            current.legs[leg].forgetUnit()
        }
    }

    /// A unit that had taken the job does not come after all.
    ///
    /// Whatever word its crew chose: nobody asked it to stop, so it could not.
    func gaveUp(
        _ index: Int, _ word: CrewWord, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        current.jobs[index].state = .unable
        current.jobs[index].reason = word.reason ?? "\(word.state.rawValue.wordsOfKey), said its crew"
        let job = current.jobs[index]
        draft.note("job_unable", case: current.row.id, job.unit)
        free(job.unit, as: .released, in: &current, &draft)
        current.dropTimers(ofJob: job.id)
        current.withdrawTasks(reason: "the crew does not come", at: draft.now) {
            $0.kind == .providerCall && $0.job == job.id
        }
        if let leg = current.legs.firstIndex(where: { $0.id == job.legID }) {
            current.decline(leg: leg, unit: job.unit)
            current.legs[leg].forgetUnit()
        }
        current.waitAgain()
        let why = job.reason.map { ": \($0)" } ?? ""
        callAgain(&current, file, because: Reason("\(job.unit) can not help\(why)", .unable), &draft)
        current.forgetPromise(of: job.unit)
        draft.touch(current.row.asset, .replan)
    }
}
