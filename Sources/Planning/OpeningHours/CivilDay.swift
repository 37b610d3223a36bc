import Telemetry

/// A day of the calendar with what rules ask of it.
struct CivilDay {
    /// Days since 1970-01-01.
    let number: Int64
    let year: Int
    let month: Int
    let day: Int

    init(_ number: Int64) {
        self.number = number
        (year, month, day) = CivilDate.from(daysSinceEpoch: number)
    }

    /// Monday is 0.
    var weekday: Int { Int(CivilDay.weekday(of: number)) }

    /// The week as ISO 8601 counts: the first one has the year's first Thursday.
    var week: Int {
        let thursday = CivilDay(number - Int64(weekday) + 3)
        guard let newYear = CivilDate.daysSinceEpoch(year: thursday.year, month: 1, day: 1) else { return 1 }
        return Int(thursday.number - newYear) / 7 + 1
    }

    /// Monday is 0; 1970-01-01 was a Thursday.
    static func weekday(of number: Int64) -> Int64 { floorRemainder(number + 3, 7) }

    /// The first, second, … or with a negative number the last, last but one, … weekday of a month.
    static func number(ofWeekday weekday: Int, _ ordinal: Int, inMonth month: Int, year: Int) -> Int64? {
        let length = length(ofMonth: month, year: year)
        guard ordinal != 0, let first = CivilDate.daysSinceEpoch(year: year, month: month, day: 1) else { return nil }
        let last = first + Int64(length) - 1
        let number =
            ordinal > 0
            ? first + floorRemainder(Int64(weekday) - CivilDay.weekday(of: first), 7) + Int64(ordinal - 1) * 7
            : last - floorRemainder(CivilDay.weekday(of: last) - Int64(weekday), 7) + Int64(ordinal + 1) * 7
        return number >= first && number <= last ? number : nil
    }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
