extension OpeningHoursParser {
    /// How long a place may be open after a time with an open end, at least: nobody knows, so it is `unknown` so long.
    private static let openEnd = 6 * 60
    private static let day = 1_440

    /// Times of a day, the next token being a number.
    mutating func times() throws(OpeningHoursError) -> [OpeningRule.TimeSpan] {
        var spans: [OpeningRule.TimeSpan] = []
        repeat { spans.append(try span()) } while acceptCommaBeforeTime()
        return spans
    }

    /// A comma, if a time follows it.
    private mutating func acceptCommaBeforeTime() -> Bool {
        guard kind() == .sign(","), case .number = kind(1), kind(2) == .sign(":") else { return false }
        advance()
        return true
    }

    private mutating func span() throws(OpeningHoursError) -> OpeningRule.TimeSpan {
        let place = peek()
        let start = try time(upTo: OpeningHoursParser.day)
        guard start < OpeningHoursParser.day else {
            throw OpeningHoursError(
                position: place.position, found: place.text, advice: "a range begins at 23:59 at the latest")
        }
        guard accept("-") else {
            guard acceptOpenEnd() else {
                throw unexpected("write until when, like 08:00-18:00, or 18:00+ for an open end")
            }
            return OpeningRule.TimeSpan(start: start, end: start, maybe: OpeningHoursParser.maybe(after: start))
        }
        if case .word(let word) = kind() {
            throw unexpected(OpeningHoursWords.advice(for: word) ?? "write a time like 18:00")
        }
        var end = try time(upTo: 2 * OpeningHoursParser.day)
        if end <= start { end += OpeningHoursParser.day }
        return OpeningRule.TimeSpan(
            start: start, end: end, maybe: acceptOpenEnd() ? OpeningHoursParser.maybe(after: end) : end)
    }

    private mutating func acceptOpenEnd() -> Bool { accept("+") }

    private static func maybe(after end: Int) -> Int { min(max(day, end + openEnd), 2 * day) }

    /// Minutes since midnight.
    private mutating func time(upTo latest: Int) throws(OpeningHoursError) -> Int {
        guard case .number(let hour, let hourDigits) = kind() else {
            throw unexpected("write a time like 08:00")
        }
        guard kind(1) == .sign(":") else { throw unexpected(OpeningHoursParser.advice(forHour: hour, hourDigits)) }
        guard case .number(let minute, 2) = kind(2), minute < 60, hourDigits <= 2 else {
            if hourDigits <= 2 { advance(by: 2) }
            throw unexpected("a time has two digits of minutes, 00 to 59, like 08:00")
        }
        let minutes = hour * 60 + minute
        guard minutes <= latest else {
            throw unexpected(
                latest > OpeningHoursParser.day ? "hours go to 48:00 at most" : "hours go from 00:00 to 24:00")
        }
        advance(by: 3)
        return minutes
    }

    private static func advice(forHour number: Int, _ digits: Int) -> String {
        func written(_ hour: Int, _ minute: Int) -> String {
            (hour < 10 ? "0\(hour)" : "\(hour)") + ":" + (minute < 10 ? "0\(minute)" : "\(minute)")
        }
        if digits <= 2, number <= 24 { return "write \(written(number, 0))" }
        if digits >= 3, number / 100 <= 24, number % 100 < 60 { return "write \(written(number / 100, number % 100))" }
        return "write a time like 08:00"
    }
}
