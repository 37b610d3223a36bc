import Casework
import Outreach
import Telemetry

/// How a dispatcher's action stands in `action`: one column for each thing that an action can carry.
extension DeskAction {
    static var insertSQL: StaticString {
        """
        INSERT INTO action (at, actor, kind, task_id, case_id, until, outcome, state, key, text, eta_minutes, lat, lon,
            promise_at, promise_unit, promise_latest, promise_slot)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var selectPending: StaticString {
        """
        SELECT id, at, actor, kind, task_id, case_id, until, outcome, state, key, text, eta_minutes, lat, lon,
            promise_at, promise_unit, promise_latest, promise_slot
        FROM action ORDER BY id LIMIT ?
        """
    }

    /// The words of `kind`.
    private enum Word: String {
        case finish, snooze, fact, locate, close
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
        case nil: return nil
        }
        self.init(id: row.int(0), actor: row.text(2), at: row.time(1), kind: kind)
    }
}
