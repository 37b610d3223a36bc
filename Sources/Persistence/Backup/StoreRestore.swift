import Foundation
import GRDB
package import Telemetry

#if canImport(Glibc)
    import Glibc
#endif

/// Puts a copy in the place of a database.
///
/// A copy is older than the world: what was done since is not in it. So numbers that were given out since are never
/// given out again, nothing that waits in it is sent, claims end, and each open task bears a note that it may have been
/// dealt with.
package struct StoreRestore {
    /// What was done.
    package struct Report: Sendable {
        package var contents: BackupFile.Contents
        /// Where the database that stood there is now.
        package var keptAside: String?
        package var state: RestoredState
        /// What the finishing work had to say.
        package var remarks: [String]
    }

    private let file: String
    private let database: String
    private let replaces: Bool

    /// - Parameter replaces: Whether a database that stands there is moved aside; else that is an error.
    package init(of file: String, to database: String, replacing replaces: Bool = false) {
        self.file = file
        self.database = database
        self.replaces = replaces
    }

    /// Restores.
    ///
    /// - Parameter finish: Last work on the restored database, before anybody can see it; beside it the database that it
    ///   replaces, if that can be read. Returns what is to be told.
    /// - Throws: ``StoreError``: `busy` if a service or another program has the database. The database that stood there
    ///   is where it was or, in the very last step, aside.
    package func run(
        at now: Timestamp,
        finishing finish: (_ restored: StoreConnection, _ replaced: StoreConnection?) throws -> [String] = { _, _ in []
        }
    ) throws -> Report {
        let start = ContinuousClock.now
        guard !FileOperation.areSame(file, database) else {
            throw StoreError(.unusable, "\(file) is the database itself")
        }
        let isThere = FileOperation.exists(database)
        guard !isThere || replaces else {
            throw StoreError(
                .unusable, "there is a database at \(database); give --replace to move it aside and put the copy there")
        }
        let lock = try FileLock(path: database + ".lane")
        guard lock.tryLock(.exclusive) else {
            throw StoreError(
                .busy,
                "\(database) is in use by `callahead serve` (process \(lock.read().trimmingCharacters(in: .whitespacesAndNewlines))); stop it first"
            )
        }
        defer { lock.unlock() }
        let contents = try BackupFile(path: file).check()
        let temporary = "\(database).part-\(getpid())"
        let leftovers = ["", "-journal", "-wal", "-shm", ".lane", ".wait"].map { temporary + $0 }
        for name in leftovers { unlink(name) }
        defer { for name in leftovers { unlink(name) } }
        try copy(to: temporary, like: isThere ? database : nil)
        let (state, remarks) = try makeSafe(temporary, contents: contents, since: start, at: now, finishing: finish)
        try FileOperation.synchronise(temporary)
        let aside = try moveAside(at: now)
        try FileOperation.move(temporary, to: database)
        try FileOperation.synchronise(FileOperation.folder(of: database))
        return Report(contents: contents, keptAside: aside, state: state, remarks: remarks)
    }

    /// A byte for byte copy with the permissions of the database that it replaces, or for owner and group.
    private func copy(to temporary: String, like old: String?) throws {
        var status = stat()
        var mode: mode_t = 0o660
        if let old, stat(old, &status) == 0 { mode = status.st_mode & 0o660 }
        try FileOperation.create(temporary, mode: mode)
        if let old, stat(old, &status) == 0 { _ = chown(temporary, status.st_uid, status.st_gid) }
        guard let reading = FileHandle(forReadingAtPath: file), let writing = FileHandle(forWritingAtPath: temporary)
        else { throw StoreError(.io, "\(file) can't be copied to \(temporary)") }
        defer {
            try? reading.close()
            try? writing.close()
        }
        do {
            while let part = try reading.read(upToCount: 1 << 20), !part.isEmpty { try writing.write(contentsOf: part) }
        } catch {
            throw StoreError(.io, "\(file) can't be copied to \(temporary): \(error)")
        }
    }

    /// Brings the copy to the schema of this program and makes it safe, all before anybody can see it.
    private func makeSafe(
        _ path: String, contents: BackupFile.Contents, since start: ContinuousClock.Instant, at now: Timestamp,
        finishing finish: (StoreConnection, StoreConnection?) throws -> [String]
    ) throws -> (RestoredState, [String]) {
        let store = try StoreConnection(path: path, role: .command(create: false))
        let state = try store.write { db in
            let state = try RestoredState.prepare(db, newest: contents.newestAt, at: now)
            try BackupFile.record("restore", file, contents.bytes, ContinuousClock.now - start, at: now, in: db)
            return state
        }
        let replaced = try? StoreConnection(path: database, role: .reader)
        defer { try? replaced?.close() }
        let again = try store.reapplyForgotten(listedBeside: database, as: DeskActor(name: "restore"), at: now)
        let remarks = again.remarks + (try finish(store, replaced))
        try store.outsideTransaction { db in
            // Back into one file: a log would stay behind when it is moved.
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            guard mode == "delete" else { throw StoreError(.other, "\(path) stays in journal mode \(mode ?? "")") }
        }
        try store.close()
        return (state, remarks)
    }

    /// Moves what stands in the place aside, with its log; a log without its database is never left beside the copy.
    private func moveAside(at now: Timestamp) throws -> String? {
        let parts = ["", "-wal", "-shm"].filter { FileOperation.exists(database + $0) }
        guard !parts.isEmpty else { return nil }
        if parts.contains("") { try takeOver() }
        let stamp = now.iso8601.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let base = "\(database).before-restore-\(stamp)"
        let aside = FileOperation.exists(base) ? "\(base)-\(getpid())" : base
        for part in parts where FileOperation.exists(database + part) {
            try FileOperation.move(database + part, to: aside + part)
        }
        return parts.contains("") ? aside : nil
    }

    /// Makes sure that nobody has the old database open, and brings its log into it.
    ///
    /// A board that is open would go on in the file that was moved aside, and its claims would be lost. A database that
    /// is too damaged for the question is moved all the same: that is what a restore is for.
    private func takeOver() throws {
        do {
            var configuration = Configuration()
            configuration.busyMode = .immediateError
            let queue = try DatabaseQueue(path: database, configuration: configuration)
            defer { try? queue.close() }
            try queue.inDatabase { db in _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") }
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
            throw StoreError(
                .busy, "another program has \(database) open, perhaps a board: close it first, then restore again")
        } catch {}
    }
}
