import GRDB
import Telemetry

/// What a restored database was told, so that nobody is harmed by what it does not know.
package struct RestoredState: Sendable, Equatable {
    /// Tasks that were open in the copy and bear a note now.
    package var flaggedTasks: Int
    /// Messages that waited in the copy and are not sent.
    package var withheldMessages: Int
    /// Claims that ended.
    package var endedClaims: Int

    /// What each open task says.
    static func note(copiedAt newest: Timestamp?) -> String {
        "RESTORED from a copy"
            + (newest.map { " that ends at \($0.iso8601)" } ?? "")
            + ": they may have been called since, and help may have come. Ask first, then promise."
    }

    /// To be called in the transaction that restores.
    static func prepare(_ db: Database, newest: Timestamp?, at now: Timestamp) throws -> RestoredState {
        try db.execute(sql: "UPDATE meta SET value = value + 1 WHERE name = 'epoch'")
        try raiseNumbers(db, at: now)
        let state = RestoredState(
            flaggedTasks: try flagTasks(db, newest: newest, at: now), withheldMessages: try withhold(db, at: now),
            endedClaims: try endClaims(db, at: now))
        // The lane's last reading is of another life.
        try db.execute(sql: "DELETE FROM lane_reading")
        let detail = "restored from a copy" + (newest.map { " that ends at \($0.iso8601)" } ?? "")
        try db.execute(
            sql: "INSERT INTO event (at, kind, detail) VALUES (?, 'restored', ?), (?, 'session_gap', ?)",
            arguments: [now.milliseconds, detail, now.milliseconds, detail])
        return state
    }

    /// Numbers that were given out after the copy was made are out in the world: crews ignore an offer whose number
    /// they know, and a fencing token must never be equal to an older one.
    ///
    /// The new ones begin at the time of the restore, so that two restores of one copy don't give equal numbers: where
    /// people read them aloud in tens of seconds since 2026, else in seconds since 1970, which stay below 2^31.
    private static func raiseNumbers(_ db: Database, at now: Timestamp) throws {
        let seconds = now.milliseconds / 1_000
        let spoken = max(0, seconds - 1_767_225_600) / 10
        for (name, column, table, least, margin) in [
            ("case", "id", "case_file", spoken, 100_000 as Int64), ("task", "id", "task", spoken, 100_000),
            ("campaign", "id", "campaign", spoken, 100_000), ("job", "id", "job", seconds, 1_000_000),
            ("offer", "offer_id", "job", seconds, 1_000_000), ("outbox", "id", "outbox", seconds, 1_000_000),
        ] {
            try db.execute(
                sql: """
                    INSERT INTO sequence (name, next)
                    VALUES (?1, max(?2, ifnull((SELECT max(\(column)) FROM \(table)), 0) + ?3))
                    ON CONFLICT (name) DO UPDATE SET next = max(excluded.next, next + ?3)
                    """, arguments: [name, least, margin])
        }
        // SQLite makes the row with the first insert, and the table has no key to conflict with.
        try db.execute(
            sql: """
                INSERT INTO sqlite_sequence (name, seq)
                SELECT 'claim', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'claim')
                """)
        try db.execute(
            sql: "UPDATE sqlite_sequence SET seq = max(seq + 1000000, ?) WHERE name = 'claim'", arguments: [seconds])
    }

    /// One note for each case with an open task, and one for each task without a case.
    private static func flagTasks(_ db: Database, newest: Timestamp?, at now: Timestamp) throws -> Int {
        try db.execute(
            sql: """
                INSERT INTO note (at, case_id, task_id, actor, kind, text)
                SELECT ?1, case_id, iif(case_id IS NULL, id, NULL), 'restore', 'restored', ?2 FROM task
                WHERE state NOT IN (\(Words.endOfTask))
                GROUP BY ifnull(case_id, -id) ORDER BY min(id)
                """, arguments: [now.milliseconds, note(copiedAt: newest)])
        try db.execute(
            sql: """
                INSERT INTO event (at, kind, case_id, task_id, detail)
                SELECT ?, 'restored', case_id, id, 'may have been called since' FROM task
                WHERE state NOT IN (\(Words.endOfTask)) ORDER BY id
                """, arguments: [now.milliseconds])
        return db.changesCount
    }

    /// What waited then was sent long ago, or is too old to be sent.
    private static func withhold(_ db: Database, at now: Timestamp) throws -> Int {
        try db.execute(sql: "UPDATE outbox SET sent_at = ? WHERE sent_at IS NULL", arguments: [now.milliseconds])
        return db.changesCount
    }

    private static func endClaims(_ db: Database, at now: Timestamp) throws -> Int {
        try db.execute(
            sql: "UPDATE claim SET ended_at = ?, ended_by = 'restore' WHERE ended_at IS NULL",
            arguments: [now.milliseconds])
        try db.execute(
            sql: """
                UPDATE task SET claimed_by = NULL, claimed_at = NULL, lease_until = NULL, token = NULL
                WHERE claimed_by IS NOT NULL AND state NOT IN (\(Words.endOfTask))
                """)
        return db.changesCount
    }
}
