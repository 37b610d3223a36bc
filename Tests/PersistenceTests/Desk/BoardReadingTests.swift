import Casework
import GRDB
import Outreach
import Planning
import Telemetry
import Testing

@testable import Persistence

@Suite("What the board reads")
struct BoardReadingTests {
    @Test("the queue has the order of the desk, with the words of a line, and only what is open")
    func queue() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 5)
            try db.addTask(2, priority: 9)
            try db.addTask(3, priority: 99, state: "done")
            try db.addTask(4, priority: 9, due: noon.adding(seconds: -1))
            try db.addTask(5, priority: 1, kind: "authority_call")
            try db.execute(
                sql: "UPDATE task SET contact_id = NULL WHERE id = 5; UPDATE asset SET plate = '1 A' WHERE key = 2")
        }) { desk, _ in
            let tasks = try desk.boardTasks(limit: 10)
            #expect(tasks.map(\.entry.row.id) == [4, 2, 1, 5])
            #expect(tasks.map(\.asset) == ["car-4", "1 A", "car-1", "car-5"])
            #expect(tasks.map(\.who) == ["Kadri Kask", "Kadri Kask", "Kadri Kask", "112"])
            #expect(tasks.allSatisfy { $0.severity == .stop && $0.symptom == "oil_pressure_low" })
            #expect(try desk.boardTasks(limit: 1).map(\.entry.row.id) == [4])
            #expect(tasks.map(\.entry) == (try desk.tasks(at: noon).prefix(4).map { $0 }))
        }
    }

    @Test("overdue is what nobody has and is past due")
    func counts() throws {
        try withDesk({ db in
            for id in Int64(1)...4 { try db.addTask(id, due: noon) }
            try db.addTask(5, due: noon, state: "waiting", notBefore: noon.adding(seconds: 600))
            try db.addTask(6, due: noon, state: "withdrawn")
        }) { desk, _ in
            _ = try desk.claim(1, as: mari, lease: 60, at: noon)
            #expect(try desk.boardCounts(at: noon).overdue == 0)
            let later = try desk.boardCounts(at: noon.adding(seconds: 1))
            #expect(later.open == 5)
            #expect(later.overdue == 3)
            #expect(try desk.boardCounts(at: noon.adding(seconds: 60)).overdue == 4)
        }
    }

    @Test("a unit's line says where it goes, when it is there and where it brings the asset; busy ones come first")
    func units() throws {
        try withDesk({ db in
            try db.execute(
                sql: """
                    INSERT INTO unit (id, name, reach) VALUES ('a-1', 'Patrol 1', 'phone'), ('b-1', NULL, 'mqtt'),
                        ('r-1', 'Retired', 'mqtt');
                    UPDATE unit SET retired = 1 WHERE id = 'r-1';
                    """)
            try db.addTask(1)
            try db.addUnit(caseID: 1, state: "en_route", eta: noon.adding(minutes: 20))
            try db.execute(
                sql: """
                    INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
                    VALUES (1, 1, 1, 1, 1, 'truck-1', 'en_route', 0, 0);
                    INSERT INTO hold (id, version, case_id, kind, resource, state, since)
                    VALUES (1, 1, 1, 'unit', 'truck-1', 'confirmed', 0);
                    INSERT INTO workshop (id, name) VALUES ('w', 'Laagna Auto');
                    UPDATE leg SET workshop = 'w';
                    INSERT INTO unit_state (unit_id, online) VALUES ('truck-1', 1);
                    """)
        }) { desk, _ in
            let units = try desk.boardUnits(limit: 10)
            #expect(units.map(\.id) == ["truck-1", "a-1", "b-1"])
            let truck = try #require(units.first)
            #expect(truck.online)
            #expect(truck.state == .enRoute)
            #expect(truck.asset == "car-1")
            #expect(truck.severity == .stop)
            #expect(truck.arrival == noon.adding(minutes: 20))
            #expect(truck.workshop == "Laagna Auto")
            #expect(units.last?.name == "b-1")
            #expect(units.last?.caseID == nil)
        }
    }

    @Test("a claim is found again under the same name and user, as long as it lasts")
    func earlierClaim() throws {
        try withDesk({ try $0.addTask(1) }) { desk, _ in
            let claimed = try desk.claim(1, as: mari, lease: 60, at: noon)
            #expect(try desk.boardClaim(of: mari, at: noon)?.token == claimed.token)
            #expect(try desk.boardClaim(of: jaan, at: noon) == nil)
            #expect(try desk.boardClaim(of: DeskActor(name: "Mari", osUser: "jaan"), at: noon) == nil)
            #expect(try desk.boardClaim(of: DeskActor(name: "Mari", osUser: "mari", isNamed: false), at: noon) == nil)
            #expect(try desk.boardClaim(of: mari, at: noon.adding(seconds: 60)) == nil)
            try desk.finish(1, token: claimed.token, CallResult(.reached), as: mari, at: noon)
            #expect(try desk.boardClaim(of: mari, at: noon) == nil)
        }
    }

    @Test("nothing that the board reads stays open: the log can be emptied after each")
    func snapshots() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let reads: [(String, () throws -> Void)] = [
                ("tasks", { _ = try desk.boardTasks(limit: 1) }), ("counts", { _ = try desk.boardCounts(at: noon) }),
                ("units", { _ = try desk.boardUnits(limit: 1) }),
                ("claim", { _ = try desk.boardClaim(of: mari, at: noon) }),
                ("levels", { _ = try desk.serviceLevels(since: noon, at: noon) }),
                ("version", { _ = try desk.dataVersion() }),
            ]
            for (name, read) in reads {
                try edit(path) { try $0.execute(sql: "UPDATE task SET priority = priority + 1") }
                try read()
                let connection = try StoreConnection(path: path, role: .command(create: false))
                defer { try? connection.close() }
                let busy = try connection.uncheckedCheckpoint()
                #expect(busy == 0, "\(name)")
            }
        }
    }
}

extension StoreConnection {
    /// Empties the log; 1 if a reader's snapshot is in the way.
    fileprivate func uncheckedCheckpoint() throws -> Int {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 1 }
    }
}
