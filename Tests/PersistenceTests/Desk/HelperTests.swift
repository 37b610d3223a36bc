import Casework
import GRDB
import Outreach
import Planning
import Telemetry
import Testing

@testable import Persistence

@Suite("Those who help, as the desk sees them")
struct HelperTests {
    @Test(
        "a firm of a zone is called at the zone's number, else at its provider's; without either nobody knows one",
        arguments: [
            ("'Ring road', '+3725550020', 'firm'", "Hoiatus OÜ, Ring road", "+3725550020"),
            ("'Ring road', NULL, 'firm'", "Hoiatus OÜ, Ring road", "+3725550021"), ("NULL, NULL, NULL", "E20", nil),
        ] as [(String, String, String?)])
    func zone(columns: String, name: String, phone: String?) throws {
        try withDesk({ db in
            try db.addTask(1, kind: "provider_call")
            try db.addUnit(caseID: 1, state: "offered", eta: noon)
            try db.execute(
                sql: """
                    INSERT INTO provider (id, name, phone) VALUES ('firm', 'Hoiatus OÜ', '+3725550021');
                    INSERT INTO zone (id, rule, road, name, phone, provider_id)
                    VALUES ('z1', 'concession', 'E20', \(columns));
                    UPDATE leg SET kind = 'third_party', unit = NULL;
                    INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
                    VALUES (1, 1, 1, 1, 1, 'zone:z1', 'offered', 0, 0);
                    UPDATE task SET contact_id = NULL, unit = 'zone:z1', job_id = 1
                    """)
        }) { desk, _ in
            let detail = try desk.task(1, at: noon)
            #expect(detail.addressee?.name == name)
            #expect(detail.addressee?.phone == phone)
            #expect(detail.addressee?.role == "provider")
            let helper = try #require(detail.caseDetail?.helper)
            #expect(helper.id == "zone:z1")
            #expect(helper.name == (name.contains("Ring") ? "Ring road" : "E20"))
            #expect(helper.phone == phone)
            #expect(helper.state == .offered)
        }
    }

    @Test("a unit without a number is called at its provider's")
    func provider() throws {
        try withDesk({ db in
            try db.addTask(1, kind: "provider_call")
            try db.addUnit(caseID: 1, state: "offered", eta: noon)
            try db.execute(
                sql: """
                    INSERT INTO provider (id, name, phone) VALUES ('firm', 'Hoiatus OÜ', '+3725550021');
                    UPDATE unit SET provider_id = 'firm'; UPDATE task SET contact_id = NULL, unit = 'truck-1'
                    """)
        }) { desk, _ in
            let detail = try desk.task(1, at: noon)
            #expect(detail.addressee?.phone == "+3725550021")
            #expect(
                detail.caseDetail?.helper
                    == Helper(
                        id: "truck-1", name: "Flatbed 1", phone: "+3725550021", firm: "Hoiatus OÜ", kind: "flatbed",
                        state: .offered))
        }
    }

    @Test("a unit that was stood down is shown until it confirms, beside the one that comes")
    func alsoComing() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.addUnit(caseID: 1, eta: noon)
            for (id, unit, state) in [
                (1, "truck-9", "stood_down"), (2, "truck-8", "cancel_confirmed"), (3, "truck-1", "accepted"),
            ] {
                try db.execute(
                    sql: """
                        INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
                        VALUES (?1, 1, 1, 1, ?1, ?2, ?3, 0, 0)
                        """, arguments: [id, unit, state])
            }
        }) { desk, path in
            let detail = try desk.caseFile(1)
            #expect(detail.helper?.id == "truck-1")
            #expect(detail.alsoComing == [Helper(id: "truck-9", name: "truck-9", state: .stoodDown)])
            try edit(path) { try $0.execute(sql: "UPDATE job SET state = 'cancel_confirmed' WHERE id = 1") }
            #expect(try desk.caseFile(1).alsoComing.isEmpty)
        }
    }

    /// Two workshops with a slot each: the case holds the second, and was refused the first.
    private static let slots = """
        INSERT INTO workshop (id, name, lat, lon, phone) VALUES ('w1', 'First', 59, 24, '+3725550031'),
            ('w2', 'Second', 59, 24, '+3725550032');
        INSERT INTO slot (id, workshop_id, start, minutes) VALUES (1, 'w1', 1795316400000, 60),
            (2, 'w2', 1795320000000, 60), (3, 'w2', 1795323600000, 60);
        INSERT INTO hold (id, version, case_id, kind, resource, state, since) VALUES
            (1, 1, 1, 'slot', '1', 'refused', 0), (2, 1, 1, 'slot', '2', 'held', 0), (3, 1, 1, 'slot', '3', 'released', 0);
        """

    @Test("a workshop's call is about its slot, whatever else the case holds")
    func workshopCall() throws {
        try withDesk({ db in
            try db.addTask(1, kind: "workshop_call")
            try db.execute(sql: HelperTests.slots + "UPDATE task SET contact_id = NULL")
        }) { desk, path in
            for (slot, name, state) in [
                (nil, "Second", .held), (2, "Second", .held), (1, "First", .refused),
            ] as [(Int64?, String, HoldState)] {
                try edit(path) { try $0.execute(sql: "UPDATE task SET slot_id = ?", arguments: [slot]) }
                let detail = try desk.task(1, at: noon)
                #expect(detail.addressee?.name == name)
                #expect(detail.addressee?.phone == (name == "First" ? "+3725550031" : "+3725550032"))
                #expect(detail.caseDetail?.workshop?.name == name)
                #expect(detail.caseDetail?.slotHold?.state == state)
                #expect(detail.caseDetail?.promise(at: noon).slot == 2)
            }
        }
    }

    @Test("slots show what holds them, a refusal while its case is open, and what was taken away while it is held")
    func slotEntries() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.execute(sql: HelperTests.slots)
        }) { desk, path in
            func words() throws -> [String] {
                try desk.slots(at: noon).map {
                    "\($0.slot.id) \($0.stateWord) \($0.caseID ?? 0)\($0.withdrawn ? " withdrawn" : "")"
                }
            }
            #expect(try words() == ["1 refused 1", "2 held 1", "3 free 0"])
            try edit(path) {
                try $0.execute(
                    sql: "UPDATE slot SET retired = 1; UPDATE case_file SET state = 'solved'")
            }
            #expect(try words() == ["2 held 1 withdrawn"])
            try edit(path) { try $0.execute(sql: "UPDATE slot SET retired = 0") }
            #expect(try words() == ["1 free 0", "2 held 1", "3 free 0"])
        }
    }

    @Test("units show their parts, their job and where and when it ends, and since when they are away")
    func unitEntries() throws {
        try withDesk({ db in
            try db.addTask(1)
            try db.addUnit(caseID: 1, eta: noon)
            try db.execute(
                sql: """
                    INSERT INTO leg_place VALUES (1, 59.4, 24.7, 58.4, 26.7);
                    UPDATE leg SET workshop = 'w1'; UPDATE plan SET repaired_at = 1795309200000;
                    INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
                    VALUES (1, 1, 1, 1, 1, 'truck-1', 'en_route', 0, 0);
                    INSERT INTO hold (id, version, case_id, kind, resource, state, since) VALUES
                        (1, 1, 1, 'unit', 'truck-1', 'confirmed', 0), (2, 1, 1, 'stock', 'truck-1:tyre:1', 'held', 0),
                        (3, 1, 1, 'stock', 'truck-1:tyre:2', 'released', 0);
                    INSERT INTO stock VALUES ('truck-1', 'tyre', 4), ('truck-1', 'battery', 0), ('truck-10', 'tyre', 1);
                    INSERT INTO unit_state (unit_id, online, offline_since) VALUES ('truck-1', 0, 1795305600000);
                    INSERT INTO unit (id, reach) VALUES ('phone-1', 'phone')
                    """)
        }) { desk, path in
            let units = try desk.units()
            #expect(units.map(\.unit.id) == ["phone-1", "truck-1"])
            #expect(units[0].parts.isEmpty)
            #expect(units[0].job == nil)
            #expect(units[0].offlineSince == nil)
            let truck = units[1]
            #expect(
                truck.parts == [
                    PartEntry(part: "battery", quantity: 0, held: 0), PartEntry(part: "tyre", quantity: 4, held: 1),
                ])
            #expect(truck.job == UnitJob(id: 1, state: .enRoute, endsIn: place(58.4, 26.7), workshop: "w1"))
            #expect(truck.state == "en_route")
            #expect(truck.offlineSince == noon)
            // A patrol mends where the asset stands, and is free when it is mended.
            try edit(path) {
                try $0.execute(
                    sql:
                        "UPDATE leg SET kind = 'patrol', workshop = NULL; UPDATE leg_place SET to_lat = NULL, to_lon = NULL"
                )
            }
            let patrol = try desk.units()[1].job
            #expect(patrol?.endsIn == place(59.4, 24.7))
            #expect(patrol?.endsAt == noon.adding(minutes: 60))
        }
    }

    @Test("the time that a workshop named is a note, a fact of the case, and known to the lane before the outcome")
    func slotStart() throws {
        try withDesk({ try $0.addTask(1, kind: "workshop_call") }) { desk, path in
            let claimed = try #require(try desk.claimNext(as: mari, at: noon))
            let start = noon.adding(minutes: 90)
            let result = CallResult(.accepted, slotStart: start)
            try desk.finish(1, token: claimed.token, result, as: mari, at: noon)
            let store = try LaneStore(path: path, symbols: SymbolTable())
            defer { store.close() }
            try store.begin(at: noon)
            defer { store.rollback() }
            let kinds = try store.pendingActions().map(\.kind)
            #expect(
                kinds == [
                    .fact(caseID: 1, key: "slot_start:1", value: start.iso8601),
                    .finish(FinishedCall(task: 1, .accepted)),
                ])
            let facts = try store.file(1)?.current?.facts
            #expect(facts?["slot_start:1"] == start.iso8601)
            #expect(try desk.task(1, at: noon).notes.map(\.text) == ["the workshop named \(start.iso8601)"])
        }
    }
}
