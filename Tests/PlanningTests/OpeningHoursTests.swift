import Planning
import Telemetry
import Testing

/// A UTC time, `2026-11-23T09:00`, or with another offset at its end.
func utc(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

/// What a row of a table expects at a time of day.
struct Expected: Sendable, CustomTestStringConvertible {
    var hours: String
    /// Space-separated, each a date with a time.
    var open: String = ""
    var closed: String = ""
    var unknown: String = ""

    var testDescription: String { hours }
}

@Suite("Opening hours")
struct OpeningHoursTests {
    /// 24 February and Easter Sunday, and Christmas Eve on a Thursday.
    private let calendar = HolidayCalendar(
        country: "XX",
        rules: [
            HolidayRule(.fixed(month: 2, day: 24)), HolidayRule(.easter(offset: 0)),
            HolidayRule(.fixed(month: 12, day: 24)),
        ])

    // 2026-11-23 is a Monday in ISO week 48.
    @Test(
        "a value says when it is open",
        arguments: [
            Expected(hours: "24/7", open: "2026-11-23T00:00 2026-11-29T23:59"),
            Expected(
                hours: "Mo-Fr 08:00-18:00", open: "2026-11-23T08:00 2026-11-27T17:59",
                closed: "2026-11-23T07:59 2026-11-23T18:00 2026-11-28T12:00 2026-11-29T12:00"),
            Expected(
                hours: "Fr-Mo 10:00-11:00", open: "2026-11-27T10:00 2026-11-29T10:00 2026-11-23T10:00",
                closed: "2026-11-24T10:00 2026-11-26T10:00"),
            Expected(
                hours: "Mo,We,Fr 08:00-12:00,13:00-17:00", open: "2026-11-25T11:59 2026-11-25T13:00",
                closed: "2026-11-25T12:00 2026-11-24T10:00"),
            Expected(
                hours: "Fr 22:00-02:00", open: "2026-11-27T22:00 2026-11-28T01:59",
                closed: "2026-11-28T02:00 2026-11-27T01:00 2026-11-29T01:00"),
            Expected(
                hours: "18:00-26:00", open: "2026-11-23T18:00 2026-11-23T01:59", closed: "2026-11-23T02:00"),
            Expected(hours: "Mo 10:00-10:00", open: "2026-11-23T10:00 2026-11-24T09:59", closed: "2026-11-24T10:00"),
            Expected(
                hours: "We 18:00+", closed: "2026-11-25T17:59 2026-11-26T00:00",
                unknown: "2026-11-25T18:00 2026-11-25T23:59"),
            Expected(
                hours: "Mo 18:00-22:00+", open: "2026-11-23T21:59", closed: "2026-11-24T04:00",
                unknown: "2026-11-23T22:00 2026-11-24T03:59"),
            Expected(
                hours: "Mo-Su 08:00-18:00; Sa off", open: "2026-11-27T08:00", closed: "2026-11-28T08:00"),
            Expected(
                hours: "Mo-Fr 08:00-18:00; We 10:00-12:00", open: "2026-11-25T10:00",
                closed: "2026-11-25T09:59 2026-11-25T12:00"),
            Expected(
                hours: "Mo-Fr 08:00-18:00, We 19:00-20:00", open: "2026-11-25T08:00 2026-11-25T19:00",
                closed: "2026-11-25T18:30"),
            Expected(
                hours: "Mo-Fr 08:00-18:00; 12:00-13:00 off", open: "2026-11-25T11:59 2026-11-25T13:00",
                closed: "2026-11-25T12:00"),
            Expected(
                hours: "Mo-Fr 08:00-18:00; Fr 08:00-16:00 unknown \"ask\"", open: "2026-11-26T15:00",
                closed: "2026-11-27T16:00", unknown: "2026-11-27T15:59"),
            Expected(
                hours: "Mo-Fr 08:00-18:00 || \"by appointment\"", open: "2026-11-23T08:00",
                unknown: "2026-11-23T18:00 2026-11-28T03:00"),
            Expected(
                hours: "Mo-Fr 08:00-18:00 \"by appointment\"", closed: "2026-11-28T09:00",
                unknown: "2026-11-23T09:00"),
            Expected(hours: "Mo-Fr 08:00-18:00 open \"ring the bell\"", open: "2026-11-23T09:00"),
            Expected(hours: "closed \"renovation\"", closed: "2026-11-23T09:00"),
            Expected(hours: "\"call us\"", unknown: "2026-11-23T09:00"),
            Expected(
                hours: "Mo-Fr 08:00-18:00; PH off", open: "2026-12-23T09:00 2026-12-25T09:00",
                closed: "2026-12-24T09:00 2026-12-24T18:00"),
            Expected(
                hours: "Mo-Fr,PH 08:00-18:00", open: "2027-03-28T09:00", closed: "2027-03-27T09:00"),
            Expected(
                hours: "PH Mo-Fr 08:00-18:00", open: "2026-12-24T09:00", closed: "2027-03-28T09:00 2026-12-23T09:00"),
            Expected(
                hours: "Mo-Fr 08:00-18:00; PH -1 day 08:00-14:00", open: "2026-12-23T13:59",
                closed: "2026-12-23T14:00"),
            Expected(
                hours: "Mo-Fr 08:00-18:00; SH off", open: "2026-12-24T09:00"),
            Expected(
                hours: "Apr-Oct 08:00-18:00", open: "2026-04-01T08:00 2026-10-31T17:59",
                closed: "2026-03-31T12:00 2026-11-01T12:00"),
            Expected(
                hours: "Nov-Feb: Mo-Fr 09:00-15:00", open: "2026-11-23T09:00 2027-02-26T09:00",
                closed: "2027-03-01T09:00 2026-10-30T09:00 2026-11-28T09:00"),
            Expected(
                hours: "10:00-12:00; Dec 24-Jan 02 off", open: "2026-12-23T10:00 2027-01-03T10:00",
                closed: "2026-12-24T10:00 2026-12-31T10:00 2027-01-02T10:00"),
            Expected(
                hours: "10:00-12:00; Dec 24,31 off; Jan 1-3 off", open: "2026-12-25T10:00 2027-01-04T10:00",
                closed: "2026-12-24T10:00 2026-12-31T10:00 2027-01-03T10:00"),
            Expected(
                hours: "2026 Dec 24-Jan 02 10:00-12:00", open: "2027-01-02T10:00",
                closed: "2027-12-24T10:00 2026-01-01T10:00"),
            Expected(
                hours: "Feb 29 10:00-12:00", open: "2028-02-29T10:00", closed: "2027-02-28T10:00 2027-03-01T10:00"),
            Expected(
                hours: "Mar 10+ 10:00-12:00", open: "2026-12-31T10:00 2026-03-10T10:00", closed: "2026-03-09T10:00"),
            Expected(
                hours: "2026 Mar 10+ 10:00-12:00", open: "2031-01-01T10:00", closed: "2026-03-09T10:00"),
            Expected(
                hours: "easter 10:00-12:00", open: "2027-03-28T10:00", closed: "2027-03-27T10:00"),
            Expected(
                hours: "08:00-16:00; easter -2 days off; easter +1 day off", open: "2027-03-25T10:00 2027-03-28T10:00",
                closed: "2027-03-26T10:00 2027-03-29T10:00"),
            Expected(
                hours: "easter -2 days-easter +1 day 10:00-12:00", open: "2027-03-26T10:00 2027-03-29T10:00",
                closed: "2027-03-25T10:00 2027-03-30T10:00"),
            Expected(
                hours: "Mar Su[-1]-Oct Su[-1] 10:00-12:00", open: "2026-03-29T10:00 2026-10-25T10:00",
                closed: "2026-03-28T10:00 2026-10-26T10:00"),
            Expected(
                hours: "Mar Su[-1] 10:00-12:00", open: "2026-03-29T10:00", closed: "2026-03-22T10:00 2026-10-25T10:00"),
            Expected(
                hours: "Dec 25 -Su 10:00-12:00", open: "2026-12-20T10:00", closed: "2026-12-25T10:00"),
            Expected(
                hours: "Nov 1 +Su 10:00-12:00", open: "2026-11-08T10:00", closed: "2026-11-01T10:00"),
            Expected(
                hours: "2027 Mo-Fr 10:00-12:00", open: "2027-01-01T10:00", closed: "2026-11-23T10:00"),
            Expected(
                hours: "2026-2030/2 10:00-12:00", open: "2026-11-23T10:00 2028-11-23T10:00", closed: "2027-11-23T10:00"),
            Expected(hours: "2027+ 10:00-12:00", open: "2040-11-23T10:00", closed: "2026-11-23T10:00"),
            Expected(
                hours: "week 48 10:00-12:00", open: "2026-11-23T10:00 2026-11-29T10:00",
                closed: "2026-11-22T10:00 2026-11-30T10:00"),
            Expected(
                hours: "week 1-53/2 Mo 10:00-12:00", open: "2026-11-16T10:00 2026-12-28T10:00",
                closed: "2026-11-23T10:00 2027-01-11T10:00"),
            Expected(
                hours: "week 50-02 10:00-12:00", open: "2026-12-28T10:00 2027-01-17T10:00", closed: "2026-11-23T10:00"),
            Expected(
                hours: "Mo[1] 10:00-12:00", open: "2026-11-02T10:00", closed: "2026-11-09T10:00"),
            Expected(
                hours: "Fr[-1] 10:00-12:00", open: "2026-11-27T10:00", closed: "2026-11-20T10:00"),
            Expected(
                hours: "Sa[1-2,-1] 10:00-12:00", open: "2026-11-07T10:00 2026-11-14T10:00 2026-11-28T10:00",
                closed: "2026-11-21T10:00"),
            Expected(
                hours: "Sa[1] +1 day 10:00-12:00", open: "2026-11-08T10:00", closed: "2026-11-01T10:00 2026-11-07T10:00"
            ),
            // As opening_hours.js has it: a later rule for a day also takes what spills into it, and only that.
            Expected(
                hours: "22:00-02:00; Tu 12:00-14:00", open: "2026-11-24T12:00 2026-11-25T00:30 2026-11-23T22:30",
                closed: "2026-11-24T00:30 2026-11-24T22:30"),
            Expected(
                hours: "Su-Th 11:00-01:00, Fr-Sa 11:00-05:00",
                open: "2026-11-27T00:30 2026-11-28T04:30 2026-11-29T04:30 2026-11-30T00:30",
                closed: "2026-11-27T01:30 2026-11-30T01:30"),
            Expected(hours: "10:00-18:00; Fr 10:00-02:00", open: "2026-11-28T01:00 2026-11-28T10:00"),
            // Written a little off, understood all the same.
            Expected(hours: "mo-fr 8:00–18:00;", open: "2026-11-23T08:00", closed: "2026-11-28T08:00"),
            Expected(hours: "Mo-Fr: 08:00 - 18:00 ; Sa: 10:00-12:00", open: "2026-11-28T10:00"),
            Expected(hours: "\"shop\": Mo-Fr 08:00-18:00", open: "2026-11-23T08:00"),
        ])
    func says(expected: Expected) throws {
        let hours = try OpeningHours(expected.hours)
        for (times, state) in [
            (expected.open, OpeningHours.State.open), (expected.closed, .closed), (expected.unknown, .unknown),
        ] {
            for text in times.split(separator: " ") {
                let time = try utc(String(text))
                #expect(hours.state(at: time, zone: .utc, holidays: calendar) == state, "\(text)")
                #expect(hours.isOpen(at: time, zone: .utc, holidays: calendar) == (state == .open), "\(text)")
            }
        }
    }

    @Test(
        "what can't be understood is refused with its place and what to write",
        arguments: [
            ("", 1, "", "write it like"), ("Mon-Fri 08:00-18:00", 1, "Mon", "write Mo"),
            ("Mo-Fri 08:00-18:00", 4, "Fri", "write Fr"), ("E-R 8-18", 1, "E", "weekdays are written in English: Mo"),
            ("Mo-Fr 8-18", 7, "8", "write 08:00"), ("Mo-Fr 0800-1800", 7, "0800", "write 08:00"),
            ("Mo-Fr 08.00-18.00", 9, ".", "colon"), ("Mo-Fr 08:00-25:00-", 18, "-", "write it like"),
            ("Mo-Fr 08:00-18", 13, "18", "write 18:00"), ("08:00", 6, "", "08:00-18:00"),
            ("08:00-16:00/30", 12, "/", "interval"), ("Mo-Fr 08:60-18:00", 10, "60", "00 to 59"),
            ("25:00-26:00", 1, "25", "00:00 to 24:00"), ("20:00-49:00", 7, "49", "48:00"),
            ("sunrise-sunset", 1, "sunrise", "follow the sun"), ("08:00-sunset", 7, "sunset", "follow the sun"),
            ("Mo-Fr 08:00-18:00 daily", 19, "daily", "Mo-Su"), ("Apr 31 off", 5, "31", "from 1 to 30"),
            ("Apr-Oct 15 off", 9, "15", "Apr 01-Oct 15"), ("Dec 31-24 off", 8, "24", "name the month again"),
            ("week 54", 6, "54", "from 1 to 53"), ("Mo[6]", 4, "6", "from 1 to 5"),
            ("Mo[1", 5, "", "close the bracket"),
            ("Mo-Fr[1]", 6, "[", "one weekday"), ("Mo-Fr 08:00-18:00 \"by", 19, "\"", "close the quotes"),
            ("Mo-Fr 08:00-18:00 | off", 19, "|", "||"), ("Mo & Tu", 4, "&", "Mo,We"),
            ("(sunrise+01:00)-20:00", 1, "(", "sun"),
            ("Mo-Fr 08:00-18:00,", 19, "", "write it like"), ("Mo-Fr 08:00 18:00", 13, "18", "08:00-18:00"),
            ("nonsense", 1, "nonsense", "write it like"), ("week 50-10/2", 11, "/", "two ranges"),
            ("Mo-Fr 123456", 7, "123456", "08:00"), ("; Mo", 1, ";", "write it like"),
            ("Tu-We 9am-5pm", 7, "9", "write 09:00"),
        ])
    func refuses(text: String, position: Int, found: String, advice: String) throws {
        let error = #expect(throws: OpeningHoursError.self) { try OpeningHours(text) }
        #expect(error?.position == position)
        #expect(error?.found == found)
        #expect(error?.advice.contains(advice) ?? false, "\(error?.advice ?? "")")
    }

    @Test("a text without end is refused, not read")
    func long() {
        let text = String(repeating: "Mo 08:00-18:00,", count: 100_000)
        #expect(throws: OpeningHoursError.self) { try OpeningHours(text) }
    }

    @Test("no text of the syntax's own pieces stops the program", arguments: 0..<400)
    func survives(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let pieces = [
            "Mo", "Fr", "PH", "SH", "Jan", "Dec", "easter", "week", "2026", "24", "7", "29", "53", "08:00", "26:00",
            "-",
            ",", ";", "||", ":", "+", "[", "]", "/", "off", "open", "unknown", "\"x\"", " ", "1", "days", "day", "9999",
        ]
        for _ in 0..<50 {
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined(separator: Bool.random(using: &random) ? "" : " ")
            guard let hours = try? OpeningHours(text) else { continue }
            for milliseconds in [Int64.min, -1, 0, 1_790_000_000_000, 1_798_675_200_000, .max] {
                let time = Timestamp(milliseconds: milliseconds)
                _ = hours.state(at: time, zone: .european(minutes: 120), holidays: calendar)
            }
            _ = hours.opening(atOrAfter: noon, zone: .european(minutes: 120), holidays: calendar)
        }
    }
}
