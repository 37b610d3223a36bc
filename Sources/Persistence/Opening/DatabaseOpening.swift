import Foundation
import GRDB
import GRDBSQLite

/// Opens a database file, checks that it is ours, and brings it to the schema of this program.
enum DatabaseOpening {
    /// How a connection is used.
    enum Access {
        case reading
        case writing(create: Bool)
    }

    /// - Parameters:
    ///   - busyMode: What to do while someone else writes; never GRDB's default, which fails at once.
    ///   - prepare: Runs on the new connection before anything else.
    /// - Throws: ``StoreError``; `unusable` with what to do when the file can't serve as a database.
    static func open(
        path: String, access: Access, busyMode: Database.BusyMode,
        prepare: (@Sendable (Database) throws -> Void)? = nil
    ) throws(StoreError) -> DatabaseQueue {
        let mayCreate: Bool
        let mayWrite: Bool
        switch access {
        case .reading: (mayCreate, mayWrite) = (false, false)
        case .writing(let create): (mayCreate, mayWrite) = (create, true)
        }
        try FaultyDisk.installed.get()
        try checkFile(path, mayCreate: mayCreate, mayWrite: mayWrite)
        if mayCreate { DatabaseFile.makeIfMissing(path) }
        if mayWrite { DatabaseFile.closeToOthers(path) }
        do {
            var configuration = Configuration()
            configuration.label = "store"
            configuration.busyMode = busyMode
            configuration.readonly = !mayWrite
            configuration.foreignKeysEnabled = true
            // The lane keeps a transaction open from `begin` to `commit`, over several accesses.
            configuration.allowsUnsafeTransactions = true
            if let prepare { configuration.prepareDatabase(prepare) }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { db in
                defer {
                    // GRDB's authorizer collects what every statement reads, for observers that nobody has here: that
                    // cost more than preparing the statements.
                    sqlite3_set_authorizer(db.sqliteConnection, nil, nil)
                }
                try SchemaGate.check(db, path: path)
                // Only the lane checkpoints: https://www.sqlite.org/wal.html, and DESIGN on the race before 3.51.3.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
                guard mayWrite else { return try SchemaGate.requireCurrent(db, path: path) }
                // Set here and not through GRDB's configuration: that would lower `synchronous` and write a table.
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
                guard mode == "wal" else {
                    throw StoreError(
                        .unusable,
                        "\(path): write-ahead logging is not possible here (journal mode "
                            + "\(mode ?? "unknown")); use a local disk")
                }
                try Durability.enforce(on: db)
                // What is deleted is overwritten: https://www.sqlite.org/pragma.html#pragma_secure_delete
                try db.execute(sql: "PRAGMA secure_delete = ON")
                try SchemaGate.migrate(db, path: path)
            }
            return queue
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw StoreError(.unusable, "\(path) is not a SQLite database; give another file with --db")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            throw StoreError(
                .unusable, "\(path) can't be opened; check that the folder exists and may be written to")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            throw StoreError(.unusable, "\(path) may not be written to; check its permissions and its folder's")
        } catch {
            throw StoreError(error, during: "opening \(path)")
        }
    }

    private static func checkFile(_ path: String, mayCreate: Bool, mayWrite: Bool) throws(StoreError) {
        let files = FileManager.default
        var isDirectory: ObjCBool = false
        guard files.fileExists(atPath: path, isDirectory: &isDirectory) else {
            guard mayCreate else {
                throw StoreError(
                    .unusable, "there is no database at \(path); `callahead serve` or `callahead import` makes one")
            }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard files.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue else {
                throw StoreError(.unusable, "\(path): the folder \(folder) does not exist")
            }
            return
        }
        guard !isDirectory.boolValue else {
            throw StoreError(.unusable, "\(path) is a folder; a database is a file")
        }
        guard files.isReadableFile(atPath: path) else {
            throw StoreError(.unusable, "\(path) may not be read; check its permissions")
        }
        guard !mayWrite || files.isWritableFile(atPath: path) else {
            throw StoreError(.unusable, "\(path) may not be written to; check its permissions")
        }
    }
}
