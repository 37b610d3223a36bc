import Casework
import Outreach
import Telemetry

/// How a dispatcher's action stands in `action`: one column for each thing that an action can carry.
extension DeskAction {
    static var insertSQL: StaticString {
        """
        INSERT INTO action (at, actor, kind, task_id, case_id, until, outcome, state, key, text, eta_minutes, lat, lon,
            promise_at, promise_unit, promise_latest, promise_slot, asset_id, contact_id, severity, task_kind, immobile,
            claims)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var selectPending: StaticString {
        """
        SELECT id, at, actor, kind, task_id, case_id, until, outcome, state, key, text, eta_minutes, lat, lon,
            promise_at, promise_unit, promise_latest, promise_slot, asset_id, contact_id, severity, task_kind, immobile,
            claims
        FROM action ORDER BY id LIMIT ?
        """
    }

    /// The words of `kind`.
    private enum Word: String {
        case finish, snooze, fact, locate, close, inbound, add, open, severity, own
    }

    /// Puts all columns but the id, which the database gives.
    func putColumns(_ statement: Statement) {
        var row = Columns()
        switch kind {
        case .finish(let call):
            row = Columns(
                word: .finish, task: call.task, until: call.callBackAt, outcome: call.outcome.rawValue,
                text: call.openQuestions.isEmpty ? nil : TextList.encode(call.openQuestions),
                etaMinutes: call.etaMinutes, promise: call.promise)
        case .snooze(let task, let until): row = Columns(word: .snooze, task: task, until: until)
        case .fact(let caseID, let key, let value):
            row = Columns(word: .fact, caseID: caseID, key: key, text: value)
        case .locate(let caseID, let coordinate):
            row = Columns(word: .locate, caseID: caseID, coordinate: coordinate)
        case .close(let caseID, let state, let reason):
            row = Columns(word: .close, caseID: caseID, state: state.rawValue, text: reason)
        case .inbound(let caseID, let contact): row = Columns(word: .inbound, caseID: caseID, contact: contact)
        case .add(let new):
            row = Columns(
                word: .add, caseID: new.caseID, until: new.dueAt, text: new.reason, asset: new.asset,
                contact: new.contact, taskKind: new.kind.rawValue, claims: new.claims)
        case .open(let new):
            row = Columns(
                word: .open, key: new.symptom, coordinate: new.coordinate, asset: new.asset, contact: new.contact,
                severity: new.severity?.rawValue, immobile: new.immobile, claims: new.claims)
        case .severity(let caseID, let severity, let reason):
            row = Columns(word: .severity, caseID: caseID, text: reason, severity: severity.rawValue)
        case .own(let caseID, let owner): row = Columns(word: .own, caseID: caseID, text: owner)
        }
        statement.put(at)
        statement.put(actor)
        statement.put(row.word.rawValue)
        statement.put(row.task)
        statement.put(row.caseID)
        statement.put(row.until)
        statement.put(row.outcome)
        statement.put(row.state)
        statement.put(row.key)
        statement.put(row.text)
        statement.put(row.etaMinutes)
        statement.put(row.coordinate)
        statement.put(row.promise)
        statement.put(row.asset)
        statement.put(row.contact)
        statement.put(row.severity)
        statement.put(row.taskKind)
        statement.put(row.immobile)
        statement.put(row.claims)
    }

    private struct Columns {
        var word = Word.fact
        var task: Int64?
        var caseID: Int64?
        var until: Timestamp?
        var outcome: String?
        var state: String?
        var key: String?
        var text: String?
        var etaMinutes: Double?
        var coordinate: Coordinate?
        var promise: Promise?
        var asset: String?
        var contact: String?
        var severity: String?
        var taskKind: String?
        var immobile = false
        var claims = false
    }

    /// The action of a row, or `nil` if it makes no sense.
    init?(reading row: Statement) {
        let kind: Kind
        switch Word(rawValue: row.text(3)) {
        case .finish:
            guard let task = row.intOrNil(4), let outcome = Outcome(rawValue: row.text(7)) else { return nil }
            kind = .finish(
                FinishedCall(
                    task: task, outcome, promise: row.promiseOrNil(14), etaMinutes: row.doubleOrNil(11),
                    openQuestions: row.textOrNil(10).map { TextList.decode($0) ?? [$0] } ?? [],
                    callBackAt: row.timeOrNil(6)))
        case .snooze:
            guard let task = row.intOrNil(4), let until = row.timeOrNil(6) else { return nil }
            kind = .snooze(task: task, until: until)
        case .fact:
            guard let caseID = row.intOrNil(5), let key = row.textOrNil(9) else { return nil }
            kind = .fact(caseID: caseID, key: key, value: row.text(10))
        case .locate:
            guard let caseID = row.intOrNil(5), let coordinate = row.coordinateOrNil(12) else { return nil }
            kind = .locate(caseID: caseID, coordinate: coordinate)
        case .close:
            guard let caseID = row.intOrNil(5), let state = CaseState(rawValue: row.text(8)) else { return nil }
            kind = .close(caseID: caseID, state: state, reason: row.text(10))
        case .inbound:
            guard let caseID = row.intOrNil(5) else { return nil }
            kind = .inbound(caseID: caseID, contact: row.textOrNil(19))
        case .add:
            guard let task = TaskKind(rawValue: row.text(21)), let due = row.timeOrNil(6) else { return nil }
            kind = .add(
                NewTask(
                    task, caseID: row.intOrNil(5), asset: row.textOrNil(18), contact: row.textOrNil(19), dueAt: due,
                    reason: row.text(10), claims: row.bool(23)))
        case .open:
            guard let asset = row.textOrNil(18), let symptom = row.textOrNil(9) else { return nil }
            kind = .open(
                NewCase(
                    asset: asset, symptom: symptom, severity: row.textOrNil(20).flatMap { Severity(rawValue: $0) },
                    immobile: row.bool(22), coordinate: row.coordinateOrNil(12), contact: row.textOrNil(19),
                    claims: row.bool(23)))
        case .severity:
            guard let caseID = row.intOrNil(5), let severity = Severity(rawValue: row.text(20)) else { return nil }
            kind = .severity(caseID: caseID, severity, reason: row.text(10))
        case .own:
            guard let caseID = row.intOrNil(5) else { return nil }
            kind = .own(caseID: caseID, owner: row.textOrNil(10))
        case nil: return nil
        }
        self.init(id: row.int(0), actor: row.text(2), at: row.time(1), kind: kind)
    }
}
