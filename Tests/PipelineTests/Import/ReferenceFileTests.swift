import Persistence
import Testing

@testable import Pipeline

@Suite("Mistakes in reference files")
struct ReferenceFileTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        var kind: ReferenceKind
        var text: String
        var messages: [String]
        var testDescription: String { messages.first ?? "" }
    }

    private static let kinds = """
        car, van, truck, bus, trailer, tractor, motorcycle, scooter, charger, generator, boiler, heat_pump, battery, \
        mower, boat, other
        """
    private static let capabilities = """
        flatbed, wheel_lift, dollies, heavy, air_supply, winch, jump_start, battery, tyre, fuel, lockout, ev_trained, \
        hv_certified, electrician, gas_certified
        """

    static let table: [Bad] = [
        Bad(
            kind: .assets, text: "",
            messages: ["f.csv:1:1: the file is empty; it needs a line with the names of the columns"]),
        Bad(
            kind: .assets, text: "id,make\na1,Volvo\n",
            messages: ["f.csv:1:1: assets need the column kind; there are: id, make"]),
        Bad(
            kind: .slots, text: "workshop_id;start;minutes\n",
            messages: [
                "f.csv:1:1: slots need the columns workshop_id, start, minutes; fields are separated by commas"
            ]),
        Bad(kind: .assets, text: "id,kind,kind\n", messages: ["f.csv:1:9: the column kind is there twice"]),
        Bad(
            kind: .assets, text: "id,kind\na1\na2,car,red\n",
            messages: [
                "f.csv:2:1: this row has 1 field, the header has 2",
                "f.csv:3:1: this row has 3 fields, the header has 2",
            ]),
        Bad(
            kind: .assets, text: "id,kind\n,car\n",
            messages: ["f.csv:2:1: id is empty, and every row needs one"]),
        Bad(
            kind: .assets, text: "id,kind,energy\na1,truk,petrol\n",
            messages: ["f.csv:2:4: kind: “truk” is not one of \(kinds); did you mean “truck”?"]),
        Bad(
            kind: .assets, text: "id,kind,energy\n\"a\n1\",car,benzin\n",
            messages: [
                "f.csv:2:1: id: “a1” holds a control character",
                "f.csv:3:8: energy: “benzin” is not one of petrol, diesel, gas, hybrid, phev, bev, hydrogen, mains, none",
            ]),
        Bad(
            kind: .assets, text: "id,kind\na/1,car\n",
            messages: ["f.csv:2:1: id: “a/1” holds “/”, which MQTT topics keep for themselves"]),
        Bad(
            kind: .assets, text: "id,kind,year,gross_mass_kg,height_m\na1,car,18,-3,\"1,9\"\n",
            messages: [
                "f.csv:2:8: year: “18” is not a whole number from 1900 to 2100",
                "f.csv:2:11: gross_mass_kg: “-3” is not a whole number from 1 to 1000000",
                "f.csv:2:14: height_m: “1,9” is not a number from 0.1 to 100; write the decimals after a point",
            ]),
        Bad(
            kind: .assets, text: "id,kind\na1,car\na2,van\na1,bus\n",
            messages: ["f.csv:4:1: the same id as in line 2"]),
        Bad(
            kind: .units, text: "id,name,kind,capabilities\nu1,One,flatbed,flatbed;winsh\n",
            messages: ["f.csv:2:16: capabilities: “winsh” is not one of \(capabilities); did you mean “winch”?"]),
        Bad(
            kind: .units, text: "id,name,kind,capabilities,lat,lon\nu1,One,patrol,,59.4,\nu2,Two,patrol,,0,0\n",
            messages: [
                "f.csv:2:16: lat and lon belong together: one is there and the other is not",
                "f.csv:3:16: 0,0 is no place; leave both empty if it is unknown",
            ]),
        Bad(
            kind: .units, text: "id,name,kind,capabilities,lat,lon\nu1,One,patrol,,nan,24.7\n",
            messages: ["f.csv:2:16: lat: “nan” is not a number from -90 to 90"]),
        Bad(
            kind: .workshops,
            text: "id,name,lat,lon,opening_hours\nw1,One,59,24,Mo-Fr 8-18\nw2,Two,59,24,E-R 08:00-18:00\n",
            messages: [
                "f.csv:2:14: opening_hours: “Mo-Fr 8-18”: “8” at character 7 is not understood; write 08:00",
                "f.csv:3:14: opening_hours: “E-R 08:00-18:00”: “E” at character 1 is not understood; "
                    + "weekdays are written in English: Mo",
            ]),
        Bad(
            kind: .sites, text: "id,lat,lon,access_hours\ns1,59,24,sunrise-sunset\n",
            messages: [
                "f.csv:2:10: access_hours: “sunrise-sunset”: “sunrise” at character 1 is not understood; "
                    + "times that follow the sun are not supported; write times like 08:00-18:00"
            ]),
        Bad(
            kind: .roles, text: "contact_id,role,of_kind,of_id,hours\nc1,driver,asset,a1,Mo-Fr 08:00\n",
            messages: [
                "f.csv:2:20: hours: “Mo-Fr 08:00”: something is missing at character 12; "
                    + "write until when, like 08:00-18:00, or 18:00+ for an open end"
            ]),
        Bad(
            kind: .units,
            text: "id,name,kind,capabilities,shift_start,shift_end\nu1,One,patrol,,7:30,\nu2,T,p,,07:30,\n",
            messages: [
                "f.csv:2:16: shift_start: “7:30” is not a time of day from 00:00 to 24:00",
                "f.csv:3:9: shift_start and shift_end belong together; leave both empty for round the clock",
            ]),
        Bad(
            kind: .customers,
            text: "id,name,phone,language,timezone,do_not_call\nc1,Õie,5123 4567,estonian,Europe/Talinn,maybe\n",
            messages: [
                "f.csv:2:8: phone: “5123 4567” has no country code; write it like +372 5123 4567",
                "f.csv:2:18: language: “estonian” is not a language tag; write it like et, en or pt-BR",
                "f.csv:2:27: timezone: “Europe/Talinn” is not a time zone; did you mean “Europe/Tallinn”?",
                "f.csv:2:41: do_not_call: “maybe” is not one of yes, no, true, false, 1, 0",
            ]),
        Bad(
            kind: .repairs,
            text: "asset,time,part,reason\na1,2026-01-20T08:00Z,tyre,failure\na1,2926-01-20T08:00Z,tyre,failure\n",
            messages: [
                "f.csv:3:4: time: “2926-01-20T08:00Z” has not come yet; a repair is told once it is done"
            ]),
        Bad(
            kind: .contacts, text: "id,name,phone\nc1,A,+372 12\n",
            messages: [
                "f.csv:2:6: phone: “+372 12” is not a phone number: + and 7 to 15 digits, like +372 5123 4567"
            ]),
        Bad(
            kind: .slots,
            text: """
                workshop_id,start,minutes
                w1,2027-03-01T09:00,60
                w1,tomorrow,60
                w1,2027-02-30T09:00Z,60
                w1,2027-03-01T09:00Z,0
                w1,2027-03-01T09:00Z,60
                w1,2027-03-01T11:00+02:00,30
                """,
            messages: [
                """
                f.csv:2:4: start: “2027-03-01T09:00” has no zone; write it like 2027-03-01T14:30+02:00 or \
                2027-03-01T12:30Z
                """,
                """
                f.csv:3:4: start: “tomorrow” is not a time; write it like 2027-03-01T14:30+02:00 or 2027-03-01T12:30Z
                """,
                """
                f.csv:4:4: start: “2027-02-30T09:00Z” is not a time; write it like 2027-03-01T14:30+02:00 or \
                2027-03-01T12:30Z
                """,
                "f.csv:5:22: minutes: “0” is not a whole number from 1 to 10080",
                "f.csv:7:1: the same workshop_id, start as in line 6",
            ]),
        Bad(
            kind: .roles, text: "contact_id,role,of_kind,of_id\np1,boss,asset,a1\n",
            messages: [
                """
                f.csv:2:4: role: “boss” is not one of driver, owner, fleet_manager, site_contact, keyholder, workshop, \
                provider, authority
                """
            ]),
        Bad(
            kind: .devices, text: "profile,device,asset_id\nobd2-mqtt,d1,a1\nobd2-mqtt,d1,a2\n",
            messages: ["f.csv:3:1: the same profile, device as in line 2"]),
        Bad(
            kind: .stock, text: "holder,part,quantity\nw1,battery,-2\n",
            messages: ["f.csv:2:12: quantity: “-2” is not a whole number from 0 to 1000000"]),
        Bad(
            kind: .contracts, text: "id,approval\nc1,allways\n",
            messages: [
                "f.csv:2:4: approval: “allways” is not one of none, never, tow, always; did you mean “always”?"
            ]),
        Bad(
            kind: .workshops, text: "id,name,lat,lon,country\nw1,One,59.4,24.7,Estonia\n",
            messages: ["f.csv:2:18: country: “Estonia” is not a country; write its two letters, like EE or FI"]),
        Bad(
            kind: .zones,
            text: #"""
                id,rule,area,road
                z1,police,"{""type"":""Point"",""coordinates"":[24,59]}",
                z2,police,,
                z3,polise,,E20

                """#,
            messages: [
                "f.csv:2:11: area: a Point is no area; write a Polygon or a MultiPolygon",
                "f.csv:3:11: a zone needs an area or the name of a road",
                "f.csv:4:4: rule: “polise” is not one of own_unit, concession, police; did you mean “police”?",
            ]),
        Bad(
            kind: .assets, text: "id,kind\na1,car\na2,\"car\n",
            messages: ["f.csv:3:4: a quote is opened here and never closed"]),
    ]

    @Test("a bad row is told with its line, its column and what is allowed", arguments: table)
    func tells(bad: Bad) {
        let error = #expect(throws: ImportError.self) {
            try ReferenceFile(Array(bad.text.utf8), kind: bad.kind, name: "f.csv")
        }
        #expect(error?.mistakes == bad.messages)
        #expect(error?.untold == 0)
    }

    @Test("twenty mistakes are told and the rest counted")
    func tellsTwenty() {
        let rows = (0..<25).map { "a\($0),boot" }.joined(separator: "\n")
        let error = #expect(throws: ImportError.self) {
            try ReferenceFile(Array("id,kind\n\(rows)\n".utf8), kind: .assets, name: "f.csv")
        }
        #expect(error?.mistakes.count == 20)
        #expect(error?.description.hasSuffix("\n… and 5 more") == true)
    }

    @Test("names of columns may be written in capitals, in any order, with spaces around")
    func readsHeaderLoosely() throws {
        let file = try ReferenceFile(Array("Kind , ID,Owner\ncar,a1,x\n".utf8), kind: .assets, name: "f.csv")
        #expect(file.batch.columns == ["id", "kind"])
        #expect(file.batch.rows == [[.text("a1"), .text("car")]])
        #expect(file.ignoredColumns == ["owner"])
    }

    @Test(
        "phone numbers become E.164",
        arguments: [
            ("+372 5123 4567", "+37251234567"), ("00372-5123-4567", "+37251234567"),
            ("+1.202.555.0147", "+12025550147"),
        ])
    func normalisesPhones(written: String, stored: String) throws {
        let bytes = Array("id,name,phone\nc1,A,\(written)\n".utf8)
        let file = try ReferenceFile(bytes, kind: .customers, name: "f.csv")
        #expect(file.batch.rows.first?[2] == .text(stored))
    }
}
