import Foundation
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("What may no longer be kept")
struct RetentionTests {
    static let end = Timestamp(milliseconds: 1_790_000_000_000)
    static let day: Int64 = 86_400

    /// Purges until nothing is left to do.
    static func purge(_ store: LaneStore, at now: Timestamp, limit: Int = 200) throws -> Int {
        var turns = 0
        while try store.purge(at: now, limit: limit) > 0, turns < 10_000 { turns += 1 }
        return turns
    }

    /// An ended case with a track of two hours, a point each ten seconds, and words.
    static func fill(_ path: String) throws {
        let end = end.milliseconds
        try edit(path) { db in
            try db.execute(
                sql: """
                    INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom,
                        capabilities, codes, evidence, opened_at, closed_at, fault_at)
                        VALUES (1, 1, 1, 'solved', 'stop', 0, 0, 'oil', '', '[]', '[]', 0, \(end), 0);
                    INSERT INTO plan (id, version, case_id, current, state, reasons) VALUES (1, 1, 1, 0, 'made', '[]');
                    INSERT INTO plan_place (plan_id, lat, lon, time, source, confirmed, speed)
                        VALUES (1, 58.123456, 24.654321, \(end - 1), 'gps', 0, 50);
                    INSERT INTO leg (id, version, case_id, plan_id, ordinal, kind, declined)
                        VALUES (1, 1, 1, 1, 0, 'tow', '[]');
                    INSERT INTO leg_place (leg_id, from_lat, from_lon) VALUES (1, 58.123456, 24.654321);
                    INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at,
                        created_at, reasons, alarm, outcome, closed_at)
                        VALUES (1, 1, 'breakdown_call', 'done', 1, 1, 'c1', 1, 0, 0, '[]', 0, 'reached', \(end));
                    INSERT INTO attempt (task_id, actor, contact_id, channel, at) VALUES (1, 'Mari', 'c1', 'voice', 0);
                    INSERT INTO said (at, case_id, task_id, contact_id, channel, actor, template, detail)
                        VALUES (0, 1, 1, 'c1', 'voice', 'Mari', 'call', 'free words');
                    INSERT INTO fact_told (at, case_id, asset_key, contact_id, actor, key, value)
                        VALUES (0, 1, 1, 'c1', 'Mari', 'destination', 'home');
                    INSERT INTO note (at, case_id, task_id, actor, kind, text) VALUES (0, 1, 1, 'Mari', 'note', 'words');
                    INSERT INTO event (at, kind, case_id, detail) VALUES (0, 'case_closed', 1, 'solved: they said so'),
                        (0, 'job_delivered', 1, 'tow-1');
                    INSERT INTO case_addressee (version, case_id, contact_id, texts, wrong_number, rounds)
                        VALUES (1, 1, 'c1', '[]', 0, 1);
                    INSERT INTO driver_answer (asset_key, time, kind) VALUES (1, 1, 'safe');
                    """)
            for step in 0..<720 {
                try db.execute(
                    sql: "INSERT INTO track (case_id, time, lat, lon, speed) VALUES (1, ?, ?, 24.654321, 50)",
                    arguments: [end - 7_200_000 + Int64(step) * 10_000, 58.1 + Double(step) / 10_000])
            }
        }
    }

    @Test("a case grows coarse, then silent, then nobody's, each in its time and in small steps")
    func stages() throws {
        try withLane { store, _ in
            try RetentionTests.fill(store.path)
            func day(_ number: Int64) -> Timestamp { RetentionTests.end.adding(seconds: number * RetentionTests.day) }
            #expect(try RetentionTests.purge(store, at: day(29)) == 0)
            #expect(try count("SELECT count(*) FROM track", in: store.path) == 720)

            #expect(try RetentionTests.purge(store, at: day(31), limit: 100) >= 8)
            #expect(try count("SELECT count(*) FROM track", in: store.path) == 3)
            #expect(
                try count(
                    "SELECT count(*) FROM track WHERE time % 3600000 = 0 AND lat = round(lat, 2) AND speed IS NULL",
                    in: store.path) == 3)
            #expect(
                try count("SELECT count(*) FROM plan_place WHERE lat = 58.12 AND speed IS NULL", in: store.path) == 1)
            #expect(try count("SELECT count(*) FROM leg_place WHERE from_lon = 24.65", in: store.path) == 1)
            #expect(try count("SELECT count(*) FROM driver_answer", in: store.path) == 0)
            #expect(try count("SELECT count(*) FROM note WHERE text = 'words'", in: store.path) == 1)
            #expect(try RetentionTests.purge(store, at: day(31)) == 0)

            #expect(try RetentionTests.purge(store, at: day(366)) == 1)
            #expect(try count("SELECT count(*) FROM note WHERE text = ''", in: store.path) == 1)
            #expect(try count("SELECT count(*) FROM fact_told WHERE value = ''", in: store.path) == 1)
            #expect(
                try count("SELECT count(*) FROM said WHERE detail IS NULL AND contact_id = 'c1'", in: store.path) == 1)
            #expect(try count("SELECT count(*) FROM event WHERE detail IN ('solved', 'tow-1')", in: store.path) == 2)

            #expect(try RetentionTests.purge(store, at: day(3 * 365 + 1)) >= 1)
            for table in ["said", "attempt", "fact_told", "task", "case_addressee"] {
                #expect(
                    try count("SELECT count(*) FROM \(table) WHERE contact_id IS NOT NULL", in: store.path) == 0,
                    "\(table)")
            }
            #expect(try count("SELECT count(*) FROM case_file WHERE kept_stage = 3", in: store.path) == 1)
            #expect(try count("SELECT count(*) FROM task WHERE outcome = 'reached'", in: store.path) == 1)
            #expect(try count("SELECT count(*) FROM meta WHERE name = 'forgetting'", in: store.path) == 0)
        }
    }

    @Test("an open case keeps everything, however old")
    func open() throws {
        try withLane { store, _ in
            try RetentionTests.fill(store.path)
            try edit(store.path) { try $0.execute(sql: "UPDATE case_file SET state = 'told', closed_at = NULL") }
            _ = try RetentionTests.purge(store, at: RetentionTests.end.adding(seconds: 4_000 * RetentionTests.day))
            #expect(try count("SELECT count(*) FROM track", in: store.path) == 720)
            #expect(try count("SELECT count(*) FROM case_addressee", in: store.path) == 1)
        }
    }

    @Test("texts go an hour after they were sent, the desk's records and sheets in their time")
    func rows() throws {
        try withLane { store, _ in
            let end = RetentionTests.end.milliseconds
            try edit(store.path) { db in
                try db.execute(
                    sql: """
                        INSERT INTO outbox (topic, payload, contact_id, created_at, sent_at) VALUES
                            ('t', '{}', 'c1', 0, \(end)), ('t', '{}', NULL, 0, \(end)), ('t', '{}', 'c1', 0, NULL);
                        INSERT INTO audit (at, actor, command) VALUES (\(end), 'Mari', 'claim');
                        INSERT INTO lookup_log (at, actor, kind, found) VALUES (\(end), 'Mari', 'phone', 0);
                        INSERT INTO claim (task_id, actor, at) VALUES (1, 'Mari', \(end));
                        INSERT INTO sheet (id, printed_at, actor) VALUES (1, \(end), 'Mari');
                        INSERT INTO sheet_task (sheet_id, task_id, promise_at) VALUES (1, 1, 0);
                        UPDATE asset SET purposes = 'improve' WHERE key = 1;
                        INSERT INTO position (asset_key, time, time_trusted, lat, lon) VALUES (1, 1, 1, 58, 24),
                            (2, 1, 1, 58, 24);
                        """)
            }
            func left(_ table: String) throws -> Int { try count("SELECT count(*) FROM \(table)", in: store.path) }
            _ = try RetentionTests.purge(store, at: RetentionTests.end.adding(seconds: 3_500))
            #expect(try left("outbox") == 3)
            #expect(try left("position") == 1)
            _ = try RetentionTests.purge(store, at: RetentionTests.end.adding(seconds: 3_700))
            #expect(try left("outbox") == 2)
            _ = try RetentionTests.purge(store, at: RetentionTests.end.adding(seconds: 91 * RetentionTests.day))
            #expect(try left("outbox") == 1)
            #expect(try left("sheet") == 0)
            #expect(try left("sheet_task") == 0)
            #expect(try left("audit") == 1)
            _ = try RetentionTests.purge(store, at: RetentionTests.end.adding(seconds: 731 * RetentionTests.day))
            for table in ["audit", "lookup_log", "claim"] { #expect(try left(table) == 0, "\(table)") }
        }
    }
}
