import GRDB

/// `synchronous=FULL`: without it a commit in write-ahead mode may be lost with the power, and an acknowledged
/// message with it.
enum Durability {
    /// What `PRAGMA synchronous` answers for FULL.
    static let full = 2

    /// Sets it and reads it back; the last thing that is done to a writing connection before it is used.
    static func enforce(on db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try require(on: db)
    }

    /// - Throws: ``StoreError`` unless every commit of this connection reaches the disk.
    static func require(on db: Database) throws {
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard level == full else {
            throw StoreError(
                .unusable,
                "SQLite does not promise that commits reach the disk: synchronous is "
                    + "\(level.map(String.init) ?? "unknown") and must be \(full)")
        }
    }
}
