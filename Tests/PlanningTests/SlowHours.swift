import Foundation
import Planning
import Telemetry

/// Opening hours made up at random, which print themselves and know by looking at every minute when they are open.
///
/// Dates come from Foundation's calendar, so that the arithmetic under test is not its own judge.
struct SlowHours {
    struct Rule {
        var joint: String
        var months: [Int] = []
        var monthText = ""
        var isWeekdayOK: @Sendable (Date) -> Bool = { _ in true }
        var weekdayText = ""
        var isWeekOK: (Int) -> Bool = { _ in true }
        var weekText = ""
        var takesHolidays = false
        /// Minutes from midnight; empty is the whole day.
        var spans: [(start: Int, end: Int)] = []
        var state: OpeningHours.State

        var text: String {
            let days = [weekdayText, takesHolidays ? "PH" : ""].filter { !$0.isEmpty }.joined(separator: ",")
            let times = spans.map { "\(Rule.clock($0.start))-\(Rule.clock($0.end))" }.joined(separator: ",")
            return [monthText, weekText, days, times, state == .closed ? "off" : state.rawValue]
                .filter { !$0.isEmpty }.joined(separator: " ")
        }

        private static func clock(_ minutes: Int) -> String {
            String(format: "%02d:%02d", minutes / 60, minutes % 60)
        }

        func names(_ date: Date, isHoliday: Bool) -> Bool {
            let parts = SlowHours.calendar.dateComponents([.month, .weekOfYear], from: date)
            if !months.isEmpty, !months.contains(parts.month ?? 0) { return false }
            if !isWeekOK(parts.weekOfYear ?? 0) { return false }
            if takesHolidays, isHoliday { return true }
            return takesHolidays && weekdayText.isEmpty ? false : isWeekdayOK(date)
        }
    }

    var rules: [Rule]
    var holidays: Set<String>

    var text: String {
        rules.enumerated().map { $0 == 0 ? $1.text : $1.joint + " " + $1.text }.joined()
    }

    static let calendar: Calendar = {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        return calendar
    }()

    /// What it is in each minute of a day, given as its midnight in UTC.
    func minutes(of day: Date) -> [OpeningHours.State] {
        var painted = [OpeningHours.State?](repeating: nil, count: 1_440)
        let yesterday = day.addingTimeInterval(-86_400)
        for (index, rule) in rules.enumerated() {
            let onToday = rule.names(day, isHoliday: isHoliday(day))
            let joint = index == 0 ? ";" : rule.joint
            if joint == ";", onToday, rule.state != .closed {
                painted = [OpeningHours.State?](repeating: nil, count: 1_440)
            }
            var covered = [Bool](repeating: false, count: 1_440)
            if onToday {
                for span in rule.spans.isEmpty ? [(0, 1_440)] : rule.spans {
                    for minute in span.0..<min(span.1, 1_440) { covered[minute] = true }
                }
            }
            if rule.names(yesterday, isHoliday: isHoliday(yesterday)) {
                for span in rule.spans where span.end > 1_440 {
                    for minute in max(span.start, 1_440)..<span.end { covered[minute - 1_440] = true }
                }
            }
            for minute in 0..<1_440 where covered[minute] {
                if joint == " ||", painted[minute] == .open || painted[minute] == .unknown { continue }
                painted[minute] = rule.state
            }
        }
        return painted.map { $0 ?? .closed }
    }

    private func isHoliday(_ date: Date) -> Bool {
        let parts = SlowHours.calendar.dateComponents([.month, .day], from: date)
        return holidays.contains("\(parts.month ?? 0)-\(parts.day ?? 0)")
    }

    // MARK: At random

    private static let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    init(holidays: Set<String>, _ random: inout Seeded) {
        self.holidays = holidays
        rules = (0..<Int.random(in: 1...4, using: &random)).map { _ in SlowHours.rule(&random) }
    }

    private static func rule(_ random: inout Seeded) -> Rule {
        var rule = Rule(
            joint: [";", ";", ",", " ||"][Int.random(in: 0..<4, using: &random)],
            state: [.open, .open, .open, .closed, .unknown][Int.random(in: 0..<5, using: &random)])
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            let from = Int.random(in: 1...12, using: &random)
            let to = Int.random(in: 1...12, using: &random)
            rule.months = from <= to ? Array(from...to) : Array(from...12) + Array(1...to)
            rule.monthText = "\(monthNames[from - 1])-\(monthNames[to - 1])"
        case 1:
            let from = Int.random(in: 1...26, using: &random)
            let to = Int.random(in: from...53, using: &random)
            let step = Int.random(in: 1...3, using: &random)
            rule.isWeekOK = { $0 >= from && $0 <= to && ($0 - from) % step == 0 }
            rule.weekText = "week \(from)-\(to)/\(step)"
        default: break
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let from = Int.random(in: 0..<7, using: &random)
            let to = Int.random(in: 0..<7, using: &random)
            let days = from <= to ? Array(from...to) : Array(from..<7) + Array(0...to)
            rule.isWeekdayOK = { days.contains(weekday($0)) }
            rule.weekdayText = "\(names[from])-\(names[to])"
        case 1:
            let day = Int.random(in: 0..<7, using: &random)
            let ordinal = [1, 2, 5, -1, -2][Int.random(in: 0..<5, using: &random)]
            rule.isWeekdayOK = { weekday($0) == day && isOrdinal(ordinal, $0) }
            rule.weekdayText = "\(names[day])[\(ordinal)]"
        case 2:
            let day = Int.random(in: 0..<7, using: &random)
            rule.isWeekdayOK = { weekday($0) == day }
            rule.weekdayText = names[day]
        default: break
        }
        rule.takesHolidays = Int.random(in: 0..<4, using: &random) == 0
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let start = Int.random(in: 0..<48, using: &random) * 30
            rule.spans.append((start, min(start + 30 * Int.random(in: 1...40, using: &random), 2_880)))
        }
        return rule
    }

    /// Monday is 0.
    private static func weekday(_ date: Date) -> Int { (calendar.component(.weekday, from: date) + 5) % 7 }

    private static func isOrdinal(_ ordinal: Int, _ date: Date) -> Bool {
        // Counted by walking from week to week until the month is left.
        var count = 1
        var walked = date
        let month = calendar.component(.month, from: date)
        while true {
            walked = walked.addingTimeInterval(ordinal > 0 ? -7 * 86_400 : 7 * 86_400)
            guard calendar.component(.month, from: walked) == month else { break }
            count += 1
        }
        return count == abs(ordinal)
    }
}
