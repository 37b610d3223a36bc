import Casework
import GRDB
import Planning
import Telemetry
import Testing

@testable import Persistence

@Suite("Loading what the lane keeps in memory")
struct SnapshotTests {
    @Test("a lane that starts again finds everything as it left it")
    func restart() throws {
        try withStorePath { path in
            let symbols = SymbolTable()
            let first = try LaneStore(path: path, symbols: symbols)
            var changes = Changes()
            changes.newAssets = [NewAsset(key: 1, id: "obd/a", symbol: symbols.intern("obd/a"))]
            changes.newAssets.append(NewAsset(key: 2, id: "obd/b", symbol: symbols.intern("obd/b")))
            try first.write(changes)
            try first.write(sampleChanges(3, asset: 1, full: true), digests: [1, 2, 3])
            var ended = sampleChanges(4, asset: 2)
            ended.cases[0].state = .solved
            ended.holds[0].state = .fulfilled
            try first.write(ended, digests: [4])
            first.close()

            let second = try LaneStore(path: path, symbols: SymbolTable())
            defer { second.close() }
            let snapshot = try second.loadSnapshot(signalNames: [], at: noon)
            #expect(snapshot.assets == [AssetKey(key: 1, id: "obd/a"), AssetKey(key: 2, id: "obd/b")])
            #expect(snapshot.openFiles.map(\.current) == [sampleCase(3, asset: 1, full: true).case])
            #expect(
                snapshot.openFiles.first?.reference
                    == AssetReference(
                        key: 1, id: "obd/a", known: false, traits: AssetTraits(kind: .other)))
            #expect(snapshot.holds.map(\.id) == [3])
            #expect(snapshot.receipts == [1, 2, 3, 4])
            var sequences = Sequences()
            sequences.asset = 3
            (sequences.caseRow, sequences.problem, sequences.fault, sequences.faultSource) = (5, 5, 5, 5)
            (sequences.plan, sequences.leg, sequences.job, sequences.hold) = (5, 5, 5, 5)
            (sequences.task, sequences.timer, sequences.offer) = (5, 5, 1_005)
            #expect(snapshot.sequences == sequences)
        }
    }

    @Test("a refused jump is known to the next lane, so that a second fix near it still proves it")
    func suspects() throws {
        try withStorePath { path in
            let symbols = SymbolTable()
            let first = try LaneStore(path: path, symbols: symbols)
            var changes = Changes()
            changes.newAssets = [NewAsset(key: 1, id: "obd/a", symbol: symbols.intern("obd/a"))]
            let position = Position(coordinate: place(58, 25), speed: 40)
            let fixes = [0, 5].map {
                AssetFix(asset: 1, time: noon.adding(seconds: $0), timeTrusted: true, position: position)
            }
            changes.suspects = fixes
            changes.suspectUnits = [
                UnitStateRow(unit: "u1", coordinate: place(59, 24), positionTime: noon, online: true)
            ]
            try first.write(changes)
            first.close()

            let second = try LaneStore(path: path, symbols: SymbolTable())
            defer { second.close() }
            let snapshot = try second.loadSnapshot(signalNames: [], at: noon)
            #expect(snapshot.suspects == [fixes[1]])
            #expect(snapshot.suspectUnits == changes.suspectUnits)
            let late = noon.adding(seconds: 3_700)
            while try second.purge(at: late) > 0 {}
            #expect(try second.loadSnapshot(signalNames: [], at: late).suspects.isEmpty)
        }
    }

    @Test("units, workshops, slots and devices come as planning wants them")
    func reference() throws {
        try withLane { store, _ in
            try edit(store.path) { db in
                try db.execute(
                    sql: """
                        INSERT INTO provider (id, timezone) VALUES ('towing', 'Europe/Tallinn');
                        INSERT INTO unit (id, name, kind, capabilities, max_mass_kg, lat, lon, shift_start, shift_end,
                            provider_id, seats, height_m, readiness_minutes)
                        VALUES ('u1', 'Unit 1', 'flatbed', 'flatbed; winch;unheard_of', 3500, 59.1, 24.1, '08:00',
                            '24:00', 'towing', 2, 3.2, 4);
                        INSERT INTO unit (id, reach) VALUES ('u2', 'phone');
                        INSERT INTO unit (id, retired) VALUES ('u3', 1);
                        INSERT INTO workshop (id, name, lat, lon, timezone, country, opening_hours, skills, auto_confirm)
                        VALUES ('w1', 'Workshop', 59.2, 24.2, 'Europe/Tallinn', 'EE', 'Mo-Fr 08:00-18:00',
                            'engine;brakes', 1);
                        INSERT INTO workshop (id, lat, lon, opening_hours) VALUES ('w2', 1, 2, 'whenever');
                        INSERT INTO stock VALUES ('w1', 'battery', 2), ('u1', 'battery', 1);
                        INSERT INTO zone (id, rule, area, road) VALUES
                            ('z1', 'police', '{"type":"Polygon","coordinates":[[[24,59],[25,59],[25,60]]]}', NULL),
                            ('z2', 'concession', 'nonsense', 'E20'), ('z3', 'concession', 'nonsense', NULL);
                        INSERT INTO workshop (id) VALUES ('nowhere');
                        INSERT INTO device (profile, device, asset_id) VALUES ('obd', 'AA', 'car-1');
                        """)
                for (start, bay) in [(-7_200, 1), (3_600, 1), (3_600, 2), (15 * 86_400, 1)] {
                    try db.execute(
                        sql: "INSERT INTO slot (workshop_id, start, bay, minutes) VALUES ('w1', ?, ?, 60)",
                        arguments: [noon.adding(seconds: Int64(start)).milliseconds, bay])
                }
            }
            var changes = Changes()
            changes.unitStates = [
                UnitStateRow(unit: "u1", coordinate: place(58, 25), positionTime: noon, online: true)
            ]
            try store.write(changes)
            let reference = try store.loadSnapshot(signalNames: [], at: noon).reference
            var first = Unit(
                id: "u1", name: "Unit 1", kind: "flatbed", capabilities: [.flatbed, .winch], maxMassKg: 3_500,
                coordinate: place(58, 25), positionTime: noon,
                shift: Shift(from: 480, to: 0, zone: .european(minutes: 120)), providerID: "towing", seats: 2,
                heightM: 3.2, readinessMinutes: 4, online: true)
            // It drives about, and its yard stays where it is.
            first.base = place(59.1, 24.1)
            #expect(
                reference.board.units == [
                    first, Unit(id: "u2", name: "u2", kind: "", capabilities: [], reach: .phone, online: true),
                ])
            #expect(
                reference.board.workshops == [
                    Workshop(
                        id: "w1", name: "Workshop", coordinate: place(59.2, 24.2), zone: .european(minutes: 120),
                        openingHours: try OpeningHours("Mo-Fr 08:00-18:00"), country: "EE",
                        skills: ["engine", "brakes"], autoConfirm: true),
                    Workshop(id: "w2", name: "w2", coordinate: place(1, 2)),
                ])
            #expect(reference.board.stock.free("battery", at: "w1") == 2)
            #expect(reference.board.stock.free("battery", at: "u1") == 1)
            #expect(!reference.board.stock.isKnown("u2"))
            #expect(reference.board.zones.map(\.id) == ["z1", "z2"])
            #expect(reference.board.zones[0].area.count == 1)
            #expect(reference.board.zones[1].area.isEmpty)
            #expect(reference.board.slots.map(\.id) == [2, 3])
            #expect(reference.devices == [DeviceMapping(profile: "obd", device: "AA", assetID: "car-1")])
        }
    }

    @Test("people come with their roles at this time, drivers first, and the customer as owner unless one is named")
    func people() throws {
        try withLane { store, _ in
            try edit(store.path) { db in
                try db.execute(
                    sql: """
                        UPDATE asset SET known = 1, kind = 'charger', energy = 'mains', plate = '123 ABC', year = 2020,
                            customer_id = 'acme', site_id = 'yard', impact = 'public' WHERE key = 1;
                        UPDATE asset SET customer_id = 'acme' WHERE key = 2;
                        INSERT INTO customer (id, name, phone, language, timezone) VALUES
                            ('acme', 'Acme', '+3725550000', 'et', 'Europe/Tallinn');
                        INSERT INTO site (id, lat, lon) VALUES ('yard', 59.5, 24.5);
                        INSERT INTO contact (id, phone, language, do_not_call) VALUES
                            ('d2', '+1', 'ru', 1), ('d1', '+2', NULL, 0), ('keys', '+3', 'en', 0), ('boss', '+4', 'en', 0);
                        """)
                let roles: [(String, Role, String, String, Int64?, Int64?)] = [
                    ("keys", .keyholder, "site", "yard", nil, nil),
                    ("boss", .fleetManager, "customer", "acme", nil, nil),
                    ("d2", .driver, "asset", "car-1", 0, nil),
                    ("d1", .driver, "asset", "car-1", nil, noon.milliseconds + 1),
                    ("boss", .driver, "asset", "car-1", noon.milliseconds + 1, nil),
                    ("keys", .driver, "asset", "car-1", nil, noon.milliseconds),
                    ("boss", .owner, "asset", "car-2", nil, nil),
                ]
                for role in roles {
                    try db.execute(
                        sql: """
                            INSERT INTO contact_role (contact_id, role, of_kind, of_id, valid_from, valid_to)
                            VALUES (?,?,?,?,?,?)
                            """, arguments: [role.0, role.1.rawValue, role.2, role.3, role.4, role.5])
                }
            }
            let first = try store.readFile(1)?.reference
            #expect(first?.contacts.map(\.id) == ["d1", "d2", "acme", "boss", "keys"])
            #expect(
                first?.contacts.map { $0.duties.map(\.role) }
                    == [[.driver], [.driver], [.owner], [.driver, .fleetManager], [.keyholder]])
            let held = first?.contacts.map { contact in contact.holds(.driver, at: noon) }
            #expect(held == [true, true, false, false, false])
            #expect(first?.contacts.map(\.language) == ["en", "ru", "et", "en", "en"])
            #expect(first?.contacts.map(\.doNotCall) == [false, true, false, false, false])
            let winter = Timestamp(milliseconds: 1_796_000_000_000)
            #expect(
                try store.readFile(1, at: winter)?.reference.contacts.first { $0.id == "acme" }?
                    .utcOffsetMinutes(at: winter) == 120
            )
            #expect(first?.site == place(59.5, 24.5))
            #expect(first?.known == true)
            #expect(first?.traits == AssetTraits(kind: .charger, year: 2020, energy: .mains))
            #expect(first?.plate == "123 ABC")
            #expect(first?.impact == "public")
            #expect(try store.readFile(2)?.reference.contacts.map(\.id) == ["boss"])
            #expect(try store.phone(ofContact: "acme") == "+3725550000")
            #expect(try store.phone(ofContact: "d1") == "+2")
            #expect(try store.phone(ofContact: "nobody") == nil)
            #expect(try store.assetKey("car-3") == 3)
            #expect(try store.assetKey("car-33") == nil)
        }
    }

    @Test("old quarantine and sent messages are deleted in chunks, new ones stay")
    func purge() throws {
        try withLane { store, _ in
            for day in [0, 1, 13, 15, 16, 17] {
                let row = [UInt8]().withUnsafeBytes {
                    QuarantineRow(at: noon.adding(seconds: Int64(-day * 86_400)), topic: "t", payload: $0, reason: "r")
                }
                try store.quarantine(row)
            }
            #expect(try store.purge(at: noon, limit: 2) == 2)
            #expect(try store.purge(at: noon, limit: 2) == 1)
            #expect(try store.purge(at: noon, limit: 2) == 0)
            #expect(try store.loadSnapshot(signalNames: [], at: noon).quarantined == 3)
        }
    }

    @Test("the broker's session is remembered")
    func brokerSession() throws {
        try withLane { store, _ in
            #expect(try store.brokerSession() == nil)
            try store.rememberBrokerSession(clientID: "callahead")
            #expect(try store.brokerSession() == "callahead")
        }
    }
}
