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
            (SELECT outcome FROM action WHERE action.task_id = task.id AND action.kind = 'finish'),
            (SELECT until FROM action WHERE action.task_id = task.id AND action.kind = 'snooze')
        FROM task
            LEFT JOIN case_file ON case_file.id = task.case_id
            LEFT JOIN person ON person.id = task.contact_id
        """

    /// The order of the queue: the most urgent first, of these the one that is due first.
    static let queueOrder = "ORDER BY task.priority DESC, task.due_at, task.id"

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

    /// The open task that is to be done next, of those that nobody has.
    func next(_ filter: TaskFilter, at now: Timestamp) throws -> TaskEntry? {
        var conditions = """
            task.state NOT IN ('done', 'withdrawn')
                AND (task.state = 'ready' OR task.not_before IS NOT NULL)
                AND (task.not_before IS NULL OR task.not_before <= ?1)
                AND (task.claimed_by IS NULL OR task.lease_until <= ?1)
                AND NOT EXISTS (SELECT 1 FROM action WHERE action.task_id = task.id
                    AND action.kind IN ('finish', 'snooze'))
                AND (?2 IS NULL OR person.language IS NULL OR person.language = ?2 OR person.language LIKE ?2 || '-%')
            """
        if !filter.kinds.isEmpty { conditions += " AND task.kind IN (\(DeskSQL.words(filter.kinds)))" }
        if !filter.severities.isEmpty {
            conditions += " AND case_file.severity IN (\(DeskSQL.words(filter.severities)))"
        }
        return try first("\(DeskSQL.tasks) WHERE \(conditions) \(DeskSQL.queueOrder) LIMIT 1") { statement in
            statement.put(now)
            statement.put(filter.language)
        } row: {
            try DeskSQL.entry($0).task
        }
    }

    /// The words of closed enums as SQL literals; nothing that a person typed comes here.
    private static func words<Word: RawRepresentable>(_ words: [Word]) -> String where Word.RawValue == String {
        words.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}
