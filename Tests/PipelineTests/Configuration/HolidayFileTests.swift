import Foundation
import Planning
import Testing

@testable import Pipeline

@Suite("Files of holidays")
struct HolidayFileTests {
    private func calendar(_ text: String) throws(HolidayFileError) -> HolidayCalendar {
        var file = HolidayFile(path: "xx.yaml")
        return try file.calendar(of: text)
    }

    @Test(
        "the shipped files know the holidays of their countries",
        arguments: [
            (
                "EE", ["2027-01-01", "2027-02-24", "2027-03-26", "2027-05-16", "2027-08-20", "2027-12-26"],
                ["2027-03-29"]
            ),
            (
                "FI", ["2026-06-20", "2026-10-31", "2027-05-06", "2027-11-06", "2027-12-06"],
                ["2027-12-24", "2027-10-31"]
            ),
            ("LV", ["2027-05-09", "2028-11-18", "2028-11-20", "2027-12-31"], ["2027-11-19", "2027-05-02"]),
            ("GE", ["2027-01-07", "2027-04-30", "2027-05-03", "2027-11-23"], ["2027-03-26", "2023-05-17"]),
            (
                "UA", ["2027-05-02", "2027-06-20", "2023-01-07", "2027-12-25"],
                ["2027-01-07", "2027-05-09", "2027-03-28"]
            ),
        ])
    func shipped(country: String, holidays: [String], others: [String]) throws {
        let calendars = try HolidayCalendars.load(folder: Repository.folder("calendars/holidays"))
        #expect(calendars.countries == ["EE", "FI", "GE", "LV", "UA"])
        let calendar = calendars[country]
        for (dates, expected) in [(holidays, true), (others, false)] {
            for date in dates {
                let parts = date.split(separator: "-").compactMap { Int($0) }
                #expect(calendar.contains(year: parts[0], month: parts[1], day: parts[2]) == expected, "\(date)")
            }
        }
    }

    @Test(
        "a mistake is told with its line and what is allowed",
        arguments: [
            ("", nil, "is empty"), ("- a\n", 1, "keys with values"),
            ("country: EST\nholidays: []\n", 1, "two capital letters"),
            ("holidays: []\n", 1, "two capital letters"), ("country: EE\n", 1, "holidays must be a list"),
            ("country: EE\neaster: julian\nholidays: []\n", 2, "western or orthodox"),
            ("country: EE\nholiday: []\n", 2, "has no “holiday”"),
            ("country: EE\nholidays:\n  - { date: 13-01 }\n", 3, "like 12-24"),
            ("country: EE\nholidays:\n  - { date: 02-30 }\n", 3, "like 12-24"),
            ("country: EE\nholidays:\n  - { name: X }\n", 3, "has none"),
            ("country: EE\nholidays:\n  - { date: 01-01, easter: 1 }\n", 3, "date and easter"),
            ("country: EE\nholidays:\n  - { easter: soon }\n", 3, "from -365 to 365"),
            ("country: EE\nholidays:\n  - { weekday: Sat, from: 06-20 }\n", 3, "one of Mo, Tu"),
            ("country: EE\nholidays:\n  - { weekday: Sa }\n", 3, "from: MM-DD"),
            ("country: EE\nholidays:\n  - { weekday: Sa, nth: 0, month: 5 }\n", 3, "from: MM-DD"),
            ("country: EE\nholidays:\n  - { date: 01-01, since: 2024, until: 2023 }\n", 3, "after until"),
            ("country: EE\nholidays:\n  - { date: 01-01, moves_to_monday: yes }\n", 3, "true or false"),
            ("country: EE\nholidays:\n  - { dat: 01-01 }\n", 3, "has no “dat”"),
            ("country: EE\ncountry: FI\nholidays: []\n", 1, "twice"), ("country: [\n", 2, "is not YAML"),
        ])
    func mistakes(text: String, line: Int?, problem: String) throws {
        let error = #expect(throws: HolidayFileError.self) { try calendar(text) }
        let mistake = try #require(error?.mistakes.first)
        #expect(mistake.file == "xx.yaml")
        #expect(mistake.line == line)
        #expect(mistake.problem.contains(problem), "\(mistake)")
    }

    @Test("all mistakes of all files are told, and two files for one country are one")
    func folder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holidays-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bad = "country: EE\nholidays:\n  - { date: 1 }\n  - { easter: x }\n"
        let good = "country: FI\nholidays: [{ date: 12-06 }]\n"
        for (name, text) in [("a.yaml", bad), ("b.yaml", good), ("c.yaml", good), ("d.txt", bad)] {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        let error = #expect(throws: HolidayFileError.self) { try HolidayCalendars.load(folder: folder.path) }
        let lines = error?.mistakes.map { "\($0.file.suffix(6)):\($0.line ?? 0)" }
        #expect(lines == ["a.yaml:3", "a.yaml:4", "c.yaml:0"])
        #expect(throws: HolidayFileError.self) { try HolidayCalendars.load(folder: folder.path + "/none") }
    }
}
