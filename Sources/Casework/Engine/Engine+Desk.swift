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
            if ["smoke", "fire"].contains(key), ["yes", "true", "1"].contains(value.lowercased()) {
                raiseEmergency(&current, file, because: Reason("\(action.actor) was told of \(key)"), &draft)
            }
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

    private func finish(
        _ index: Int, _ call: FinishedCall, by action: DeskAction, in current: inout CaseFile, _ file: AssetFile,
        _ draft: inout Draft
    ) {
        let task = current.tasks[index]
        let outcome = call.outcome
        let promise = call.promise
        draft.note("task_\(outcome.rawValue)", case: current.row.id, task: task.id, action.actor)
        if task.kind == .providerCall {
            answerForProvider(index, outcome, call.etaMinutes, in: &current, file, &draft)
            return
        }
        if task.kind == .workshopCall {
            answerForWorkshop(index, outcome, in: &current, file, &draft)
            return
        }
        if answerForApproval(index, outcome, in: &current, file, &draft) { return }
        switch outcome.consequence {
        case .done:
            done(index, outcome, in: &current, &draft)
            if outcome == .reached, task.isCall {
                current.row.toldAt = current.row.toldAt ?? action.at
                // A text that was sent after the screen was shown is the later word.
                let text = current.row.promise
                current.row.promise = promise
                if let promise, promise.unit == nil, let text, text.at > promise.at {
                    current.row.promise?.unit = text.unit
                    current.row.promise?.latest = text.latest
                }
                current.row.owner = current.row.owner ?? action.actor
                current.advance(to: .told)
                tellLate(task, shownAt: promise?.at ?? action.at, in: &current, file, &draft)
                if task.kind != .followUp, current.waitsForWord { resumeAfterWord(&current, &draft) }
                askAgainForPlace(&current, file, &draft)
            }
            switch outcome {
            case .solved: close(&current, as: .solved, because: "\(action.actor): solved", &draft)
            case .declined, .hasOwnHelp, .noNeed:
                guard task.isCall else { return }
                close(&current, as: .declined, because: "\(action.actor): \(outcome.rawValue)", &draft)
            default: break
            }
        case .tryAgain: tryAgain(index, in: &current, file, &draft)
        case .nextContact: nextContact(index, in: &current, file, &draft)
        case .escalate:
            done(index, outcome, in: &current, &draft)
            raiseEmergency(&current, file, because: Reason.inDanger, &draft)
        }
    }

    /// Something changed while somebody was on the telephone: their screen did not have it yet.
    private func tellLate(
        _ task: TaskRow, shownAt shown: Timestamp, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) {
        guard let changed = task.changedAt, changed > shown, let reason = task.reasons.last else { return }
        callAgain(&current, file, because: Reason(reason, task.change ?? .other), &draft)
    }

    /// A grave case without a place must not leave the queue: nobody else would touch it.
    func askAgainForPlace(_ current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        guard needsUnit(current), current.plan?.state == .needsLocation, current.row.toldAt != nil,
            !current.tasks.contains(where: { $0.isOpen && $0.isCall })
        else { return }
        callAgain(&current, file, because: Reason.stillNoPlace, &draft)
        for index in current.tasks.indices
        where current.tasks[index].isOpen && current.tasks[index].reasons == [Reason.stillNoPlace.text] {
            current.tasks[index].state = .waiting
            current.tasks[index].notBefore = draft.now.adding(seconds: policy.askAgainAfter)
        }
    }

    func done(_ index: Int, _ outcome: Outcome, in current: inout CaseFile, _ draft: inout Draft) {
        current.tasks[index].state = .done
        current.tasks[index].outcome = outcome
        current.tasks[index].closedAt = draft.now
        let id = current.tasks[index].id
        current.timers.removeAll { ($0.kind == .taskUnclaimed || $0.kind == .messageFallback) && $0.reference == id }
    }

    /// The same task waits for the next attempt; after a few without answer the next contact is rung.
    private func tryAgain(_ index: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        let attempts = draft.set.claim(of: current.tasks[index].id)?.attempts ?? 1
        if attempts > 0, attempts % policy.attemptsPerContact == 0 {
            nextContact(index, in: &current, file, &draft)
            return
        }
        let wait = policy.outreach.attempts(for: current.row.severity, immobile: current.row.immobile)
            .filter { $0.way == .call }.dropFirst().first?.after
        current.tasks[index].state = .waiting
        current.tasks[index].notBefore = draft.now.adding(seconds: wait ?? policy.outreach.dueLimp)
    }

    /// The next contact by role; after the last the first again, because somebody is waiting.
    private func nextContact(_ index: Int, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft) {
        let contacts = file.reference.contacts
        let others = current.tasks.filter { $0.isOpen && $0.isCall }.compactMap(\.contact)
        let position = contacts.firstIndex { $0.id == current.tasks[index].contact } ?? -1
        let following = (1...max(1, contacts.count)).lazy.map { (position + $0) % max(1, contacts.count) }
        if let next = following.first(where: { !contacts.isEmpty && !others.contains(contacts[$0].id) }) {
            current.tasks[index].contact = contacts[next].id
            current.tasks[index].reasons.append("the contact before did not lead to the people with the asset")
        }
        let isSoon = current.isGrave
        current.tasks[index].state = isSoon ? .ready : .waiting
        current.tasks[index].notBefore = isSoon ? nil : draft.now.adding(seconds: policy.outreach.dueLimp)
    }

    private func raiseEmergency(
        _ current: inout CaseFile, _ file: AssetFile, because reason: Reason, _ draft: inout Draft
    ) {
        guard current.row.severity < .emergency else { return }
        current.row.severity = .emergency
        draft.note("severity_raised", case: current.row.id, "to emergency: \(reason.text)")
        callAgain(&current, file, because: reason, &draft)
        draft.touch(current.row.asset, .replan)
    }
}
