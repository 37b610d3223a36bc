import Telemetry

/// A day that is a public holiday every year.
package struct HolidayRule: Sendable, Hashable {
    /// Which day of a year.
    package enum Day: Sendable, Hashable {
        case fixed(month: Int, day: Int)
        /// Days after Easter Sunday.
        case easter(offset: Int)
        /// The first, second, … weekday of a month, negative from its end; Monday is 0.
        case weekday(Int, ordinal: Int, month: Int)
        /// The first such weekday from a date on; Monday is 0.
        case weekdayFrom(Int, month: Int, day: Int)
    }

    package var day: Day
    /// The first year; `nil` is always.
    package var from: Int?
    /// The last year; `nil` is still.
    package var to: Int?
    /// Whether the Monday after is a holiday too if the day falls on a weekend.
    package var movesToMonday: Bool

    package init(_ day: Day, from: Int? = nil, to: Int? = nil, movesToMonday: Bool = false) {
        self.day = day
        self.from = from
        self.to = to
        self.movesToMonday = movesToMonday
    }

    /// The days in a year, as days since 1970-01-01.
    func days(inYear year: Int, easter: Easter) -> [Int64] {
        if let from, year < from { return [] }
        if let to, year > to { return [] }
        guard let number = number(inYear: year, easter: easter) else { return [] }
        let weekday = CivilDay.weekday(of: number)
        return movesToMonday && weekday >= 5 ? [number, number + 7 - weekday] : [number]
    }

    private func number(inYear year: Int, easter: Easter) -> Int64? {
        switch day {
        case .fixed(let month, let day): CivilDate.daysSinceEpoch(year: year, month: month, day: day)
        case .easter(let offset): easter.sunday(inYear: year).map { $0 + Int64(min(max(offset, -365), 365)) }
        case .weekday(let weekday, let ordinal, let month):
            CivilDay.number(ofWeekday: weekday, ordinal, inMonth: month, year: year)
        case .weekdayFrom(let weekday, let month, let day):
            CivilDate.daysSinceEpoch(year: year, month: month, day: day).map {
                $0 + floorRemainder(Int64(weekday) - CivilDay.weekday(of: $0), 7)
            }
        }
    }
}
