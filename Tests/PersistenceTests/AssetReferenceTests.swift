import Casework
import GRDB
import Outreach
import Planning
import Telemetry
import Testing

@testable import Persistence

@Suite("What was imported about an asset")
struct AssetReferenceTests {
    /// A tractor `car-1` with its trailer `car-2`, both of `acme`.
    private static let combination = """
        UPDATE asset SET known = 1, kind = 'tractor', gross_mass_kg = 18000, combination_mass_kg = 40000, height_m = 3.9,
            trailer = 'car-2', customer_id = 'acme' WHERE key = 1;
        UPDATE asset SET known = 1, kind = 'trailer', gross_mass_kg = 22000, customer_id = 'acme' WHERE key = 2;
        INSERT INTO customer (id, name) VALUES ('acme', 'Acme');
        INSERT INTO contact (id, name) VALUES ('driver', 'D'), ('boss', 'B'), ('watch', 'W'), ('depot', 'Y');
        INSERT INTO contact_role (contact_id, role, of_kind, of_id, may_authorise) VALUES
            ('driver', 'driver', 'asset', 'car-1', 0), ('boss', 'fleet_manager', 'asset', 'car-1', 1),
            ('depot', 'site_contact', 'asset', 'car-1', 0), ('watch', 'keyholder', 'asset', 'car-2', 0);
        """

    @Test("tractor and trailer know each other and what they weigh")
    func coupled() throws {
        try withLane { store, _ in
            try edit(store.path) { try $0.execute(sql: AssetReferenceTests.combination) }
            let tractor = try #require(try store.readFile(1)?.reference)
            #expect(tractor.combinationMassKg == 40_000)
            #expect(tractor.heightM == 3.9)
            #expect(tractor.trailer == CoupledAsset(key: 2, id: "car-2", grossMassKg: 22_000))
            #expect(tractor.tractor == nil)
            let trailer = try #require(try store.readFile(2)?.reference)
            #expect(trailer.tractor == CoupledAsset(key: 1, id: "car-1", grossMassKg: 18_000))
            #expect(trailer.trailer == nil)
        }
    }

    @Test("an asset named as its own trailer, or with one that nobody knows, pulls nothing")
    func coupledToNothing() throws {
        try withLane { store, _ in
            try edit(store.path) {
                try $0.execute(
                    sql: """
                        UPDATE asset SET trailer = 'car-1' WHERE key = 1;
                        UPDATE asset SET trailer = 'never-seen' WHERE key = 2
                        """)
            }
            for key in [1, 2] as [Int64] {
                let reference = try store.readFile(key)?.reference
                #expect(reference?.trailer == nil)
                #expect(reference?.tractor == nil)
            }
        }
    }

    @Test("a trailer's own people come first, then its tractor's driver and fleet manager, each once")
    func crew() throws {
        try withLane { store, _ in
            try edit(store.path) { try $0.execute(sql: AssetReferenceTests.combination) }
            let contacts = try #require(try store.readFile(2)?.reference.contacts)
            #expect(contacts.map(\.id) == ["acme", "watch", "driver", "boss"])
            #expect(contacts.map { $0.mayAuthorise(at: noon) } == [true, false, false, true])
            try edit(store.path) {
                try $0.execute(
                    sql: """
                        INSERT INTO contact_role (contact_id, role, of_kind, of_id)
                        VALUES ('driver', 'driver', 'asset', 'car-2')
                        """)
            }
            let again = try store.readFile(2)?.reference.contacts.map(\.id)
            #expect(again == ["driver", "acme", "watch", "boss"])
        }
    }

    @Test("a site says how to get in; without a site there is nothing to get into")
    func access() throws {
        try withLane { store, _ in
            try edit(store.path) {
                try $0.execute(
                    sql: """
                        INSERT INTO site (id, lat, lon, timezone, height_limit_m, access_hours)
                        VALUES ('yard', 59.5, 24.5, 'Europe/Tallinn', 2.1, 'Mo-Fr 08:00-18:00');
                        UPDATE asset SET site_id = 'yard' WHERE key = 1; UPDATE asset SET site_id = 'gone' WHERE key = 2
                        """)
            }
            let access = try store.readFile(1)?.reference.access
            #expect(access?.zone == .european(minutes: 120))
            #expect(access?.heightLimitM == 2.1)
            #expect(access?.hours?.text == "Mo-Fr 08:00-18:00")
            #expect(try store.readFile(2)?.reference.access == nil)
        }
    }

    @Test("a person with several roles is one contact, there as each of them at its hours by their own clock")
    func hours() throws {
        try withLane { store, _ in
            try edit(store.path) {
                try $0.execute(
                    sql: """
                        INSERT INTO contact (id, timezone) VALUES ('day', 'Europe/Tallinn'), ('night', NULL), ('keys', NULL);
                        INSERT INTO contact_role (contact_id, role, of_kind, of_id, hours) VALUES
                            ('day', 'fleet_manager', 'asset', 'car-1', 'Mo-Su 08:00-18:00'),
                            ('night', 'fleet_manager', 'asset', 'car-1', 'Mo-Su 18:00-08:00'),
                            ('keys', 'keyholder', 'asset', 'car-1', 'Mo-Su 08:00-18:00'),
                            ('day', 'driver', 'asset', 'car-1', 'not hours at all')
                        """)
            }
            let contacts = try #require(try store.readFile(1)?.reference.contacts)
            #expect(contacts.map(\.id) == ["day", "night", "keys"])
            #expect(contacts.first?.duties.map(\.role) == [.driver, .fleetManager])
            // `noon` is 00:00 in UTC and 02:00 in Tallinn.
            func present(hours: Double) -> [String] {
                let time = noon.adding(minutes: hours * 60)
                return contacts.flatMap { contact in
                    [Role.driver, .fleetManager, .keyholder].filter { contact.isPresent(as: $0, at: time) }
                        .map { "\(contact.id) \($0.rawValue)" }
                }
            }
            #expect(present(hours: 12) == ["day driver", "day fleet_manager", "keys keyholder"])
            #expect(present(hours: 16.5) == ["day driver", "keys keyholder"])
            #expect(present(hours: 0) == ["day driver", "night fleet_manager"])
        }
    }

    @Test("whoever does not say is taken to speak and to live as one does at their site, else as the installation says")
    func unsaid() throws {
        try withLane { store, _ in
            try edit(store.path) {
                try $0.execute(
                    sql: """
                        INSERT INTO site (id, lat, lon, timezone, country) VALUES
                            ('yard', 60.2, 24.9, NULL, 'fi'), ('port', 59.4, 24.7, 'Europe/Athens', 'EE');
                        UPDATE asset SET site_id = 'yard' WHERE key = 1; UPDATE asset SET site_id = 'port' WHERE key = 2;
                        INSERT INTO contact (id, phone, channel, second_contact) VALUES
                            ('a', '+1', 'text', 'b'), ('b', NULL, 'voice', 'a'), ('c', ' ', 'relay', 'gone');
                        INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES
                            ('a', 'site_contact', 'asset', 'car-1'), ('c', 'site_contact', 'asset', 'car-2')
                        """)
            }
            let yard = try #require(try store.readFile(1)?.reference.contacts)
            #expect(yard.map(\.id) == ["a", "b"])
            #expect(yard.map(\.language) == ["fi", "fi"])
            #expect(yard.map(\.zone) == [.european(minutes: 120), .european(minutes: 120)])
            #expect(yard.map(\.hasPhone) == [true, false])
            #expect(yard.map(\.channel) == [.text, .voice])
            #expect(yard.map(\.duties.isEmpty) == [false, true])
            let port = try #require(try store.readFile(2)?.reference.contacts)
            #expect(port.map(\.language) == ["et"])
            #expect(port.first?.zone == .european(minutes: 120))
            #expect(port.map(\.hasPhone) == [false])
        }
    }

    /// Contracts as `id, asset, customer, days from, days to`, and the one that counts.
    struct Cover: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rows: [(id: String, asset: String?, customer: String?, from: Int64?, to: Int64?)]
        var counts: String?

        init(
            _ words: String, _ rows: [(id: String, asset: String?, customer: String?, from: Int64?, to: Int64?)],
            _ counts: String?
        ) {
            (testDescription, self.rows, self.counts) = (words, rows, counts)
        }
    }

    static let covers = [
        Cover("none", [], nil),
        Cover("the customer's", [("c", nil, "acme", nil, nil)], "c"),
        Cover("its own before the customer's", [("b", nil, "acme", nil, nil), ("c", "car-1", nil, nil, nil)], "c"),
        Cover("another asset's is none", [("c", "car-2", "acme", nil, nil)], nil),
        Cover("another customer's is none", [("c", nil, "else", nil, nil)], nil),
        Cover("one that has not begun is none", [("c", nil, "acme", 1, nil)], nil),
        Cover("one that ended still tells that it ended", [("c", nil, "acme", -9, -1)], "c"),
        Cover("the last that ended", [("b", nil, "acme", -9, -5), ("c", nil, "acme", -9, -1)], "c"),
        Cover(
            "a valid one before one that ended, whosever",
            [("b", "car-1", nil, -9, -1), ("c", nil, "acme", -9, 9)], "c"),
        Cover("the newer of two valid ones", [("b", nil, "acme", -9, 9), ("c", nil, "acme", -2, nil)], "c"),
    ]

    @Test("the contract that counts", arguments: covers)
    func contract(_ cover: Cover) throws {
        try withLane { store, _ in
            try edit(store.path) { db in
                try db.execute(sql: "UPDATE asset SET customer_id = 'acme' WHERE key = 1")
                for row in cover.rows {
                    try db.execute(
                        sql:
                            "INSERT INTO contract (id, asset_id, customer_id, valid_from, valid_to) VALUES (?,?,?,?,?)",
                        arguments: [
                            row.id, row.asset, row.customer,
                            row.from.map { noon.adding(seconds: $0 * 86_400).milliseconds },
                            row.to.map { noon.adding(seconds: $0 * 86_400).milliseconds },
                        ])
                }
            }
            #expect(try store.readFile(1)?.reference.contract?.id == cover.counts)
        }
    }

    @Test(
        "a contract's approval is one of three, also as older files wrote it",
        arguments: [
            (nil, .never), ("", .never), ("none", .never), ("never", .never), ("tow", .tow), ("always", .always),
            ("ask the boss", .never),
        ] as [(String?, Contract.Approval)])
    func approval(text: String?, approval: Contract.Approval) throws {
        try withLane { store, _ in
            try edit(store.path) {
                try $0.execute(
                    sql: "INSERT INTO contract (id, asset_id, approval, tow_km, valid_to) VALUES ('c','car-1',?,50,?)",
                    arguments: [text, noon.milliseconds])
            }
            let contract = try store.readFile(1)?.reference.contract
            #expect(contract == Contract(id: "c", approval: approval, towKm: 50, validTo: noon))
        }
    }

    @Test("a slot that was refused stays with its case, so that it is not asked for again; one given back does not")
    func refusedHolds() throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            var changes = Changes()
            for (id, state) in [(2, .refused), (3, .released), (4, .fulfilled)] as [(Int64, HoldState)] {
                var hold = HoldRow(id: id, caseID: 1, kind: .slot, resource: "\(id)", state: state, since: noon)
                hold.version = 1
                changes.holds.append(hold)
            }
            try store.write(changes)
            #expect(try store.readFile(1)?.current?.holds.map(\.id) == [1, 2])
        }
    }

    @Test("an open case has the newest answer to each question, and only its own")
    func facts() throws {
        try withLane { store, _ in
            try store.write(sampleChanges(1, asset: 1))
            for (caseID, key, value) in [(1, "people", "2"), (1, "key", "yes"), (1, "people", "3"), (2, "key", "no")] {
                try edit(store.path) {
                    try $0.execute(
                        sql: "INSERT INTO fact_told (at, case_id, actor, key, value) VALUES (0, ?, 'mari', ?, ?)",
                        arguments: [caseID, key, value])
                }
            }
            let facts = try store.readFile(1)?.current?.facts
            #expect(facts?["people"] == "3")
            #expect(facts?["key"] == "yes")
            #expect(facts?["smoke"] == nil)
        }
    }
}
