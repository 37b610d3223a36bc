import Casework
import Outreach
import Telemetry

extension DeskSQL {
    private static let columns: String = {
        let text = TaskRow.selectOpenByCase.description
        guard let end = text.firstRange(of: "FROM") else { return "" }
        return text[..<end.lowerBound].replacing("SELECT", with: "").split(separator: ",")
            .map { "task.\($0.filter { !$0.isWhitespace })" }.joined(separator: ", ")
    }()
    private static let laneColumns = Int32(columns.split(separator: ",").count)

    /// What a list of tasks is read from; the caller adds conditions and an order.
    static let tasks = """
        SELECT \(columns), task.claimed_by, task.claimed_at, task.lease_until, task.attempts, task.dialled_at,
            task.token, case_file.severity,
            (SELECT outcome FROM action WHERE action.id = task.pending_action AND action.kind = 'finish'),
            (SELECT until FROM action WHERE action.id = task.pending_action AND action.kind = 'snooze')
        FROM task LEFT JOIN case_file ON case_file.id = task.case_id
        """

    /// The band of a task, see ``Priority``, and its place within: what counted when it was made, and how long it has
    /// waited past the time that it was due.
    ///
    /// The time of looking is the same for all, so it needs no part in it, and indexes can keep the order.
    static let band = "task.priority / \(Priority.band)"
    static let rank = "task.priority * \(Priority.secondsPerPoint) - task.due_at / 1000"

    /// The order of the queue: the most urgent first.
    ///
    /// Waiting counts within a band and never lifts a task over it.
    static let queueOrder = "ORDER BY \(band) DESC, \(rank) DESC, task.id"

    /// Reads a row of ``tasks`` with the severity of its case.
    static func entry(_ row: Statement) throws(StoreError) -> (task: TaskEntry, severity: Severity?) {
        let at = laneColumns
        let entry = TaskEntry(
            row: try TaskRow(reading: row), claimedBy: row.textOrNil(at), claimedAt: row.timeOrNil(at + 1),
            leaseUntil: row.timeOrNil(at + 2), attempts: Int(row.int(at + 3)), dialledAt: row.timeOrNil(at + 4),
            pendingOutcome: try row.wordOrNil(at + 7), pendingSnooze: row.timeOrNil(at + 8),
            token: row.intOrNil(at + 5))
        return (entry, try row.wordOrNil(at + 6))
    }

    func task(_ id: Int64) throws -> TaskEntry? {
        try first("\(DeskSQL.tasks) WHERE task.id = ?") {
            $0.put(id)
        } row: {
            try DeskSQL.entry($0).task
        }
    }
}
