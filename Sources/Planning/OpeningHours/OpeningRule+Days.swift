import Telemetry

extension OpeningRule {
    /// Whether the rule names a day.
    func matches(_ day: CivilDay, holidays calendar: HolidayCalendar) -> Bool {
        if !years.isEmpty, !years.contains(where: { $0.contains(day.year) }) { return false }
        if !weeks.isEmpty {
            let week = day.week
            if !weeks.contains(where: { $0.contains(week) }) { return false }
        }
        if !dates.isEmpty, !dates.contains(where: { $0.contains(day, easter: calendar.easter) }) { return false }
        if weekdays.isEmpty, holidays.isEmpty { return true }
        let isHoliday = holidays.contains { $0.map { calendar.contains(day: day.number - Int64($0)) } ?? false }
        if needsBoth, !isHoliday { return false }
        if isHoliday, !needsBoth { return true }
        return weekdays.contains { $0.contains(day) }
    }
}

extension OpeningRule.YearRange {
    func contains(_ year: Int) -> Bool { year >= from && year <= to && (year - from) % step == 0 }
}

extension OpeningRule.WeekRange {
    func contains(_ week: Int) -> Bool {
        from <= to
            ? week >= from && week <= to && (week - from) % step == 0
            : week >= from || week <= to
    }
}

extension OpeningRule.WeekdayRange {
    func contains(_ day: CivilDay) -> Bool {
        let meant = offset == 0 ? day : CivilDay(day.number - Int64(offset))
        let weekday = meant.weekday
        guard from <= to ? weekday >= from && weekday <= to : weekday >= from || weekday <= to else { return false }
        if ordinals.isEmpty { return true }
        let fromStart = (meant.day - 1) / 7 + 1
        let fromEnd = -((CivilDay.length(ofMonth: meant.month, year: meant.year) - meant.day) / 7 + 1)
        return ordinals.contains(fromStart) || ordinals.contains(fromEnd)
    }
}

extension OpeningRule.DateRange {
    func contains(_ day: CivilDay, easter: Easter) -> Bool {
        // A range may begin in the year before, and an offset may carry it across a new year either way.
        (day.year - 1...day.year + 1).contains { year in
            if let named = from.year, named != year { return false }
            guard let start = from.number(inYear: year, easter: easter, isEnd: false), start <= day.number else {
                return false
            }
            if isOpenEnded { return from.year != nil || day.year == year }
            guard var end = to.number(inYear: to.year ?? year, easter: easter, isEnd: true) else { return false }
            // A day that this year lacks ends before it begins; only a range of two dates wraps.
            if end < start, to.year == nil, from != to {
                guard let next = to.number(inYear: year + 1, easter: easter, isEnd: true) else { return false }
                end = next
            }
            return day.number <= end
        } || (isOpenEnded && from.year.map { $0 < day.year - 1 } ?? false)
    }
}

extension OpeningRule.DateEnd {
    /// The day in a year, as days since 1970-01-01.
    func number(inYear year: Int, easter: Easter, isEnd: Bool) -> Int64? {
        guard var number = anchorNumber(inYear: year, easter: easter, isEnd: isEnd) else { return nil }
        if towards > 0 {
            number += floorRemainder(Int64(towards - 1) - CivilDay.weekday(of: number) - 1, 7) + 1
        } else if towards < 0 {
            number -= floorRemainder(CivilDay.weekday(of: number) - Int64(-towards - 1) - 1, 7) + 1
        }
        return number + Int64(offset)
    }

    private func anchorNumber(inYear year: Int, easter: Easter, isEnd: Bool) -> Int64? {
        switch anchor {
        case .easter: return easter.sunday(inYear: year)
        case .day(let month, let day):
            let length = CivilDay.length(ofMonth: month, year: year)
            guard let last = CivilDate.daysSinceEpoch(year: year, month: month, day: min(day, length)) else {
                return nil
            }
            return day > length && !isEnd ? last + 1 : last
        case .weekday(let month, let weekday, let ordinal):
            return CivilDay.number(ofWeekday: weekday, ordinal, inMonth: month, year: year)
        }
    }
}
