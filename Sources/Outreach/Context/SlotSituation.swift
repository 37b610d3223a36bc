package import Telemetry

/// What is true of the workshop's slot now.
package enum SlotSituation: Sendable, Hashable {
    case none
    /// Held here; the workshop has not been asked.
    case held(Appointment)
    /// Held here; somebody rings the workshop about it.
    case toBeCalled(Appointment)
    /// The workshop has been asked.
    case asked(Appointment)
    /// Only now does anybody say that the workshop expects the customer.
    case confirmed(Appointment)
    /// The workshop can't at that time; another one is looked for.
    case refused(Appointment)

    /// A workshop and a time.
    package struct Appointment: Sendable, Hashable {
        package var workshop: String
        package var time: LocalTime

        package init(workshop: String, time: LocalTime) {
            self.workshop = workshop
            self.time = time
        }
    }

    var appointment: Appointment? {
        switch self {
        case .none: nil
        case .held(let appointment), .toBeCalled(let appointment), .asked(let appointment),
            .confirmed(let appointment), .refused(let appointment):
            appointment
        }
    }

    var key: String {
        switch self {
        case .none: "none"
        case .held: "held"
        case .toBeCalled: "to_be_called"
        case .asked: "asked"
        case .confirmed: "confirmed"
        case .refused: "refused"
        }
    }

    static let keys = ["confirmed", "asked", "to_be_called", "held", "refused", "none"]
}

/// A time by a clock on the wall, with the day as seen from today.
package struct LocalTime: Sendable, Hashable {
    /// 0 is today; negative is past.
    package let daysAhead: Int64
    /// 1 is Monday, 7 is Sunday.
    package let weekday: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int

    /// The local form of `time` as it is said at `now`.
    ///
    /// - Parameter utcOffsetMinutes: How far the workshop's clock is ahead of UTC at `time`.
    package init(_ time: Timestamp, now: Timestamp, utcOffsetMinutes: Int) {
        let offset = Int64(max(-1_440, min(1_440, utcOffsetMinutes))) * 60_000
        // Beyond the years 0 to 9999 there is nothing to say: the calendar's arithmetic stays in range.
        let limits: ClosedRange<Int64> = -62_000_000_000_000...253_000_000_000_000
        func local(_ moment: Timestamp) -> (days: Int64, rest: Int64) {
            let bounded = min(max(moment.milliseconds, limits.lowerBound), limits.upperBound) + offset
            let days = bounded >= 0 ? bounded / 86_400_000 : (bounded - 86_399_999) / 86_400_000
            return (days, bounded - days * 86_400_000)
        }
        let (days, rest) = local(time)
        let date = CivilDate.from(daysSinceEpoch: days)
        daysAhead = days - local(now).days
        weekday = Int(((days + 3) % 7 + 7) % 7) + 1  // 1970-01-01 was a Thursday
        month = date.month
        day = date.day
        hour = Int(rest / 3_600_000)
        minute = Int(rest / 60_000 % 60)
    }
}
