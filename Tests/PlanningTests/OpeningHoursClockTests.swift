import Planning
import Telemetry
import Testing

/// Tallinn: summer time from 2027-03-28 03:00 to 2027-10-31 04:00 by the clock on the wall, both at 01:00 UTC.
@Suite("Opening hours when the clocks change")
struct OpeningHoursClockTests {
    private let tallinn = ZoneRule.european(minutes: 120)

    private func hours(_ text: String) throws -> OpeningHours { try OpeningHours(text) }

    @Test("a time that does not exist opens at the first one that does")
    func spring() throws {
        let hours = try hours("03:30-10:00")
        let before = try utc("2027-03-28T00:59:59Z")
        #expect(hours.state(at: before, zone: tallinn, holidays: .none) == .closed)
        #expect(try hours.opening(atOrAfter: before, zone: tallinn, holidays: .none) == utc("2027-03-28T01:00Z"))
        #expect(
            try hours.closing(ofOpeningAt: utc("2027-03-28T01:00Z"), zone: tallinn, holidays: .none)
                == utc("2027-03-28T07:00Z"))
        // Wholly within the hour that is left out.
        let never = try self.hours("Su 03:10-03:50")
        #expect(
            try never.opening(atOrAfter: utc("2027-03-27T12:00Z"), zone: tallinn, holidays: .none)
                == utc("2027-04-04T00:10Z"))
    }

    @Test("a time that comes twice counts both times")
    func autumn() throws {
        let hours = try hours("Su 03:30-03:45")
        let first = try utc("2027-10-31T00:30Z")
        #expect(try hours.opening(atOrAfter: utc("2027-10-30T12:00Z"), zone: tallinn, holidays: .none) == first)
        let closing = try #require(hours.closing(ofOpeningAt: first, zone: tallinn, holidays: .none))
        #expect(try closing == utc("2027-10-31T00:45Z"))
        #expect(try hours.opening(atOrAfter: closing, zone: tallinn, holidays: .none) == utc("2027-10-31T01:30Z"))
    }

    @Test(
        "a night is as long as the clocks make it",
        arguments: [
            ("2027-03-27T20:00Z", "2027-03-28T03:00Z"),  // 23 hours in the day
            ("2027-10-30T19:00Z", "2027-10-31T04:00Z"),  // 25 hours in the day
            ("2027-11-01T20:00Z", "2027-11-02T04:00Z"),
        ])
    func night(opening: String, closing: String) throws {
        let hours = try hours("22:00-06:00")
        let opens = try utc(opening)
        #expect(hours.opening(atOrAfter: opens.adding(seconds: -3_600), zone: tallinn, holidays: .none) == opens)
        #expect(try hours.closing(ofOpeningAt: opens, zone: tallinn, holidays: .none) == utc(closing))
    }

    @Test("the day is the local one")
    func localDay() throws {
        let hours = try hours("Mo 00:00-24:00")
        #expect(
            try hours.opening(atOrAfter: utc("2026-11-20T00:00Z"), zone: tallinn, holidays: .none)
                == utc("2026-11-22T22:00Z"))
        #expect(
            try hours.closing(ofOpeningAt: utc("2026-11-22T22:00Z"), zone: tallinn, holidays: .none)
                == utc("2026-11-23T22:00Z"))
    }

    @Test("what never opens or never closes has no time for it")
    func never() throws {
        #expect(try hours("off").opening(atOrAfter: noon, zone: tallinn, holidays: .none) == nil)
        #expect(try hours("\"ask\"").opening(atOrAfter: noon, zone: tallinn, holidays: .none) == nil)
        #expect(try hours("24/7").opening(atOrAfter: noon, zone: tallinn, holidays: .none) == noon)
        #expect(try hours("24/7").closing(ofOpeningAt: noon, zone: tallinn, holidays: .none) == nil)
        #expect(try hours("2040 Jan 01").opening(atOrAfter: noon, zone: tallinn, holidays: .none) == nil)
        #expect(
            try hours("Nov 22").opening(atOrAfter: noon, zone: tallinn, holidays: .none) == utc("2027-11-21T22:00Z"))
    }

    @Test("a stretch is closed if any of it is, and unknown if a person must ask about any of it")
    func stretch() throws {
        let hours = try hours("Mo-Fr 08:00-12:00,13:00-17:00, Mo-Fr 17:00-19:00 unknown")
        // 2026-11-24 is a Tuesday; Tallinn is two hours ahead.
        for (start, end, state) in [
            ("06:00", "10:00", OpeningHours.State.open), ("05:59", "10:00", .closed), ("06:00", "10:01", .closed),
            ("11:00", "15:00", .open), ("11:00", "15:01", .unknown), ("15:00", "17:00", .unknown),
            ("11:00", "17:01", .closed), ("06:00", "06:00", .open), ("10:00", "10:00", .closed),
        ] {
            let found = try hours.state(
                from: utc("2026-11-24T\(start)Z"), to: utc("2026-11-24T\(end)Z"), zone: tallinn, holidays: .none)
            #expect(found == state, "\(start) to \(end)")
        }
    }
}
