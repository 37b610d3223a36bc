import Outreach
import Planning
import Telemetry

extension Engine {
    // MARK: Watching

    /// Has a unit that drives watched, with one timer for its job however many messages it sends.
    func watchForSilence(_ index: Int, in current: inout CaseFile, _ draft: inout Draft) {
        let job = current.jobs[index]
        guard job.isDriving, draft.unit(job.unit)?.reach == .mqtt,
            !current.timers.contains(where: { $0.kind == .unitSilent && $0.reference == job.id })
        else { return }
        current.schedule(.unitSilent, in: policy.unitSilentAfter, reference: job.id, &draft)
    }

    /// A message of a unit with a job: nobody needs to ring it any more.
    ///
    /// Its silence is watched again if a call had ended that.
    func isHeard(_ job: Int64, in current: inout CaseFile, _ draft: inout Draft) {
        guard let index = current.jobs.firstIndex(where: { $0.id == job && $0.state.isLive }) else { return }
        current.withdrawTasks(reason: "\(current.jobs[index].unit) is heard of again", at: draft.now) {
            $0.asksWhereCrewIs && $0.job == job && !isLate($0)
        }
        watchForSilence(index, in: &current, &draft)
    }

    private func isLate(_ task: TaskRow) -> Bool { task.reasons.contains(Reason.overdue.text) }

    /// The time has come to look whether a unit was heard of.
    func lookForSilence(_ job: Int64?, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard let index = current.jobs.firstIndex(where: { $0.id == job && $0.state.isComing }) else { return }
        let row = current.jobs[index]
        guard let unit = draft.unit(row.unit), unit.reach == .mqtt else { return }
        // A unit that never told where it is does not fall silent by not telling it.
        guard unit.positionTime != nil || !unit.online, row.isDriving || !unit.online else { return }
        let heard = [unit.positionTime, row.heardAt].compactMap(\.self).max() ?? row.offeredAt
        let due = heard.adding(seconds: policy.unitSilentAfter)
        if due > draft.now {
            current.schedule(.unitSilent, at: due, reference: row.id, &draft)
        } else {
            fellSilent(index, in: &current, file, &draft)
        }
    }

    /// The connection of a unit broke.
    func wentOffline(_ unit: String, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard let index = current.jobs.firstIndex(where: { $0.unit == unit && $0.state.isComing }) else { return }
        let job = current.jobs[index].id
        if draft.unit(unit)?.phone != nil {
            fellSilent(index, in: &current, file, &draft)
        } else {
            // A tunnel is no reason to send a second truck: it counts as silent as late as one that is connected.
            current.timers.removeAll { $0.kind == .unitSilent && $0.reference == job }
            lookForSilence(job, in: &current, file, &draft)
        }
    }

    /// A unit with a job is not heard of: it is called before it is replaced; one without a phone is replaced.
    private func fellSilent(_ index: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        let job = current.jobs[index]
        guard !current.tasks.contains(where: { $0.isOpen && $0.asksWhereCrewIs && $0.job == job.id }) else { return }
        // A device that comes and goes does not have a crew rung that has just been spoken to.
        if job.reason == Engine.byTelephone, let told = job.etaToldAt,
            draft.now.seconds(since: told) < policy.crewEtaStands
        {
            return
        }
        draft.note("unit_silent", case: current.row.id, job.unit)
        if draft.unit(job.unit)?.phone != nil {
            askCrew(job, because: Reason.silent(job.unit), in: &current, &draft)
        } else {
            replace(index, because: Reason.silentReplaced(job.unit), in: &current, file, &draft)
        }
    }

    /// The latest time that was said has passed: the crew is asked first, then the driver hears.
    func lookForArrival(_ job: Int64?, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard let index = current.jobs.firstIndex(where: { $0.id == job && $0.state.isComing }) else { return }
        let row = current.jobs[index]
        if let latest = current.legs.first(where: { $0.id == row.legID })?.etaHigh {
            let due = latest.adding(seconds: policy.arrivalGrace)
            guard due <= draft.now else {
                current.schedule(.arrivalOverdue, at: due, reference: row.id, &draft)
                return
            }
        }
        draft.note("arrival_overdue", case: current.row.id, row.unit)
        if draft.unit(row.unit)?.phone != nil || row.isThirdParty {
            askCrew(row, because: Reason.overdue, in: &current, &draft)
        } else {
            callAgain(&current, file, because: Reason.overdue, &draft)
        }
    }

    private static let byTelephone = "by telephone"

    // MARK: What follows

    /// What a crew that was silent, or late, said on the telephone.
    func answerForSilence(
        _ index: Int, _ job: Int, _ outcome: Outcome, _ minutes: Double?, in current: inout CaseFile,
        _ file: AssetFile, _ draft: inout Draft
    ) {
        switch outcome {
        case .callBack, .language:
            current.putOff(task: index, until: draft.now.adding(seconds: policy.outreach.dueStop))
        case .accepted, .reached, .solved, .inDanger:
            done(index, outcome, in: &current, &draft)
            // Their word stands; the next look is when they should have arrived, or when they are heard of again.
            let id = current.jobs[job].id
            current.timers.removeAll { ($0.kind == .unitSilent || $0.kind == .arrivalOverdue) && $0.reference == id }
            let word = CrewWord(
                current.jobs[job].state, at: draft.now, now: draft.now, minutes: minutes, reason: Engine.byTelephone)
            if word.eta != nil { advance(job, by: word, in: &current, file, &draft) }
            current.jobs[job].reason = Engine.byTelephone
            current.jobs[job].etaToldAt = draft.now
            guard current.jobs[job].state.isComing else { return }
            let latest = current.legs.first { $0.id == current.jobs[job].legID }?.etaHigh ?? draft.now
            current.timers.removeAll { ($0.kind == .unitSilent || $0.kind == .arrivalOverdue) && $0.reference == id }
            current.schedule(
                .arrivalOverdue, at: max(latest, draft.now).adding(seconds: policy.arrivalGrace), reference: id, &draft)
        default:
            done(index, outcome, in: &current, &draft)
            let unit = current.jobs[job].unit
            let saidNo = outcome.consequence == .done
            if saidNo, let leg = current.legs.firstIndex(where: { $0.id == current.jobs[job].legID }) {
                current.decline(leg: leg, unit: unit)
            }
            replace(
                job, because: saidNo ? Reason.saidNo(unit) : Reason.silentReplaced(unit), isKnown: saidNo,
                in: &current, file, &draft)
        }
    }

    /// Takes a job from its unit, tells the people who wait for it, and has the next unit looked for.
    func replace(
        _ index: Int, because reason: Reason, isKnown: Bool = false, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        guard current.jobs[index].state.isLive else { return }
        let unit = current.jobs[index].unit
        standDown(index, because: reason.text, isKnown: isKnown, in: &current, &draft)
        current.waitAgain()
        callAgain(&current, file, because: reason, &draft)
        current.forgetPromise(of: unit)
        draft.touch(current.row.asset, .replan)
    }
}
