import Casework
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("What came of a call")
struct FinishTests {
    @Test("an outcome becomes an action with the promise that the claim's screen showed, not with what is true by now")
    func promise() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.addUnit(caseID: 1, eta: noon.adding(minutes: 20))
        }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            // The truck slips while Mari is talking: what she said was 20 to 30 minutes from noon.
            try edit(path) { try $0.execute(sql: "UPDATE leg SET eta_at = eta_at + 3600000") }
            let end = noon.adding(seconds: 90)
            let result = CallResult(.reached, openQuestions: ["Who pays for the taxi?"])
            try desk.finish(1, token: claimed.token, result, as: mari, at: end)
            let promise = Promise(at: noon, unit: "truck-1", latest: noon.adding(minutes: 30), slot: nil)
            let expected = DeskAction(
                id: 1, actor: "Mari", at: end,
                kind: .finish(
                    FinishedCall(task: 1, .reached, promise: promise, openQuestions: ["Who pays for the taxi?"])))
            #expect(try actions(path) == [expected])
            #expect(
                try count(
                    "SELECT count(*) FROM said WHERE case_id = 1 AND contact_id = 'c1' AND promise_unit = 'truck-1'",
                    in: path) == 1)
        }
    }

    @Test("showing the task again under its token renews what is promised")
    func shownAgain() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.addUnit(caseID: 1, eta: noon.adding(minutes: 20))
        }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            try edit(path) { try $0.execute(sql: "UPDATE leg SET eta_at = eta_at + 600000") }
            _ = try desk.task(1, under: claimed.token, at: noon)
            try desk.finish(1, token: claimed.token, CallResult(.reached), as: mari, at: noon)
            guard case .finish(let call)? = try actions(path).first?.kind else {
                Issue.record("no action")
                return
            }
            #expect(call.promise?.latest == noon.adding(minutes: 40))
        }
    }

    @Test("an offer that nobody has taken promises neither unit nor minutes")
    func offered() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.addUnit(caseID: 1, state: "offered", eta: noon.adding(minutes: 20))
        }) { desk, _ in
            let detail = try #require(try desk.next(at: noon)?.caseDetail)
            #expect(detail.promise(at: noon) == Promise(at: noon))
            #expect(detail.eta(at: noon) == nil)
        }
    }

    @Test("a call that reached nobody says nothing")
    func nobody() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            _ = try desk.dial(1, token: claimed.token, as: mari, at: noon)
            try desk.finish(1, token: claimed.token, CallResult(.noAnswer), as: mari, at: noon)
            #expect(try count("SELECT count(*) FROM said", in: path) == 0)
            #expect(try count("SELECT count(*) FROM action WHERE promise_at IS NOT NULL", in: path) == 0)
            #expect(try count("SELECT count(*) FROM attempt WHERE outcome = 'no_answer'", in: path) == 1)
        }
    }

    @Test("a finished task is not handed out again before the lane has dealt with it")
    func notTwice() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            try desk.finish(1, token: claimed.token, CallResult(.noAnswer), as: mari, at: noon)
            #expect(try desk.next(at: noon) == nil)
            #expect(try desk.task(1, at: noon).entry.state(at: noon) == .waiting)
            #expect(throws: DeskError.over(task: 1, because: "its outcome is no_answer")) {
                try desk.claim(1, as: jaan, at: noon)
            }
            try edit(path) { db in
                try db.execute(sql: "DELETE FROM action")
                try db.execute(
                    sql: "UPDATE task SET state = 'waiting', not_before = ?",
                    arguments: [noon.adding(seconds: 60).milliseconds])
            }
            #expect(try desk.next(at: noon) == nil)
            #expect(try desk.next(at: noon.adding(seconds: 60))?.entry.row.id == 1)
        }
    }

    @Test("a second outcome of one claim changes nothing and is kept as a note")
    func twice() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            try desk.finish(1, token: claimed.token, CallResult(.reached), as: mari, at: noon)
            #expect(throws: DeskError.over(task: 1, because: "this claim has given its outcome")) {
                try desk.finish(1, token: claimed.token, CallResult(.declined), as: mari, at: noon)
            }
            #expect(try actions(path).count == 1)
            #expect(
                try count("SELECT count(*) FROM note WHERE text LIKE 'outcome declined%' AND task_id = 1", in: path)
                    == 1)
        }
    }

    @Test("whoever gives no name acts as the holder of the claim, the audit keeps the user")
    func unnamed() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            let nobody = DeskActor(name: "pc-4", osUser: "pc-4", isNamed: false)
            try desk.finish(1, token: claimed.token, CallResult(.reached), as: nobody, at: noon)
            #expect(try actions(path).map(\.actor) == ["Mari"])
            #expect(
                try count(
                    "SELECT count(*) FROM audit WHERE command = 'finish' AND actor = 'Mari' AND os_user = 'pc-4'",
                    in: path) == 1)
        }
    }

    @Test("a snoozed task waits, and its claim is over")
    func snooze() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            let until = noon.adding(seconds: 600)
            try desk.snooze(1, token: claimed.token, until: until, as: mari, at: noon)
            #expect(try actions(path).map(\.kind) == [.snooze(task: 1, until: until)])
            #expect(try desk.next(at: noon) == nil)
            #expect(try desk.tasks(at: noon).map { $0.state(at: noon) } == [.waiting])
        }
    }

    @Test("a fact is kept and left for the lane; a place is a place")
    func facts() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            try desk.fact(1, key: "smoke", value: "yes", as: mari, at: noon)
            let tallinn = place(59.437, 24.754)
            try desk.fact(1, key: "position", value: "59.437,24.754", place: tallinn, as: mari, at: noon)
            #expect(
                try actions(path).map(\.kind) == [
                    .fact(caseID: 1, key: "smoke", value: "yes"), .locate(caseID: 1, coordinate: tallinn),
                ])
            #expect(try count("SELECT count(*) FROM fact_told WHERE case_id = 1 AND contact_id = 'c1'", in: path) == 2)
            #expect(throws: DeskError.notFound("task 9")) {
                try desk.fact(9, key: "smoke", value: "yes", as: mari, at: noon)
            }
        }
    }

    private func actions(_ path: String) throws -> [DeskAction] {
        let connection = try StoreConnection(path: path, role: .reader)
        defer { try? connection.close() }
        return try Desk(connection).read { sql in
            try sql.all(DeskAction.selectPending.description, { $0.put(Int64(100)) }) { DeskAction(reading: $0) }
                .compactMap { $0 }
        }
    }
}
