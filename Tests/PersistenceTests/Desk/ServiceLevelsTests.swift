import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("Service levels")
struct ServiceLevelsTests {
    @Test(
        "quantiles are by nearest rank",
        arguments: [
            ([], 0, 0), ([7], 7, 7), ([1, 2], 1, 2), ([3, 1, 2], 2, 3), (Array(1...100), 50, 99),
            (Array(1...200), 100, 198), ([-5, 10], 0, 10),
        ] as [([Int64], Int64, Int64)])
    func quantiles(values: [Int64], p50: Int64, p99: Int64) {
        let spread = ServiceLevels.Spread(milliseconds: values.reversed())
        #expect(spread.count == values.count)
        #expect(spread.p50 == p50)
        #expect(spread.p99 == p99)
    }

    @Test("an empty database has levels of nothing")
    func empty() throws {
        try withDesk({ _ in }) { desk, _ in
            let levels = try desk.serviceLevels(since: noon, at: noon)
            #expect(levels == ServiceLevels(since: noon, at: noon))
            #expect(levels.shareToldFirst == nil)
        }
    }

    @Test("times run from the fault to the task, from the task to its first claim, and to the first word said")
    func times() throws {
        try withDesk({ db in
            for id in Int64(1)...3 {
                try db.addTask(id)
                try db.execute(
                    sql: """
                        UPDATE case_file SET fault_at = opened_at - ?1 * 1000 WHERE id = ?1;
                        UPDATE case_file SET severity = 'limp' WHERE id = 3;
                        """, arguments: [id])
            }
            try db.say(1, at: noon.adding(seconds: 30))
            try db.say(1, at: noon.adding(seconds: 90))
        }) { desk, _ in
            _ = try desk.claim(1, as: mari, lease: 1, at: noon.adding(seconds: 10))
            _ = try desk.claim(1, as: jaan, at: noon.adding(seconds: 60))
            _ = try desk.claim(3, as: mari, at: noon.adding(seconds: 40))
            let levels = try desk.serviceLevels(since: noon, at: noon.adding(seconds: 100))
            #expect(levels.cases == 3)
            #expect(levels.faultToTask == .init(milliseconds: [1_000, 2_000, 3_000]))
            #expect(levels.timeToClaim == .init(milliseconds: [10_000, 40_000]))
            #expect(levels.timeToClaimOfStop == .init(milliseconds: [10_000]))
            #expect(levels.timeToInstruction == .init(milliseconds: [31_000]))
        }
    }

    @Test("a task of the night is measured from the morning on; a time to wait that came later is none")
    func night() throws {
        try withDesk({ db in
            try db.addTask(1, state: "waiting", notBefore: noon.adding(seconds: 3_600))
            try db.addTask(2)
        }) { desk, path in
            _ = try desk.claim(1, as: mari, at: noon.adding(seconds: 3_605))
            _ = try desk.claim(2, as: mari, at: noon.adding(seconds: 7))
            try edit(path) {
                try $0.execute(
                    sql: "UPDATE task SET not_before = ? WHERE id = 2",
                    arguments: [noon.adding(seconds: 9_000).milliseconds])
            }
            let levels = try desk.serviceLevels(since: noon, at: noon.adding(seconds: 9_000))
            #expect(levels.timeToClaim == .init(milliseconds: [5_000, 7_000]))
        }
    }

    @Test("who was first: our word or their call for help")
    func first() throws {
        try withDesk({ db in
            for id in Int64(1)...5 { try db.addTask(id) }
            try db.say(1, at: noon)
            try db.ask(2, at: noon)
            try db.say(3, at: noon.adding(seconds: 1))
            try db.ask(3, at: noon)
            try db.say(4, at: noon)
            try db.ask(4, at: noon.adding(seconds: 1))
        }) { desk, _ in
            let levels = try desk.serviceLevels(since: noon, at: noon)
            #expect(levels.toldFirst == 2)
            #expect(levels.askedFirst == 2)
            #expect(levels.shareToldFirst == 0.5)
        }
    }

    @Test("calls are counted by their outcome, from the events, and nothing of before the time is")
    func calls() throws {
        try withDesk({ db in
            for (kind, seconds) in [
                ("task_reached", -1), ("task_reached", 0), ("task_no_answer", 1), ("task_reached", 2),
                ("task_created", 3), ("task_snoozed", 4), ("task_alarm", 5), ("taskXreached", 6),
            ] as [(String, Int64)] {
                try db.execute(
                    sql: "INSERT INTO event (at, kind) VALUES (?, ?)",
                    arguments: [noon.adding(seconds: seconds).milliseconds, kind])
            }
        }) { desk, _ in
            let levels = try desk.serviceLevels(since: noon, at: noon)
            #expect(levels.calls.map(\.outcome) == [.reached, .noAnswer])
            #expect(levels.calls.map(\.count) == [2, 1])
            #expect(levels.callCount == 3)
            #expect(levels.alarms == 1)
        }
    }

    @Test("what is open counts whenever it began, and the oldest stop that nobody has is named")
    func open() throws {
        try withDesk({ db in
            for id in Int64(1)...4 { try db.addTask(id, due: noon.adding(seconds: 10)) }
            try db.execute(
                sql: """
                    UPDATE case_file SET severity = 'limp' WHERE id = 2;
                    UPDATE case_file SET state = 'solved' WHERE id = 4;
                    UPDATE task SET state = 'done' WHERE id = 4;
                    UPDATE task SET created_at = created_at + id;
                    """)
        }) { desk, _ in
            let later = noon.adding(seconds: 86_400)
            _ = try desk.claim(1, as: mari, lease: 90_000, at: noon)
            let levels = try desk.serviceLevels(since: later, at: later)
            #expect(levels.cases == 0)
            #expect(levels.open.map(\.severity) == [.stop, .limp])
            #expect(levels.open.map(\.count) == [2, 1])
            #expect(levels.overdue == 2)
            #expect(levels.oldestUnclaimedStop?.task == 3)
            #expect(levels.oldestUnclaimedStop?.since == noon.adding(milliseconds: 3))
        }
    }

    @Test("the window is found in a long history without reading it")
    func window() throws {
        try withDesk({ db in
            for id in Int64(1)...300 { try db.addTask(id) }
            try db.execute(
                sql: "UPDATE case_file SET opened_at = ?1 + id * 1000, fault_at = ?1 + id * 1000",
                arguments: [noon.milliseconds])
            try db.execute(sql: "UPDATE task SET created_at = ?1 + id * 1000", arguments: [noon.milliseconds])
        }) { desk, _ in
            for (seconds, expected) in [(0, 300), (1, 300), (2, 299), (151, 150), (300, 1), (301, 0)] as [(Int64, Int)]
            {
                let levels = try desk.serviceLevels(since: noon.adding(seconds: seconds), at: noon)
                #expect(levels.cases == expected)
                #expect(levels.faultToTask.count == expected)
            }
        }
    }
}

extension Database {
    fileprivate func say(_ caseID: Int64, at time: Timestamp) throws {
        try execute(
            sql: "INSERT INTO said (at, case_id, channel, actor, template) VALUES (?, ?, 'app', 'lane', 'advice')",
            arguments: [time.milliseconds, caseID])
    }

    fileprivate func ask(_ caseID: Int64, at time: Timestamp) throws {
        try execute(
            sql: "INSERT INTO driver_answer (asset_key, time, kind, case_id) VALUES (?2, ?1, 'need_help', ?2)",
            arguments: [time.milliseconds, caseID])
    }
}
