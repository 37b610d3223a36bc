import Casework
import GRDB
import Outreach
import Telemetry
import Testing

@testable import Persistence

@Suite("Somebody rings in")
struct LookupTests {
    @Test(
        "a driver is found by their number, with role, assets, case, task and what was said",
        arguments: ["+372 5555 0001", "5555 0001", "00372-55550001"])
    func driver(number: String) throws {
        try withDesk({ try $0.addCentre() }) { desk, _ in
            let card = try #require(try card(desk, number))
            #expect(card.isCaller)
            #expect(card.people.map(\.person.name) == ["Kadri Kask"])
            #expect(card.people.first?.roles.map(\.role) == ["driver"])
            #expect(card.assets.map(\.id) == ["car-1"])
            #expect(card.openCases.map(\.detail.current.row.id) == [1])
            #expect(card.openCases.first?.tasks.map(\.row.id) == [1])
            #expect(card.openCases.first?.isCallOpen == true)
            #expect(card.openCases.first?.call.addressee?.contactID == "d1")
            #expect(card.said.map(\.promise?.unit) == ["truck-1"])
            #expect(card.said.first?.unitName == "Flatbed 1")
        }
    }

    @Test(
        "an asset is found by plate, id, VIN and case, with its people",
        arguments: ["123 abc", "car-1", "VF1AAAAAAAA123456", "vf1aaaaaaaa123456", "#1", "case 1"])
    func asset(query: String) throws {
        try withDesk({ try $0.addCentre() }) { desk, _ in
            let card = try #require(try card(desk, query))
            #expect(!card.isCaller)
            #expect(card.people.map(\.person.contactID) == ["d1", "fleet"])
            #expect(card.assets.map(\.id) == ["car-1"])
            #expect(card.openCases.map(\.detail.current.row.id) == [1])
        }
    }

    @Test("a customer sees all their assets, those with an open case first")
    func owner() throws {
        try withDesk({ try $0.addCentre() }) { desk, _ in
            let card = try #require(try card(desk, "+37255550002"))
            #expect(card.people.first?.roles.first?.role == "owner")
            #expect(card.people.first?.mayAuthorise == true)
            #expect(card.assets.map(\.id) == ["car-1", "car-2", "car-3"])
            #expect(card.assets.map(\.openCase) == [1, nil, nil])
        }
    }

    @Test("a role that has ended, or has not begun, does not count")
    func formerDriver() throws {
        try withDesk({ db in
            try db.addCentre()
            try db.execute(
                sql: "UPDATE contact_role SET valid_to = ?", arguments: [noon.adding(minutes: -1).milliseconds])
            try db.execute(sql: "UPDATE task SET contact_id = NULL")
        }) { desk, _ in
            let former = try #require(try card(desk, "+37255550001"))
            #expect(former.assets.isEmpty)
            let asset = try #require(try card(desk, "car-1"))
            #expect(asset.people.map(\.person.contactID) == ["fleet"])
        }
    }

    @Test("a crew, and a workshop, are found by number with the case that they help with")
    func helpers() throws {
        try withDesk({ try $0.addCentre() }) { desk, _ in
            let crew = try #require(try card(desk, "+372 600 0001"))
            #expect(crew.helpers.map(\.id) == ["truck-1"])
            #expect(crew.openCases.map(\.detail.current.row.id) == [1])
            let workshop = try #require(try card(desk, "6000002"))
            #expect(workshop.helpers.map(\.kind) == ["workshop"])
            #expect(workshop.openCases.isEmpty)
        }
    }

    @Test("a number of two countries without its code, and a number that is a case too, give candidates")
    func ambiguous() throws {
        try withDesk({ db in
            try db.addCentre()
            try db.execute(
                sql: "INSERT INTO contact (id, name, phone) VALUES ('fi', 'Aino', '+35855550001')")
            try db.execute(sql: "INSERT INTO asset (key, id, known, plate) VALUES (9, '1', 1, 'ZZ 1')")
        }) { desk, _ in
            let query = LookupQuery("5555 0001")
            let answer = try desk.lookup(query, as: mari, at: noon)
            guard case .candidates(let candidates) = answer.result else {
                Issue.record("no candidates")
                return
            }
            #expect(candidates.map(\.id) == ["d1", "fi"])
            #expect(candidates.map(\.phone) == ["+37255550001", "+35855550001"])
            // Asked again by what the list says, there is no doubt.
            let chosen = LookupQuery(candidates[1].id, kind: candidates[1].kind)
            guard case .card(let card) = try desk.lookup(chosen, as: mari, at: noon).result else {
                Issue.record("no card")
                return
            }
            #expect(card.people.map(\.person.name) == ["Aino"])
            guard case .candidates(let both) = try desk.lookup(LookupQuery("1"), as: mari, at: noon).result else {
                Issue.record("no candidates for 1")
                return
            }
            #expect(both.map(\.kind) == [.asset, .case])
        }
    }

    @Test("two people with one telephone stand on one screen")
    func sharedTelephone() throws {
        try withDesk({ db in
            try db.addCentre()
            try db.execute(sql: "INSERT INTO contact (id, name, phone) VALUES ('d2', 'Peeter', '372 5555 0001')")
        }) { desk, _ in
            let card = try #require(try card(desk, "+37255550001"))
            #expect(card.people.map(\.person.contactID) == ["d1", "d2"])
        }
    }

    @Test("a look-up is logged with who looked and whom they saw, never with what was typed")
    func logged() throws {
        try withDesk({ try $0.addCentre() }) { desk, path in
            _ = try desk.lookup(LookupQuery("5555 0001"), as: mari, at: noon)
            _ = try desk.lookup(LookupQuery("5999 9999"), as: mari, at: noon)
            _ = try desk.lookup(LookupQuery("nobody's 999"), as: mari, at: noon)
            let connection = try StoreConnection(path: path, role: .reader)
            defer { try? connection.close() }
            let rows = try connection.read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT concat_row FROM (SELECT actor || ' ' || os_user || ' ' || kind || ' '
                            || ifnull(contact_id, '-') || ' ' || ifnull(asset_id, '-') || ' ' || found AS concat_row
                            FROM lookup_log ORDER BY id)
                        """)
            }
            #expect(rows == ["Mari mari phone d1 car-1 1", "Mari mari phone - - 0", "Mari mari plate - - 0"])
        }
    }

    @Test("nothing is shown if the log can't be written")
    func unlogged() throws {
        try withDesk({ try $0.addCentre() }) { desk, path in
            try edit(path) { try $0.execute(sql: "DROP TABLE lookup_log") }
            #expect(throws: StoreError.self) { try desk.lookup(LookupQuery("5555 0001"), as: mari, at: noon) }
        }
    }

    @Test("of a fleet of thousands a bounded part is read, and every open case is found")
    func fleet() throws {
        try withDesk({ db in
            try db.addCentre()
            try db.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 5100)
                    INSERT INTO asset (key, id, known, customer_id) SELECT i, 'van-' || i, 1, 'fleet' FROM n
                    """)
            try db.execute(
                sql: """
                    INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom,
                        capabilities, codes, evidence, opened_at, fault_at)
                    VALUES (50, 1, 5000, 'open', 'limp', 0, 0, 'misfire', '', '[]', '[]', 0, 0)
                    """)
        }) { desk, _ in
            let card = try #require(try card(desk, "+37255550002"))
            #expect(card.assetCount == 5_004)
            #expect(card.assets.count == Desk.lookedUpAssets)
            #expect(card.openCases.map(\.detail.current.row.id) == [1, 50])
            #expect(card.assets.prefix(2).map(\.id) == ["car-1", "van-5000"])
        }
    }

    @Test("without a call of their own the caller gets words that are true now")
    func words() throws {
        try withDesk({ db in
            try db.addCentre()
            try db.execute(sql: "UPDATE task SET state = 'done'")
        }) { desk, _ in
            let one = try #require(try card(desk, "+37255550001")?.openCases.first)
            #expect(!one.isCallOpen)
            #expect(one.tasks.isEmpty)
            #expect(one.call.entry.row.kind == .breakdownCall)
            #expect(one.call.addressee?.name == "Kadri Kask")
        }
    }

    @Test("earlier cases say where the asset was brought, and faults are newest first")
    func before() throws {
        try withDesk({ db in
            try db.addCentre()
            try db.execute(
                sql: "UPDATE case_file SET state = 'solved', closed_at = ?", arguments: [noon.milliseconds])
            try db.execute(sql: "UPDATE leg SET state = 'delivered', workshop = 'w1'")
            for (code, minutes) in [("obd/P0520", -30.0), ("obd/P0300", -10)] {
                try db.execute(
                    sql: """
                        INSERT INTO fault (version, asset_key, source, code, status, kind, active, raised_at, seen_at,
                            activations) VALUES (1, 1, 's', ?, 'confirmed', 'active', 1, ?2, ?2, 1)
                        """, arguments: [code, noon.adding(minutes: minutes).milliseconds])
            }
        }) { desk, _ in
            let card = try #require(try card(desk, "+37255550001"))
            #expect(card.openCases.isEmpty)
            #expect(card.earlier.map(\.workshop) == ["Workshop West"])
            #expect(card.faults.map(\.code) == ["obd/P0300", "obd/P0520"])
        }
    }

    private func card(_ desk: Desk, _ query: String) throws -> LookupCard? {
        guard case .card(let card) = try desk.lookup(LookupQuery(query), as: mari, at: noon).result else { return nil }
        return card
    }
}

extension Database {
    /// A fleet with three cars and a driver whose case is open: a truck has taken the job, and they were told so.
    func addCentre() throws {
        try execute(
            sql: "INSERT INTO customer (id, name, phone, language) VALUES ('fleet', 'Kask OÜ', '+37255550002', 'et')")
        try execute(
            sql: "INSERT INTO contact (id, name, phone, language) VALUES ('d1', 'Kadri Kask', '+37255550001', 'et')")
        for key in 1...3 {
            try execute(
                sql: "INSERT INTO asset (key, id, known, customer_id, plate, vin) VALUES (?1, ?2, 1, 'fleet', ?3, ?4)",
                arguments: [key, "car-\(key)", "12\(key + 2) ABC", key == 1 ? "VF1AAAAAAAA123456" : nil])
        }
        try execute(
            sql: "INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES ('d1', 'driver', 'asset', 'car-1')"
        )
        try execute(
            sql: """
                INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom,
                    capabilities, codes, evidence, opened_at, fault_at)
                VALUES (1, 1, 1, 'open', 'stop', 0, 0, 'oil_pressure_low', '', '["obd/P0520"]', '[]', ?1, ?1)
                """, arguments: [noon.adding(minutes: -20).milliseconds])
        try execute(
            sql: """
                INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, created_at,
                    reasons, alarm) VALUES (1, 1, 'breakdown_call', 'ready', 1, 1, 'd1', 100, ?1, ?1, '[]', 0)
                """, arguments: [noon.milliseconds])
        try addUnit(caseID: 1, eta: noon.adding(minutes: 20))
        try execute(sql: "UPDATE unit SET phone = '+3726000001'")
        try execute(sql: "INSERT INTO workshop (id, name, phone) VALUES ('w1', 'Workshop West', '+3726000002')")
        try execute(
            sql: """
                INSERT INTO hold (version, case_id, kind, resource, state, since) VALUES (1, 1, 'unit', 'truck-1', 'held', 0)
                """)
        try execute(
            sql: """
                INSERT INTO said (at, case_id, task_id, contact_id, channel, actor, template, promise_at, promise_unit,
                    promise_latest) VALUES (?1, 1, 1, 'd1', 'voice', 'Mari', 'breakdown_call', ?1, 'truck-1', ?2)
                """,
            arguments: [noon.adding(minutes: -15).milliseconds, noon.adding(minutes: 15).milliseconds])
    }
}
