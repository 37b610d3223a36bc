/// Single values of the database.
enum Meta {
    /// Counts up whenever a command changed imported rows.
    static func referenceChange(on connection: SQLConnection) throws(StoreError) -> Int64 {
        try number(connection.statement("SELECT value FROM meta WHERE name = 'reference_change'"))
    }

    static func epoch(on connection: SQLConnection) throws(StoreError) -> Int64 {
        try number(connection.statement("SELECT value FROM meta WHERE name = 'epoch'"))
    }

    private static func number(_ row: Statement) throws(StoreError) -> Int64 {
        defer { row.start() }
        guard try row.step() else { throw StoreError(.other, "the database lacks one of its own rows in meta") }
        return row.int(0)
    }
}
