import Foundation
import GRDB
package import Telemetry

#if canImport(Glibc)
    import Glibc
#endif

/// Makes a copy of a database while the service runs.
///
/// The copy is one moment of the database, with the journal rows that are not folded yet. It is read from one snapshot,
/// which takes no lock that the lane or a dispatcher's command needs; the lane only can't shorten its log meanwhile.
/// The new file appears under its name when it is complete, checked and on the disk; until then what stood there stays.
package struct StoreBackup {
    /// What was made.
    package struct Report: Sendable {
        package var file: String
        package var contents: BackupFile.Contents
        /// How long the snapshot was held, and all of it with the check.
        package var copying: Duration
        package var whole: Duration
        /// Why the database does not know of the copy, if it does not.
        package var unrecorded: String?
    }

    /// Pages that are copied in one go: 1 MB.
    private static let pagesOfStep: Int32 = 256
    /// After this many steps the copy is brought to the disk: a large heap of unwritten pages would make the lane's
    /// next commit wait for all of them.
    private static let stepsBeforeSync = 8

    private let database: String
    private let file: String
    private let keep: Int

    /// - Parameters:
    ///   - database: The database.
    ///   - file: Where the copy goes. A copy that stands there already is replaced, or kept under a number.
    ///   - keep: How many older copies to keep, as `file.1` (the newest) to `file.keep`.
    package init(of database: String, to file: String, keep: Int = 0) {
        self.database = database
        self.file = file
        self.keep = max(0, keep)
    }

    /// Makes the copy.
    ///
    /// - Throws: ``StoreError``; nothing is left of a copy that failed.
    package func run(at now: Timestamp) throws -> Report {
        let start = ContinuousClock.now
        try refuse()
        let temporary = "\(file).part-\(getpid())"
        unlink(temporary)
        try FileOperation.create(temporary)
        do {
            try copy(to: temporary)
            let copying = ContinuousClock.now - start
            var contents = try BackupFile(path: temporary).check()
            contents.bytes = BackupFile.size(of: temporary)
            try FileOperation.synchronise(temporary)
            try rotate()
            try FileOperation.move(temporary, to: file)
            try FileOperation.synchronise(FileOperation.folder(of: file))
            let whole = ContinuousClock.now - start
            var report = Report(file: file, contents: contents, copying: copying, whole: whole)
            report.unrecorded = record(contents, whole, at: now)
            return report
        } catch {
            for name in [temporary, temporary + "-journal", temporary + "-wal", temporary + "-shm"] { unlink(name) }
            throw error
        }
    }

    private func refuse() throws(StoreError) {
        for name in [database, database + "-wal", database + "-shm", database + ".lane", database + ".wait"]
        where FileOperation.areSame(file, name) {
            throw StoreError(.unusable, "\(file) belongs to the database itself; name another file")
        }
        if FileOperation.exists(file) {
            // Whatever it is, it must be ours before it is replaced.
            guard BackupFile.isOurs(file) else {
                throw StoreError(.unusable, "\(file) is no copy of a callahead database; it is not replaced")
            }
        }
        let needed = BackupFile.size(of: database) + BackupFile.size(of: database + "-wal")
        if let free = FileOperation.freeBytes(at: file), free < needed {
            throw StoreError(
                .full, "the copy needs \(needed / 1_000_000) MB and \(free / 1_000_000) MB are free; make room first")
        }
    }

    private func copy(to temporary: String) throws {
        let source = try StoreConnection(path: database, role: .reader)
        defer { try? source.close() }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let target = try DatabaseQueue(path: temporary, configuration: configuration)
        defer { try? target.close() }
        let descriptor = open(temporary, O_RDWR | O_CLOEXEC)
        // Not before the connection is closed: closing any descriptor of a file ends all locks of the process on it.
        defer { if descriptor >= 0 { close(descriptor) } }
        try target.inDatabase { copy in
            // A copy that is interrupted is thrown away, so nothing protects it while it grows.
            try copy.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            try source.read { db in
                // The snapshot begins with the first read and holds through all steps: other people's commits change
                // neither it nor the copy, and do not make it begin anew.
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM meta")
                var steps = 0
                try db.backup(to: copy, pagesPerStep: StoreBackup.pagesOfStep) { _ in
                    steps += 1
                    if steps % StoreBackup.stepsBeforeSync == 0, descriptor >= 0 { _ = fdatasync(descriptor) }
                }
            }
            // One file without a log beside it.
            let mode = try String.fetchOne(copy, sql: "PRAGMA journal_mode = DELETE")
            guard mode == "delete" else {
                throw StoreError(.other, "the copy stays in journal mode \(mode ?? "unknown")")
            }
        }
    }

    /// Older copies move up by one number; the oldest goes.
    private func rotate() throws(StoreError) {
        guard keep > 0, FileOperation.exists(file) else { return }
        // Up to the first number that is free: a gap needs no one to move.
        let free = (1...keep).first { !FileOperation.exists("\(file).\($0)") } ?? keep
        for number in stride(from: free, to: 1, by: -1) {
            try FileOperation.move("\(file).\(number - 1)", to: "\(file).\(number)")
        }
        try FileOperation.move(file, to: "\(file).1")
    }

    /// Lets the database know of its copy; the copy is good without.
    private func record(_ contents: BackupFile.Contents, _ whole: Duration, at now: Timestamp) -> String? {
        do {
            let store = try StoreConnection(path: database, role: .command(create: false))
            defer { try? store.close() }
            try store.write { db in
                try BackupFile.record("backup", file, contents.bytes, whole, at: now, in: db)
            }
            return nil
        } catch {
            return "\(error)"
        }
    }
}

extension BackupFile {
    /// Whether a file bears the mark of our databases, by its first hundred bytes (https://www.sqlite.org/fileformat.html).
    static func isOurs(_ path: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path), let head = try? handle.read(upToCount: 100) else {
            return false
        }
        try? handle.close()
        let mark = withUnsafeBytes(of: UInt32(Schema.applicationID).bigEndian) { Data($0) }
        return head.count == 100 && head.starts(with: Data("SQLite format 3\0".utf8)) && head[68..<72] == mark
    }

    /// Writes a line of history; a hundred are kept.
    static func record(
        _ kind: String, _ file: String, _ bytes: Int64, _ took: Duration, at now: Timestamp, in db: Database
    ) throws {
        let milliseconds = took.components.seconds * 1_000 + took.components.attoseconds / 1_000_000_000_000_000
        try db.execute(
            sql: "INSERT INTO backup (at, kind, file, bytes, milliseconds) VALUES (?,?,?,?,?)",
            arguments: [now.milliseconds, kind, file, bytes, milliseconds])
        try db.execute(sql: "DELETE FROM backup WHERE id <= (SELECT max(id) FROM backup) - 100")
    }
}
