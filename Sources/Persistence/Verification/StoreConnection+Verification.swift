import GRDB

extension StoreConnection {
    /// Everything that a verdict needs, from one snapshot.
    ///
    /// Reads the whole file: on a large one that takes seconds. The service may run meanwhile; what it has not committed
    /// by then is not there.
    ///
    /// - Parameter digest: Of topic and payload, as the ledger makes it.
    /// - Throws: ``StoreError``.
    package func facts(digest: (String, [UInt8]) -> UInt64) throws -> StoreFacts {
        try read { db in
            let sql = try DeskSQL(db)
            defer { sql.finish() }
            var facts = StoreFacts()
            try sql.readCasework(into: &facts)
            try sql.readConversations(into: &facts)
            try sql.readTelemetry(into: &facts)
            try sql.readMessages(into: &facts, digest: digest)
            facts.health = try sql.health()
            return facts
        }
    }

    /// `PRAGMA synchronous` of this connection.
    package func synchronous() throws -> Int64 {
        try read { try Int64.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
    }
}

extension DeskSQL {
    /// The indexes that keep a promise: their names, and what they keep.
    static let constraints: [(index: String, promise: String)] = [
        ("case_open", "one open case for an asset"),
        ("task_open_call", "one open call for a case and addressee"),
        ("task_open_helper_call", "one open call about a job or slot"),
        ("task_open_group", "one open call about several cases for an addressee"),
        ("hold_live", "one live hold of a unit, slot or part"),
        ("plan_current", "one plan that holds for a case"),
        ("campaign_open", "one open campaign for a cause"),
    ]

    func health() throws -> StoreFacts.Health {
        var health = StoreFacts.Health()
        health.damage = try all("PRAGMA integrity_check(20)") { $0.text(0) }.filter { $0 != "ok" }
        health.brokenReferences = try all("PRAGMA foreign_key_check") {
            "row \($0.int(1)) of \($0.text(0)) refers to a row of \($0.text(2)) that is not there"
        }
        let unique = try all("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL") {
            (name: $0.text(0), sql: $0.text(1))
        }
        health.missingConstraints = DeskSQL.constraints.compactMap { constraint in
            let isThere = unique.contains {
                $0.name == constraint.index && $0.sql.uppercased().hasPrefix("CREATE UNIQUE INDEX")
            }
            return isThere ? nil : "\(constraint.index): \(constraint.promise)"
        }
        for table in ["said", "audit"] {
            let triggers = try first(
                "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND sql LIKE '%append-only%'",
                { $0.put(table) }, row: { $0.int(0) })
            if triggers != 2 { health.missingConstraints.append("\(table)_no_update, \(table)_no_delete: append-only") }
        }
        health.journalMode = try first("PRAGMA journal_mode") { $0.text(0) } ?? "unknown"
        health.schemaVersion = try first("PRAGMA user_version") { $0.int(0) } ?? 0
        return health
    }
}
