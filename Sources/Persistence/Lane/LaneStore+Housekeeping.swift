/// What is done when there is nothing else to do, in transactions of milliseconds.
extension LaneStore {
    /// Keeps a message that could not be used, outside of a batch.
    package func quarantine(_ row: QuarantineRow) throws(StoreError) {
        try inTransaction { () throws(StoreError) in try write(row) }
        afterCommit()
    }

    /// Assets that were forgotten since a number of ``forgottenCount()``, with what stands in the place of their ids.
    package func forgottenAssets(since id: Int64) throws(StoreError) -> [AssetKey] {
        let row = try connection.statement(
            "SELECT asset_key, alias FROM forgotten WHERE id > ? AND asset_key IS NOT NULL ORDER BY id")
        row.put(id)
        defer { row.start() }
        var assets: [AssetKey] = []
        while try row.step() { assets.append(AssetKey(key: row.int(0), id: row.text(1))) }
        return assets
    }

    /// A number that grows whenever somebody is forgotten.
    package func forgottenCount() throws(StoreError) -> Int64 { try number("SELECT ifnull(max(id), 0) FROM forgotten") }

    /// Writes the file anew if somebody was forgotten since the last time: unused room may still hold their bytes.
    ///
    /// Nothing else can write meanwhile. What is in the write-ahead log stays there while somebody reads it, and whoever
    /// waits for the bytes to be gone is told so only when the log is empty: until then only that is tried again.
    /// - Parameter limit: Only a file of at most this many bytes, some milliseconds each ten megabytes.
    /// - Returns: Whether it was done, or what is still in the way.
    package func compactIfAsked(limit: Int64) throws(StoreError) -> Compacting {
        let asked = try number("SELECT value FROM meta WHERE name = 'compact'")
        guard asked > 0 else { return .notAsked }
        if rewrittenFor != asked {
            let row = try connection.statement(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            let bytes = try row.step() ? row.int(0) : 0
            row.start()
            guard bytes <= limit else { return .tooLarge }
            try connection.execute("VACUUM")
            rewrittenFor = asked
        }
        guard checkpoint(truncating: true) else { return .isRead }
        try inTransaction { () throws(StoreError) in
            // Somebody else may have been forgotten meanwhile.
            let statement = try connection.statement("UPDATE meta SET value = 0 WHERE name = 'compact' AND value = ?")
            statement.put(asked)
            try statement.run()
        }
        rewrittenFor = nil
        return .done
    }

    /// What came of ``compactIfAsked(limit:)``.
    package enum Compacting: Sendable {
        case notAsked, tooLarge, done
        /// The file is written anew, and a reader keeps the log from being emptied.
        case isRead
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
