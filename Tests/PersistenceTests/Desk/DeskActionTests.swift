import Casework
import Foundation
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("What desks leave for the lane, and what they keep")
struct DeskActionTests {
    private static let place = try? Coordinate(latitude: 59.4, longitude: 24.7)

    private static let kinds: [DeskAction.Kind] = [
        .inbound(caseID: 1, contact: nil), .inbound(caseID: 1, contact: "c1"),
        .add(NewTask(.followUp, caseID: 1, contact: "c1", dueAt: noon, reason: "why", claims: true)),
        .add(NewTask(.providerCall, asset: "car-1", dueAt: noon, reason: "")),
        .open(NewCase(asset: "car-1", symptom: "battery_flat", claims: false)),
        .open(
            NewCase(
                asset: "car-1", symptom: "battery_flat", severity: .stop, immobile: true, coordinate: place,
                contact: "c1", claims: true)),
        .severity(caseID: 1, .limp, reason: "because"), .own(caseID: 1, owner: "Jaan"), .own(caseID: 1, owner: nil),
        .finish(FinishedCall(task: 1, .callBack, openQuestions: ["how_long", "a \"dog\""], callBackAt: noon)),
    ]

    @Test("an action comes back from the table as it was", arguments: DeskActionTests.kinds.indices)
    func stored(_ index: Int) throws {
        let kind = DeskActionTests.kinds[index]
        try withStorePath { path in
            let store = try LaneStore(path: path, symbols: SymbolTable())
            defer { store.close() }
            let connection = try StoreConnection(path: path, role: .command(create: false))
            try connection.write { db in
                let sql = try DeskSQL(db)
                defer { sql.finish() }
                try sql.post(kind, mari, at: noon)
            }
            try connection.close()
            try store.begin(at: noon)
            let actions = try store.pendingActions()
            store.rollback()
            #expect(actions.map(\.kind) == [kind])
            #expect(actions.map(\.actor) == ["Mari"])
        }
    }

    @Test("they ring: the open call is taken at once with an attempt, from nobody who has it unless forced")
    func inbound() throws {
        try withDesk({ try $0.addTask(1, state: "waiting", notBefore: noon.adding(seconds: 600)) }) { desk, path in
            guard case .claimed(let claimed) = try desk.takeInbound(1, contact: "c1", as: mari, at: noon) else {
                Issue.record("the call was there")
                return
            }
            #expect(claimed.detail.isInbound)
            #expect(claimed.detail.entry.attempts == 1)
            #expect(throws: DeskError.taken(task: 1, by: "Mari", until: noon.adding(seconds: Desk.callLease))) {
                _ = try desk.takeInbound(1, as: jaan, at: noon)
            }
            // She may say it again, and somebody else with a reason.
            guard case .claimed(let again) = try desk.takeInbound(1, as: mari, at: noon),
                case .claimed(let forced) = try desk.takeInbound(1, force: "her line broke", as: jaan, at: noon)
            else {
                Issue.record("the call was there")
                return
            }
            #expect(claimed.token < again.token)
            #expect(again.token < forced.token)
            let audit = try desk.audit(ofTask: 1)
            #expect(audit.contains { $0.actor == "Jaan" && $0.detail?.contains("her line broke") == true })
            #expect(try count("SELECT count(*) FROM action WHERE kind = 'inbound'", in: path) == 3)
        }
    }

    @Test("they ring and there is no call: the lane is asked, and its answer is found")
    func asked() throws {
        try withDesk({ try $0.addTask(1, state: "done") }) { desk, path in
            guard case .asked(let ticket) = try desk.takeInbound(1, as: mari, at: noon) else {
                Issue.record("there was no call")
                return
            }
            #expect(try desk.reply(to: ticket) == nil)
            try edit(path) { db in
                try db.execute(
                    sql: "INSERT INTO event (at, kind, case_id, task_id, detail) VALUES (0, ?, 1, 7, ?)",
                    arguments: [DeskReply.done, "\(ticket.action)"])
            }
            #expect(try desk.reply(to: ticket) == .done(caseID: 1, task: 7))
            #expect(
                try desk.reply(to: DeskTicket(action: ticket.action + 1, after: 0)) == nil)
        }
    }

    @Test("a case that is over is refused in words")
    func closedCase() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.execute(sql: "UPDATE case_file SET state = 'solved'")
        }) { desk, _ in
            let refusal = DeskError.caseOver(1, because: "solved")
            #expect(throws: refusal) { _ = try desk.takeInbound(1, as: mari, at: noon) }
            #expect(throws: refusal) { try desk.own(1, owner: "Mari", as: mari, at: noon) }
            #expect(throws: refusal) { try desk.close(1, as: .solved, because: "x", by: mari, at: noon) }
            #expect(throws: DeskError.notFound("case 9")) { try desk.own(9, owner: "Mari", as: mari, at: noon) }
        }
    }

    @Test("only a named person lowers a severity")
    func severity() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let nobody = DeskActor(name: "root", osUser: "root", isNamed: false)
            #expect(throws: DeskError.self) { _ = try desk.judge(1, .limp, because: "x", as: nobody, at: noon) }
            let raised = try desk.judge(1, .emergency, because: "smoke", as: nobody, at: noon)
            let lowered = try desk.judge(1, .limp, because: "oil is full", as: mari, at: noon)
            #expect([raised, lowered] == [.stop, .stop])
            #expect(try count("SELECT count(*) FROM fact_told WHERE key = 'severity_by_person'", in: path) == 2)
            #expect(
                try count("SELECT count(*) FROM audit WHERE detail = 'stop to limp: oil is full'", in: path) == 1)
        }
    }

    @Test("a case of somebody unknown makes rows once, and finds them again by plate and number")
    func opening() throws {
        try withDesk({ _ in }) { desk, path in
            var told = ToldAsset()
            told.plate = "123 abc"
            #expect(throws: DeskError.self) {
                _ = try desk.open(told, as: mari, at: noon) { NewCase(asset: $0.asset, symptom: "x") }
            }
            told.kind = .car
            told.name = "Kadri"
            told.phone = "+372 555 0001"
            told.language = "et"
            let change = try count("SELECT value FROM meta WHERE name = 'reference_change'", in: path)
            let first = try desk.open(told, as: mari, at: noon) { NewCase(asset: $0.asset, symptom: "x") }.rows
            #expect(first.isNewAsset && first.isNewContact)
            #expect(first.asset == "told:123ABC")
            #expect(try count("SELECT value FROM meta WHERE name = 'reference_change'", in: path) > change)
            told.plate = "123ABC"
            told.phone = "+3725550001"
            let again = try desk.open(told, as: mari, at: noon) { NewCase(asset: $0.asset, symptom: "x") }.rows
            #expect(
                again == ToldRows(asset: first.asset, contact: first.contact, isNewAsset: false, isNewContact: false))
            for (plate, phone) in [("123-ABC", "00372 555-0001"), ("123 АВС", "5550001")] {
                told.plate = plate
                told.phone = phone
                let same = try desk.open(told, as: mari, at: noon) { NewCase(asset: $0.asset, symptom: "x") }.rows
                #expect(same.asset == first.asset && same.contact == first.contact, "\(plate) \(phone)")
            }
            #expect(try count("SELECT count(*) FROM asset", in: path) == 1)
            #expect(try count("SELECT count(*) FROM contact_role", in: path) == 1)
            #expect(try count("SELECT count(*) FROM action WHERE kind = 'open'", in: path) == 4)
            // Two with one number: the asset's own, else somebody must say.
            try edit(path) {
                try $0.execute(sql: "INSERT INTO contact (id, phone) VALUES ('home', '+372 5550001')")
            }
            let own = try desk.open(told, as: mari, at: noon) { NewCase(asset: $0.asset, symptom: "x") }.rows
            #expect(own.contact == first.contact)
            told.plate = "999 ZZZ"
            #expect(throws: DeskError.self) {
                _ = try desk.open(told, as: mari, at: noon) { NewCase(asset: $0.asset, symptom: "x") }
            }
        }
    }

    @Test("what is open at the end of a shift is listed, and goes to a colleague")
    func handover() throws {
        try withDesk({ db in
            for id in 1...4 { try db.addTask(Int64(id)) }
            try db.execute(sql: "UPDATE case_file SET owner = 'Mari' WHERE id IN (2, 3)")
        }) { desk, path in
            _ = try desk.claim(1, as: mari, at: noon)
            let snoozed = try desk.claim(4, as: mari, at: noon)
            try desk.snooze(4, token: snoozed.token, until: noon.adding(seconds: 600), as: mari, at: noon)
            let handover = try desk.handover(of: "Mari", at: noon)
            #expect(handover.claimed.map(\.entry.row.id) == [1])
            #expect(handover.owned.map(\.current.row.id) == [2, 3])
            #expect(handover.snoozed.map(\.entry.row.id) == [4])
            #expect(try desk.handover(of: "Jaan", at: noon).isEmpty)
            let (cases, claims) = try desk.handOver(from: mari, to: "Jaan", at: noon)
            #expect(cases == 2)
            #expect(claims == 1)
            #expect(try desk.handover(of: "Mari", at: noon).claimed.isEmpty)
            #expect(try count("SELECT count(*) FROM action WHERE kind = 'own' AND text = 'Jaan'", in: path) == 2)
            #expect(try desk.next(for: jaan, at: noon)?.entry.row.id == 1)
        }
    }

    @Test("quiet hours and a wish not to be called hold, unless somebody says why or there is danger")
    func override() throws {
        try withDesk({ db in
            for id in 1...2 { try db.addTask(Int64(id)) }
            try db.execute(sql: "UPDATE case_file SET severity = 'service_soon' WHERE id = 1")
            try db.execute(sql: "UPDATE contact SET timezone = 'Europe/Tallinn', do_not_call = id = 'c2'")
        }) { desk, _ in
            let night = noon
            var policy = OutreachPolicy()
            (policy.quietFrom, policy.quietTo) = (0, 1_439)
            let service = try desk.claim(1, as: mari, at: night)
            #expect(throws: DeskError.self) {
                _ = try desk.dial(1, token: service.token, as: mari, under: policy, at: night)
            }
            #expect(try desk.task(1, at: night).attempts.isEmpty)
            let dialled = try desk.dial(
                1, token: service.token, as: mari, override: "they asked me to", under: policy, at: night)
            #expect(dialled.attempts.map(\.override) == ["quiet hours: they asked me to"])
            let stop = try desk.claim(2, as: mari, at: night)
            let danger = try desk.dial(2, token: stop.token, as: mari, under: policy, at: night)
            #expect(danger.attempts.map(\.override) == ["quiet hours, do not call: danger"])
        }
    }

    @Test("what was said keeps its language and minutes, and neither it nor the audit can be changed")
    func appendOnly() throws {
        try withDesk({ db in
            try db.addTask(1, language: "et")
            try db.addUnit(caseID: 1, eta: noon.adding(minutes: 20))
        }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            try desk.finish(1, token: claimed.token, CallResult(.reached), as: mari, at: noon.adding(seconds: 60))
            let said = try edit(path) { db in
                try Row.fetchOne(db, sql: "SELECT language, detail FROM said").map {
                    ($0[0] as String, $0[1] as String)
                }
            }
            #expect(said?.0 == "et")
            #expect(said?.1.contains("eta_low") == true)
            for table in ["said", "audit"] {
                for change in ["DELETE FROM \(table)", "UPDATE \(table) SET at = 0"] {
                    #expect(throws: (any Error).self) { try edit(path) { try $0.execute(sql: change) } }
                }
                try edit(path) { db in
                    try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('forgetting', 1)")
                    try db.execute(sql: "DELETE FROM \(table)")
                    try db.execute(sql: "DELETE FROM meta WHERE name = 'forgetting'")
                }
            }
        }
    }

    @Test("an outcome that waits for the lane keeps a task away until the lane has dealt with it")
    func pending() throws {
        try withDesk({ try $0.addTask(1) }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            try desk.finish(1, token: claimed.token, CallResult(.noAnswer), as: mari, at: noon)
            #expect(try desk.next(for: mari, at: noon) == nil)
            #expect(throws: DeskError.self) { _ = try desk.claim(1, as: jaan, at: noon) }
            #expect(try count("SELECT count(*) FROM task WHERE pending_action IS NOT NULL", in: path) == 1)
            try edit(path) { try $0.execute(sql: "DELETE FROM action") }
            #expect(try desk.next(for: mari, at: noon)?.entry.row.id == 1)
        }
    }
}
