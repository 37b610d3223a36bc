import Casework
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("What the board reads of the prognosis")
struct BoardForecastTests {
    private func forecast(
        _ db: Database, _ asset: Int64, _ part: String, _ level: String, _ probability: Double
    ) throws {
        try db.execute(
            sql: "INSERT INTO forecast VALUES (?, ?, ?, ?, 604800, ?, ?, '[]')",
            arguments: [asset, part, level, probability, noon.milliseconds, noon.milliseconds])
    }

    @Test("those worth a call come first, each level by probability; a limit cuts the end, and all are counted")
    func order() throws {
        try withDesk({ db in
            for id in Int64(1)...3 { try db.addTask(id) }
            try forecast(db, 1, "alternator", "watch", 0.9)
            try forecast(db, 1, "starter_battery", "book", 0.4)
            try forecast(db, 2, "starter_battery", "book", 0.7)
            try forecast(db, 3, "starter_battery", "book", 0.4)
            try db.execute(sql: "UPDATE asset SET plate = '1 A' WHERE key = 1")
        }) { desk, _ in
            let lines = try desk.boardForecasts(limit: 50)
            #expect(lines.map(\.asset) == ["car-2", "1 A", "car-3", "1 A"])
            #expect(lines.map(\.level) == [.book, .book, .book, .watch])
            #expect(lines.map(\.probability) == [0.7, 0.4, 0.4, 0.9])
            #expect(lines.allSatisfy { $0.since == noon && $0.horizon == 604_800 && $0.offer == nil })
            #expect(try desk.boardForecasts(limit: 3).map(\.part) == Array(repeating: "starter_battery", count: 3))
            #expect(try desk.boardForecasts(limit: 0).isEmpty)
            let counts = try desk.boardForecastCounts()
            #expect((counts.book, counts.watch) == (3, 1))
            #expect(!counts.isLearnt)
        }
    }

    @Test("a line has the newest offer for this part, with its call while that is open")
    func offers() throws {
        try withDesk({ db in
            try db.addTask(1, kind: "prevent_offer")
            try forecast(db, 1, "starter_battery", "book", 0.4)
            try db.execute(
                sql: """
                    INSERT INTO prevent_offer (id, version, case_id, asset_key, part, offered_at, probability, horizon_s,
                        terms, slots, answer, answered_at, due_at)
                    VALUES (1, 1, 1, 1, 'starter_battery', 5, 0.3, 604800, '[]', '', 'declined', 9, 7),
                        (2, 1, 1, 1, 'starter_battery', 50, 0.3, 604800, '[]', '', NULL, NULL, 70),
                        (3, 1, 1, 1, 'alternator', 90, 0.3, 604800, '[]', '', 'accepted', 91, 95)
                    """)
        }) { desk, path in
            let open = try #require(try desk.boardForecasts(limit: 5).first?.offer)
            #expect(open == BoardForecast.Offer(at: Timestamp(milliseconds: 50), task: 1))
            try edit(path) { try $0.execute(sql: "UPDATE task SET state = 'done' WHERE id = 1") }
            #expect(try desk.boardForecasts(limit: 5).first?.offer?.task == nil)
            try edit(path) { try $0.execute(sql: "DELETE FROM prevent_offer WHERE id = 2") }
            let declined = try desk.boardForecasts(limit: 5).first?.offer
            #expect(declined == BoardForecast.Offer(answer: .declined, at: Timestamp(milliseconds: 9)))
        }
    }

    @Test("of twenty thousand forecasts only those that are shown are read")
    func many() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    INSERT INTO forecast
                    SELECT 1, 'part-' || i, iif(i % 10 = 0, 'book', 'watch'), i / 20000.0, 604800, 0, 0, hex(zeroblob(500))
                    FROM n
                    """)
        }) { desk, path in
            #expect(try desk.boardForecasts(limit: 50).map(\.part).prefix(2) == ["part-20000", "part-19990"])
            var plans: [String] = []
            try edit(path) { db in
                for sql in [
                    """
                    SELECT probability FROM forecast WHERE level = 'book'
                    ORDER BY probability DESC, asset_key, part LIMIT 50
                    """, "SELECT level, count(*) FROM forecast GROUP BY level",
                ] { plans += try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] } }
            }
            #expect(plans.allSatisfy { $0.contains("forecast_order") }, "\(plans)")
            let counts = try desk.boardForecastCounts()
            #expect((counts.book, counts.watch) == (2_000, 18_000))
        }
    }
}
