import Outreach
package import Telemetry

extension Desk {
    /// How well the desk does: each figure from a snapshot of its own.
    ///
    /// - Parameter since: What happened before is not counted; what is open now is counted whenever it began.
    package func serviceLevels(since: Timestamp, at now: Timestamp) throws -> ServiceLevels {
        var levels = ServiceLevels(since: since, at: now)
        let cases = try read { try $0.firstRow(of: "case_file", "opened_at", since: since) }
        levels.faultToTask = .init(
            milliseconds: try read { sql in
                try sql.durations(
                    """
                    SELECT (SELECT min(created_at) FROM task
                        WHERE task.case_id = case_file.id OR task.id = case_file.group_task) - fault_at
                    FROM case_file WHERE id >= ?1 AND opened_at >= ?2
                    """, from: cases, since)
            })
        levels.timeToInstruction = .init(
            milliseconds: try read { sql in
                try sql.durations(
                    """
                    SELECT (SELECT min(at) FROM said WHERE said.case_id = case_file.id) - fault_at
                    FROM case_file WHERE id >= ?1 AND opened_at >= ?2
                    """, from: cases, since)
            })
        levels.timeToClaim = .init(milliseconds: try timesToClaim("", since: since))
        levels.timeToClaimOfStop = .init(
            milliseconds: try timesToClaim(
                "AND (SELECT severity FROM case_file WHERE id = task.case_id) IN ('stop', 'emergency')", since: since))
        try read { try $0.countFirstWords(from: cases, since, into: &levels) }
        try read { try $0.countEvents(since: since, into: &levels) }
        try read { try $0.countOpen(into: &levels) }
        levels.overdue = try boardCounts(at: now).overdue
        return levels
    }

    /// A task of the night waits from the morning on; a time to wait until that was set after the first claim is none.
    private func timesToClaim(_ condition: String, since: Timestamp) throws -> [Int64] {
        let first = try read { try $0.firstRow(of: "task", "created_at", since: since) }
        return try read { sql in
            try sql.durations(
                """
                SELECT first - iif(first >= ifnull(not_before, 0), max(created_at, ifnull(not_before, 0)), created_at)
                FROM (SELECT (SELECT min(at) FROM claim WHERE claim.task_id = task.id) AS first, created_at, not_before
                    FROM task WHERE id >= ?1 AND created_at >= ?2 \(condition))
                """, from: first, since)
        }
    }
}

extension DeskSQL {
    /// The first row of a table that only grows whose time is not before `since`.
    ///
    /// Found by halving: rows are numbered in the order of their times, which have no index. A clock that went back
    /// makes it a little early or late, so the callers look at the time as well.
    fileprivate func firstRow(of table: String, _ time: String, since: Timestamp) throws -> Int64 {
        var low: Int64 = 0
        var high = try first("SELECT ifnull(max(id), 0) FROM \(table)") { $0.int(0) } ?? 0
        while low < high {
            let middle = low + (high - low) / 2
            let at = try first("SELECT \(time) FROM \(table) WHERE id >= ? ORDER BY id LIMIT 1", { $0.put(middle) }) {
                $0.time(0)
            }
            if let at, at < since { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate func durations(_ query: String, from first: Int64, _ since: Timestamp) throws -> [Int64] {
        try all(query) {
            $0.put(first)
            $0.put(since)
        } row: {
            $0.intOrNil(0)
        }.compactMap { $0 }
    }

    fileprivate func countFirstWords(from id: Int64, _ since: Timestamp, into levels: inout ServiceLevels) throws {
        let words = try all(
            """
            SELECT (SELECT min(at) FROM said WHERE said.case_id = case_file.id), \(Self.askedAt)
            FROM case_file WHERE id >= ?1 AND opened_at >= ?2
            """
        ) {
            $0.put(id)
            $0.put(since)
        } row: {
            (told: $0.timeOrNil(0), asked: $0.timeOrNil(1))
        }
        levels.cases = words.count
        for word in words {
            switch (word.told, word.asked) {
            case (let told?, let asked?) where asked < told: levels.askedFirst += 1
            case (_?, _): levels.toldFirst += 1
            case (nil, _?): levels.askedFirst += 1
            case (nil, nil): break
            }
        }
    }

    /// When somebody first asked for help in the app or rang us, of a row of `case_file`.
    private static let askedAt = """
        (SELECT min(at) FROM (
            SELECT min(time) AS at FROM driver_answer
            WHERE driver_answer.asset_key = case_file.asset_key AND case_id = case_file.id AND kind = 'need_help'
            UNION ALL SELECT min(attempt.at) FROM task JOIN attempt ON attempt.task_id = task.id
            WHERE task.case_id = case_file.id AND attempt.channel = 'inbound'))
        """

    fileprivate func countEvents(since: Timestamp, into levels: inout ServiceLevels) throws {
        let first = try firstRow(of: "event", "at", since: since)
        let counts = try all(
            "SELECT kind, count(*) FROM event WHERE id >= ?1 AND at >= ?2 AND kind LIKE 'task!_%' ESCAPE '!' GROUP BY kind"
        ) {
            $0.put(first)
            $0.put(since)
        } row: {
            (kind: $0.text(0), count: Int($0.int(1)))
        }
        levels.alarms = counts.first { $0.kind == "task_alarm" }?.count ?? 0
        levels.calls = Outcome.allCases.compactMap { outcome in
            counts.first { $0.kind == "task_\(outcome.rawValue)" }.map { (outcome, $0.count) }
        }
    }

    fileprivate func countOpen(into levels: inout ServiceLevels) throws {
        let open = try all(
            """
            SELECT severity, count(*) FROM case_file
            WHERE state NOT IN ('solved', 'withdrawn', 'declined', 'referred', 'unreached', 'merged') GROUP BY severity
            """
        ) {
            (severity: try $0.word(0) as Severity, count: Int($0.int(1)))
        }
        levels.open = open.sorted { $0.severity > $1.severity }
        levels.oldestUnclaimedStop = try first(
            """
            SELECT task.id, task.created_at FROM task JOIN case_file ON case_file.id = task.case_id
            WHERE task.state NOT IN ('done', 'withdrawn') AND case_file.severity IN ('stop', 'emergency')
                AND task.state = 'ready' AND (task.not_before IS NULL OR task.not_before <= ?1)
                AND (task.claimed_by IS NULL OR task.lease_until <= ?1)
            ORDER BY task.created_at, task.id LIMIT 1
            """, { $0.put(levels.at) }
        ) {
            ServiceLevels.Waiting(task: $0.int(0), since: $0.time(1))
        }
    }
}
