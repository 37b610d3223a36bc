package import Casework
package import Telemetry

extension Desk {
    /// How many tasks or cases are read in one snapshot: an open one keeps the write-ahead log growing.
    private static let chunk = 100

    /// The task that would be handed out now, without claiming it.
    package func next(
        _ filter: TaskFilter = TaskFilter(), for actor: DeskActor? = nil, at now: Timestamp
    ) throws -> TaskDetail? {
        try read { sql in
            try sql.next(filter, for: actor?.name ?? "", at: now).flatMap {
                try sql.detail($0.row.id, for: actor, at: now)
            }
        }
    }

    /// A task with everything that its screen shows.
    ///
    /// - Parameter token: The claim under which it is shown: its outcome will refer to what this screen says.
    package func task(
        _ id: Int64, under token: Int64? = nil, for actor: DeskActor? = nil, at now: Timestamp
    ) throws -> TaskDetail {
        if let token {
            return try write { sql in
                let entry = try sql.current(id, token)
                let actor = actor ?? DeskActor(name: entry.claimedBy ?? "")
                return try sql.show(id, under: token, for: actor.under(entry), at: now)
            }
        }
        guard let detail = try read({ try $0.detail(id, for: actor, at: now) }) else {
            throw DeskError.notFound("task \(id)")
        }
        return detail
    }

    /// Tasks in the order of the queue, those that are over last.
    package func tasks(_ filter: TaskFilter = TaskFilter(), at now: Timestamp) throws -> [TaskEntry] {
        let entries = try read { sql in
            try sql.all(
                """
                \(DeskSQL.tasks)
                WHERE \(DeskSQL.speaks("?1"))
                ORDER BY task.state IN ('done', 'withdrawn'), \(DeskSQL.band) DESC, \(DeskSQL.rank) DESC, task.id
                """, { $0.put(TextList.encode(filter.languages)) }
            ) { try DeskSQL.entry($0) }
        }
        let admitted = entries.lazy.filter { filter.admits($0.task, severity: $0.severity, at: now) }.map(\.task)
        return filter.limit.map { Array(admitted.prefix($0)) } ?? Array(admitted)
    }

    /// Everything about some tasks, in the order of `ids`; those that are gone are left out.
    package func details(_ ids: [Int64], at now: Timestamp) throws -> [TaskDetail] {
        try chunked(ids) { try $0.detail($1, at: now) }
    }

    /// Ids of cases, open ones first, of these the most severe, then the oldest.
    ///
    /// - Parameter states: `nil` is every state.
    package func cases(states: [CaseState]? = nil, severities: [Severity]? = nil, limit: Int? = nil) throws -> [Int64] {
        let rows = try read { sql in
            try sql.all("SELECT id, state, severity FROM case_file ORDER BY opened_at, id") {
                (id: $0.int(0), state: try $0.word(1) as CaseState, severity: try $0.word(2) as Severity)
            }
        }
        let admitted = rows.enumerated().filter { _, row in
            states?.contains(row.state) ?? true && severities?.contains(row.severity) ?? true
        }
        let sorted = admitted.sorted { left, right in
            if left.element.state.isEnd != right.element.state.isEnd { return right.element.state.isEnd }
            if left.element.severity != right.element.severity { return left.element.severity > right.element.severity }
            return left.offset < right.offset
        }.map(\.element.id)
        return limit.map { Array(sorted.prefix($0)) } ?? sorted
    }

    /// Everything about some cases, in the order of `ids`.
    package func caseDetails(_ ids: [Int64]) throws -> [CaseDetail] {
        try chunked(ids) { try $0.caseDetail($1) }
    }

    /// A case with everything that its screen shows.
    package func caseFile(_ id: Int64) throws -> CaseDetail {
        guard let detail = try read({ try $0.caseDetail(id) }) else { throw DeskError.notFound("case \(id)") }
        return detail
    }

    /// Units that may be sent, by id.
    package func units() throws -> [UnitEntry] { try read { try $0.unitEntries() } }

    /// Slots that have not ended, by start.
    package func slots(at now: Timestamp) throws -> [SlotEntry] { try read { try $0.slotEntries(after: now) } }

    private func chunked<Row>(_ ids: [Int64], _ one: (DeskSQL, Int64) throws -> Row?) throws -> [Row] {
        var rows: [Row] = []
        for start in stride(from: 0, to: ids.count, by: Desk.chunk) {
            rows += try read { sql in
                try ids[start..<min(start + Desk.chunk, ids.count)].compactMap { try one(sql, $0) }
            }
        }
        return rows
    }
}
