package import Telemetry

/// How far a place's clock is ahead of UTC, summer time included: a value, so that planning reads no zone files.
package enum ZoneRule: Sendable, Hashable {
    /// The same all year, in minutes east of UTC.
    case fixed(minutes: Int)
    /// The European Union's rule (directive 2000/84/EC): an hour more from the last Sunday of March, 01:00 UTC, to
    /// the last Sunday of October, 01:00 UTC. `minutes` is the offset in winter.
    case european(minutes: Int)
    /// Any other zone: the changes of its clock, read from the system's zone files at the edge.
    case table(ZoneTable)

    /// UTC.
    package static let utc = ZoneRule.fixed(minutes: 0)

    /// The rule of an IANA zone that follows the European rule, of `UTC`, or `nil` for any other name.
    package init?(identifier: some StringProtocol) {
        switch identifier {
        case "UTC", "Etc/UTC", "GMT", "Atlantic/Reykjavik": self = .fixed(minutes: 0)
        case "Europe/London", "Europe/Dublin", "Europe/Lisbon": self = .european(minutes: 0)
        case "Europe/Amsterdam", "Europe/Berlin", "Europe/Brussels", "Europe/Budapest", "Europe/Copenhagen",
            "Europe/Ljubljana", "Europe/Luxembourg", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Prague",
            "Europe/Rome", "Europe/Stockholm", "Europe/Vaduz", "Europe/Vienna", "Europe/Warsaw", "Europe/Zagreb",
            "Europe/Zurich", "Europe/Bratislava", "Europe/Belgrade", "Europe/Malta":
            self = .european(minutes: 60)
        case "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv", "Europe/Riga", "Europe/Sofia",
            "Europe/Tallinn", "Europe/Vilnius":
            self = .european(minutes: 120)
        case "Europe/Istanbul", "Europe/Minsk", "Europe/Moscow": self = .fixed(minutes: 180)
        default: return nil
        }
    }

    /// Minutes east of UTC at a point in time.
    package func offsetMinutes(at time: Timestamp) -> Int {
        switch self {
        case .fixed(let minutes): return minutes
        case .european(let minutes):
            let days = floorDivide(time.milliseconds, 86_400_000)
            let year = CivilDate.from(daysSinceEpoch: days).year
            guard let start = ZoneRule.changeover(year: year, month: 3),
                let end = ZoneRule.changeover(year: year, month: 10)
            else { return minutes }
            return start <= time && time < end ? minutes + 60 : minutes
        case .table(let table): return table.minutes(at: time)
        }
    }

    /// When the clock changes next after a point in time; `nil` if it never does.
    package func nextChange(after time: Timestamp) -> Timestamp? {
        switch self {
        case .fixed: return nil
        case .european:
            let year = CivilDate.from(daysSinceEpoch: floorDivide(time.milliseconds, 86_400_000)).year
            for (year, month) in [(year, 3), (year, 10), (year + 1, 3)] {
                if let change = ZoneRule.changeover(year: year, month: month), change > time { return change }
            }
            return nil
        case .table(let table): return table.nextChange(after: time)
        }
    }

    /// Minutes since local midnight, 0 to 1,439.
    package func minuteOfDay(at time: Timestamp) -> Int {
        let minutes = floorDivide(time.milliseconds, 60_000) &+ Int64(offsetMinutes(at: time))
        return Int(floorRemainder(minutes, 1_440))
    }

    /// 01:00 UTC of the last Sunday of a month with 31 days.
    private static func changeover(year: Int, month: Int) -> Timestamp? {
        guard let last = CivilDate.daysSinceEpoch(year: year, month: month, day: 31) else { return nil }
        let weekday = floorRemainder(last + 4, 7)  // 1970-01-01 was a Thursday; Sunday is 0
        return Timestamp(seconds: (last - weekday) * 86_400 + 3_600)
    }
}

/// Division that rounds down, also for negative numbers.
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}

/// What ``floorDivide(_:_:)`` leaves: never negative.
func floorRemainder(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
}
