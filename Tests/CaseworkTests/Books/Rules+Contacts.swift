import Casework
import Outreach
import Planning
import Telemetry

/// The rules about reaching people.
extension History {
    /// What a step did to calls and text messages.
    func checkContacts(_ changes: Changes, after start: StepStart) throws {
        for said in changes.said where said.channel == "text" { try checkText(said, changes) }
        for task in changes.tasks where task.isOpen && task.tells { try checkHour(of: task, start) }
        for row in changes.cases where row.state == .unreached {
            guard row.severity < .stop, !row.immobile, ledger.cases[row.id]?.mayDisturb != true else {
                throw BrokenRule("case \(row.id) is \(row.severity.rawValue) and is given up")
            }
        }
        for action in start.actions { try checkAttempt(action, changes, start) }
    }

    /// Nobody is written to twice for the same reason, in quiet hours without need, or at a wrong number.
    private func checkText(_ said: SaidRow, _ changes: Changes) throws {
        guard let record = ledger.cases[said.caseID], let contact = said.contact else {
            throw BrokenRule("a text to nobody about case \(said.caseID)")
        }
        let task = record.tasks.first { $0.id == said.task }
        let reason: String =
            switch task?.kind {
            case nil:
                "unit \(said.promise?.unit ?? "none") of job \(record.jobs.last { $0.unit == said.promise?.unit }?.id ?? 0)"
            case .callAgain, .followUp: "\(task?.kind.rawValue ?? "") \(said.task ?? 0)"
            default: "\(record.row.severity.rawValue) \(record.row.immobile)"
            }
        guard record.written.insert("\(contact): \(reason)").inserted else {
            throw BrokenRule("\(contact) is written to twice in case \(said.caseID) because of \(reason)")
        }
        if record.wrongNumbers.contains(contact) { throw BrokenRule("\(contact) has a wrong number and is written to") }
        if isQuiet(now), !record.mayDisturb, changes.cases.first(where: { $0.id == said.caseID })?.state.isEnd != true {
            throw BrokenRule("\(contact) is written to in the night about what can wait, case \(said.caseID)")
        }
    }

    /// A call is not planned for the night without need, nor to a wrong number.
    private func checkHour(of task: TaskRow, _ start: StepStart) throws {
        guard let record = task.caseID.flatMap({ ledger.cases[$0] }), let contact = task.contact else { return }
        if record.wrongNumbers.contains(contact) { throw BrokenRule("\(task.name) is to a wrong number: \(contact)") }
        let before = start.tasks[task.id]
        let isSnoozed = start.actions.contains { action in
            if case .snooze(task.id, _) = action.kind { return true }
            return false
        }
        let isNew = before == nil || before?.notBefore != task.notBefore || before?.contact != task.contact
        guard isNew, !isSnoozed, !record.mayDisturb, !task.isCallBack else { return }
        // What a dispatcher asked for, and who rang us, is no call of ours.
        if task.reservedFor != nil || task.kind == .callAgain && record.row.owner != nil && task.notBefore == nil {
            return
        }
        let time = max(task.notBefore ?? now, now)
        guard isQuiet(time) else { return }
        throw BrokenRule("\(task.name) of case \(record.row.id) is planned for the night: \(time.iso8601)")
    }

    /// An attempt that told nobody leaves somebody to be rung, or ends the case with a word.
    private func checkAttempt(_ action: DeskAction, _ changes: Changes, _ start: StepStart) throws {
        guard case .finish(let call) = action.kind, let task = start.tasks[call.task],
            let caseID = task.caseID, let record = ledger.cases[caseID]
        else { return }
        let end = record.tasks.first { $0.id == task.id }?.outcome
        if task.isForData, end?.consequence == .done || end?.consequence == .nextContact { record.wrongNumbers = [] }
        guard task.tells, end == nil || end == call.outcome else { return }
        if call.outcome == .wrongNumber, let contact = task.contact, !record.row.state.isEnd {
            record.wrongNumbers.insert(contact)
        }
        switch call.outcome.consequence {
        case .done: return
        case .tryAgain, .nextContact, .escalate: break
        }
        guard !record.row.state.isEnd, !record.tasks.contains(where: { $0.isOpen && $0.tells }) else { return }
        let isGivenUp = record.row.toldAt != nil && !record.mayDisturb
        let isRefused = ledger.references[record.row.asset]?.contacts.allSatisfy(\.doNotCall) ?? true
        guard isGivenUp || isRefused else {
            throw BrokenRule("\(task.name) ended as \(call.outcome.rawValue), and nobody is rung any more")
        }
    }

    /// A grave case never lies: somebody is to be rung, or was told and something goes on by itself.
    func checkLife(_ record: CaseRecord) throws {
        let row = record.row
        guard row.severity >= .stop || row.immobile, row.parent == nil else { return }
        if record.tasks.contains(where: { $0.isOpen && $0.tells }) { return }
        guard row.toldAt != nil || row.group != nil else {
            throw BrokenRule("case \(row.id) is \(row.severity.rawValue), nobody was told and nobody is rung")
        }
        switch row.state {
        case .onScene, .inTransit, .inWorkshop: return
        default: break
        }
        let hasHelp = !record.liveJobs.isEmpty || !record.timers.isEmpty
        let isOver = record.legs.contains { $0.state != nil }
        let isRefused = record.plans.last?.approval == .refused || record.plans.last?.state == .noneNeeded
        guard hasHelp || isOver || isRefused else {
            throw BrokenRule("case \(row.id) was told at \(row.toldAt?.iso8601 ?? "") and nothing goes on")
        }
    }

    /// Everybody in the town has this clock: two hours ahead of UTC, quiet from nine to eight.
    private func isQuiet(_ time: Timestamp) -> Bool {
        let minute = (time.milliseconds / 60_000 + 120) % 1_440
        return minute >= 21 * 60 || minute < 8 * 60
    }
}

extension CaseRecord {
    /// Whether somebody may be disturbed in the night.
    var mayDisturb: Bool { row.severity >= .stop || row.immobile || facts.flag("asked_for_help") == true }
}
