import Casework
import Foundation
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("Who gets which task")
struct QueueTests {
    private func next(
        _ desk: Desk, _ actor: DeskActor = mari, _ filter: TaskFilter = TaskFilter(), at now: Timestamp = noon
    )
        throws -> Int64?
    {
        try desk.next(filter, for: actor, at: now)?.entry.row.id
    }

    @Test("a desk gets what it is trained for; a task with an alarm goes to every desk")
    func skills() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 90)
            try db.addTask(2, priority: 80, language: "fi")
            try db.addTask(3, priority: 70, language: "fi")
            try db.execute(sql: #"UPDATE task SET skills = '["heavy","high_voltage"]' WHERE id = 1"#)
            try db.execute(sql: #"UPDATE task SET skills = '["heavy"]' WHERE id = 2"#)
            try db.execute(sql: #"UPDATE task SET skills = '["site"]', alarm = 0 WHERE id = 3"#)
        }) { desk, path in
            var filter = TaskFilter()
            #expect(try next(desk) == 1)
            filter.skills = [.heavy]
            #expect(try next(desk, mari, filter) == 2)
            filter.skills = [.heavy, .highVoltage]
            #expect(try next(desk, mari, filter) == 1)
            filter.skills = [.heavy]
            filter.languages = ["en"]
            #expect(try next(desk, mari, filter) == nil)
            filter.languages = ["en", "fi"]
            #expect(try next(desk, mari, filter) == 2)
            try edit(path) { try $0.execute(sql: "UPDATE task SET alarm = 1 WHERE id = 3") }
            filter.languages = ["et"]
            #expect(try next(desk, mari, filter) == 3)
            #expect(try desk.tasks(filter, at: noon).map(\.row.id).contains(3) == false)
        }
    }

    @Test("a task kept for somebody is theirs first, as long as they are at their desk")
    func reserved() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.execute(
                sql: "UPDATE task SET reserved_for = 'Mari', reserved_until = ?",
                arguments: [noon.adding(seconds: 20).milliseconds])
        }) { desk, _ in
            // Mari has gone home: nobody waits for her.
            #expect(try next(desk, jaan) == 1)
            try desk.attend(mari, at: noon.adding(seconds: -60))
            #expect(try next(desk, jaan) == nil)
            #expect(try next(desk, mari) == 1)
            #expect(try next(desk, jaan, at: noon.adding(seconds: 20)) == 1)
        }
    }

    @Test("one person is never rung by two desks, whatever the contact is called")
    func oneConversation() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 90)
            try db.addTask(2, priority: 80)
            try db.addTask(3, priority: 70)
            try db.execute(sql: "UPDATE contact SET phone = '+3725551' WHERE id IN ('c1', 'c2')")
        }) { desk, _ in
            let first = try #require(try desk.claimNext(as: mari, at: noon))
            #expect(first.detail.entry.row.id == 1)
            #expect(try next(desk, jaan) == 3)
            #expect(try desk.task(2, for: jaan, at: noon).inConversation == "Mari")
            #expect(throws: DeskError.onThePhone(task: 2, with: "Mari", about: 1)) {
                try desk.claim(2, as: jaan, at: noon)
            }
            // The one who talks to them may.
            #expect(try desk.claim(2, as: mari, at: noon).detail.entry.row.id == 2)
            try desk.release(1, token: first.token, as: mari, at: noon)
            #expect(try next(desk, jaan) == 3)
            #expect(try desk.claim(1, as: jaan, force: "Mari asked me to", at: noon).token > first.token)
        }
    }

    @Test("the screen lists what else there is for the same person")
    func sameContact() throws {
        try withDesk({ db in
            for id in 1...3 { try db.addTask(Int64(id)) }
            try db.execute(sql: "UPDATE task SET contact_id = 'c1' WHERE id = 2")
            try db.execute(sql: "UPDATE asset SET plate = '456 DEF' WHERE key = 2")
        }) { desk, _ in
            let others = try desk.claim(1, as: mari, at: noon).detail.sameContact
            #expect(others == [OtherTask(id: 2, kind: .breakdownCall, asset: "456 DEF", caseID: 2)])
            #expect(try desk.claim(2, as: mari, at: noon).detail.sameContact.map(\.id) == [1])
        }
    }

    @Test("both calls of an emergency go to two people; who is alone gets the second after a while, and is told")
    func twoPeople() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 12_000)
            try db.execute(
                sql: """
                    INSERT INTO task (id, version, kind, state, case_id, asset_key, priority, due_at, created_at, reasons,
                        alarm)
                    VALUES (2, 1, 'authority_call', 'ready', 1, 1, 12000, ?1, ?1, '[]', 0)
                    """, arguments: [noon.milliseconds])
        }) { desk, _ in
            #expect(try desk.claimNext(as: mari, at: noon)?.detail.entry.row.id == 1)
            #expect(try next(desk, mari) == nil)
            #expect(try next(desk, jaan) == 2)
            let later = noon.adding(seconds: 20)
            let alone = try desk.next(for: mari, at: later)
            #expect(alone?.entry.row.id == 2)
            #expect(alone?.isAloneInEmergency == true)
            try desk.attend(jaan, at: noon)
            #expect(try next(desk, mari, at: later) == nil)
            #expect(try next(desk, jaan, at: later) == 2)
        }
    }

    @Test("a dialled call whose lease ran out stays away for a while, unless it alarms")
    func dialled() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            _ = try desk.dial(1, token: claimed.token, as: mari, at: noon)
            let end = noon.adding(seconds: Desk.callLease)
            #expect(try next(desk, jaan, at: end) == nil)
            #expect(try desk.task(1, at: end).entry.mayBeOnThePhone(at: end) == "Mari")
            #expect(try next(desk, jaan, at: end.adding(seconds: Desk.dialGrace)) == 1)
            try edit(path) { try $0.execute(sql: "UPDATE task SET alarm = 1") }
            #expect(try next(desk, jaan, at: end) == 1)
        }
    }

    @Test("after the clock was set back an hour nothing is stuck, nobody is rung twice and the old token still counts")
    func clockBack() throws {
        try withDesk({ db in
            try db.addTask(1, priority: 90)
            try db.addTask(2, priority: 80)
        }) { desk, _ in
            let ahead = noon.adding(seconds: 3_600)
            let idle = try desk.claim(1, as: mari, at: ahead)
            let talking = try desk.claim(2, as: jaan, at: ahead)
            _ = try desk.dial(2, token: talking.token, as: jaan, at: ahead)
            let peter = DeskActor(name: "Peeter")
            // What was only claimed is free; what was dialled is not handed out by itself.
            #expect(try desk.claimNext(as: peter, at: noon)?.detail.entry.row.id == 1)
            #expect(try next(desk, peter) == nil)
            #expect(throws: DeskError.self) {
                try desk.finish(1, token: idle.token, CallResult(.reached), as: mari, at: noon)
            }
            // Whoever goes on with it has it again, from now.
            let renewed = try desk.renew(2, token: talking.token, as: jaan, lease: 60, at: noon).detail.entry
            #expect(renewed.leaseUntil == noon.adding(seconds: 60))
            #expect(renewed.isClaimed(at: noon))
            try desk.finish(2, token: talking.token, CallResult(.reached), as: jaan, at: noon)
        }
    }

    @Test("a clock a little behind another's changes nothing")
    func clockSkew() throws {
        try withDesk({ try $0.addTask(1) }) { desk, _ in
            _ = try desk.claim(1, as: mari, at: noon.adding(seconds: 30))
            #expect(try next(desk, jaan) == nil)
        }
    }

    @Test("a clock that jumps forward ends leases and snoozes; tokens still count until somebody else claims")
    func clockForward() throws {
        try withDesk({ try $0.addTask(1) }) { desk, _ in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            let later = noon.adding(seconds: 86_400)
            #expect(try next(desk, jaan, at: later) == 1)
            try desk.finish(1, token: claimed.token, CallResult(.noAnswer), as: mari, at: later)
            #expect(try next(desk, jaan, at: later) == nil)
        }
    }

    @Test("somebody without number or language is handed out and shown like anybody")
    func withoutPhone() throws {
        try withDesk({ db in
            for id in 1...2 { try db.addTask(Int64(id)) }
            try db.execute(sql: "UPDATE contact SET phone = NULL, language = NULL, name = NULL")
        }) { desk, _ in
            var filter = TaskFilter()
            filter.languages = ["et"]
            let first = try #require(try desk.claimNext(filter, as: mari, at: noon))
            #expect(first.detail.addressee?.phone == nil)
            // Two people without a number are two people.
            #expect(try desk.claimNext(filter, as: jaan, at: noon) != nil)
            try desk.finish(first.detail.entry.row.id, token: first.token, CallResult(.reached), as: mari, at: noon)
        }
    }

    @Test(
        "what is next is found through the queue's own indexes",
        arguments: [TaskFilter(), QueueTests.everything])
    func plan(_ filter: TaskFilter) throws {
        try withDesk({ try $0.addTask(1) }) { desk, _ in
            for source in DeskSQL.Source.allCases {
                let steps = try desk.read { sql in
                    try sql.all("EXPLAIN QUERY PLAN \(DeskSQL.query(source, filter))") { $0.text(3) }
                }
                let isIndexed = steps.first?.contains("INDEX \(source.rawValue)") == true
                #expect(isIndexed, "\(steps)")
                let scans = steps.filter { $0.hasPrefix("SCAN contact") || $0.hasPrefix("SCAN customer") }
                #expect(scans == [])
                let sorts = steps.contains { $0.contains("USE TEMP B-TREE FOR ORDER BY") }
                // Only the few leases that have ended are sorted.
                #expect(source == .expired || !sorts, "\(steps)")
            }
        }
    }

    static var everything: TaskFilter {
        var filter = TaskFilter()
        filter.languages = ["et", "en"]
        filter.skills = TaskSkill.allCases
        filter.kinds = [.breakdownCall]
        filter.severities = [.stop]
        return filter
    }
}
