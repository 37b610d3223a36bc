package import Telemetry

/// When a place is open, written in OpenStreetMap's `opening_hours` syntax.
///
/// Source: OpenStreetMap wiki, "Key:opening_hours/specification" 0.7. Times are those of the clock on the wall: on the
/// night in which summer time begins a time that does not exist is passed over, and when it ends a time that comes
/// twice is meant both times.
///
/// Rules are read from left to right. A rule after `;` that says when it is open replaces, on the days that it names,
/// all that the rules before it say of these days, what spills over from the night before included; `off` only takes
/// away; a rule after `,` adds; a rule after `||` counts where the others leave it closed. What `PH` means comes from a
/// ``HolidayCalendar``; school holidays (`SH`) are known to nobody and never match.
package struct OpeningHours: Sendable {
    /// Whether a place is open at some time.
    package enum State: String, Sendable, CaseIterable {
        case open
        case closed
        /// By appointment, open end, or whatever else a person must ask about.
        case unknown
    }

    /// As it was written.
    package let text: String
    let rules: [OpeningRule]
    /// Whether a day is like every other one of its weekday, holidays apart.
    private let isWeekly: Bool
    /// The seven days from Monday on, no holiday among them or before them; used if ``isWeekly``.
    private let week: [[OpeningSegment]]

    /// Longer texts are refused; OpenStreetMap allows 255 characters.
    static let longestText = 1_000

    /// Reads hours.
    ///
    /// - Throws: ``OpeningHoursError`` with the place and what to write instead.
    package init(_ text: String) throws(OpeningHoursError) {
        var parser = try OpeningHoursParser(text)
        let rules = try parser.parse()
        let isWeekly = rules.allSatisfy(\.dependsOnWeekdayOnly)
        self.text = text
        self.rules = rules
        self.isWeekly = isWeekly
        // 1970-01-05 was a Monday.
        week =
            isWeekly
            ? (Int64(4)..<11).map { OpeningSegment.day($0, of: rules, holidays: .none) } : []
    }

    /// Whether it is certainly open at a time.
    package func isOpen(at time: Timestamp, zone: ZoneRule, holidays: HolidayCalendar) -> Bool {
        state(at: time, zone: zone, holidays: holidays) == .open
    }

    /// Whether it is open at a time.
    package func state(at time: Timestamp, zone: ZoneRule, holidays: HolidayCalendar) -> State {
        let local = LocalMinute(time, zone: zone)
        return segment(at: local, holidays: holidays).state
    }

    /// The stretch of a day that a minute lies in.
    func segment(at local: LocalMinute, holidays: HolidayCalendar) -> OpeningSegment {
        let segments = segments(ofDay: local.day, holidays: holidays)
        return segments[firstIndex(of: segments.count - 1) { segments[$0].end > local.minute }]
    }

    /// The stretches of a local day, the first from 0 on, the last to 1,440.
    private func segments(ofDay day: Int64, holidays: HolidayCalendar) -> [OpeningSegment] {
        if isWeekly, !holidays.contains(day: day), !holidays.contains(day: day &- 1) {
            return week[Int(floorRemainder(day &- 4, 7))]
        }
        return OpeningSegment.day(day, of: rules, holidays: holidays)
    }
}

extension OpeningHours: Hashable {
    /// Two texts that are written differently count as different, also if they mean the same.
    package static func == (left: OpeningHours, right: OpeningHours) -> Bool { left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension OpeningHours: CustomStringConvertible {
    package var description: String { text }
}

/// A minute by the clock on the wall.
struct LocalMinute {
    /// Days since 1970-01-01.
    var day: Int64
    /// Minutes since midnight, 0 to 1,439.
    var minute: Int

    init(_ time: Timestamp, zone: ZoneRule) {
        let minutes = floorDivide(time.milliseconds, 60_000) &+ Int64(zone.offsetMinutes(at: time))
        day = floorDivide(minutes, 1_440)
        minute = Int(floorRemainder(minutes, 1_440))
    }
}
