package import Telemetry

/// What is done when there is nothing else to do, in transactions of milliseconds.
extension LaneStore {
    /// Keeps a message that could not be used, outside of a batch.
    package func quarantine(_ row: QuarantineRow) throws(StoreError) {
        try inTransaction { () throws(StoreError) in try write(row) }
        afterCommit()
    }

    /// Deletes what may no longer be kept: quarantine and who flooded after 14 days, sent and expired messages after two.
    ///
    /// - Parameter limit: At most this many rows of each kind.
    /// - Returns: How many rows went; less than `limit` means that nothing is left to do.
    package func purge(at now: Timestamp, limit: Int = 200) throws(StoreError) -> Int {
        var deleted = 0
        try inTransaction { () throws(StoreError) in
            let quarantine = try connection.statement(
                """
                DELETE FROM quarantine WHERE id IN (
                    SELECT id FROM quarantine WHERE at < ? AND state != 'retrying' ORDER BY at LIMIT ?)
                """)
            quarantine.put(now.adding(seconds: -14 * 86_400))
            quarantine.put(limit)
            deleted += try quarantine.runCounting()
            let outbox = try connection.statement(
                """
                DELETE FROM outbox WHERE id IN (
                    SELECT id FROM outbox WHERE sent_at < ?1 OR (sent_at IS NULL AND expires_at < ?1)
                    ORDER BY id LIMIT ?2)
                """)
            outbox.put(now.adding(seconds: -2 * 86_400))
            outbox.put(limit)
            deleted += try outbox.runCounting()
            let floods = try connection.statement(
                """
                DELETE FROM flood WHERE (kind, name) IN (
                    SELECT kind, name FROM flood WHERE ended_at < ? ORDER BY ended_at LIMIT ?)
                """)
            floods.put(now.adding(seconds: -14 * 86_400))
            floods.put(limit)
            deleted += try floods.runCounting()
        }
        afterCommit()
        return deleted
    }

    /// The client id under which the broker knows this database, if there is one: a connection without a session is
    /// a gap then.
    package func brokerSession() throws(StoreError) -> String? {
        let row = try connection.statement("SELECT value FROM meta WHERE name = 'mqtt_session'")
        defer { row.start() }
        return try row.step() ? row.textOrNil(0) : nil
    }

    /// Remembers that the broker keeps a session for this client id.
    package func rememberBrokerSession(clientID: String) throws(StoreError) {
        try inTransaction { () throws(StoreError) in
            let statement = try connection.statement("UPDATE meta SET value = ? WHERE name = 'mqtt_session'")
            statement.put(clientID)
            try statement.run()
        }
        afterCommit()
    }
}
