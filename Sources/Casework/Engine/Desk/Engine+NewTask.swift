import Outreach
import Telemetry

extension Engine {
    /// Makes the task that a dispatcher asked for, with its case, its asset or by itself.
    func add(_ new: NewTask, _ action: DeskAction, to draft: inout Draft) {
        let asset = new.caseID.map { draft.set.asset(ofCase: $0) } ?? new.asset.map { key(ofAsset: $0, draft) }
        if new.caseID != nil || new.asset != nil {
            guard let asset, let key = asset, draft.file(of: key) != nil else {
                refuse(action.id, "the case or the asset is not known", &draft)
                return
            }
            draft.edit(key) { file, draft in add(new, action, to: &file, &draft) }
            return
        }
        let task = row(new, caseID: nil, asset: nil, priority: .unknown, &draft)
        draft.looseTasks.append(task)
        draft.note("task_created", case: nil, task: task.id, "\(task.kind.rawValue) by \(action.actor)")
        draft.requests.append(
            DeskRequest(action: action.id, actor: action.actor, asset: nil, want: .task(task.id), claims: new.claims))
    }

    private func add(_ new: NewTask, _ action: DeskAction, to file: inout AssetFile, _ draft: inout Draft) {
        var id: Int64
        if var current = file.current, new.caseID ?? current.row.id == current.row.id {
            file.current = nil
            if let index = sameTask(as: new, in: current) {
                id = current.tasks[index].id
                if !current.tasks[index].reasons.contains(new.reason) {
                    current.tasks[index].reasons.append(new.reason)
                    current.tasks[index].changedAt = draft.now
                }
                current.tasks[index].dueAt = min(current.tasks[index].dueAt, new.dueAt)
            } else {
                let task = row(
                    new, caseID: current.row.id, asset: current.row.asset, priority: current.row.severity, &draft)
                id = task.id
                current.tasks.append(task)
                draft.note("task_created", case: current.row.id, task: id, "\(task.kind.rawValue) by \(action.actor)")
            }
            file.current = current
        } else if new.caseID != nil {
            refuse(action.id, "the case is over", &draft)
            return
        } else {
            var task = row(new, caseID: nil, asset: file.reference.key, priority: .unknown, &draft)
            task.skills = TaskSkill.needed(for: task, nil, file.reference.traits)
            id = task.id
            file.errands.append(task)
            draft.note("task_created", case: nil, task: id, "\(task.kind.rawValue) by \(action.actor)")
        }
        draft.requests.append(
            DeskRequest(
                action: action.id, actor: action.actor, asset: file.reference.key, want: .task(id), claims: new.claims))
    }

    /// An open task that already says this to the same person: a case has one call for each addressee.
    private func sameTask(as new: NewTask, in current: CaseFile) -> Int? {
        let probe = TaskRow(
            id: 0, kind: new.kind, caseID: nil, asset: nil, contact: new.contact, priority: 0, dueAt: new.dueAt,
            createdAt: new.dueAt, reasons: [])
        return current.tasks.firstIndex { task in
            guard task.isOpen else { return false }
            return probe.isCall
                ? task.isCall && task.contact == new.contact
                : task.kind == new.kind && task.job == nil && task.slot == nil
        }
    }

    private func row(
        _ new: NewTask, caseID: Int64?, asset: Int64?, priority severity: Severity, _ draft: inout Draft
    ) -> TaskRow {
        TaskRow(
            id: draft.sequences.next(\.task), kind: new.kind, caseID: caseID, asset: asset, contact: new.contact,
            priority: policy.outreach.priority(severity, exposure: Exposure()).value, dueAt: new.dueAt,
            createdAt: draft.now, reasons: [new.reason])
    }

    /// The row key of an asset by its id, if it is known.
    func key(ofAsset id: String, _ draft: Draft) -> Int64? {
        draft.set.symbols.find(id).flatMap { draft.set.assets.key(of: $0) }
    }

    // MARK: Tasks of nobody's asset

    /// Takes over what became of a task that belongs to no asset.
    func takeLoose(_ action: DeskAction, _ task: TaskRow, _ draft: inout Draft) {
        var task = task
        switch action.kind {
        case .finish(let call):
            draft.note("task_\(call.outcome.rawValue)", case: nil, task: task.id, action.actor)
            for question in call.openQuestions { draft.note("open_question", case: nil, task: task.id, question) }
            switch call.outcome.consequence {
            case .tryAgain:
                task.state = .waiting
                task.notBefore = call.callBackAt ?? draft.now.adding(seconds: policy.outreach.redial)
            case .done, .nextContact, .escalate:
                task.state = .done
                task.outcome = call.outcome
                task.closedAt = draft.now
            }
        case .snooze(_, let until):
            task.state = .waiting
            task.notBefore = until
            draft.note("task_snoozed", case: nil, task: task.id, until.iso8601)
        default: return
        }
        task.version += 1
        draft.changes.tasks.append(task)
    }
}
