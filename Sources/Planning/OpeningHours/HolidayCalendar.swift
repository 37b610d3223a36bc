import Telemetry

/// The public holidays of a country.
package struct HolidayCalendar: Sendable {
    /// ISO 3166-1 alpha-2, in capitals; empty for the calendar that knows no holidays.
    package let country: String
    /// Whose Easter `easter` means in opening hours.
    package let easter: Easter
    /// Days since 1970-01-01, sorted.
    private let days: [Int64]

    /// The calendar that knows no holidays.
    package static let none = HolidayCalendar(country: "", rules: [])
    /// The years whose holidays are known.
    package static let years = 2_000...2_060

    /// Works out the days of all years once.
    package init(country: String, easter: Easter = .western, rules: [HolidayRule]) {
        self.country = country
        self.easter = easter
        var days: [Int64] = []
        for rule in rules {
            for year in HolidayCalendar.years { days += rule.days(inYear: year, easter: easter) }
        }
        days.sort()
        self.days = days
    }

    /// Whether a day, counted from 1970-01-01, is a public holiday.
    package func contains(day: Int64) -> Bool {
        if days.isEmpty { return false }
        let index = firstIndex(of: days.count) { days[$0] >= day }
        return index < days.count && days[index] == day
    }

    /// Whether a date is a public holiday.
    package func contains(year: Int, month: Int, day: Int) -> Bool {
        CivilDate.daysSinceEpoch(year: year, month: month, day: day).map { contains(day: $0) } ?? false
    }
}

extension HolidayCalendar: Hashable {
    package static func == (left: HolidayCalendar, right: HolidayCalendar) -> Bool {
        left.country == right.country && left.easter == right.easter && left.days == right.days
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(country) }
}
