import Casework
import Foundation
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("Putting a copy back")
struct RestoreTests {
    /// A database with an open case, a claimed call, a finished one, and a message that waits; and a copy of it.
    private func withCopy(_ body: (_ path: String, _ copy: String) throws -> Void) throws {
        try withStorePath { path in
            try LaneStore(path: path, symbols: SymbolTable()).close()
            try edit(path) { db in
                try db.addTask(1)
                try db.execute(
                    sql: """
                        INSERT INTO claim (token, task_id, actor, at) VALUES (7, 1, 'ann', 1000);
                        UPDATE task SET claimed_by = 'ann', claimed_at = 1000, lease_until = 9000, token = 7;
                        INSERT INTO outbox (id, topic, payload, created_at) VALUES (41, 'a/b', '{}', 1000);
                        UPDATE sequence SET next = 42 WHERE name = 'outbox';
                        UPDATE meta SET value = 'callahead' WHERE name = 'mqtt_session';
                        """)
            }
            let copy = path + ".copy"
            _ = try StoreBackup(of: path, to: copy).run(at: noon)
            try body(path, copy)
        }
    }

    @Test("Nothing that waited is sent, claims have ended, and every open call says that it may be over")
    func safety() throws {
        try withCopy { path, copy in
            let epoch = try count("SELECT value FROM meta WHERE name = 'epoch'", in: path)
            let report = try StoreRestore(of: copy, to: path, replacing: true).run(at: noon.adding(seconds: 3_600))
            #expect(report.state == RestoredState(flaggedTasks: 1, withheldMessages: 1, endedClaims: 1))
            #expect(try count("SELECT count(*) FROM outbox WHERE sent_at IS NULL", in: path) == 0)
            #expect(try count("SELECT count(*) FROM task WHERE claimed_by IS NOT NULL", in: path) == 0)
            #expect(try count("SELECT count(*) FROM claim WHERE ended_at IS NULL", in: path) == 0)
            #expect(try count("SELECT count(*) FROM note WHERE kind = 'restored'", in: path) == 1)
            #expect(try count("SELECT count(*) FROM event WHERE kind = 'restored'", in: path) == 2)
            #expect(try count("SELECT count(*) FROM event WHERE kind = 'session_gap'", in: path) == 1)
            #expect(try count("SELECT value FROM meta WHERE name = 'epoch'", in: path) == epoch + 1)
            // The broker may still know our session: it is remembered, so that a lost one is a gap.
            #expect(try count("SELECT count(*) FROM meta WHERE value = 'callahead'", in: path) == 1)
            let aside = try #require(report.keptAside)
            #expect(try number("SELECT count(*) FROM outbox WHERE sent_at IS NULL", aside) == 1)
            #expect(try leftovers(path).isEmpty)
        }
    }

    @Test("No number that may be out in the world is given out again, not even after two restores of one copy")
    func numbers() throws {
        try withCopy { path, copy in
            var earlier = try sequences(path)
            var token = 7
            for hour in 1...2 {
                let time = Timestamp(milliseconds: 1_790_000_000_000).adding(seconds: Int64(hour) * 3_600)
                _ = try StoreRestore(of: copy, to: path, replacing: true).run(at: time)
                let now = try sequences(path)
                #expect(now.caseRow > earlier.caseRow + 100)
                #expect(now.task > earlier.task + 100)
                #expect(now.offer > earlier.offer + 1_000)
                #expect(now.job > earlier.job + 1_000)
                #expect(now.outbox > earlier.outbox + 1_000)
                // Keys of assets are places in a table: they must stay dense.
                #expect(now.asset == earlier.asset)
                let next = try count(
                    "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'claim'", in: path)
                #expect(next > token + 1_000)
                (earlier, token) = (now, next)
            }
        }
    }

    private func sequences(_ path: String) throws -> Sequences {
        let store = try LaneStore(path: path, symbols: SymbolTable())
        defer { store.close() }
        return try store.loadSnapshot(signalNames: [], at: noon).sequences
    }

    @Test("A running service, an open board and a database that stands there are left alone")
    func refusals() throws {
        try withCopy { path, copy in
            let present = storeError { _ = try StoreRestore(of: copy, to: path).run(at: noon) }
            #expect(present?.kind == .unusable)
            let lane = try LaneStore(path: path, symbols: SymbolTable())
            let running = storeError { _ = try StoreRestore(of: copy, to: path, replacing: true).run(at: noon) }
            #expect(running?.kind == .busy)
            lane.close()
            let board = try StoreConnection(path: path, role: .reader)
            _ = try board.status(at: noon)
            let open = storeError { _ = try StoreRestore(of: copy, to: path, replacing: true).run(at: noon) }
            #expect(open?.kind == .busy)
            try board.close()
            #expect(try count("SELECT count(*) FROM outbox WHERE sent_at IS NULL", in: path) == 1)
            #expect(try leftovers(path).isEmpty)
            _ = try StoreRestore(of: copy, to: path, replacing: true).run(at: noon)
        }
    }

    @Test("What is no sound copy changes nothing", arguments: ["missing", "text", "log beside it", "newer"])
    func badCopies(kind: String) throws {
        try withCopy { path, copy in
            switch kind {
            case "missing": try FileManager.default.removeItem(atPath: copy)
            case "text": try Data("hello".utf8).write(to: URL(fileURLWithPath: copy))
            case "newer":
                let queue = try DatabaseQueue(path: copy)
                try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = \(Schema.version + 1)") }
                try queue.close()
            default: try Data("log".utf8).write(to: URL(fileURLWithPath: copy + "-wal"))
            }
            let error = storeError { _ = try StoreRestore(of: copy, to: path, replacing: true).run(at: noon) }
            #expect(error?.kind == .unusable)
            #expect(try count("SELECT count(*) FROM outbox WHERE sent_at IS NULL", in: path) == 1)
        }
    }

    @Test("A log that a lost database left behind does not get into the copy")
    func orphanedLog() throws {
        try withCopy { path, copy in
            let store = try LaneStore(path: path, symbols: SymbolTable())
            try edit(path) { try $0.execute(sql: "INSERT INTO asset (id) VALUES ('later')") }
            let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
            store.close()
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
            try log.write(to: URL(fileURLWithPath: path + "-wal"))
            _ = try StoreRestore(of: copy, to: path).run(at: noon)
            #expect(try count("SELECT count(*) FROM asset WHERE id = 'later'", in: path) == 0)
            #expect(try count("SELECT count(*) FROM task", in: path) == 1)
        }
    }

    @Test("A database that is beyond reading gives way all the same")
    func damagedOriginal() throws {
        try withCopy { path, copy in
            try Data(repeating: 7, count: 9_000).write(to: URL(fileURLWithPath: path))
            let report = try StoreRestore(of: copy, to: path, replacing: true).run(at: noon)
            #expect(report.keptAside != nil)
            #expect(try count("SELECT count(*) FROM task", in: path) == 1)
        }
    }

    @Test("The copy gets the permissions of what it replaces, never more than owner and group")
    func modes() throws {
        try withCopy { path, copy in
            try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: path)
            _ = try StoreRestore(of: copy, to: path, replacing: true).run(at: noon)
            #expect(try permissions(path) & 0o007 == 0)
        }
    }

    @Test("A copy of an older version is brought up to date, and the last work sees both databases")
    func finishing() throws {
        try withCopy { path, copy in
            let report = try StoreRestore(of: copy, to: path, replacing: true).run(at: noon) { restored, replaced in
                #expect(restored.path != path)
                #expect(replaced?.path == path)
                return ["one remark"]
            }
            #expect(report.remarks == ["one remark"])
        }
    }
}
