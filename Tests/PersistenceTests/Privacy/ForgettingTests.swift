import Casework
import Foundation
import GRDB
import Telemetry
import Testing

@testable import Persistence

@Suite("Forgetting and showing a person")
struct ForgettingTests {
    static let now = Timestamp(milliseconds: 1_790_000_000_000)
    static let actor = DeskActor(name: "Mari", osUser: "mari")
    /// What must be gone, folded as it may be written.
    static let traces = [
        "Zebedee", "Quux", "55577123", "555 77 123", "ZQX 987", "ZQX987", "QUUXVIN", "imei-77", "C-ZQ1",
    ]

    /// Fills every table that can be about somebody: one private car, one van of a firm, and somebody else's car.
    static func fill(_ db: Database) throws {
        let at = now.milliseconds - 1_000
        try db.execute(
            sql: """
                INSERT INTO customer (id, name, phone, second_contact) VALUES
                    ('C-ZQ1', 'Zebedee Quux', '+372 555 77 123', NULL), ('firm', 'Example Ltd', '+3726000000', 'C-ZQ1');
                INSERT INTO contact (id, name, phone, needs, second_contact) VALUES
                    ('other', 'Example Other', '+3725550002', NULL, 'C-ZQ1');
                INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES
                    ('C-ZQ1', 'driver', 'asset', 'car-ZQX987'), ('C-ZQ1', 'driver', 'asset', 'van-1'),
                    ('other', 'driver', 'asset', 'car-2'), ('other', 'fleet_manager', 'asset', 'van-1');
                INSERT INTO site (id, customer_id, name, lat, lon, access_note) VALUES
                    ('s1', 'C-ZQ1', 'Home of Quux', 58.123456, 24.654321, 'ask Zebedee Quux');
                INSERT INTO contract (id, customer_id, note) VALUES ('k1', 'C-ZQ1', 'for Zebedee Quux');
                INSERT INTO asset (key, id, known, customer_id, kind, plate, vin, colour, note, site_id) VALUES
                    (1, 'car-ZQX987', 1, 'C-ZQ1', 'car', 'ZQX 987', 'QUUXVIN1234567890', 'red', 'Quux', 's1'),
                    (2, 'van-1', 1, 'firm', 'van', '111 AAA', NULL, NULL, NULL, NULL),
                    (3, 'car-2', 1, NULL, 'car', '222 BBB', NULL, NULL, NULL, NULL);
                INSERT INTO device (profile, device, asset_id) VALUES ('p', 'imei-7700001', 'car-ZQX987');
                INSERT INTO fault (version, asset_key, source, code, status, kind, active, raised_at, seen_at, activations)
                    VALUES (1, 1, 'p/imei-7700001', 'obd/P0301', 'confirmed', 'active', 0, \(at), \(at), 1);
                INSERT INTO fault_source (version, asset_key, source, set_at) VALUES (1, 1, 'p/imei-7700001', \(at));
                INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom,
                    capabilities, codes, evidence, opened_at, closed_at, fault_at, told_at)
                    SELECT key, 1, key, 'solved', 'stop', 0, 0, 'oil', '', '[]', '[]', \(at), \(at), \(at), \(at) FROM asset;
                INSERT INTO plan (id, version, case_id, current, state, reasons)
                    SELECT key, 1, key, 1, 'made', '[]' FROM asset;
                INSERT INTO plan_place (plan_id, lat, lon, time, source, confirmed)
                    SELECT key, 58.123456, 24.654321, \(at), 'gps', 0 FROM asset;
                INSERT INTO leg (id, version, case_id, plan_id, ordinal, kind, declined)
                    SELECT key, 1, key, key, 0, 'tow', '[]' FROM asset;
                INSERT INTO leg_place (leg_id, from_lat, from_lon) SELECT key, 58.123456, 24.654321 FROM asset;
                INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at, reason)
                    SELECT key, 1, key, key, key, 'tow-1', 'delivered', \(at), \(at),
                        iif(key < 3, 'Quux was not there', NULL) FROM asset;
                INSERT INTO job_drive (job_id, to_lat, to_lon, from_lat, from_lon, departed_at, arrived_at)
                    SELECT key, 58.123456, 24.654321, 59, 25, \(at), \(at) FROM asset;
                INSERT INTO position (asset_key, time, time_trusted, lat, lon)
                    SELECT key, \(at), 1, 58.123456, 24.654321 FROM asset;
                INSERT INTO track (case_id, time, lat, lon) SELECT key, \(at), 58.123456, 24.654321 FROM asset;
                INSERT INTO signal_name (id, name) VALUES (1, 'Vehicle.Speed');
                INSERT INTO signal (asset_key, name_id, time, time_trusted, value) SELECT key, 1, 0, 1, 'Quux' FROM asset
                    WHERE key < 3;
                INSERT INTO driver_answer (asset_key, time, kind) VALUES (1, 1, 'safe');
                INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, created_at,
                    reasons, alarm, outcome, closed_at, change)
                    SELECT key, 1, 'breakdown_call', 'done', key, key, iif(key = 3, 'other', 'C-ZQ1'), 1, \(at), \(at),
                        '["Zebedee Quux asked for it"]', 0, 'reached', \(at), NULL FROM asset;
                INSERT INTO attempt (task_id, actor, contact_id, channel, at, outcome, override)
                    SELECT id, 'Mari', contact_id, 'voice', \(at), 'reached', iif(id < 3, 'Quux is in danger', NULL)
                    FROM task;
                INSERT INTO said (at, case_id, task_id, contact_id, channel, actor, template, detail)
                    SELECT \(at), case_id, id, contact_id, 'voice', 'Mari', 'call',
                        iif(id < 3, 'told Quux', NULL) FROM task;
                INSERT INTO fact_told (at, case_id, asset_key, contact_id, actor, key, value)
                    SELECT \(at), case_id, case_id, contact_id, 'Mari', 'key', 'with Zebedee' FROM task WHERE case_id < 3;
                INSERT INTO note (at, case_id, task_id, actor, kind, text)
                    SELECT \(at), case_id, id, 'Mari', 'note', 'lives at 58.123456, 24.654321; Example Other knows'
                    FROM task WHERE case_id < 3;
                INSERT INTO note (at, case_id, actor, kind, text) VALUES
                    (\(at), 3, 'Mari', 'note', 'Zebedee Quux rang about it from 555-77-123');
                INSERT INTO audit (at, actor, command, task_id, case_id, detail) VALUES
                    (\(at), 'Mari', 'close', 1, 1, 'solved: Quux said so'), (\(at), 'Mari', 'open', NULL, NULL, 'car-ZQX987');
                INSERT INTO event (at, kind, case_id, detail) VALUES
                    (\(at), 'case_closed', 1, 'solved: Quux said so'), (\(at), 'task_created', 1, 'breakdown_call'),
                    (\(at), 'open_question', 1, 'where is Quux?'), (\(at), 'call_not_allowed', 3, 'C-ZQ1 asked');
                INSERT INTO lookup_log (at, actor, kind, contact_id, asset_id, found, reason) VALUES
                    (\(at), 'Jaan', 'phone', 'C-ZQ1', 'car-ZQX987', 1, 'Quux rang');
                INSERT INTO outbox (topic, payload, contact_id, created_at, sent_at) VALUES
                    ('callahead/v1/messages/out', '{"text":"Hello"}', 'C-ZQ1', \(at), \(at)),
                    ('callahead/v1/assets/car-ZQX987/advice', '{"text":"Stop"}', NULL, \(at), \(at)),
                    ('callahead/v1/units/tow-1/offer', '{"asset":"car-ZQX987"}', NULL, \(at), \(at)),
                    ('callahead/v1/units/tow-1/offer', '{"asset":"car-2"}', NULL, \(at), \(at));
                INSERT INTO quarantine (at, topic, payload, payload_bytes, reason) VALUES
                    (\(at), 'p/imei-7700001/x', x'00', 1, 'not JSON'),
                    (\(at), 'p/x', CAST('{"driver":"ZEBEDEE QUUX"}' AS BLOB), 1, 'no profile'),
                    (\(at), 'p/y', CAST('{"plate":"222 BBB"}' AS BLOB), 1, 'no profile');
                INSERT INTO case_addressee (version, case_id, contact_id, texts, wrong_number, rounds) VALUES
                    (1, 1, 'C-ZQ1', '[]', 0, 1), (1, 2, 'C-ZQ1', '[]', 0, 1);
                INSERT INTO flood (kind, name, source, since, last_at, messages) VALUES
                    ('device', 'car-ZQX987', 'p/imei-7700001', 0, 0, 1),
                    ('quarantine', 'p/imei-7700001', NULL, 0, 0, 1);
                INSERT INTO sheet (id, printed_at, actor) VALUES (1, \(at), 'Mari');
                INSERT INTO sheet_task (sheet_id, task_id, contact_id, promise_at) VALUES (1, 1, 'C-ZQ1', \(at));
                """)
    }

    /// A database with everything in it, its journal included.
    static func withTown(_ body: (String, StoreConnection) throws -> Void) throws {
        try withStorePath { path in
            let store = try StoreConnection(path: path, role: .command(create: true))
            defer { try? store.close() }
            try store.write { try fill($0) }
            let writer = ByteWriter()
            let home = try Coordinate(latitude: 58.123456, longitude: 24.654321)
            Journal.encode(
                positions: [1, 3].map {
                    AssetFix(asset: $0, time: now, timeTrusted: true, position: Position(coordinate: home))
                }, signals: [], symbols: SymbolTable(), into: writer)
            let journal = Data(writer.bytes)
            try store.write {
                try $0.execute(sql: "INSERT INTO journal (batch, body) VALUES (1, ?)", arguments: [journal])
            }
            let symbols = SymbolTable()
            let volts = symbols.intern("Vehicle.LowVoltageBattery.CurrentVoltage")
            Journal.encode(
                positions: [],
                signals: [1, 3].map {
                    AssetSignal(asset: $0, name: volts, time: now, timeTrusted: true, value: .number(12.5))
                }, symbols: symbols, into: writer)
            let told = Data(writer.bytes)
            try store.write {
                try $0.execute(sql: "INSERT INTO memory_journal (batch, body) VALUES (1, ?)", arguments: [told])
            }
            try body(path, store)
        }
    }

    /// Every value of every table as text, by table and column.
    static func everything(_ store: StoreConnection) throws -> [(place: String, text: String)] {
        try store.read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
            return try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").flatMap { row in
                    row.compactMap { column, value -> (String, String)? in
                        switch value.storage {
                        case .null: nil
                        case .blob(let bytes): ("\(table).\(column)", String(decoding: bytes, as: UTF8.self))
                        case .int64(let number): ("\(table).\(column)", "\(number)")
                        case .double(let number): ("\(table).\(column)", "\(number)")
                        case .string(let text): ("\(table).\(column)", text)
                        }
                    }
                }
            }
        }
    }

    static func found(_ traces: [String], in store: StoreConnection) throws -> [String] {
        let all = try everything(store)
        return all.filter { one in
            traces.contains { one.text.range(of: $0, options: .caseInsensitive) != nil }
        }.map { "\($0.place): \($0.text)" }
    }

    @Test("nothing of them is left in any column of any table, and others' data stays")
    func forgotten() throws {
        try ForgettingTests.withTown { path, store in
            #expect(try ForgettingTests.found(ForgettingTests.traces, in: store).count > 30)
            let before = try store.forget("C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now, isDryRun: true)
            #expect(before.assets == 1 && before.drivenAssets == 1 && before.cases == 2)
            #expect(try ForgettingTests.found(["C-ZQ1"], in: store).count > 5)

            let report = try store.forget("C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now)
            #expect(report.alias == "forgotten-1")
            #expect(report.bytes == .gone)
            #expect(try ForgettingTests.found(ForgettingTests.traces, in: store) == [])
            // Where they were: the other's car stood at the same place, once in each of five tables.
            let places = try ForgettingTests.found(["58.123456"], in: store)
            #expect(places.count == 5, "\(places)")
            let journal = try store.read { try Data.fetchOne($0, sql: "SELECT body FROM journal") }
            let content = try #require(journal).withUnsafeBytes { try Journal.decode($0) }
            #expect(content.positions.map(\.asset) == [3])
            let told = try store.read { try Data.fetchOne($0, sql: "SELECT body FROM memory_journal") }
            #expect(try #require(told).withUnsafeBytes { try Journal.decode($0) }.signals.map(\.asset) == [3])

            // What figures are made of.
            #expect(try count("SELECT count(*) FROM case_file WHERE told_at IS NOT NULL", in: path) == 3)
            #expect(try count("SELECT count(*) FROM said", in: path) == 3)
            #expect(try count("SELECT count(*) FROM attempt WHERE outcome = 'reached'", in: path) == 3)
            #expect(try count("SELECT count(*) FROM job_drive WHERE arrived_at IS NOT NULL", in: path) == 3)
            #expect(
                try store.read { try String.fetchAll($0, sql: "SELECT ifnull(detail, '-') FROM event ORDER BY id") }
                    == ["solved", "breakdown_call", "-", "[forgotten] asked"])
            // Others.
            #expect(try count("SELECT count(*) FROM asset WHERE plate IN ('111 AAA', '222 BBB')", in: path) == 2)
            #expect(try count("SELECT count(*) FROM contact WHERE phone = '+3725550002'", in: path) == 1)
            #expect(try count("SELECT count(*) FROM outbox", in: path) == 1)
            #expect(try count("SELECT count(*) FROM quarantine", in: path) == 1)
            #expect(
                try store.read { try String.fetchOne($0, sql: "SELECT text FROM note WHERE case_id = 3") }
                    == "[forgotten] rang about it from [forgotten]")
        }
    }

    @Test(
        "a table that is left out is noticed",
        arguments: [
            "position", "track", "signal", "fault", "fault_source", "plan_place", "leg_place", "job", "job_drive",
            "case_addressee", "task", "attempt", "said", "fact_told", "note", "audit", "lookup_log", "event",
            "sheet_task", "outbox", "journal", "quarantine", "flood",
        ])
    func leftOut(_ name: String) throws {
        try ForgettingTests.withTown { path, store in
            let tables = DataInventory.tables.filter { $0.name != name }
            #expect(tables.count == DataInventory.tables.count - 1)
            _ = try store.forget("C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now, in: tables)
            let journal = try store.read { try Data.fetchOne($0, sql: "SELECT body FROM journal") }
            let content = try #require(journal).withUnsafeBytes { try Journal.decode($0) }
            let isClean =
                try ForgettingTests.found(ForgettingTests.traces, in: store).isEmpty
                && ForgettingTests.found(["58.123456"], in: store).count == 5 && content.positions.map(\.asset) == [3]
            #expect(!isClean)
        }
    }

    @Test("no byte of them is left in the file, its log or beside it")
    func bytes() throws {
        try ForgettingTests.withTown { path, store in
            // Rows that went before, by a connection that does not overwrite them.
            try store.write { db in
                try db.execute(sql: "PRAGMA secure_delete = OFF")
                for number in 0..<500 {
                    try db.execute(
                        sql: "INSERT INTO note (at, actor, kind, text) VALUES (1, 'Mari', 'note', ?)",
                        arguments: ["Zebedee Quux \(number)"])
                }
                try db.execute(sql: "DELETE FROM note WHERE id % 3 = 0")
            }
            _ = try store.forget("C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now)
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            #expect(files.count >= 2)
            for file in files {
                let bytes = try Data(contentsOf: file)
                for trace in ForgettingTests.traces {
                    let isThere = bytes.range(of: Data(trace.utf8)) != nil
                    #expect(!isThere, "\(trace) in \(file.lastPathComponent)")
                }
            }
        }
    }

    @Test("with an open case nothing is done, and a sentence says what to do first")
    func open() throws {
        try ForgettingTests.withTown { path, store in
            try store.write {
                try $0.execute(sql: "UPDATE case_file SET state = 'told', closed_at = NULL WHERE id = 2")
            }
            let rows = try ForgettingTests.everything(store).count
            for isDryRun in [true, false] {
                let error = storeError {
                    _ = try store.forget(
                        "C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now, isDryRun: isDryRun)
                }
                #expect(error?.kind == .busy)
                #expect(error?.description.contains("cases close 2") == true)
            }
            #expect(try ForgettingTests.everything(store).count == rows)
        }
    }

    @Test("whoever is not known is not found")
    func unknown() throws {
        try ForgettingTests.withTown { _, store in
            #expect(throws: DeskError.notFound("contact nobody")) {
                _ = try store.forget("nobody", as: ForgettingTests.actor, at: ForgettingTests.now)
            }
        }
    }

    @Test("what was interrupted is taken up again by asking for it again")
    func resumed() throws {
        try ForgettingTests.withTown { path, store in
            // A note that can't be changed stops it half-way.
            try store.write {
                try $0.execute(
                    sql: """
                        CREATE TRIGGER stuck BEFORE UPDATE ON note WHEN new.text != old.text
                        BEGIN SELECT RAISE(ABORT, 'stuck'); END
                        """)
            }
            #expect(throws: (any Error).self) {
                _ = try store.forget("C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now)
            }
            #expect(try count("SELECT count(*) FROM customer", in: path) == 1)
            #expect(try ForgettingTests.found(["Quux"], in: store) != [])
            try store.write { try $0.execute(sql: "DROP TRIGGER stuck") }
            let report = try store.forget("C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now)
            #expect(report.isResumed)
            #expect(report.alias == "forgotten-1")
            #expect(try ForgettingTests.found(ForgettingTests.traces, in: store) == [])
        }
    }

    @Test("a backup that still knows them forgets them again, and an import that brings them back is told")
    func restored() throws {
        try ForgettingTests.withTown { path, store in
            let backup = path + ".backup"
            _ = try StoreBackup(of: path, to: backup).run(at: ForgettingTests.now)
            _ = try store.forget("C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now)
            #expect(try store.forgotten(among: ["other", "C-ZQ1"]).map(\.id) == ["C-ZQ1"])
            let mode = try FileManager.default.attributesOfItem(atPath: path + ".forgotten")[.posixPermissions]
            #expect(mode as? Int == 0o600)
            try store.close()
            let report = try StoreRestore(of: backup, to: path, replacing: true).run(at: ForgettingTests.now)
            #expect(report.remarks.contains { $0.contains("forgotten again: 1") })
            let restored = try StoreConnection(path: path, role: .command(create: false))
            defer { try? restored.close() }
            #expect(try ForgettingTests.found(ForgettingTests.traces, in: restored) == [])
        }
    }

    @Test("an export has all of them and nothing of others, and is logged as a look-up")
    func export() throws {
        try ForgettingTests.withTown { path, store in
            let records = try store.records(of: "C-ZQ1", as: ForgettingTests.actor, at: ForgettingTests.now)
            let shown = Set(records.parts.map(\.table.name))
            for name in [
                "customer", "contact_role", "site", "contract", "asset", "device", "position", "track", "signal",
                "fault",
                "case_file", "plan_place", "leg_place", "job_drive", "task", "attempt", "said", "fact_told", "note",
                "lookup_log", "outbox", "case_addressee", "sheet_task", "journal",
            ] {
                #expect(shown.contains(name), "\(name)")
            }
            let text = records.parts.map { part in
                part.rows.map { row in row.map { "\($0.column)=\($0.value)" }.joined(separator: " ") }
                    .joined(separator: "\n")
            }.joined(separator: "\n")
            for word in ["Zebedee Quux", "+372 555 77 123", "58.123456", "Jaan", "ZQX 987", "with Zebedee"] {
                #expect(text.contains(word), "\(word)")
            }
            for word in ["Example Other", "5550002", "Example Ltd", "222 BBB", "Mari"] {
                #expect(!text.contains(word), "\(word)")
            }
            let log = try Desk(store).lookups(of: "+372 55577123")
            #expect(log.map(\.actor) == ["Mari", "Jaan"])
            #expect(log.first?.kind == "export")
        }
    }
}
