import GRDB
import Testing

@testable import Persistence
@testable import Pipeline

@Suite("Imports")
struct ReferenceImportTests {
    private func load(
        _ text: String, _ kind: ReferenceKind, into store: StoreConnection
    ) throws -> ReferenceImport.Report {
        try ReferenceImport(into: store).run(Array(text.utf8), kind: kind, name: "f.csv")
    }

    private func text(_ sql: String, in store: StoreConnection) throws -> String? {
        try store.read { try String.fetchOne($0, sql: sql) }
    }

    @Test("nothing of a file with a mistake in its last row is imported")
    func importsNothingOnError() throws {
        try withDatabase { store in
            let before = try store.referenceChange()
            #expect(throws: ImportError.self) { try load("id,kind\na1,car\na2,van\na3,ship\n", .assets, into: store) }
            #expect(try text("SELECT count(*) FROM asset", in: store) == "0")
            #expect(try store.referenceChange() == before)
        }
    }

    @Test("a second import adds, changes and leaves alone by id, and tells the lane only when something changed")
    func upserts() throws {
        try withDatabase { store in
            let first = try load("id,kind,make,plate\na1,car,Volvo,123ABC\na2,van,,\n", .assets, into: store)
            #expect(first.summary == "imported 2 assets (2 new)")
            let change = try store.referenceChange()
            #expect(change == 1)
            let second = try load("id,kind,make\na1,car,Saab\na2,van,\na3,bus,\n", .assets, into: store)
            #expect(second.summary == "imported 3 assets (1 new, 1 changed, 1 as before)")
            #expect(try store.referenceChange() == 2)
            let third = try load("id,kind,make\na1,car,Saab\n", .assets, into: store)
            #expect(third.summary == "imported 1 asset (1 as before)")
            #expect(try store.referenceChange() == 2)
            #expect(try text("SELECT make FROM asset WHERE id = 'a1'", in: store) == "Saab")
            #expect(try text("SELECT plate FROM asset WHERE id = 'a1'", in: store) == "123ABC")
            #expect(try text("SELECT group_concat(key) FROM asset", in: store) == "1,2,3")
        }
    }

    @Test("an asset that was seen before it was imported becomes a known one with the same key")
    func adoptsUnknownAssets() throws {
        try withDatabase { store in
            try store.write { try $0.execute(sql: "INSERT INTO asset (key, id) VALUES (7, 'a1')") }
            let report = try load("id,kind\na1,other\n", .assets, into: store)
            #expect(report.summary == "imported 1 asset (1 changed)")
            #expect(try text("SELECT key || known FROM asset WHERE id = 'a1'", in: store) == "71")
        }
    }

    @Test("a held slot stays as it is, a free one changes; taking a held one away is written and told")
    func keepsHolds() throws {
        try withDatabase { store in
            _ = try load(
                "workshop_id,start,minutes\nw1,2027-03-01T09:00Z,60\nw1,2027-03-01T12:00+02:00,60\n", .slots,
                into: store)
            let held = try #require(try text("SELECT id FROM slot WHERE start = 1803891600000", in: store))
            try store.write { db in
                try db.execute(sql: "INSERT INTO asset (key, id) VALUES (1, 'a1')")
                try db.execute(
                    sql: """
                        INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom,
                            capabilities, codes, evidence, opened_at, fault_at)
                        VALUES (1, 1, 1, 'planned', 'stop', 1, 0, 'oil_pressure_low', '', '[]', '[]', 0, 0)
                        """)
                try db.execute(
                    sql: """
                        INSERT INTO hold (id, version, case_id, kind, resource, state, since)
                        VALUES (1, 1, 1, 'slot', '\(held)', 'confirmed', 0)
                        """)
            }
            let report = try load(
                """
                workshop_id,start,minutes,retired
                w1,2027-03-01T09:00Z,30,yes
                w1,2027-03-01T10:00Z,45,no
                """, .slots, into: store)
            #expect(report.summary == "imported 2 slots (1 changed, 1 withdrawn though held)")
            #expect(
                report.notes.last
                    == "1 slot is taken away while it is held for a case: the hold stays, and the workshop must be asked"
            )
            let stored = try text(
                "SELECT group_concat(minutes || '/' || retired) FROM (SELECT * FROM slot ORDER BY start)", in: store)
            #expect(stored == "60/1,45/0")
            let again = try load("workshop_id,start,minutes\nw1,2027-03-01T09:00Z,30\n", .slots, into: store)
            #expect(again.summary == "imported 1 slot (1 held)")
            #expect(again.notes.last == "1 slot is held for a case and left as it is")
            let back = try load(
                "workshop_id,start,minutes,retired\nw1,2027-03-01T09:00Z,60,no\n", .slots, into: store)
            #expect(back.summary == "imported 1 slot (1 changed)")
            #expect(try text("SELECT state FROM hold", in: store) == "confirmed")
            #expect(try text("SELECT id FROM slot WHERE start = 1803891600000", in: store) == held)
            try store.write { try $0.execute(sql: "UPDATE hold SET state = 'released'") }
            let released = try load("workshop_id,start,minutes\nw1,2027-03-01T09:00Z,30\n", .slots, into: store)
            #expect(released.summary == "imported 1 slot (1 changed)")
        }
    }

    @Test("a lower count of a part lets the holds of it stand")
    func keepsStockHolds() throws {
        try withDatabase { store in
            _ = try load("holder,part,quantity\nw1,battery,2\n", .stock, into: store)
            try store.write { db in
                try db.execute(sql: "INSERT INTO asset (key, id) VALUES (1, 'a1')")
                try db.execute(
                    sql: """
                        INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom,
                            capabilities, codes, evidence, opened_at, fault_at)
                        VALUES (1, 1, 1, 'planned', 'stop', 1, 0, 'battery_low', '', '[]', '[]', 0, 0);
                        INSERT INTO hold (id, version, case_id, kind, resource, state, since)
                        VALUES (1, 1, 1, 'stock', 'w1:battery:2', 'held', 0)
                        """)
            }
            let change = try store.referenceChange()
            #expect(try load("holder,part,quantity\nw1,battery,0\n", .stock, into: store).counts.changed == 1)
            #expect(try text("SELECT quantity FROM stock", in: store) == "0")
            #expect(try text("SELECT state FROM hold", in: store) == "held")
            #expect(try store.referenceChange() == change + 1)
        }
    }

    @Test("what was imported before it was looked at is named")
    func tellsUnusable() throws {
        try withDatabase { store in
            _ = try load("id,rule,area,road\nz1,police,,E20\n", .zones, into: store)
            _ = try load("id,approval\nc1,tow\n", .contracts, into: store)
            #expect(try store.unusableReference() == [])
            try store.write {
                try $0.execute(
                    sql: """
                        UPDATE zone SET area = 'the ring road';
                        UPDATE contract SET approval = 'ask first'
                        """)
            }
            #expect(
                try store.unusableReference() == [
                    "zone z1: this is not GeoJSON with a Polygon or a MultiPolygon",
                    "contract c1: approval “ask first” counts as none; it is one of none, never, tow, always",
                ])
        }
    }

    @Test("ids that nobody knows are told with their lines, and known ones are not")
    func tellsUnknownIDs() throws {
        try withDatabase { store in
            let first = try load("id,kind,customer_id,trailer\na1,car,c1,a2\na2,trailer,c2,\n", .assets, into: store)
            #expect(first.notes == ["customer_id: not known yet, import customers too: c1 (line 2), c2 (line 3)"])
            _ = try load("id,name,phone\nc1,A,\nc2,B,\n", .customers, into: store)
            #expect(try load("id,kind,customer_id\na1,car,c1\n", .assets, into: store).notes.isEmpty)
            let roles = "contact_id,role,of_kind,of_id\nc1,driver,asset,a1\nc1,keyholder,site,s9\n"
            #expect(
                try load(roles, .roles, into: store).notes == ["of_id: not known yet, import sites too: s9 (line 3)"])
        }
    }

    @Test("a column that is not known is named, with the one that may be meant")
    func tellsIgnoredColumns() throws {
        try withDatabase { store in
            let report = try load("id,kind,colur,x\na1,car,red,1\n", .assets, into: store)
            #expect(
                report.notes == [
                    "the column “colur” is ignored; did you mean “colour”?", "the column “x” is ignored",
                ])
        }
    }

    @Test("a customer is a person that can be called")
    func makesOwnerContact() throws {
        try withDatabase { store in
            _ = try load("id,name,phone,language\nc1,Mari Maasikas,+372 5550 0101,et\n", .customers, into: store)
            #expect(try text("SELECT phone || language FROM person WHERE id = 'c1'", in: store) == "+37255500101et")
        }
    }

    @Test("every kind takes a file with all of its columns, twice, without a change", arguments: ReferenceKind.allCases)
    func takesEveryKind(kind: ReferenceKind) throws {
        try withDatabase { store in
            let values = kind.columns.map { column -> String in
                switch column.cell {
                case .id, .topicID, .text, .list: column.name == "of_id" ? "x" : column.name
                case .phone: "+37255500101"
                case .language: "et"
                case .timeZone: "Europe/Tallinn"
                case .time: column.name == "valid_to" ? "2027-03-02T00:00Z" : "2027-03-01T00:00Z"
                case .pastTime: "2026-01-20T00:00Z"
                case .clock: "07:30"
                case .hours: "\"Mo-Fr 08:00-12:00,13:00-18:00; PH off\""
                case .flag: "yes"
                case .integer(let range): "\(range.upperBound)"
                case .number(let range): "\(min(range.upperBound, 24.5))"
                case .word(let words), .words(let words): words[0]
                case .country: "EE"
                case .area: #""{""type"":""Polygon"",""coordinates"":[[[24,59],[25,59],[25,60]]]}""#
                }
            }
            let file = kind.columns.map(\.name).joined(separator: ",") + "\n" + values.joined(separator: ",") + "\n"
            #expect(try load(file, kind, into: store).counts.new == 1)
            let again = try load(file, kind, into: store).counts
            #expect(again.same == 1 && again.parts == 0)
        }
    }

    @Test("rows of units get a new version when they change")
    func countsVersions() throws {
        try withDatabase { store in
            _ = try load("id,name,kind,capabilities\nu1,One,flatbed,flatbed;winch\n", .units, into: store)
            _ = try load("id,name,kind,capabilities\nu1,One,flatbed,flatbed\n", .units, into: store)
            #expect(try text("SELECT version || capabilities FROM unit", in: store) == "2flatbed")
        }
    }

    @Test(
        "a list that takes long is written in parts, and the lane hears of it when it must",
        arguments: [(ReferenceKind.assets, 4), (.units, 1)] as [(ReferenceKind, Int64)])
    func writesInParts(kind: ReferenceKind, changes: Int64) throws {
        try withDatabase { store in
            let rows = (0..<64).map { "x\($0),Name,car,\n" }.joined()
            let header = kind == .assets ? "id,make,kind,model\n" : "id,name,kind,capabilities\n"
            let file = try ReferenceFile(Array((header + rows).utf8), kind: kind, name: "f.csv")
            let counts = try store.write(file.batch, patience: .zero)
            #expect(counts.new == 64)
            #expect(counts.parts == 4)
            #expect(try store.referenceChange() == changes)
            #expect(try text("SELECT count(*) FROM \(kind.table.rawValue)", in: store) == "64")
            #expect(try store.write(file.batch, patience: .zero).same == 64)
        }
    }

    @Test("ten thousand rows are imported in short transactions", .timeLimit(.minutes(1)))
    func importsMany() throws {
        try withDatabase { store in
            let rows = (0..<10_000).map { "a\($0),car,c\($0 % 100),Volvo,V60,\"said \"\"\($0)\"\"\"" }
            let text = "id,kind,customer_id,make,model,note\n" + rows.joined(separator: "\n")
            let report = try load(text, .assets, into: store)
            #expect(report.counts.new == 10_000)
            #expect(try self.text("SELECT count(*) FROM asset WHERE known = 1", in: store) == "10000")
            let change = try store.referenceChange()
            #expect(change == Int64(report.counts.parts))
            let again = try load(text, .assets, into: store)
            #expect(again.summary == "imported 10000 assets (10000 as before)")
        }
    }
}
