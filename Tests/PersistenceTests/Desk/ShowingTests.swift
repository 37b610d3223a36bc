import Casework
import GRDB
import Outreach
import Planning
import Telemetry
import Testing

@testable import Persistence

@Suite("What the desk sees")
struct ShowingTests {
    @Test("claimed is derived from the lease: it is neither stored nor true after its end")
    func derivedState() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            _ = try #require(try desk.claimNext(as: mari, lease: 60, at: noon))
            #expect(try count("SELECT count(*) FROM task WHERE state = 'ready'", in: path) == 1)
            let entry = try desk.task(1, at: noon).entry
            #expect(entry.state(at: noon.adding(seconds: 59)) == .claimed)
            #expect(entry.state(at: noon.adding(seconds: 60)) == .ready)
        }
    }

    @Test("a filter by state, kind and severity takes what fits, and a limit the first of it")
    func filters() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 1)
            try db.addTask(2, priority: 2, kind: "triage")
            try db.addTask(3, priority: 3, state: "done")
        }) { desk, _ in
            func ids(_ edit: (inout TaskFilter) -> Void) throws -> [Int64] {
                var filter = TaskFilter()
                edit(&filter)
                return try desk.tasks(filter, at: noon).map(\.row.id)
            }
            let everything = try ids { _ in }
            #expect(everything == [2, 1, 3])
            #expect(try ids { $0.states = [.done] } == [3])
            #expect(try ids { $0.kinds = [.breakdownCall] } == [1, 3])
            #expect(try ids { $0.severities = [.limp] } == [])
            #expect(try ids { $0.limit = 1 } == [2])
        }
    }

    @Test(
        "a place without a speed has the one that the device tells apart from it, unless that is older",
        arguments: [(0, 63, 63), (-60, 63, 63), (90, 0, 0), (-121, 63, nil), (0, -5, nil), (0, 900, nil)]
            as [(Int64, Double, Float?)])
    func speedApart(seconds: Int64, value: Double, expected: Float?) throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.execute(
                sql: """
                    INSERT INTO position (asset_key, time, time_trusted, lat, lon)
                    SELECT asset_key, ?1, 1, 58.4, 26.7 FROM case_file WHERE id = 1;
                    INSERT INTO signal_name (id, name) VALUES (900, 'Vehicle.Speed');
                    INSERT INTO signal (asset_key, name_id, time, time_trusted, value)
                    SELECT asset_key, 900, ?2, 1, ?3 FROM case_file WHERE id = 1;
                    """.replacing("?1", with: "\(noon.milliseconds)")
                        .replacing("?2", with: "\(noon.adding(seconds: seconds).milliseconds)")
                        .replacing("?3", with: "\(value)"))
        }) { desk, _ in
            let speed = try desk.caseFile(1).fix?.position.speed
            #expect(speed == expected)
        }
    }

    @Test("the minutes are those of the moment of showing")
    func minutes() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.addUnit(caseID: 1, eta: noon.adding(minutes: 20))
        }) { desk, _ in
            let detail = try desk.caseFile(1)
            #expect(detail.eta(at: noon)?.low == 20)
            #expect(detail.eta(at: noon.adding(minutes: 11))?.low == 5)
            #expect(detail.eta(at: noon.adding(minutes: 60))?.low == 0)
        }
    }

    @Test(
        "calls to helpers have the number of the helper",
        arguments: [("provider_call", "Flatbed 1", "+3725550010"), ("authority_call", nil, "112")]
            as [(String, String?, String)])
    func helpers(kind: String, name: String?, phone: String) throws {
        try withDesk({ db in
            try db.addTask(1, kind: kind)
            try db.addUnit(caseID: 1, eta: noon)
            try db.execute(sql: "UPDATE task SET contact_id = NULL, unit = 'truck-1'")
            try db.execute(sql: "UPDATE unit SET phone = '+3725550010'")
        }) { desk, _ in
            let person = try desk.task(1, at: noon).addressee
            #expect(person?.name == name)
            #expect(person?.phone == phone)
        }
    }

    @Test("cases come open ones first, of these the most severe, then the oldest")
    func cases() throws {
        try withDesk({ db in
            for id in 1...4 { try db.addTask(Int64(id)) }
            try db.execute(sql: "UPDATE case_file SET severity = 'emergency', state = 'solved' WHERE id = 1")
            try db.execute(sql: "UPDATE case_file SET severity = 'emergency' WHERE id = 4")
        }) { desk, _ in
            let everything = try desk.cases()
            #expect(everything == [4, 2, 3, 1])
            #expect(try desk.cases(states: [.solved]) == [1])
            #expect(try desk.cases(severities: [.stop], limit: 1) == [2])
        }
    }

    @Test("a reader's connection sees the queue and cannot claim")
    func reader() throws {
        try withDesk({ try $0.addTask(1) }) { _, path in
            let connection = try StoreConnection(path: path, role: .reader)
            defer { try? connection.close() }
            let desk = Desk(connection)
            #expect(try desk.next(at: noon)?.entry.row.id == 1)
            #expect(throws: (any Error).self) { try desk.claimNext(as: mari, at: noon) }
        }
    }
}
