package import Telemetry

/// What may no longer be kept goes while there is nothing else to do, in transactions of milliseconds.
extension LaneStore {
    /// One step of the cleaning: what it finds is looked for first, so that nothing is locked for nothing.
    private struct Chore {
        /// Gives ids; has two parameters, the time before which something is too old and how many.
        var find: StaticString
        /// Is run for each of them.
        var change: [StaticString]
        /// How old something must be.
        var age: Int64
    }

    /// Deletes, blanks or makes coarse what may no longer be kept, one kind of it.
    ///
    /// - Parameters:
    ///   - now: By the clock of the service.
    ///   - limit: At most this many rows.
    /// - Returns: How many rows were dealt with; 0 means that nothing is left to do.
    package func purge(
        at now: Timestamp, keeping retention: Retention = Retention(), limit: Int = 200
    ) throws(StoreError) -> Int {
        for chore in LaneStore.chores(retention) {
            let before = now.adding(seconds: -chore.age)
            let ids = try found(chore.find, before: before, limit: limit)
            guard !ids.isEmpty else { continue }
            try whileForgetting { () throws(StoreError) in
                for id in ids {
                    for sql in chore.change {
                        let statement = try connection.statement(sql)
                        statement.put(id)
                        try statement.run()
                    }
                }
            }
            return ids.count
        }
        return try ageCase(at: now, retention, limit: limit)
    }

    private func found(_ sql: StaticString, before: Timestamp, limit: Int) throws(StoreError) -> [Int64] {
        let row = try connection.statement(sql)
        row.put(before)
        row.put(limit)
        defer { row.start() }
        var ids: [Int64] = []
        while try row.step() { ids.append(row.int(0)) }
        return ids
    }

    /// A short transaction that may touch what is append-only.
    private func whileForgetting(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try inTransaction { () throws(StoreError) in
            try connection.statement("INSERT OR IGNORE INTO meta (name, value) VALUES ('forgetting', 1)").run()
            try body()
            try connection.statement("DELETE FROM meta WHERE name = 'forgetting'").run()
        }
        afterCommit()
    }

    /// Rows that only age; those of tables that grow in the order of time are looked for at their beginning.
    private static func chores(_ retention: Retention) -> [Chore] {
        [
            Chore(
                find: "SELECT id FROM quarantine WHERE at < ? AND state != 'retrying' ORDER BY at LIMIT ?",
                change: ["DELETE FROM quarantine WHERE id = ?"], age: retention.quarantine),
            Chore(
                find: "SELECT rowid FROM flood WHERE ended_at < ? ORDER BY ended_at LIMIT ?",
                change: ["DELETE FROM flood WHERE rowid = ?"], age: retention.quarantine),
            Chore(
                find: "SELECT id FROM outbox WHERE sent_at < ? AND contact_id IS NOT NULL ORDER BY sent_at LIMIT ?",
                change: ["DELETE FROM outbox WHERE id = ?"], age: retention.texts),
            Chore(
                find: "SELECT id FROM outbox WHERE sent_at < ? ORDER BY sent_at LIMIT ?",
                change: ["DELETE FROM outbox WHERE id = ?"], age: retention.messages),
            Chore(
                find: "SELECT id FROM outbox WHERE sent_at IS NULL AND expires_at < ? ORDER BY id LIMIT ?",
                change: ["DELETE FROM outbox WHERE id = ?"], age: retention.messages),
            Chore(
                find: """
                    SELECT key FROM asset WHERE instr(purposes, 'assist') = 0 AND ?1 IS NOT NULL
                        AND EXISTS (SELECT 1 FROM position WHERE asset_key = asset.key) LIMIT ?2
                    """,
                change: ["DELETE FROM position WHERE asset_key = ?"], age: 0),
            Chore(
                find: """
                    SELECT key FROM asset WHERE instr(purposes, 'prevent') = 0 AND ?1 IS NOT NULL
                        AND (EXISTS (SELECT 1 FROM forecast WHERE asset_key = asset.key)
                            OR EXISTS (SELECT 1 FROM prognosis_memory WHERE asset_key = asset.key)) LIMIT ?2
                    """,
                change: [
                    "DELETE FROM forecast WHERE asset_key = ?", "DELETE FROM prognosis_memory WHERE asset_key = ?",
                ], age: 0),
            Chore(
                find: "SELECT id FROM code_sight WHERE at < ? ORDER BY at LIMIT ?",
                change: ["DELETE FROM code_sight WHERE id = ?"], age: retention.codes),
            Chore(
                find: "SELECT id FROM signal_day WHERE day < ?1 / 86400000 ORDER BY day LIMIT ?2",
                change: ["DELETE FROM signal_day WHERE id = ?"], age: retention.days),
            Chore(
                find: """
                    SELECT key FROM asset WHERE instr(purposes, 'prevent') = 0 AND instr(purposes, 'improve') = 0
                        AND ?1 IS NOT NULL
                        AND (EXISTS (SELECT 1 FROM signal_day WHERE asset_key = asset.key)
                            OR EXISTS (SELECT 1 FROM signal WHERE asset_key = asset.key AND day IS NOT NULL)) LIMIT ?2
                    """,
                change: [
                    "DELETE FROM signal_day WHERE asset_key = ?",
                    """
                    UPDATE signal SET day = NULL, day_count = NULL, day_sum = NULL, day_low = NULL, day_high = NULL
                    WHERE asset_key = ?
                    """,
                ], age: 0),
            Chore(
                find: "SELECT asset_key FROM suspect_position WHERE time < ? LIMIT ?",
                change: ["DELETE FROM suspect_position WHERE asset_key = ?"], age: 3_600),
            Chore(
                find: "SELECT id FROM suspect_unit WHERE time < ? LIMIT ?",
                change: ["DELETE FROM suspect_unit WHERE id = ?"], age: 3_600),
            Chore(
                find: "SELECT rowid FROM (SELECT rowid, at FROM audit ORDER BY rowid LIMIT ?2) WHERE at < ?1",
                change: ["DELETE FROM audit WHERE rowid = ?"], age: retention.desk),
            Chore(
                find: "SELECT rowid FROM (SELECT rowid, at FROM lookup_log ORDER BY rowid LIMIT ?2) WHERE at < ?1",
                change: ["DELETE FROM lookup_log WHERE rowid = ?"], age: retention.desk),
            Chore(
                find: "SELECT token FROM (SELECT token, at FROM claim ORDER BY token LIMIT ?2) WHERE at < ?1",
                change: ["DELETE FROM claim WHERE token = ?"], age: retention.desk),
            Chore(
                find: "SELECT id FROM (SELECT id, printed_at FROM sheet ORDER BY id LIMIT ?2) WHERE printed_at < ?1",
                change: [
                    "DELETE FROM sheet_task WHERE sheet_id = ?", "DELETE FROM sheet_entry WHERE sheet_id = ?",
                    "DELETE FROM sheet WHERE id = ?",
                ], age: retention.sheets),
            Chore(
                find: """
                    SELECT id FROM task WHERE closed_at < ? AND case_id IS NULL AND contact_id IS NOT NULL
                    ORDER BY closed_at LIMIT ?
                    """,
                change: [
                    "UPDATE task SET contact_id = NULL WHERE id = ?",
                    "UPDATE attempt SET contact_id = NULL, override = NULL WHERE task_id = ?",
                    "UPDATE note SET text = '' WHERE task_id = ?",
                ], age: retention.people),
            Chore(
                find: """
                    SELECT unit.rowid FROM unit_state JOIN unit ON unit.id = unit_id
                    WHERE unit_state.lat IS NOT NULL AND position_time < ? LIMIT ?
                    """,
                change: [
                    """
                    UPDATE unit_state SET lat = NULL, lon = NULL
                    WHERE unit_id = (SELECT id FROM unit WHERE unit.rowid = ?)
                    """
                ], age: retention.unitPlaces),
        ]
    }

    // MARK: Cases

    /// Takes the longest ended case that is due a step further; a long track needs several turns.
    private func ageCase(at now: Timestamp, _ retention: Retention, limit: Int) throws(StoreError) -> Int {
        for (stage, age) in [retention.places, retention.words, retention.people].enumerated() {
            let row = try connection.statement(
                """
                SELECT id, asset_key, closed_at FROM case_file
                WHERE kept_stage = ? AND kept_stage < 3 AND closed_at < ? ORDER BY closed_at LIMIT 1
                """)
            row.put(stage)
            row.put(now.adding(seconds: -age))
            guard try row.step() else {
                row.start()
                continue
            }
            let (id, asset, end) = (row.int(0), row.int(1), row.time(2))
            row.start()
            var changed = 0
            try whileForgetting { () throws(StoreError) in
                if stage == 0 {
                    changed = try coarsenTrack(ofCase: id, limit: limit)
                    guard changed < limit else { return }
                    try run(LaneStore.coarsening, id)
                    let answers = try connection.statement(
                        "DELETE FROM driver_answer WHERE asset_key = ? AND time <= ?")
                    answers.put(asset)
                    answers.put(end)
                    try answers.run()
                } else {
                    try run(stage == 1 ? LaneStore.wordsGone : LaneStore.peopleGone, id)
                }
                try run(["UPDATE case_file SET kept_stage = kept_stage + 1 WHERE id = ?"], id)
            }
            return max(1, changed)
        }
        return 0
    }

    private func run(_ statements: [StaticString], _ id: Int64) throws(StoreError) {
        for sql in statements {
            let statement = try connection.statement(sql)
            statement.put(id)
            try statement.run()
        }
    }

    /// Leaves one point of a track for each hour, to two decimals: about a kilometre.
    ///
    /// - Returns: How many points were looked at.
    private func coarsenTrack(ofCase id: Int64, limit: Int) throws(StoreError) -> Int {
        let row = try connection.statement(
            """
            SELECT time FROM track WHERE case_id = ? AND (time % 3600000 != 0 OR lat != round(lat, 2)
                OR lon != round(lon, 2) OR coalesce(speed, heading, accuracy) IS NOT NULL)
            ORDER BY time LIMIT ?
            """)
        row.put(id)
        row.put(limit)
        var times: [Int64] = []
        while try row.step() { times.append(row.int(0)) }
        for time in times {
            let insert = try connection.statement(
                """
                INSERT INTO track (case_id, time, lat, lon)
                SELECT case_id, time - time % 3600000, round(lat, 2), round(lon, 2) FROM track
                WHERE case_id = ?1 AND time = ?2
                ON CONFLICT DO UPDATE SET lat = round(track.lat, 2), lon = round(track.lon, 2), speed = NULL,
                    heading = NULL, accuracy = NULL
                """)
            insert.put(id)
            insert.put(time)
            try insert.run()
            let delete = try connection.statement(
                "DELETE FROM track WHERE case_id = ? AND time = ? AND time % 3600000 != 0")
            delete.put(id)
            delete.put(time)
            try delete.run()
        }
        return times.count
    }

    private static let coarsening: [StaticString] = [
        """
        UPDATE plan_place SET lat = round(lat, 2), lon = round(lon, 2), accuracy = 1000, speed = NULL,
            time = time - time % 3600000
        WHERE plan_id IN (SELECT id FROM plan WHERE case_id = ?)
        """,
        """
        UPDATE leg_place SET from_lat = round(from_lat, 2), from_lon = round(from_lon, 2), to_lat = round(to_lat, 2),
            to_lon = round(to_lon, 2)
        WHERE leg_id IN (SELECT id FROM leg WHERE case_id = ?)
        """,
        """
        UPDATE job_drive SET from_lat = round(from_lat, 2), from_lon = round(from_lon, 2), to_lat = round(to_lat, 2),
            to_lon = round(to_lon, 2)
        WHERE job_id IN (SELECT id FROM job WHERE case_id = ?)
        """,
    ]

    private static let wordsGone: [StaticString] = [
        "UPDATE note SET text = '' WHERE case_id = ?",
        "UPDATE fact_told SET value = '' WHERE case_id = ?",
        "UPDATE said SET detail = NULL WHERE case_id = ? AND detail IS NOT NULL",
        "UPDATE job SET reason = NULL WHERE case_id = ? AND reason IS NOT NULL",
        "UPDATE attempt SET override = NULL WHERE task_id IN (SELECT id FROM task WHERE case_id = ?)",
        """
        UPDATE event SET detail = CASE WHEN instr(detail, ':') > 0 THEN substr(detail, 1, instr(detail, ':') - 1) END
        WHERE case_id = ? AND kind IN ('open_question', 'rule_overridden', 'case_closed', 'job_stood_down',
            'severity_raised', 'approval_needed', 'approval_refused', 'message_not_sent', 'call_not_allowed')
            AND detail IS NOT NULL AND (instr(detail, ':') > 0 OR instr(detail, ' ') > 0)
        """,
    ]

    private static let peopleGone: [StaticString] = [
        "DELETE FROM case_addressee WHERE case_id = ?",
        "UPDATE said SET contact_id = NULL WHERE case_id = ? AND contact_id IS NOT NULL",
        "UPDATE fact_told SET contact_id = NULL WHERE case_id = ? AND contact_id IS NOT NULL",
        "UPDATE attempt SET contact_id = NULL WHERE task_id IN (SELECT id FROM task WHERE case_id = ?)",
        "UPDATE task SET contact_id = NULL WHERE case_id = ? AND closed_at IS NOT NULL",
    ]
}
