import Outreach
import Planning
import Telemetry

extension Engine {
    /// Takes a job back from its unit.
    ///
    /// A unit that had only been asked is free at once. One that had taken the job may still be driving: until it
    /// confirms, or ``CasePolicy/cancelWait`` has passed, it is shown beside the next one and keeps its hold, so that
    /// nobody sends it elsewhere.
    ///
    /// - Parameter isKnown: Whether its crew has just been told, or said so itself.
    func standDown(
        _ index: Int, because reason: String, isKnown: Bool = false, in current: inout CaseFile,
        _ draft: inout Draft
    ) {
        guard current.jobs[index].state.isLive else { return }
        let hadTaken = current.jobs[index].state != .offered
        current.jobs[index].state = .stoodDown
        current.jobs[index].reason = reason
        let job = current.jobs[index]
        draft.note("job_stood_down", case: current.row.id, "\(job.unit): \(reason)")
        current.dropTimers(ofJob: job.id)
        current.withdrawTasks(reason: reason, at: draft.now) { $0.kind == .providerCall && $0.job == job.id }
        if let leg = current.legs.firstIndex(where: { $0.id == job.legID }), current.legs[leg].unit == job.unit {
            current.legs[leg].forgetUnit()
        }
        guard hadTaken, !isKnown else {
            if !isKnown { tellStandDown(job, reason, in: &current, hadTaken: false, &draft) }
            current.jobs[index].state = isKnown ? .cancelConfirmed : .stoodDown
            free(job.unit, as: .released, in: &current, &draft)
            return
        }
        tellStandDown(job, reason, in: &current, hadTaken: true, &draft)
        current.schedule(.cancelOverdue, in: policy.cancelWait, reference: job.id, &draft)
    }

    /// Tells a crew that it need not come: over MQTT, else somebody rings.
    ///
    /// A crew on the telephone that has not taken the job is not rung for that: the call that asks it is withdrawn.
    func tellStandDown(
        _ job: JobRow, _ reason: String, in current: inout CaseFile, hadTaken: Bool, _ draft: inout Draft
    ) {
        if draft.unit(job.unit)?.reach == .mqtt {
            publishStandDown(job, reason, &draft)
        } else if hadTaken {
            askCrew(
                job, because: Reason("tell \(job.unit) that it need not come: \(reason)", .unitChanged), in: &current,
                &draft)
        }
    }

    /// A unit knows that it need not come: it is free.
    func cancelConfirmed(_ index: Int, _ reason: String?, in current: inout CaseFile, _ draft: inout Draft) {
        guard current.jobs[index].state == .stoodDown else { return }
        current.jobs[index].state = .cancelConfirmed
        if let reason { current.jobs[index].reason = reason }
        draft.note("job_cancel_confirmed", case: current.row.id, current.jobs[index].unit)
        end(index, as: .released, in: &current, &draft)
    }

    /// Nobody confirmed in time: the unit may be offered work again, and whoever should ring it still does.
    func cancelOverdue(_ job: Int64?, in current: inout CaseFile, _ draft: inout Draft) {
        guard let index = current.jobs.firstIndex(where: { $0.id == job && $0.state == .stoodDown }) else { return }
        current.jobs[index].state = .expired
        current.jobs[index].reason = "nobody confirmed it within \(policy.cancelWait / 60) minutes"
        draft.note("cancel_unconfirmed", case: current.row.id, current.jobs[index].unit)
        free(current.jobs[index].unit, as: .released, in: &current, &draft)
    }

    /// A word about a job that is not the unit's any more: it changes no plan, and is never lost.
    ///
    /// A crew that believes it should come is told again; one that has come is shown to whoever speaks to the people
    /// there.
    func stray(
        _ index: Int, _ word: CrewWord, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        let job = current.jobs[index]
        if job.state == .stoodDown, word.state.meansNotComing {
            cancelConfirmed(index, word.reason, in: &current, &draft)
            return
        }
        guard !job.state.isLive else {
            draft.note("late_answer", case: current.row.id, "\(job.unit) \(word.state.rawValue)")
            return
        }
        let wasTakenBack = job.isCalledOff || job.state == .expired || job.state == .unable
        let told = "reports \(word.state.rawValue.wordsOfKey) though it was not to come"
        draft.note("late_answer", case: current.row.id, "\(job.unit) \(word.state.rawValue)")
        if wasTakenBack, word.state.meansArrived {
            // The state stays what it is; the words are kept, so that a repeat rings nobody.
            guard job.reason != told else { return }
            if job.arrivedAt == nil { current.jobs[index].arrivedAt = word.at }
            current.jobs[index].reason = told
            draft.note("stray_unit", case: current.row.id, "\(job.unit) \(word.state.rawValue)")
            callAgain(&current, file, because: Reason("\(job.unit) \(told)", .unitChanged), &draft)
            return
        }
        guard word.state.meansComing, wasTakenBack || job.state == .declined else { return }
        if draft.unit(job.unit)?.reach == .mqtt { publishStandDown(job, job.reason ?? "the offer is over", &draft) }
    }
}
