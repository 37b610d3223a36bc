extension OpeningHoursParser {
    private static let years = 1_990...2_100

    /// Years, dates and weeks, in this order, and a colon for readability.
    mutating func wideSelectors(into rule: inout OpeningRule) throws(OpeningHoursError) {
        let start = next
        if isYear(), !isDate() { rule.years = try yearRanges() }
        if isDate() { rule.dates = try dateRanges() }
        if kind() == .word("week") || kind() == .word("weeks") {
            advance()
            rule.weeks = try weekRanges()
        }
        if next > start { _ = accept(":") }
    }

    // MARK: Years and weeks

    private func isYear(_ ahead: Int = 0) -> Bool {
        guard case .number(let year, digits: 4) = kind(ahead) else { return false }
        return OpeningHoursParser.years.contains(year)
    }

    private mutating func yearRanges() throws(OpeningHoursError) -> [OpeningRule.YearRange] {
        var ranges: [OpeningRule.YearRange] = []
        repeat {
            let from = try number(in: OpeningHoursParser.years, "a year")
            if accept("+") {
                ranges.append(OpeningRule.YearRange(from: from, to: .max))
                continue
            }
            guard accept("-") else {
                ranges.append(OpeningRule.YearRange(from: from, to: from))
                continue
            }
            let to = try number(in: from...OpeningHoursParser.years.upperBound, "a year")
            ranges.append(OpeningRule.YearRange(from: from, to: to, step: try step(upTo: 50)))
        } while acceptComma { $0.isYear() && !$0.isDate() }
        return ranges
    }

    private mutating func weekRanges() throws(OpeningHoursError) -> [OpeningRule.WeekRange] {
        var ranges: [OpeningRule.WeekRange] = []
        repeat {
            let from = try number(in: 1...53, "a week")
            guard accept("-") else {
                ranges.append(OpeningRule.WeekRange(from: from, to: from))
                continue
            }
            let to = try number(in: 1...53, "a week")
            let place = peek()
            let step = try step(upTo: 53)
            guard step == 1 || from <= to else {
                throw OpeningHoursError(
                    position: place.position, found: place.text,
                    advice: "every second week can't be counted over a new year; write two ranges")
            }
            ranges.append(OpeningRule.WeekRange(from: from, to: to, step: step))
        } while acceptComma {
            guard case .number(_, let digits) = $0.kind() else { return false }
            return digits <= 2 && $0.kind(1) != .sign(":")
        }
        return ranges
    }

    private mutating func step(upTo largest: Int) throws(OpeningHoursError) -> Int {
        accept("/") ? try number(in: 1...largest, "a step") : 1
    }

    // MARK: Dates

    /// Whether a month or Easter follows, after a year or not.
    private func isDate() -> Bool {
        let ahead = isYear() ? 1 : 0
        guard case .word(let word) = kind(ahead) else { return false }
        return word == "easter" || OpeningHoursWords.month(word) != nil
    }

    private func isDayOfMonth(_ ahead: Int = 0) -> Bool {
        guard case .number(_, let digits) = kind(ahead), digits <= 2, kind(ahead + 1) != .sign(":") else {
            return false
        }
        // `24/7` is none, nor is `-2 days`.
        if kind(ahead + 1) == .sign("/") { return false }
        return !isDayWord(ahead + 1)
    }

    private func isDayWord(_ ahead: Int) -> Bool { kind(ahead) == .word("day") || kind(ahead) == .word("days") }

    private mutating func dateRanges() throws(OpeningHoursError) -> [OpeningRule.DateRange] {
        var ranges: [OpeningRule.DateRange] = []
        var month = 1
        var year: Int?
        repeat {
            if isDayOfMonth() {
                // `Dec 25,26`: the month goes on.
                let from = OpeningRule.DateEnd(year: year, anchor: try day(ofMonth: month))
                ranges.append(try range(from: from, month: month))
            } else {
                ranges.append(try dateRange(&month, &year))
            }
        } while acceptComma { $0.isDate() || (!ranges.isEmpty && $0.isDayOfMonth()) }
        return ranges
    }

    private mutating func dateRange(
        _ month: inout Int, _ year: inout Int?
    ) throws(OpeningHoursError) -> OpeningRule.DateRange {
        year = isYear() ? try number(in: OpeningHoursParser.years, "a year") : nil
        if let end = try dateEnd(inYear: year, isStart: true) {
            if case .day(let found, _) = end.anchor { month = found }
            return try range(from: end, month: month)
        }
        // Whole months.
        month = try self.month()
        let from = OpeningRule.DateEnd(year: year, anchor: .day(month: month, day: 1))
        var to = OpeningRule.DateEnd(year: year, anchor: .day(month: month, day: 31))
        if accept("+") { return OpeningRule.DateRange(from: from, to: from, isOpenEnded: true) }
        guard accept("-") else { return OpeningRule.DateRange(from: from, to: to) }
        to.year = isYear() ? try number(in: OpeningHoursParser.years, "a year") : nil
        let last = try self.month()
        if isDayOfMonth() { throw unexpected("a range goes from date to date, like Apr 01-Oct 15") }
        // In one year unless the range wraps.
        if let year, to.year == nil, last >= month { to.year = year }
        to.anchor = .day(month: last, day: 31)
        return OpeningRule.DateRange(from: from, to: to)
    }

    /// The rest of a range, its first date being read.
    private mutating func range(
        from: OpeningRule.DateEnd, month: Int
    ) throws(OpeningHoursError) -> OpeningRule.DateRange {
        var start = from
        try offsets(into: &start)
        if accept("+") { return OpeningRule.DateRange(from: start, to: start, isOpenEnded: true) }
        guard accept("-") else { return OpeningRule.DateRange(from: start, to: start) }
        var end: OpeningRule.DateEnd
        if isDayOfMonth(), case .day = start.anchor {
            let place = peek()
            end = OpeningRule.DateEnd(year: start.year, anchor: try day(ofMonth: month))
            guard case .day(_, let first) = start.anchor, case .day(_, let last) = end.anchor, last >= first else {
                throw OpeningHoursError(
                    position: place.position, found: place.text,
                    advice: "the range ends before it begins; name the month again, like Dec 24-Jan 02")
            }
        } else {
            let year = isYear() ? try number(in: OpeningHoursParser.years, "a year") : nil
            guard let found = try dateEnd(inYear: year, isStart: false) else {
                throw unexpected("write a date, like Dec 24-Jan 02")
            }
            end = found
        }
        try offsets(into: &end)
        return OpeningRule.DateRange(from: start, to: end)
    }

    /// A date; `nil`, with nothing read, if only a month or no date stands there.
    private mutating func dateEnd(
        inYear year: Int?, isStart: Bool
    ) throws(OpeningHoursError) -> OpeningRule.DateEnd? {
        if kind() == .word("easter") {
            advance()
            return OpeningRule.DateEnd(year: year, anchor: .easter)
        }
        guard case .word(let word) = kind(), let month = OpeningHoursWords.month(word) else { return nil }
        if isDayOfMonth(1) {
            advance()
            return OpeningRule.DateEnd(year: year, anchor: try day(ofMonth: month))
        }
        // `Mar Su[-1]-Oct Su[-1]`; without the range it is a month with a weekday.
        let place = next
        guard case .word(let name) = kind(1), let weekday = OpeningHoursWords.weekday(name), kind(2) == .sign("[")
        else { return nil }
        advance(by: 3)
        let ordinal = try self.ordinal()
        guard accept("]"), !isStart || (kind() == .sign("-") && isMonth(1)) else {
            goBack(to: place)
            return nil
        }
        return OpeningRule.DateEnd(
            year: year, anchor: .weekday(month: month, weekday: weekday, ordinal: ordinal))
    }

    private func isMonth(_ ahead: Int) -> Bool {
        guard case .word(let word) = kind(isYear(ahead) ? ahead + 1 : ahead) else { return false }
        return OpeningHoursWords.month(word) != nil
    }

    private mutating func month() throws(OpeningHoursError) -> Int {
        guard case .word(let word) = kind(), let month = OpeningHoursWords.month(word) else {
            guard case .word(let word) = kind() else { throw unexpected("write a month, like Oct") }
            throw unexpected(OpeningHoursWords.advice(for: word) ?? "write a month, like Oct")
        }
        advance()
        return month
    }

    private mutating func day(ofMonth month: Int) throws(OpeningHoursError) -> OpeningRule.DateEnd.Anchor {
        .day(month: month, day: try number(in: 1...CivilDay.length(ofMonth: month, year: 2_000), "a day of the month"))
    }

    /// `+We`, `-Su`, `+3 days`, `-1 day` after a date.
    private mutating func offsets(into end: inout OpeningRule.DateEnd) throws(OpeningHoursError) {
        if case .sign(let sign) = kind(), sign == "+" || sign == "-", case .word(let word) = kind(1),
            let weekday = OpeningHoursWords.weekday(word)
        {
            advance(by: 2)
            end.towards = sign == "+" ? weekday + 1 : -(weekday + 1)
        }
        end.offset = try dayOffset()
    }

    // MARK: What weekdays need too

    /// `+3 days`, `-1 day`, or 0 if no such thing stands there.
    mutating func dayOffset() throws(OpeningHoursError) -> Int {
        guard case .sign(let sign) = kind(), sign == "+" || sign == "-", case .number = kind(1), isDayWord(2) else {
            return 0
        }
        advance()
        let days = try number(in: 0...180, "a number of days")
        advance()
        return sign == "-" ? -days : days
    }

    mutating func number(in range: ClosedRange<Int>, _ what: String) throws(OpeningHoursError) -> Int {
        guard case .number(let number, _) = kind(), range.contains(number) else {
            throw unexpected("write \(what) from \(range.lowerBound) to \(range.upperBound)")
        }
        advance()
        return number
    }

    /// A comma, if what is asked for follows it.
    mutating func acceptComma(before holds: (OpeningHoursParser) -> Bool) -> Bool {
        guard kind() == .sign(",") else { return false }
        var ahead = self
        ahead.advance()
        guard holds(ahead) else { return false }
        advance()
        return true
    }
}
