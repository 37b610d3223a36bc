extension OpeningHoursParser {
    /// Weekdays and holidays, if any stand here.
    mutating func weekdaySelector(into rule: inout OpeningRule) throws(OpeningHoursError) {
        guard isWeekdayOrHoliday() else { return }
        try weekdayList(into: &rule)
        // `PH Mo-Fr`: holidays that are such a weekday.
        if !rule.holidays.isEmpty, rule.weekdays.isEmpty, isWeekdayOrHoliday() {
            rule.needsBoth = true
            let place = peek()
            let before = rule.holidays.count
            try weekdayList(into: &rule)
            guard rule.holidays.count == before, !rule.weekdays.isEmpty else {
                throw OpeningHoursError(
                    position: place.position, found: place.text, advice: "separate days with , like PH,SH")
            }
        }
    }

    private func isWeekdayOrHoliday() -> Bool {
        guard case .word(let word) = kind() else { return false }
        return word == "ph" || word == "sh" || OpeningHoursWords.weekday(word) != nil
    }

    private mutating func weekdayList(into rule: inout OpeningRule) throws(OpeningHoursError) {
        repeat {
            if kind() == .word("ph") {
                advance()
                rule.holidays.append(try dayOffset())
            } else if kind() == .word("sh") {
                advance()
                _ = try dayOffset()
                rule.holidays.append(nil)
            } else {
                rule.weekdays.append(try weekdayRange())
            }
        } while acceptComma { $0.isWeekdayOrHoliday() }
    }

    private mutating func weekdayRange() throws(OpeningHoursError) -> OpeningRule.WeekdayRange {
        let from = try weekday()
        var range = OpeningRule.WeekdayRange(from: from, to: from)
        if accept("-") {
            range.to = try weekday()
            if kind() == .sign("[") { throw unexpected("a number in brackets belongs to one weekday, like Mo[1]") }
            return range
        }
        if accept("[") {
            repeat {
                let first = try ordinal()
                if first > 0, accept("-") {
                    range.ordinals += Array(first...(try number(in: first...5, "the last of the range")))
                } else {
                    range.ordinals.append(first)
                }
            } while accept(",")
            guard accept("]") else { throw unexpected("close the bracket, like Mo[1]") }
            range.offset = try dayOffset()
        }
        return range
    }

    private mutating func weekday() throws(OpeningHoursError) -> Int {
        guard case .word(let word) = kind(), let weekday = OpeningHoursWords.weekday(word) else {
            guard case .word(let word) = kind() else {
                throw unexpected("write a weekday: Mo, Tu, We, Th, Fr, Sa, Su")
            }
            throw unexpected(
                OpeningHoursWords.advice(for: word) ?? "write a weekday: Mo, Tu, We, Th, Fr, Sa, Su")
        }
        advance()
        return weekday
    }

    mutating func ordinal() throws(OpeningHoursError) -> Int {
        let sign = accept("-") ? -1 : 1
        return sign * (try number(in: 1...5, "the first to the fifth of a month"))
    }
}
