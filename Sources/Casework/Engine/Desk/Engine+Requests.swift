import Outreach
import Telemetry

extension Engine {
    /// How long a task is kept for the command that asked for it, seconds.
    private static let requestLifetime: Int64 = 30

    /// Gives everybody who asked for a task the one that came of it.
    ///
    /// Last in a step: only then does every case have its calls.
    func answerRequests(_ draft: inout Draft) {
        let requests = draft.requests
        draft.requests.removeAll()
        for request in requests {
            guard let asset = request.asset else {
                if case .task(let id) = request.want { reserveLoose(id, for: request, &draft) }
                continue
            }
            draft.edit(asset) { file, draft in
                switch request.want {
                case .task(let id):
                    if let index = file.errands.firstIndex(where: { $0.id == id }) {
                        reserve(&file.errands[index], for: request, draft)
                        reply(request, task: file.errands[index], &draft)
                    } else if let index = file.current?.tasks.firstIndex(where: { $0.id == id }),
                        var current = file.current
                    {
                        file.current = nil
                        reserve(&current.tasks[index], for: request, draft)
                        reply(request, task: current.tasks[index], &draft)
                        file.current = current
                    }
                case .call(let contact, let caseID):
                    guard var current = file.current, caseID == nil || caseID == current.row.id else {
                        refuse(request.action, "the case is over", &draft)
                        return
                    }
                    file.current = nil
                    let index = answeredCall(contact, request, in: &current, file, &draft)
                    reply(request, task: current.tasks[index], &draft)
                    file.current = current
                }
            }
        }
    }

    /// The call that whoever rang us is in already: the open one to them, else any open one, else a new one.
    ///
    /// Nothing rings them again meanwhile: its redial plan ends, its alarm and its text message go.
    private func answeredCall(
        _ contact: String?, _ request: DeskRequest, in current: inout CaseFile, _ file: AssetFile, _ draft: inout Draft
    ) -> Int {
        let open = current.tasks.indices.filter { current.tasks[$0].isOpen && current.tasks[$0].isCall }
        let index: Int
        if let same = open.first(where: { current.tasks[$0].contact == contact }) {
            index = same
        } else if let first = open.first {
            index = first
            if contact != nil { current.tasks[index].contact = contact }
        } else {
            var task = TaskRow(
                id: draft.sequences.next(\.task), kind: current.row.toldAt == nil ? .triage : .callAgain,
                caseID: current.row.id, asset: current.row.asset,
                contact: contact ?? addressee(current, file, at: draft.now)?.id,
                priority: policy.outreach.priority(current.row.severity, exposure: exposure(current, file, draft))
                    .value,
                dueAt: draft.now, createdAt: draft.now, reasons: [])
            task.skills = TaskSkill.needed(for: task, current.row, file.reference.traits)
            current.tasks.append(task)
            draft.note("task_created", case: current.row.id, task: task.id, task.kind.rawValue)
            index = current.tasks.count - 1
        }
        let words = "they rang us first"
        if !current.tasks[index].reasons.contains(words) { current.tasks[index].reasons.append(words) }
        current.tasks[index].state = .ready
        current.tasks[index].notBefore = nil
        current.tasks[index].step = 0
        current.tasks[index].dueAt = min(current.tasks[index].dueAt, draft.now)
        current.tasks[index].alarm = false
        let id = current.tasks[index].id
        current.timers.removeAll { ($0.kind == .taskUnclaimed || $0.kind == .messageFallback) && $0.reference == id }
        reserve(&current.tasks[index], for: request, draft)
        draft.note("inbound", case: current.row.id, task: id, request.actor)
        return index
    }

    private func reserve(_ task: inout TaskRow, for request: DeskRequest, _ draft: Draft) {
        guard request.claims else { return }
        task.reservedFor = request.actor
        task.reservedUntil = draft.now.adding(seconds: Engine.requestLifetime)
    }

    private func reserveLoose(_ id: Int64, for request: DeskRequest, _ draft: inout Draft) {
        guard let index = draft.looseTasks.firstIndex(where: { $0.id == id }) else { return }
        reserve(&draft.looseTasks[index], for: request, draft)
        reply(request, task: draft.looseTasks[index], &draft)
    }

    private func reply(_ request: DeskRequest, task: TaskRow, _ draft: inout Draft) {
        draft.note(DeskReply.done, case: task.caseID, task: task.id, "\(request.action)")
    }

    /// Tells the command that waits why nothing came of its request.
    func refuse(_ action: Int64, _ reason: String, _ draft: inout Draft) {
        draft.note(DeskReply.refused, case: nil, "\(action) \(reason)")
    }
}
