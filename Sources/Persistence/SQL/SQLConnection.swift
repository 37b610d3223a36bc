import GRDBSQLite

/// SQLite's connection of the lane, with its prepared statements kept by their text.
///
/// The handle belongs to a GRDB queue that nobody else uses; all calls come from the lane's thread.
final class SQLConnection {
    let handle: OpaquePointer
    /// Pages in the write-ahead log after the newest commit, told by SQLite's hook.
    private(set) var pagesInLog = 0
    private var statements: [StaticKey: Statement] = [:]

    init(handle: OpaquePointer) {
        self.handle = handle
    }

    /// Takes the connection over from GRDB and lets SQLite tell how long the write-ahead log is.
    ///
    /// GRDB's commit and rollback hooks look for its own queue and trap without it. The hook of the log replaces the
    /// automatic checkpoint, which is off. Must be followed by ``finish()`` before the owner goes.
    func takeOver() {
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                if let context {
                    Unmanaged<SQLConnection>.fromOpaque(context).takeUnretainedValue().pagesInLog = Int(pages)
                }
                return SQLITE_OK
            }, context)
    }

    /// Finalises all statements and forgets the hook; the handle can be closed after it.
    func finish() {
        statements.removeAll()
        sqlite3_wal_hook(handle, nil, nil)
    }

    /// The prepared statement of a text, ready for its values.
    func statement(_ sql: StaticString) throws(StoreError) -> Statement {
        let key = StaticKey(sql)
        if let known = statements[key] { return known.start() }
        let made = try Statement(sql.description, on: handle)
        statements[key] = made
        return made
    }

    /// Runs statements without values.
    func execute(_ sql: String) throws(StoreError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw StoreError(connection: handle, code: code, during: String(sql.prefix(60)))
        }
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Ends an open transaction without effect; SQLite may have done so by itself after a full disk.
    func rollback() {
        for statement in statements.values { statement.start() }
        if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    }

    /// Copies the log into the database as far as nobody is in the way.
    ///
    /// - Returns: Whether everything was copied.
    func checkpoint(truncating: Bool) throws(StoreError) -> Bool {
        var inLog: Int32 = 0
        var copied: Int32 = 0
        let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &inLog, &copied)
        if code & 0xFF == SQLITE_BUSY { return false }
        guard code == SQLITE_OK else { throw StoreError(connection: handle, code: code, during: "checkpoint") }
        if inLog == copied { pagesInLog = 0 }
        return inLog == copied
    }
}

/// A text of the program by its address: found without hashing the text.
private struct StaticKey: Hashable {
    let address: UInt

    init(_ text: StaticString) {
        address = text.hasPointerRepresentation ? UInt(bitPattern: text.utf8Start) : UInt(text.unicodeScalar.value)
    }
}
