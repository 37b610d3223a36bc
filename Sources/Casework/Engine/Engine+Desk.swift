import Outreach
import Telemetry

extension Engine {
    /// Takes over what a dispatcher's command left for the lane.
    ///
    /// An action about something that ended is consumed.
    func apply(_ action: DeskAction, to draft: inout Draft) {
        draft.changes.consumedActions.append(action.id)
        switch action.kind {
        case .add(let task): return add(task, action, to: &draft)
        case .open(let new): return open(new, action, to: &draft)
        case .finish, .snooze, .fact, .locate, .close, .inbound, .severity, .own: break
        }
        if takeGroup(action, &draft) { return }
        if let task = action.kind.task, let loose = draft.set.looseTask(task) {
            return takeLoose(action, loose, &draft)
        }
        let asset =
            action.kind.task.map { draft.set.asset(ofTask: $0) }
            ?? action.kind.caseID.map { draft.set.asset(ofCase: $0) }
        guard let known = asset, let asset = known else {
            if case .inbound = action.kind { refuse(action.id, "there is no such case", &draft) }
            draft.note("action_too_late", case: nil, "action \(action.id) of \(action.actor)")
            return
        }
        defer { spareOthers(after: action, of: asset, &draft) }
        draft.edit(asset) { file, draft in
            if takeErrand(action, in: &file, &draft) { return }
            guard var current = file.current else {
                draft.note("action_too_late", case: nil, "action \(action.id) of \(action.actor)")
                if case .inbound = action.kind { refuse(action.id, "the case is over", &draft) }
                return
            }
            file.current = nil
            take(action, in: &current, file, &draft)
            draft.settle(current, in: &file)
        }
    }

    /// Whoever did not answer is not rung about another asset a moment later.
    private func spareOthers(after action: DeskAction, of asset: Int64, _ draft: inout Draft) {
        guard case .finish(let call) = action.kind,
            let task = draft.set.file(of: asset)?.current?.tasks.first(where: { $0.id == call.task }),
            task.tells, let contact = task.contact
        else { return }
        spare(contact, of: asset, after: call.outcome, &draft)
    }

    private func take(_ action: DeskAction, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        switch action.kind {
        case .finish(let call):
            guard let index = current.tasks.firstIndex(where: { $0.id == call.task && $0.isOpen }) else {
                draft.note(
                    "action_too_late", case: current.row.id, task: call.task,
                    "\(call.outcome.rawValue) by \(action.actor)")
                return
            }
            for question in call.openQuestions {
                draft.note("open_question", case: current.row.id, task: call.task, question)
            }
            finish(index, call, by: action, in: &current, file, &draft)
        case .snooze(let id, let until):
            guard let index = current.tasks.firstIndex(where: { $0.id == id && $0.isOpen }) else { return }
            current.tasks[index].state = .waiting
            current.tasks[index].notBefore = until
            draft.note("task_snoozed", case: current.row.id, task: id, until.iso8601)
        case .fact(_, let key, let value):
            draft.note("fact", case: current.row.id, key)
            current.facts[key] = value
            weigh(fact: key, value, by: action, in: &current, file, &draft)
            resumeAfterWord(&current, &draft)
            if key == "needs_help", current.facts.flag(key) == true { resumeCalledOff(&current, &draft) }
            if key == "job", let state = JobState(rawValue: value) {
                progress(state, toldBy: action.actor, in: &current, file, &draft)
            }
            draft.touch(current.row.asset, .replan)
        case .locate(_, let coordinate):
            resumeAfterWord(&current, &draft)
            locate(&current, at: coordinate, time: action.at, &draft)
        case .close(_, let state, let reason):
            close(&current, as: state.isEnd ? state : .withdrawn, because: "\(action.actor): \(reason)", &draft)
        case .inbound(let caseID, let contact):
            draft.requests.append(
                DeskRequest(
                    action: action.id, actor: action.actor, asset: current.row.asset,
                    want: .call(contact: contact, caseID: caseID), claims: true))
        case .severity(_, let severity, let reason):
            judge(severity, because: reason, action, in: &current, file, &draft)
        case .own(_, let owner):
            current.row.owner = owner
            draft.note("case_owner", case: current.row.id, owner ?? "nobody")
        case .add, .open: break
        }
    }

    /// Somebody without a device of their own told how far their job is.
    private func progress(
        _ state: JobState, toldBy actor: String, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        guard let live = current.liveJob, let index = current.jobs.firstIndex(where: { $0.id == live.id }) else {
            draft.note("late_answer", case: current.row.id, "\(actor) \(state.rawValue)")
            return
        }
        advance(
            index, by: CrewWord(state, at: draft.now, now: draft.now, reason: "told to \(actor)"), in: &current, file,
            &draft)
    }

    /// A person said where the asset is: the plan is made again at once.
    func locate(_ current: inout CaseFile, at coordinate: Coordinate, time: Timestamp, _ draft: inout Draft) {
        var plan =
            current.plan
            ?? PlanRow(id: draft.sequences.next(\.plan), caseID: current.row.id, state: .needsLocation)
        plan.place = Place(coordinate: coordinate, time: time, source: .person, confirmed: true)
        current.plan = plan
        draft.note("located", case: current.row.id)
        draft.touch(current.row.asset, .replan)
    }
}
