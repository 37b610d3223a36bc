import Foundation
import GRDB
import GRDBSQLite
import Synchronization
package import Telemetry

/// The store as the lane uses it: one connection, one thread, statements prepared once.
///
/// A batch is `begin`, reads, `commit` or `rollback`. There is one lane for a database: a second one is refused while
/// this one lives, and a lane that was taken for dead can no longer commit once another has started.
package final class LaneStore {
    /// Digests of this many messages are kept to recognise redelivered ones.
    package static let receiptsKept = 65_536
    /// The write-ahead log is copied into the database after a commit that made it longer than this many pages.
    static let pagesBeforeCheckpoint = 1_024
    /// The same while a backlog is worked through: a page that is written again and again is copied once.
    static let pagesBeforeCheckpointInBacklog = 8_192
    /// An idle lane copies the log when it has this many pages, and gives its room back up to so many.
    static let pagesBeforeTruncating = 64
    static let pagesToTruncate = 4_096

    /// Where the database is.
    package let path: String
    /// Secret of this database with which the digests of messages are made.
    package let digestKey: [UInt8]

    let connection: SQLConnection
    let symbols: SymbolTable
    let defaults: LaneDefaults
    let files: FileReader
    let writer = ByteWriter()
    var nextBatch: Int64 = 1
    /// The number of the batch that is committed next.
    package var upcomingBatch: Int64 { nextBatch }
    /// What stands in `sequence`, so that an unchanged number is not written again.
    var storedSequences: (timer: Int64, outbox: Int64) = (1, 1)
    /// How many messages each stored receipt covers, oldest first.
    var receiptSizes: [(batch: Int64, messages: Int)] = []
    var signalIDs: [Symbol: Int64] = [:]
    /// Why the newest checkpoint failed; the commits before it stand all the same.
    package internal(set) var checkpointFailure: StoreError?
    /// When the newest batch was on disk, by ``MonotonicClock``; what follows a commit is not part of it.
    package internal(set) var committedAt: UInt64 = 0
    /// For which request the file was written anew, until its log is empty as well.
    var rewrittenFor: Int64?
    /// Whether a backlog is worked through: the write-ahead log may grow longer meanwhile.
    package var isInBacklog = false
    /// How long the newest checkpoint took, in nanoseconds, until the lane has taken note of it.
    package var checkpointTook: UInt64?

    private let patience: Patience
    private let queue: DatabaseQueue
    private let lock: FileLock
    private let epoch: Int64
    private var waiters: WriterQueue
    private var dataVersion: Int64 = 0
    private(set) var now = Timestamp(milliseconds: 0)
    private var isClosed = false

    /// Opens the database, makes it if it is missing, and takes the lane's lock.
    ///
    /// - Parameters:
    ///   - symbols: Where ids and names are interned; the caller's, of the same thread.
    ///   - defaults: What is assumed of contacts and places that don't say.
    /// - Throws: ``StoreError``; `busy` if another lane has the database, `unusable` with what to do about the file.
    package convenience init(
        path: String, symbols: SymbolTable, defaults: LaneDefaults = LaneDefaults()
    ) throws(StoreError) {
        try self.init(path: path, symbols: symbols, defaults: defaults, prepare: nil)
    }

    init(
        path: String, symbols: SymbolTable, defaults: LaneDefaults,
        prepare: (@Sendable (Database) throws -> Void)?
    ) throws(StoreError) {
        let patience = Patience()
        let queue = try DatabaseOpening.open(
            path: path, access: .writing(create: true), busyMode: .callback(patience.keepTrying), prepare: prepare)
        let lock = try FileLock(path: path + ".lane")
        guard lock.tryLock(.exclusive) else {
            throw StoreError(
                .busy,
                "\(path) is in use by another `callahead serve` (process \(lock.read().trimmingCharacters(in: .whitespacesAndNewlines))); stop that one first"
            )
        }
        lock.write("\(ProcessInfo.processInfo.processIdentifier)\n")
        // GRDB opened it and will close it; from here on nobody else uses the queue, so its thread rules are kept by
        // calling from the lane's thread only.
        guard let handle = queue.inDatabase({ $0.sqliteConnection }) else {
            throw StoreError(.other, "\(path): the connection is closed")
        }
        self.path = path
        self.patience = patience
        self.queue = queue
        self.lock = lock
        self.symbols = symbols
        self.defaults = defaults
        connection = SQLConnection(handle: handle)
        connection.takeOver()
        // 24 MB instead of 2: the indexes of a large fleet stay in memory, and a batch does not spill.
        try connection.execute("PRAGMA cache_size = -24576")
        // Overwrites what is deleted within pages that are written anyway; zeroing whole freed pages would double what
        // a folded journal costs, and forgetting rewrites the file: https://www.sqlite.org/pragma.html
        try connection.execute("PRAGMA secure_delete = FAST")
        files = FileReader(connection: connection, defaults: defaults)
        waiters = try WriterQueue(databasePath: path)
        do {
            (epoch, digestKey) = try LaneStore.takeOver(connection)
        } catch {
            connection.finish()
            throw error
        }
        dataVersion = try readDataVersion()
        nextBatch =
            max(
                try number("SELECT ifnull(max(batch), 0) FROM receipt"),
                try number("SELECT ifnull(max(batch), 0) FROM journal"), try lastMemoryBatch()) + 1
    }

    deinit { close() }

    /// Closes the file and gives the lock back; further use fails.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        connection.rollback()
        connection.finish()
        try? queue.close()
        lock.unlock()
    }

    // MARK: Transactions

    /// Takes the write lock before the working set is completed, so that nothing read now can change before the commit.
    ///
    /// - Parameter now: The time at which roles and slots are looked at.
    /// - Throws: ``StoreError`` of kind `busy` if a command keeps the lock for longer than five seconds.
    package func begin(at now: Timestamp) throws(StoreError) {
        self.now = now
        try connection.statement("BEGIN IMMEDIATE").run()
    }

    /// Ends the transaction without effect; harmless without one.
    package func rollback() { connection.rollback() }

    /// Runs a short transaction of its own.
    func inTransaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try connection.statement("BEGIN IMMEDIATE").run()
        do {
            try requireEpoch()
            try body()
            try connection.statement("COMMIT").run()
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// What follows a commit: the log is kept short, and commands get their turn.
    func afterCommit() {
        let limit = isInBacklog ? LaneStore.pagesBeforeCheckpointInBacklog : LaneStore.pagesBeforeCheckpoint
        if connection.pagesInLog > limit { checkpoint(truncating: false) }
        dataVersion = (try? readDataVersion()) ?? dataVersion
        waiters.stepAside { [self] in (try? readDataVersion()).map { $0 != dataVersion } ?? true }
    }

    /// Copies the write-ahead log into the database as far as readers allow; only the lane does this.
    ///
    /// Never waits: a reader that was stopped in the middle must not stop the lane.
    /// - Parameter truncating: Also gives the log's room back; for when there is nothing else to do.
    /// - Returns: Whether all of it is in the database now.
    @discardableResult
    package func checkpoint(truncating: Bool) -> Bool {
        let start = MonotonicClock.nanoseconds
        patience.isOver.store(true, ordering: .relaxed)
        defer {
            patience.isOver.store(false, ordering: .relaxed)
            checkpointTook = max(checkpointTook ?? 0, MonotonicClock.nanoseconds - start)
        }
        do {
            let isWhole = try connection.checkpoint(truncating: truncating)
            checkpointFailure = nil
            return isWhole
        } catch {
            checkpointFailure = error
            return false
        }
    }

    /// Keeps the log short while there is nothing else to do, without keeping anybody waiting for long.
    ///
    /// Some milliseconds for each MB of log, measured 7 to 14 on a busy disk: a short log waits for more, and a long one
    /// (a reader has kept it from being copied) is copied without giving its room back, which takes as long again.
    package func shortenLog() {
        guard connection.pagesInLog >= LaneStore.pagesBeforeTruncating else { return }
        checkpoint(truncating: connection.pagesInLog <= LaneStore.pagesToTruncate)
    }

    /// Refuses to write once another lane has taken over.
    func requireEpoch() throws(StoreError) {
        guard try Meta.epoch(on: connection) == epoch else {
            throw StoreError(.epoch, "\(path) has been taken over by another `callahead serve`")
        }
    }

    /// Length of the write-ahead log after the newest commit, in bytes.
    package var logBytes: Int { connection.pagesInLog * 4_096 }

    // MARK: -

    private func readDataVersion() throws(StoreError) -> Int64 {
        let row = try connection.statement("PRAGMA data_version")
        defer { row.start() }
        return try row.step() ? row.int(0) : 0
    }

    private static func takeOver(_ connection: SQLConnection) throws(StoreError) -> (Int64, [UInt8]) {
        try connection.execute("BEGIN IMMEDIATE; UPDATE meta SET value = value + 1 WHERE name = 'epoch'; COMMIT")
        let epoch = try Meta.epoch(on: connection)
        let row = try connection.statement("SELECT value FROM meta WHERE name = 'digest_key'")
        defer { row.start() }
        guard try row.step() else { throw StoreError(.other, "the database lacks its digest key") }
        return (epoch, row.withBlob(0) { Array($0) })
    }
}

/// How long the lane's connection waits for another one.
private final class Patience: Sendable {
    /// Set while nothing may be waited for.
    let isOver = Atomic(false)

    /// Tries again every 200 µs for five seconds: a command writes for milliseconds.
    func keepTrying(_ tries: Int) -> Bool {
        guard tries < 25_000, !isOver.load(ordering: .relaxed) else { return false }
        usleep(200)
        return true
    }
}
