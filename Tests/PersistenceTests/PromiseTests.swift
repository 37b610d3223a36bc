import Casework
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("What a promise needs on disk")
struct PromiseTests {
    @Test("a used piece leaves one less on the shelf, never less than none, and the board is not loaded again")
    func stockUsed() throws {
        try withLane { store, _ in
            try edit(store.path) {
                try $0.execute(sql: "INSERT INTO stock VALUES ('van-1', 'battery', 2), ('w1', 'battery', 5)")
            }
            try store.begin(at: noon)
            let before = try store.referenceChange()
            store.rollback()
            for left in [1, 0, 0] {
                var changes = Changes()
                changes.stockUsed = [StockUse(holder: "van-1", part: "battery"), StockUse(holder: "x", part: "y")]
                #expect(try store.write(changes) == .committed)
                #expect(try count("SELECT quantity FROM stock WHERE holder = 'van-1'", in: store.path) == left)
            }
            #expect(try count("SELECT quantity FROM stock WHERE holder = 'w1'", in: store.path) == 5)
            #expect(try count("SELECT count(*) FROM stock", in: store.path) == 2)
            try store.begin(at: noon)
            #expect(try store.referenceChange() == before)
            store.rollback()
        }
    }

    @Test("a part is used up with the batch that says so, or not at all")
    func stockUsedWithBatch() throws {
        try withLane { store, _ in
            try edit(store.path) { try $0.execute(sql: "INSERT INTO stock VALUES ('van-1', 'battery', 2)") }
            var changes = sampleChanges(1, asset: 1)
            changes.cases[0].version = 7
            changes.stockUsed = [StockUse(holder: "van-1", part: "battery")]
            #expect(try store.write(changes) == .conflict)
            #expect(try count("SELECT quantity FROM stock", in: store.path) == 2)
        }
    }

    @Test("each piece of a part has one live hold, another piece another one")
    func pieces() throws {
        try withLane { store, _ in
            func hold(_ id: Int64, _ piece: String) -> Changes {
                var changes = sampleChanges(id, asset: id)
                changes.holds[0].kind = .stock
                changes.holds[0].resource = piece
                return changes
            }
            try store.write(hold(1, "van-1:battery:1"))
            #expect(storeError { try store.write(hold(2, "van-1:battery:1")) }?.kind == .constraint)
            #expect(try store.write(hold(3, "van-1:battery:2")) == .committed)
        }
    }

    @Test("a case may have a call about each slot and each job, and one about the same when the first is over")
    func helperCalls() throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            func call(_ id: Int64, _ kind: TaskKind, job: Int64? = nil, slot: Int64? = nil) -> TaskRow {
                var task = TaskRow(
                    id: id, kind: kind, caseID: 1, asset: 1, contact: nil, priority: 1, dueAt: noon, createdAt: noon,
                    reasons: [])
                (task.version, task.job, task.slot) = (1, job, slot)
                return task
            }
            var first = Changes()
            first.tasks = [
                call(2, .workshopCall, slot: 5), call(3, .workshopCall, slot: 6), call(4, .providerCall, job: 1),
                call(5, .providerCall, job: 2),
            ]
            #expect(try store.write(first) == .committed)
            for second in [call(6, .workshopCall, slot: 5), call(6, .providerCall, job: 1)] {
                var changes = Changes()
                changes.tasks = [second]
                #expect(storeError { try store.write(changes) }?.kind == .constraint)
                var done = first.tasks[second.slot == nil ? 2 : 0].bumped
                done.state = .done
                changes.tasks = [second, done]
                #expect(try store.write(changes) == .committed)
                changes.tasks[0].version += 1
                changes.tasks[0].state = .withdrawn
                changes.tasks[1].version += 1
                #expect(try store.write(changes) == .committed)
                try edit(store.path) { try $0.execute(sql: "DELETE FROM task WHERE id = 6") }
            }
        }
    }

    @Test("a drive ends where help was needed when the unit arrived, wherever the asset is taken afterwards")
    func driveEnds() throws {
        try withLane { store, _ in
            var changes = sampleChanges(1, asset: 1, full: true)
            changes.jobs[0].arrivedAt = nil
            try store.write(changes)
            func end() throws -> Int {
                try count("SELECT CAST(to_lat * 10 AS INTEGER) FROM job_drive", in: store.path)
            }
            #expect(try end() == 594)
            var next = Changes()
            for (latitude, arrivedAt, expected) in [(59.6, noon as Timestamp?, 596), (58.2, noon, 596)] {
                next.legs = [(next.legs.first ?? changes.legs[0]).bumped]
                next.jobs = [(next.jobs.first ?? changes.jobs[0]).bumped]
                next.legs[0].from = place(latitude, 24.7)
                next.jobs[0].arrivedAt = arrivedAt
                #expect(try store.write(next) == .committed)
                #expect(try end() == expected)
            }
        }
    }

    @Test("only drives that make sense are given to whoever fits the estimate, newest first")
    func finishedDrives() throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            // Metres to the north, seconds; 0.01 degrees of latitude are 1,112 m.
            let drives: [(degrees: Double?, seconds: Int64?, isSound: Bool)] = [
                (0.1, 900, true), (0.1, nil, false), (nil, 900, false), (0.001, 900, false), (0.1, 20, false),
                (0.1, 200, false), (0.01, 20_000, false), (1, 30_000, false), (0.1, -900, false), (0.05, 600, true),
            ]
            for (index, drive) in drives.enumerated() {
                try edit(store.path) { db in
                    try db.execute(
                        sql: """
                            INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
                            VALUES (?1, 1, 1, 1, ?1, 'u', 'on_scene', 0, 0)
                            """, arguments: [index + 100])
                    let start = noon.adding(seconds: Int64(index))
                    try db.execute(
                        sql: "INSERT INTO job_drive VALUES (?, ?, 24, 59, 24, ?, ?)",
                        arguments: [
                            index + 100, drive.degrees.map { 59 + $0 }, start.milliseconds,
                            drive.seconds.map { start.adding(seconds: $0).milliseconds },
                        ])
                }
            }
            let connection = try StoreConnection(path: store.path, role: .reader)
            defer { try? connection.close() }
            let found = try connection.finishedDrives(limit: 10)
            #expect(found.map(\.seconds) == [900, 600])
            #expect(found.map { Int($0.metres / 100) } == [111, 55])
            #expect(try connection.finishedDrives(limit: 1).map(\.seconds) == [900])
        }
    }

    @Test("a unit is offline since it went, however often that is said again")
    func offlineSince() throws {
        try withLane { store, _ in
            for (minute, online, since) in [(0, false, 0), (5, false, 0), (6, true, -1), (9, false, 9)] {
                var changes = Changes()
                changes.unitStates = [UnitStateRow(unit: "u1", coordinate: nil, positionTime: nil, online: online)]
                let time = noon.adding(minutes: Double(minute))
                #expect(try store.write(changes, at: time) == .committed)
                let stored = try count(
                    "SELECT ifnull((offline_since - \(noon.milliseconds)) / 60000, -1) FROM unit_state",
                    in: store.path)
                #expect(stored == since)
            }
        }
    }
}
