/// What a start leaves for the next one, in case it dies of its first batch.
extension LaneStore {
    /// Counts a start that has not committed a batch yet.
    ///
    /// - Returns: How many starts before this one died before their first commit.
    package func noteStart() throws(StoreError) -> Int64 {
        let before = try mark("unfinished_starts")
        try setMark("unfinished_starts", before + 1)
        return before
    }

    /// Forgets the starts that died: a batch is on disk, or the process stopped as it should.
    package func clearCrashMarks() throws(StoreError) {
        try setMark("unfinished_starts", 0)
        try setMark("suspect", 0)
        try setMark("suspect_deaths", 0)
    }

    /// The digest of the message that was being worked on alone when the process died, and how often in a row; 0 is none.
    package func suspect() throws(StoreError) -> (digest: UInt64, deaths: Int64) {
        (UInt64(bitPattern: try mark("suspect")), try mark("suspect_deaths"))
    }

    /// Remembers, before it is touched, which message is worked on alone, and for the how manieth time.
    package func note(suspect digest: UInt64, attempt: Int64) throws(StoreError) {
        // In one transaction: a start that takes messages one by one must get through its batch before it is killed again.
        try inTransaction { () throws(StoreError) in
            try putMark("suspect", Int64(bitPattern: digest))
            try putMark("suspect_deaths", attempt)
        }
    }

    /// Moves whenever another connection has committed; cheap enough for every turn of the lane's loop.
    package func currentDataVersion() throws(StoreError) -> Int64 {
        let row = try connection.statement("PRAGMA data_version")
        defer { row.start() }
        return try row.step() ? row.int(0) : 0
    }

    private func mark(_ name: String) throws(StoreError) -> Int64 {
        let row = try connection.statement("SELECT value FROM meta WHERE name = ?")
        row.start()
        row.put(name)
        defer { row.start() }
        return try row.step() ? row.int(0) : 0
    }

    private func setMark(_ name: String, _ value: Int64) throws(StoreError) {
        try inTransaction { () throws(StoreError) in try putMark(name, value) }
    }

    private func putMark(_ name: String, _ value: Int64) throws(StoreError) {
        let row = try connection.statement(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
        row.start()
        row.put(name)
        row.put(value)
        try row.run()
    }
}
