import Foundation
import GRDB

#if canImport(Glibc)
    import Glibc
#endif

/// What a command does with the database.
package enum StoreRole: Sendable {
    /// Reads and writes. With `create` a missing file is made.
    case command(create: Bool)
    /// Reads only; the file must exist and have the schema of this program.
    case reader
}

/// A command's connection: short reads and short writes beside the lane.
///
/// Nothing is held between two calls: no snapshot that would keep the write-ahead log growing, no lock.
package final class StoreConnection: Sendable {
    /// How long a write waits for its turn, in milliseconds, before it gives up as `busy`.
    package static let patience = 10_000

    /// Where the database is.
    package let path: String
    /// What the desk has prepared; only for use within `read` and `write`.
    let statements = KeptStatements()
    private let queue: DatabaseQueue

    /// - Parameter patience: Milliseconds that a write waits for its turn; then it fails as `busy`.
    /// - Throws: ``StoreError``; `unusable` with what to do when the file can't serve as a database.
    package init(
        path: String, role: StoreRole, patience: Int = StoreConnection.patience
    ) throws(StoreError) {
        let access: DatabaseOpening.Access =
            switch role {
            case .command(let create): .writing(create: create)
            case .reader: .reading
            }
        self.path = path
        queue = try DatabaseOpening.open(
            path: path, access: access, busyMode: .callback(StoreConnection.keepTrying(for: patience)))
    }

    /// Reads from one snapshot, which ends with `body`.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try queue.read(body)
        } catch let error as DatabaseError {
            throw StoreError(error, during: "reading")
        }
    }

    /// Reads with the desk's statements from one snapshot, which ends with `body`.
    ///
    /// GRDB's own `read` sets `PRAGMA query_only` and takes it back, and SQLite prepares every statement anew after it
    /// (`OP_Expire`): so the statements themselves are asked whether they only read.
    func readDesk<Result>(_ body: (DeskSQL) throws -> Result) throws -> Result {
        do {
            return try queue.inDatabase { db in
                let sql = try statements.ready(on: db)
                try db.beginTransaction(.deferred)
                sql.mayWrite = false
                let result = Swift.Result { try body(sql) }
                sql.mayWrite = true
                sql.rest()
                try db.commit()
                return try result.get()
            }
        } catch let error as DatabaseError {
            throw StoreError(error, during: "reading")
        }
    }

    /// Writes in one immediate transaction: all of `body` or nothing.
    ///
    /// `body` must not touch the terminal or other files. Ctrl-Z and Ctrl-C wait until it is over, and the lane is
    /// told that someone waits.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try SignalDeferral.during {
                let waiting = try FileLock(path: WriterQueue.path(path))
                return try queue.inDatabase { db in
                    _ = waiting.tryLock(.shared)
                    defer { waiting.unlock() }
                    try db.beginTransaction(.immediate)
                    waiting.unlock()
                    do {
                        let result = try body(db)
                        try db.commit()
                        return result
                    } catch {
                        if db.isInsideTransaction { try? db.rollback() }
                        throw error
                    }
                }
            }
        } catch let error as DatabaseError {
            throw StoreError(error, during: "writing")
        }
    }

    /// Runs what can't run in a transaction, on a file that nobody else has open.
    func outsideTransaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try queue.inDatabase(body)
        } catch let error as DatabaseError {
            throw StoreError(error, during: "changing the file")
        }
    }

    /// Writes the file anew, without unused room, and empties its log; the caller has the lane's lock.
    ///
    /// - Returns: Whether the log is empty; a reader may have kept it.
    func compact() throws -> Bool {
        do {
            return try queue.inDatabase { db in
                try db.execute(sql: "VACUUM")
                guard try Bool.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == false else { return false }
                try db.execute(sql: "UPDATE meta SET value = 0 WHERE name = 'compact'")
                return true
            }
        } catch let error as DatabaseError {
            throw StoreError(error, during: "writing the file anew")
        }
    }

    /// Closes the file; further use fails.
    package func close() throws(StoreError) {
        queue.inDatabase { _ in statements.finish() }
        do { try queue.close() } catch { throw StoreError(error, during: "closing") }
    }

    /// SQLite's own busy timeout sleeps up to 100 ms between tries and would miss the lane's short pauses.
    private static func keepTrying(for patience: Int) -> Database.BusyCallback {
        let limit = min(max(patience, 0), 3_600_000) * 2
        return { tries in
            guard tries < limit else { return false }
            usleep(500)
            return true
        }
    }
}
