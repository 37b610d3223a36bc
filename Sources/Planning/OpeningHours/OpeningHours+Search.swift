package import Telemetry

extension OpeningHours {
    /// How far ahead is looked for an opening or a closing: any day that comes every year is met.
    static let horizonSeconds: Int64 = 370 * 86_400

    /// The first time from `time` on at which it is certainly open; `nil` if there is none within 370 days.
    package func opening(
        atOrAfter time: Timestamp, zone: ZoneRule, holidays: HolidayCalendar
    ) -> Timestamp? {
        first(from: time, zone: zone, holidays: holidays) { $0 == .open }
    }

    /// When it is no longer certainly open, from a time on at which it is; `time` itself if it is not open then.
    ///
    /// `nil` if it stays open for 370 days.
    package func closing(
        ofOpeningAt time: Timestamp, zone: ZoneRule, holidays: HolidayCalendar
    ) -> Timestamp? {
        first(from: time, zone: zone, holidays: holidays) { $0 != .open }
    }

    /// What it is all the time from `start` to before `end`.
    ///
    /// Closed if it is closed at any time of it, else unknown if it is unknown at any time of it. An empty stretch is
    /// what its start is.
    package func state(
        from start: Timestamp, to end: Timestamp, zone: ZoneRule, holidays: HolidayCalendar
    ) -> State {
        var result = state(at: start, zone: zone, holidays: holidays)
        guard result != .closed, end > start else { return result }
        walk(from: start, to: end, zone: zone, holidays: holidays) { _, state in
            if state != .open { result = state }
            return state != .closed
        }
        return result
    }

    /// The first time at which a condition on the state holds.
    private func first(
        from time: Timestamp, zone: ZoneRule, holidays: HolidayCalendar, where holds: (State) -> Bool
    ) -> Timestamp? {
        var found: Timestamp?
        walk(from: time, to: time.adding(seconds: OpeningHours.horizonSeconds), zone: zone, holidays: holidays) {
            guard holds($1) else { return true }
            found = $0
            return false
        }
        return found
    }

    /// Visits the stretches of equal state within a day and an offset from UTC, until `visit` says no.
    private func walk(
        from start: Timestamp, to end: Timestamp, zone: ZoneRule, holidays: HolidayCalendar,
        _ visit: (Timestamp, State) -> Bool
    ) {
        var time = start
        var change = zone.nextChange(after: time)
        while time < end {
            let local = LocalMinute(time, zone: zone)
            let segment = segment(at: local, holidays: holidays)
            guard visit(time, segment.state) else { return }
            let intoMinute = floorRemainder(time.milliseconds, 60_000)
            time = time.adding(milliseconds: Int64(segment.end - local.minute) * 60_000 - intoMinute)
            // Where the clocks change the stretch ends early or comes again.
            if let changed = change, changed <= time {
                time = changed
                change = zone.nextChange(after: changed)
            }
        }
    }
}
