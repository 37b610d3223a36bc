import Planning
import Telemetry
import Testing

@Suite("Zones by a table of their changes")
struct ZoneTableTests {
    /// New York in 2027.
    private func newYork() throws -> ZoneTable {
        ZoneTable(
            name: "America/New_York", firstMinutes: -300,
            changes: [
                .init(time: try utc("2027-11-07T06:00Z"), minutes: -300),
                .init(time: try utc("2027-03-14T07:00Z"), minutes: -240),
                .init(time: try utc("2027-05-01T00:00Z"), minutes: -240),
            ])
    }

    @Test("the offset is that of the last change before")
    func offsets() throws {
        let zone = ZoneRule.table(try newYork())
        for (time, minutes) in [
            ("2027-03-14T06:59:59Z", -300), ("2027-03-14T07:00Z", -240), ("2027-11-07T05:59:59Z", -240),
            ("2027-11-07T06:00Z", -300), ("1800-01-01T00:00Z", -300), ("2100-01-01T00:00Z", -300),
        ] {
            #expect(try zone.offsetMinutes(at: utc(time)) == minutes)
        }
        #expect(try newYork().changes.count == 2)
        #expect(try zone.nextChange(after: utc("2027-03-14T06:59:59Z")) == utc("2027-03-14T07:00Z"))
        #expect(try zone.nextChange(after: utc("2027-03-14T07:00Z")) == utc("2027-11-07T06:00Z"))
        #expect(try zone.nextChange(after: utc("2027-11-07T06:00Z")) == nil)
    }

    @Test("the European rule knows when it changes next")
    func european() throws {
        let zone = ZoneRule.european(minutes: 120)
        for (after, next) in [
            ("2027-01-01T00:00Z", "2027-03-28T01:00Z"), ("2027-03-28T01:00Z", "2027-10-31T01:00Z"),
            ("2027-10-31T01:00Z", "2028-03-26T01:00Z"),
        ] {
            #expect(try zone.nextChange(after: utc(after)) == utc(next))
        }
        #expect(ZoneRule.utc.nextChange(after: noon) == nil)
    }

    @Test("hours in New York follow its clock through a change")
    func hours() throws {
        let zone = ZoneRule.table(try newYork())
        let hours = try OpeningHours("Mo-Fr 09:00-17:00")
        #expect(
            try hours.opening(atOrAfter: utc("2027-03-13T00:00Z"), zone: zone, holidays: .none)
                == utc("2027-03-15T13:00Z"))
        #expect(
            try hours.opening(atOrAfter: utc("2027-11-06T00:00Z"), zone: zone, holidays: .none)
                == utc("2027-11-08T14:00Z"))
    }

    @Test("tables are equal by what they hold")
    func equality() throws {
        let table = try newYork()
        let copy = try newYork()
        #expect(table == copy)
        #expect(ZoneRule.table(table).hashValue == ZoneRule.table(copy).hashValue)
        #expect(ZoneTable(name: "America/New_York", firstMinutes: -300, changes: []) != table)
    }
}
