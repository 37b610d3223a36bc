/// A stretch of a local day in which nothing changes.
struct OpeningSegment: Sendable, Hashable {
    /// The minute with which it ends, 1 to 1,440; it begins where the one before it ends.
    var end: Int
    var state: OpeningHours.State

    /// The stretches of a day, neighbours of equal state joined.
    static func day(_ number: Int64, of rules: [OpeningRule], holidays: HolidayCalendar) -> [OpeningSegment] {
        let today = CivilDay(number)
        let yesterday = CivilDay(number - 1)
        let onToday = rules.map { $0.matches(today, holidays: holidays) }
        let spilling = rules.map { $0.spills && $0.matches(yesterday, holidays: holidays) }
        var bounds: [Int] = [1_440]
        for (index, rule) in rules.enumerated() {
            for span in rule.spans {
                if onToday[index] { bounds += [span.start, span.end, span.maybe] }
                if spilling[index] { bounds += [span.end - 1_440, span.maybe - 1_440] }
            }
        }
        bounds.sort()
        var segments: [OpeningSegment] = []
        var start = 0
        for end in bounds where end > start && end <= 1_440 {
            let state = state(atMinute: start, of: rules, onToday: onToday, spilling: spilling)
            if let last = segments.indices.last, segments[last].state == state {
                segments[last].end = end
            } else {
                segments.append(OpeningSegment(end: end, state: state))
            }
            start = end
        }
        return segments
    }

    /// What the rules together say of a minute.
    private static func state(
        atMinute minute: Int, of rules: [OpeningRule], onToday: [Bool], spilling: [Bool]
    ) -> OpeningHours.State {
        var state: OpeningHours.State?
        for (index, rule) in rules.enumerated() {
            var said = onToday[index] ? rule.state(atMinute: minute) : nil
            // The night before counts unless this day is sure of more.
            if spilling[index], said != rule.state, let spilled = rule.state(atMinute: minute + 1_440) {
                said = spilled
            }
            switch rule.joint {
            case .replacing where rule.state != .closed && onToday[index]: state = said
            case .replacing, .additional: state = said ?? state
            case .fallback: if state == nil || state == .closed { state = said ?? state }
            }
        }
        return state ?? .closed
    }
}

extension OpeningRule {
    /// Whether a day of it reaches into the next one.
    var spills: Bool { spans.contains { $0.maybe > 1_440 } }
}
