/// One rule of opening hours: days, times on these days, and what it is then.
struct OpeningRule: Sendable, Hashable {
    /// How a rule meets those before it.
    enum Joint: Sendable { case replacing, additional, fallback }

    var joint = Joint.replacing
    /// Any of them; empty is every year.
    var years: [YearRange] = []
    /// Any of them; empty is every day of the year.
    var dates: [DateRange] = []
    /// Any of them; empty is every week.
    var weeks: [WeekRange] = []
    /// Any of them or of the holidays; both empty is every day.
    var weekdays: [WeekdayRange] = []
    /// Days after a public holiday on which it counts too, 0 for the day itself; `nil` stands for school holidays.
    var holidays: [Int?] = []
    /// Whether a holiday must also be one of the weekdays.
    var needsBoth = false
    /// Any of them; empty is the whole day.
    var spans: [TimeSpan] = []
    var state = OpeningHours.State.open
    /// What was written in quotes.
    var comment: String?

    struct YearRange: Sendable, Hashable {
        var from: Int
        var to: Int
        var step = 1
    }

    /// ISO 8601 weeks.
    struct WeekRange: Sendable, Hashable {
        var from: Int
        var to: Int
        var step = 1
    }

    /// Weekdays, Monday is 0; the range may wrap.
    struct WeekdayRange: Sendable, Hashable {
        var from: Int
        var to: Int
        /// Which ones of their month, negative from its end; empty is every one.
        var ordinals: [Int] = []
        /// Days after such a weekday that are meant instead.
        var offset = 0
    }

    /// Minutes from the midnight with which the day begins.
    struct TimeSpan: Sendable, Hashable {
        /// 0 to 1,439.
        var start: Int
        /// After `start`, at most 2,880.
        var end: Int
        /// Up to when it may be open after `end`.
        ///
        /// Equal to `end` unless the end is open.
        var maybe: Int
    }

    struct DateRange: Sendable, Hashable {
        var from: DateEnd
        var to: DateEnd
        /// Whether it never ends, or ends with the year if none is named.
        var isOpenEnded = false
    }

    /// Where a range of dates begins or ends.
    struct DateEnd: Sendable, Hashable {
        enum Anchor: Sendable, Hashable {
            /// A day past the end of the month is its last day at the end of a range, else the first of the next.
            case day(month: Int, day: Int)
            case easter
            case weekday(month: Int, weekday: Int, ordinal: Int)
        }

        /// `nil` is every year.
        var year: Int?
        var anchor: Anchor
        /// The next such weekday after (1 to 7 is Monday to Sunday) or before (-1 to -7) the anchor; 0 is the anchor.
        var towards = 0
        /// Days after the anchor.
        var offset = 0
    }

    /// Whether the rule needs nothing but the weekday and whether the day is a holiday.
    var dependsOnWeekdayOnly: Bool {
        years.isEmpty && dates.isEmpty && weeks.isEmpty
            && weekdays.allSatisfy { $0.ordinals.isEmpty && $0.offset == 0 }
            && holidays.allSatisfy { ($0 ?? 0) == 0 }
    }

    /// What the rule says of a minute of a day that it names, or of the next one from 1,440 on; `nil` is nothing.
    func state(atMinute minute: Int) -> OpeningHours.State? {
        if spans.isEmpty { return minute < 1_440 ? state : nil }
        var mayBe = false
        for span in spans where minute >= span.start {
            if minute < span.end { return state }
            if minute < span.maybe { mayBe = true }
        }
        guard mayBe else { return nil }
        return state == .closed ? .closed : .unknown
    }
}
