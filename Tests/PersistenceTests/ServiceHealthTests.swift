import Casework
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("How the service stands")
struct ServiceHealthTests {
    @Test("The oldest stop is a call that is ready and that nobody has")
    func oldestStop() throws {
        try withStorePath { path in
            try LaneStore(path: path, symbols: SymbolTable()).close()
            try edit(path) { db in
                for id in Int64(1)...6 { try db.addTask(id) }
                // 1 claimed; 2 claimed once, the lease is over; 3 snoozed; 4 done; 5 not grave; 6 an offer of service.
                try db.execute(
                    sql: """
                        UPDATE task SET created_at = \(noon.milliseconds);
                        UPDATE task SET claimed_by = 'ann', lease_until = \(noon.milliseconds + 90000) WHERE id = 1;
                        UPDATE task SET claimed_by = 'bo', lease_until = \(noon.milliseconds + 10000) WHERE id = 2;
                        UPDATE task SET state = 'waiting', not_before = \(noon.milliseconds + 90000) WHERE id = 3;
                        UPDATE task SET state = 'done' WHERE id = 4;
                        UPDATE case_file SET severity = 'limp' WHERE id = 5;
                        UPDATE task SET kind = 'service_offer' WHERE id = 6;
                        """)
            }
            let store = try StoreConnection(path: path, role: .reader)
            defer { try? store.close() }
            let health = try store.health(at: noon.adding(seconds: 60))
            #expect(health.waitingStops == 1)
            #expect(health.oldestStop?.task == 2)
            #expect(health.oldestStop?.since == noon.adding(seconds: 10))
            let later = try store.health(at: noon.adding(seconds: 91))
            #expect(later.waitingStops == 3)
        }
    }

    @Test("Gaps count for a day, quarantine for ten minutes, and the last copy is the newest")
    func counts() throws {
        try withStorePath { path in
            try LaneStore(path: path, symbols: SymbolTable()).close()
            try edit(path) { db in
                for hours in [1, 23, 25] {
                    try db.execute(
                        sql: "INSERT INTO event (at, kind) VALUES (?, 'session_gap')",
                        arguments: [noon.adding(seconds: Int64(-hours) * 3_600).milliseconds])
                }
                for minutes in [1, 9, 11] {
                    try db.execute(
                        sql: """
                            INSERT INTO quarantine (at, topic, payload, payload_bytes, reason) VALUES (?, 't', x'', 0, 'r')
                            """, arguments: [noon.adding(seconds: Int64(-minutes) * 60).milliseconds])
                }
                try BackupFile.record("backup", "old", 1, .seconds(1), at: noon.adding(seconds: -100), in: db)
                try BackupFile.record("backup", "new", 2, .seconds(1), at: noon.adding(seconds: -50), in: db)
                try BackupFile.record("restore", "new", 2, .seconds(1), at: noon.adding(seconds: -10), in: db)
            }
            let store = try StoreConnection(path: path, role: .reader)
            defer { try? store.close() }
            let health = try store.health(at: noon)
            #expect(health.gaps.count == 2)
            #expect(health.gaps.first == noon.adding(seconds: -3_600))
            #expect(health.recentlyQuarantined == 2)
            #expect(health.lastBackup?.file == "new")
            #expect(health.lastRestoreAt == noon.adding(seconds: -10))
            #expect((health.freeBytes ?? 0) > 0)
        }
    }

    @Test("What a lane reads of itself stands in the database, with a commit and by itself")
    func readings() throws {
        try withLane { store, _ in
            var reading = LaneReading(at: 5, version: "x", process: 1, startedAt: 1)
            try store.report(reading)
            let reader = try StoreConnection(path: store.path, role: .reader)
            defer { try? reader.close() }
            #expect(try reader.health(at: noon).reading == reading)
            reading.messages = 7
            var record = BatchRecord(at: noon)
            record.reading = reading
            try store.begin(at: noon)
            #expect(try store.commit(Changes(), record) == .committed)
            #expect(try reader.health(at: noon).reading?.messages == 7)
            #expect(store.committedAt > 0)
        }
    }
}
