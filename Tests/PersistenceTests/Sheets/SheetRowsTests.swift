import Casework
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("Call sheets that come back")
struct SheetRowsTests {
    private let printed = noon
    private var called: Timestamp { noon.adding(minutes: 10) }
    private var typed: Timestamp { noon.adding(minutes: 60) }

    @Test("an outcome counts from the time of the call, with the promise that the page had, under a token of its own")
    func applied() throws {
        try withDesk(seed) { desk, path in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            // What is true by now is not what was told.
            try edit(path) { try $0.execute(sql: "UPDATE leg SET eta_at = eta_at + 3600000") }
            let taking = try desk.take(row(sheet, .reached), as: mari, at: typed)
            #expect(taking == .applied(changed: false))
            let said = try texts(
                "SELECT actor || ' ' || at || ' ' || promise_at || ' ' || promise_unit || ' ' || promise_latest FROM said",
                path)
            let latest = printed.adding(minutes: 30).milliseconds
            #expect(said == ["Jaan \(called.milliseconds) \(printed.milliseconds) truck-1 \(latest)"])
            #expect(
                try texts("SELECT kind || outcome || at FROM action", path) == ["finishreached\(called.milliseconds)"])
            #expect(try texts("SELECT outcome FROM attempt WHERE at = \(called.milliseconds)", path) == ["reached"])
            #expect(try texts("SELECT ended_by FROM claim", path) == ["finish"])
            #expect(try count("SELECT count(*) FROM task WHERE claimed_by IS NOT NULL", in: path) == 0)
        }
    }

    @Test("the same row a second time does nothing, whatever has become of the task")
    func again() throws {
        try withDesk(seed) { desk, path in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            _ = try desk.take(row(sheet, .noAnswer), as: mari, at: typed)
            // The lane has dealt with it: the task is ready again.
            try edit(path) { try $0.execute(sql: "DELETE FROM action") }
            #expect(try desk.take(row(sheet, .noAnswer), as: jaan, at: typed) == .again)
            for table in ["action", "note", "said"] {
                #expect(try count("SELECT count(*) FROM \(table)", in: path) == 0, "\(table)")
            }
            #expect(try count("SELECT count(*) FROM attempt", in: path) == 1)
            #expect(try count("SELECT count(*) FROM claim", in: path) == 1)
        }
    }

    /// What happens to the task between printing and importing.
    struct Meanwhile: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sql: String
        var outcome = Outcome.reached
        var reason: String
    }

    @Test(
        "a row that contradicts what has happened is kept as a note, and nobody is rung twice",
        arguments: [
            Meanwhile(testDescription: "done", sql: "UPDATE task SET state = 'done'", reason: "done"),
            Meanwhile(testDescription: "withdrawn", sql: "UPDATE task SET state = 'withdrawn'", reason: "withdrawn"),
            Meanwhile(
                testDescription: "claimed",
                sql: "UPDATE task SET claimed_by = 'Piret', token = 77, lease_until = 9e15, claimed_at = 0",
                reason: "Piret has the task"),
            Meanwhile(
                testDescription: "an outcome waits for the lane",
                sql:
                    "INSERT INTO action (at, actor, kind, task_id, outcome) VALUES (0, 'Piret', 'finish', 1, 'reached')",
                reason: "its outcome is reached"),
            Meanwhile(
                testDescription: "for somebody else", sql: "UPDATE task SET contact_id = 'other'",
                reason: "the task is for somebody else by now"),
            Meanwhile(
                testDescription: "tried again since",
                sql: "INSERT INTO attempt (task_id, actor, channel, at) VALUES (1, 'Piret', 'voice', 9e15)",
                outcome: .noAnswer, reason: "somebody has tried again since"),
        ])
    func kept(meanwhile: Meanwhile) throws {
        try withDesk(seed) { desk, path in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            try edit(path) { try $0.execute(sql: meanwhile.sql.replacing("9e15", with: "9000000000000000")) }
            let actions = try count("SELECT count(*) FROM action", in: path)
            let taking = try desk.take(row(sheet, meanwhile.outcome, note: "they were calm"), as: mari, at: typed)
            guard case .kept(let reason) = taking else {
                Issue.record("\(taking)")
                return
            }
            #expect(reason.contains(meanwhile.reason))
            let notes = try texts("SELECT text FROM note WHERE kind = 'refused_outcome' AND task_id = 1", path)
            #expect(notes.count == 1)
            #expect(notes.first?.contains("they were calm") == true)
            #expect(try count("SELECT count(*) FROM action", in: path) == actions)
            #expect(try count("SELECT count(*) FROM said", in: path) == 0)
            #expect(try desk.take(row(sheet, meanwhile.outcome, note: "they were calm"), as: mari, at: typed) == .again)
            #expect(try count("SELECT count(*) FROM note", in: path) == 1)
        }
    }

    @Test("somebody who was reached before the newest reason came is told it in another call")
    func changed() throws {
        try withDesk(seed) { desk, path in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            try edit(path) {
                try $0.execute(
                    sql: "UPDATE task SET changed_at = ?", arguments: [printed.adding(minutes: 5).milliseconds])
            }
            #expect(try desk.take(row(sheet, .reached), as: mari, at: typed) == .applied(changed: true))
            // The lane compares this with the change and calls again.
            #expect(try texts("SELECT promise_at FROM action", path) == ["\(printed.milliseconds)"])
        }
    }

    @Test("a try that another row ends is an attempt, and keeps its words")
    func onlyATry() throws {
        try withDesk(seed) { desk, path in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            var first = row(sheet, .noAnswer, note: "rang long")
            first.isOnlyATry = true
            #expect(try desk.take(first, as: mari, at: typed) == .noted)
            #expect(try count("SELECT count(*) FROM action", in: path) == 0)
            let notes = try texts("SELECT text FROM note", path)
            #expect(notes.first?.contains("rang long") == true)
            #expect(try desk.take(row(sheet, .reached), as: mari, at: typed) == .applied(changed: false))
            #expect(try texts("SELECT outcome FROM attempt ORDER BY id", path) == ["no_answer", "reached"])
        }
    }

    @Test("a crash after the claim is brought to its end by the next import")
    func crash() throws {
        try withDesk(seed) { desk, path in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            _ = try desk.take(row(sheet, .reached), as: mari, at: typed)
            // As after a crash between the claim and the outcome.
            try edit(path) { db in
                try db.execute(sql: "DELETE FROM action")
                try db.execute(sql: "UPDATE sheet_entry SET result = 'taking'")
                try db.execute(sql: "UPDATE claim SET ended_at = NULL, ended_by = NULL")
                try db.execute(
                    sql: "UPDATE task SET token = 1, claimed_by = 'Jaan', claimed_at = 0, lease_until = 1")
            }
            #expect(try desk.take(row(sheet, .reached), as: mari, at: typed) == .applied(changed: false))
            #expect(try count("SELECT count(*) FROM action", in: path) == 1)
            // As after a crash between the outcome and the last mark.
            try edit(path) { try $0.execute(sql: "UPDATE sheet_entry SET result = 'taking'") }
            #expect(try desk.take(row(sheet, .reached), as: mari, at: typed) == .again)
            #expect(try count("SELECT count(*) FROM action", in: path) == 1)
            #expect(try texts("SELECT result FROM sheet_entry", path) == ["applied"])
        }
    }

    @Test("minutes that a provider named an hour ago are over by now")
    func minutes() throws {
        try withDesk(seed) { desk, path in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            var named = row(sheet, .accepted)
            named.result.etaMinutes = 70
            _ = try desk.take(named, as: mari, at: typed)
            #expect(try texts("SELECT eta_minutes FROM action", path) == ["20.0"])
        }
    }

    @Test("a page that was never printed changes nothing")
    func unknown() throws {
        try withDesk(seed) { desk, path in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            let other = SheetRow(sheet: sheet.number, task: 9, result: CallResult(.reached), at: called, by: "Jaan")
            #expect(try desk.take(other, as: mari, at: typed) == .unknown)
            let elsewhere = SheetRow(sheet: 9, task: 1, result: CallResult(.reached), at: called, by: "Jaan")
            #expect(try desk.take(elsewhere, as: mari, at: typed) == .unknown)
            #expect(try count("SELECT count(*) FROM sheet_entry", in: path) == 0)
        }
    }

    @Test("pages stand in the order of the queue; what is over or waits for the lane has none")
    func printing() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 10)
            try db.addTask(2, priority: 90)
            try db.addTask(3, priority: 50, state: "done")
            try db.addTask(4, priority: 70)
            try db.execute(
                sql: "INSERT INTO action (at, actor, kind, task_id, outcome) VALUES (0, 'x', 'finish', 4, 'no_answer')")
        }) { desk, _ in
            let sheet = try #require(try desk.printSheet(as: mari, at: printed))
            #expect(sheet.pages.map(\.entry.row.id) == [2, 1])
            #expect(try desk.pages(ofSheet: sheet.number) == [2, 1])
            let first = try #require(try desk.printSheet(limit: 1, as: mari, at: printed))
            #expect(first.pages.map(\.entry.row.id) == [2])
            let unrecorded = try #require(try desk.unrecordedSheet(as: mari, at: printed))
            #expect(unrecorded.number == 0)
        }
    }

    @Test("an empty queue uses up no number")
    func nothing() throws {
        try withDesk({ _ in }) { desk, path in
            let sheet = try desk.printSheet(as: mari, at: printed)
            let rows = try count("SELECT count(*) FROM sheet", in: path)
            #expect(sheet == nil)
            #expect(rows == 0)
        }
    }

    private func seed(_ db: Database) throws {
        try db.addTask(1)
        try db.addUnit(caseID: 1, eta: noon.adding(minutes: 20))
    }

    private func row(_ sheet: PrintedSheet, _ outcome: Outcome, note: String? = nil) -> SheetRow {
        SheetRow(sheet: sheet.number, task: 1, result: CallResult(outcome, note: note), at: called, by: "Jaan")
    }

    private func texts(_ sql: String, _ path: String) throws -> [String] {
        let connection = try StoreConnection(path: path, role: .reader)
        defer { try? connection.close() }
        return try connection.read { db in
            try DatabaseValue.fetchAll(db, sql: sql).map { String.fromDatabaseValue($0) ?? "\($0)" }
        }
    }
}
