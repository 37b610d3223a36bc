import GRDB

/// Lets only databases of this program pass, and brings older ones up to date.
enum SchemaGate {
    /// Refuses a foreign database and one from a newer program.
    static func check(_ db: Database, path: String) throws {
        let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard application == Schema.applicationID || (application == 0 && tables == 0) else {
            throw StoreError(
                .unusable, "\(path) is a SQLite database of another program; give another file with --db")
        }
        let version = try self.version(db)
        guard version <= Schema.version else {
            throw StoreError(
                .unusable,
                "\(path) has schema version \(version), this program knows up to \(Schema.version): "
                    + "it was written by a newer callahead; use that one, or restore a backup made before the upgrade")
        }
    }

    /// Refuses a database that a reader would have to change first.
    static func requireCurrent(_ db: Database, path: String) throws {
        let version = try self.version(db)
        guard version == Schema.version else {
            throw StoreError(
                .unusable,
                version == 0
                    ? "\(path) is empty; `callahead serve` or `callahead import` fills it"
                    : "\(path) has schema version \(version), this program needs \(Schema.version): "
                        + "`callahead serve` brings it up to date")
        }
    }

    /// Applies what is missing, in one transaction; two programs may try at the same time.
    static func migrate(_ db: Database, path: String) throws {
        guard try version(db) < Schema.version else { return }
        try db.inTransaction(.immediate) {
            try check(db, path: path)
            for migration in Schema.migrations.dropFirst(try version(db)) { try db.execute(sql: migration) }
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(Schema.version)")
            return .commit
        }
    }

    private static func version(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }
}
