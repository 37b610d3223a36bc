package import Telemetry

/// The hours of a day in which a unit works, in its provider's zone.
///
/// It may cross midnight.
package struct Shift: Sendable, Hashable {
    /// Minutes since local midnight at which it begins, 0 to 1,439.
    package let from: Int
    /// Minutes since local midnight at which it ends, 0 to 1,439.
    ///
    /// Equal to `from` means round the clock.
    package let to: Int
    /// The zone in which both are meant.
    package let zone: ZoneRule

    /// A shift; `nil` for minutes outside of a day.
    package init?(from: Int, to: Int, zone: ZoneRule) {
        guard (0..<1_440).contains(from), (0..<1_440).contains(to) else { return nil }
        self.from = from
        self.to = to
        self.zone = zone
    }

    /// When the shift that runs at `time` ends, or `nil` if none runs.
    ///
    /// Round the clock has no end. Whole minutes by the clock of `time`: a change of summer time within the shift moves its end by an hour.
    package func end(runningAt time: Timestamp) -> Timestamp? {
        if from == to { return Timestamp(milliseconds: .max) }
        let minute = zone.minuteOfDay(at: time)
        let left: Int
        if from < to {
            guard minute >= from, minute < to else { return nil }
            left = to - minute
        } else {
            guard minute >= from || minute < to else { return nil }
            left = minute < to ? to - minute : 1_440 - minute + to
        }
        let intoMinute = floorRemainder(time.milliseconds, 60_000)
        return time.adding(milliseconds: Int64(left) * 60_000 - intoMinute)
    }

    /// When it begins next, after `time`; `time` itself if it runs then.
    package func nextStart(after time: Timestamp) -> Timestamp {
        guard end(runningAt: time) == nil else { return time }
        let minute = zone.minuteOfDay(at: time)
        let wait = from >= minute ? from - minute : 1_440 - minute + from
        let intoMinute = floorRemainder(time.milliseconds, 60_000)
        return time.adding(milliseconds: Int64(wait) * 60_000 - intoMinute)
    }
}
