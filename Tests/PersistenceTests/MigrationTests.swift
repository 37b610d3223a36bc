import Casework
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("Bringing an older database up to date")
struct MigrationTests {
    /// A file as version 2 of the schema left it, with a case under way.
    private func makeVersion2(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            for migration in Schema.migrations.prefix(2) { try db.execute(sql: migration) }
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 2")
            try db.addTask(1)
            try db.addUnit(caseID: 1, eta: noon.adding(minutes: 20))
            try db.execute(
                sql: """
                    INSERT INTO leg_place (leg_id, from_lat, from_lon) VALUES (1, 59.4, 24.7);
                    INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
                    VALUES (1, 1, 1, 1, 1001, 'truck-1', 'accepted', 0, 45000);
                    INSERT INTO hold (id, version, case_id, kind, resource, state, since)
                    VALUES (1, 1, 1, 'unit', 'truck-1', 'confirmed', 0);
                    INSERT INTO task (id, version, kind, state, case_id, asset_key, priority, due_at, created_at, reasons,
                        job_id, alarm)
                    VALUES (2, 1, 'provider_call', 'ready', 1, 1, 900, 0, 0, '[]', 1, 0);
                    INSERT INTO workshop (id, name) VALUES ('w1', 'Workshop');
                    INSERT INTO unit_state (unit_id, online) VALUES ('truck-1', 0);
                    """)
        }
        try queue.close()
    }

    @Test("a case that was under way is read with nothing lost and nothing invented")
    func version2() throws {
        try withStorePath { path in
            try makeVersion2(path)
            let store = try LaneStore(path: path, symbols: SymbolTable())
            defer { store.close() }
            #expect(try store.number("PRAGMA user_version") == Int64(Schema.version))
            let current = try #require(try store.readFile(1)?.current)
            var plan = PlanRow(id: 1, caseID: 1, state: .made)
            plan.version = 1
            #expect(current.plan == plan)
            var leg = LegRow(id: 1, caseID: 1, planID: 1, ordinal: 1, kind: .tow)
            (leg.version, leg.state, leg.unit) = (1, .accepted, "truck-1")
            (leg.etaAt, leg.from) = (noon.adding(minutes: 20), place(59.4, 24.7))
            #expect(current.legs == [leg])
            #expect(current.jobs.map(\.departedAt) == [nil])
            #expect(current.tasks.map(\.slot) == [nil, nil])
            #expect(current.holds.map(\.resource) == ["truck-1"])
        }
    }

    @Test("what the old rows lack can be written to them afterwards")
    func writing() throws {
        try withStorePath { path in
            try makeVersion2(path)
            let store = try LaneStore(path: path, symbols: SymbolTable())
            defer { store.close() }
            let file = try #require(try store.readFile(1)?.current)
            var (leg, job) = (file.legs[0].bumped, file.jobs[0].bumped)
            leg.etaSource = .road
            job.departedFrom = place(59.5, 24.9)
            job.departedAt = noon
            var next = Changes()
            (next.legs, next.jobs) = ([leg], [job])
            #expect(try store.write(next) == .committed)
            let after = try store.readFile(1)?.current
            #expect(after?.legs == [leg])
            #expect(after?.jobs == [job])
        }
    }

    @Test("a reader is told that the service brings the file up to date")
    func reader() throws {
        try withStorePath { path in
            try makeVersion2(path)
            let error = storeError { _ = try StoreConnection(path: path, role: .reader) }
            #expect(error?.description.contains("schema version 2, this program needs \(Schema.version)") == true)
        }
    }

    @Test(
        "words are compared, without a tree of SQLite's own for each row, and others are refused",
        arguments: [("leg", "state"), ("job", "state"), ("fault", "status"), ("problem", "severity")])
    func plainChecks(_ table: String, _ column: String) throws {
        try withStorePath { path in
            try makeVersion2(path)
            try LaneStore(path: path, symbols: SymbolTable()).close()
            let queue = try DatabaseQueue(path: path)
            try queue.inDatabase { db in
                let steps = try Row.fetchAll(db, sql: "EXPLAIN UPDATE \(table) SET \(column) = 'x' WHERE rowid = 1")
                let opened = steps.count { $0["opcode"] as String? == "OpenEphemeral" }
                #expect(opened == 0)
                let refusal = #expect(throws: DatabaseError.self) {
                    try db.execute(sql: "INSERT INTO \(table) (\(column)) VALUES ('no such word')")
                }
                let problems = try String.fetchAll(db, sql: "PRAGMA integrity_check")
                #expect(problems == ["ok"])
                #expect(refusal?.message?.isEmpty == false)
            }
            try queue.close()
        }
    }

    @Test("migrated step by step and made at once, a database has the same tables")
    func sameSchema() throws {
        func schema(_ path: String) throws -> [String] {
            let connection = try StoreConnection(path: path, role: .reader)
            defer { try? connection.close() }
            return try connection.read {
                try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
            }
        }
        try withStorePath { old in
            try makeVersion2(old)
            try LaneStore(path: old, symbols: SymbolTable()).close()
            try withStorePath { new in
                try LaneStore(path: new, symbols: SymbolTable()).close()
                let isSame = try schema(old) == schema(new)
                #expect(isSame)
            }
        }
    }
}
