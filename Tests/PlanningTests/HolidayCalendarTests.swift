import Planning
import Telemetry
import Testing

@Suite("Holidays")
struct HolidayCalendarTests {
    @Test(
        "Easter is the Sunday that the churches keep",
        arguments: [
            (2_000, "2000-04-23", "2000-04-30"), (2_016, "2016-03-27", "2016-05-01"),
            (2_024, "2024-03-31", "2024-05-05"),
            (2_025, "2025-04-20", "2025-04-20"), (2_026, "2026-04-05", "2026-04-12"),
            (2_027, "2027-03-28", "2027-05-02"),
            (2_038, "2038-04-25", "2038-04-25"), (2_049, "2049-04-18", "2049-04-25"),
        ])
    func easter(year: Int, western: String, orthodox: String) throws {
        for (easter, text) in [(Easter.western, western), (.orthodox, orthodox)] {
            let day = try #require(easter.sunday(inYear: year))
            #expect(Timestamp(seconds: day * 86_400).iso8601.hasPrefix(text))
        }
    }

    @Test("each way to name a day finds it, and only it")
    func days() {
        let calendar = HolidayCalendar(
            country: "XX", easter: .orthodox,
            rules: [
                HolidayRule(.fixed(month: 11, day: 18), movesToMonday: true), HolidayRule(.easter(offset: -2)),
                HolidayRule(.weekday(6, ordinal: 2, month: 5)), HolidayRule(.weekday(0, ordinal: -1, month: 8)),
                HolidayRule(.weekdayFrom(5, month: 10, day: 31)),
                HolidayRule(.fixed(month: 7, day: 28), from: 2_022, to: 2_023),
            ])
        let holidays = [
            (2_026, 11, 18), (2_028, 11, 18), (2_028, 11, 20), (2_027, 4, 30), (2_027, 5, 9), (2_027, 8, 30),
            (2_026, 10, 31),
            (2_027, 11, 6), (2_022, 7, 28), (2_023, 7, 28),
        ]
        for (year, month, day) in holidays { #expect(calendar.contains(year: year, month: month, day: day)) }
        let others = [
            (2_026, 11, 19), (2_026, 11, 16), (2_027, 3, 26), (2_027, 5, 2), (2_027, 8, 23), (2_027, 10, 31),
            (2_024, 7, 28),
            (2_021, 7, 28), (2_026, 2, 30),
        ]
        for (year, month, day) in others { #expect(!calendar.contains(year: year, month: month, day: day)) }
    }

    @Test("a country that nobody described has no holidays")
    func neutral() {
        let estonia = HolidayCalendar(country: "EE", rules: [HolidayRule(.fixed(month: 2, day: 24))])
        let calendars = HolidayCalendars([estonia])
        #expect(calendars["ee"] == estonia)
        #expect(calendars["FI"] == HolidayCalendar.none)
        #expect(calendars[nil] == HolidayCalendar.none)
        #expect(!HolidayCalendar.none.contains(year: 2_027, month: 1, day: 1))
    }
}
