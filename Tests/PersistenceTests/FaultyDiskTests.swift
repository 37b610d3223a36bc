import Foundation
import GRDB
import Testing

@testable import Persistence

/// A disk that fails, and what SQLite makes of it.
///
/// Its setting is the process's, so these tests run one after the other; databases of other tests don't use it.
@Suite("A disk that fails", .serialized)
struct FaultyDiskTests {
    private let folder: String
    private let database: String
    private let log: String

    init() throws {
        folder = NSTemporaryDirectory() + "faulty-disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        database = "\(folder)/test.db"
        log = "\(folder)/undo.log"
    }

    /// What the disk holds after a power cut in the middle of writing under a level of `synchronous`.
    ///
    /// - Returns: How many of 20 committed rows are still there, and what the cut has lost.
    private func rowsAfterPowerCut(synchronous: String, seed: UInt64) throws -> (rows: Int, loss: FaultyDisk.Loss) {
        try FaultyDisk.install("power-cut:\(log)", isDefault: false)
        let vfs = "?vfs=faulty-disk"
        let queue = try DatabaseQueue(path: "file:\(database)\(vfs)")
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
            try db.execute(sql: "PRAGMA synchronous = FULL; CREATE TABLE t (n INTEGER)")
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous = \(synchronous)")
            for number in 0..<20 { try db.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number]) }
        }
        // The process dies now: what its files hold at this moment, without the shared memory.
        let after = "\(folder)/after"
        try FileManager.default.createDirectory(atPath: after, withIntermediateDirectories: true)
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: database + suffix, toPath: "\(after)/test.db\(suffix)")
        }
        let loss = try FaultyDisk.cutPower(log: log, folder: after, seed: seed)
        try queue.close()
        try FaultyDisk.install("ok", isDefault: false)
        let again = try DatabaseQueue(path: "\(after)/test.db")
        let rows = try again.read { db in
            try #require(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            return try Int.fetchOne(db, sql: "SELECT count(*) FROM t") ?? 0
        }
        try FileManager.default.removeItem(atPath: folder)
        return (rows, loss)
    }

    @Test("a commit with synchronous=FULL survives a power cut", arguments: [0, 1, 2, 3] as [UInt64])
    func full(seed: UInt64) throws {
        let (rows, _) = try rowsAfterPowerCut(synchronous: "FULL", seed: seed)
        #expect(rows == 20)
    }

    @Test("a program that does not sync loses what it has committed", arguments: ["OFF", "NORMAL"])
    func off(level: String) throws {
        let (rows, loss) = try rowsAfterPowerCut(synchronous: level, seed: 0)
        #expect(rows == 0)
        #expect(loss.lost == loss.unsynced && loss.lost >= 20)
    }

    @Test(
        "part of what was not synced may reach the disk, and the database stays whole",
        arguments: 1...12 as ClosedRange<UInt64>)
    func torn(seed: UInt64) throws {
        let (rows, loss) = try rowsAfterPowerCut(synchronous: "OFF", seed: seed)
        #expect((0...20).contains(rows))
        #expect(loss.lost <= loss.unsynced)
    }

    @Test("a full disk, errors and a slow one come and go while the database is open")
    func troubles() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let setting = "\(folder)/setting"
        func set(_ text: String) throws { try text.write(toFile: setting, atomically: true, encoding: .utf8) }
        try set("ok")
        try FaultyDisk.install("file:\(setting)", isDefault: false)
        defer { try? FaultyDisk.install("ok", isDefault: false) }
        let queue = try DatabaseQueue(path: "file:\(database)?vfs=faulty-disk")
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; CREATE TABLE t (b BLOB)")
            func insert() throws { try db.execute(sql: "INSERT INTO t VALUES (zeroblob(100000))") }
            try insert()
            try set("full")
            let full = #expect(throws: DatabaseError.self) { try insert() }
            #expect(full?.resultCode == .SQLITE_FULL)
            try set("ioerr:1")
            #expect(throws: DatabaseError.self) { try insert() }
            try set("slow:60ms")
            let begin = ContinuousClock.now
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try insert()
            #expect(ContinuousClock.now - begin >= .milliseconds(60))
            try set("full:300000")
            try insert()
            try set("nonsense")
            try set("ok")
            try insert()
            let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM t")
            #expect(rows == 4)
        }
        try queue.close()
    }

    @Test(
        "a setting that can't be understood is refused",
        arguments: ["fast", "slow:20", "ioerr:0", "power-cut:relative"])
    func refused(setting: String) {
        #expect(throws: StoreError.self) { try FaultyDisk.install(setting, isDefault: false) }
    }
}
