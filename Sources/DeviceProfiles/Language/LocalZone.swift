internal import Foundation
internal import Synchronization

/// The clock of a place, worked out once: when it was set to which offset from UTC.
final class LocalZone: Sendable {
    /// Seconds since 1970 at which each offset begins; the first holds for all earlier times too.
    private let starts: [Int64]
    /// Seconds east of UTC.
    private let offsets: [Int64]
    /// What the local clock shows at the end of each offset, but the last.
    private let localEnds: [Int64]

    /// A clock that is never set.
    init(offset: Int64) {
        starts = [.min]
        offsets = [offset]
        localEnds = []
    }

    /// A zone by its name in the tz database, such as `Europe/Tallinn`, by `UTC`, or by an offset such as `+02:00`.
    static func named(_ name: String) -> LocalZone? {
        var bytes = name
        if let offset = bytes.withUTF8({ CivilTime.offset(UnsafeRawBufferPointer($0)) }) {
            return LocalZone(offset: Int64(offset))
        }
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let zone = TimeZone(identifier: name) else { return nil }
        let made = LocalZone(zone)
        known.withLock { $0[name] = made }
        return made
    }

    /// Zones that were worked out already: profiles share them, and each costs a walk over its years.
    private static let known = Mutex<[String: LocalZone]>([:])

    /// Every name of the tz database, for the nearest one to a name that is none.
    static var names: [String] { TimeZone.knownTimeZoneIdentifiers }

    /// Earlier times are not plausible; later ones keep the last offset.
    private static let years: Range<TimeInterval> = 1_388_534_400..<2_524_608_000  // 2014 to 2050

    private init(_ zone: TimeZone) {
        var date = Date(timeIntervalSince1970: LocalZone.years.lowerBound)
        var starts = [Int64.min]
        var offsets = [Int64(zone.secondsFromGMT(for: date))]
        var localEnds: [Int64] = []
        while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date,
            next.timeIntervalSince1970 < LocalZone.years.upperBound, starts.count < 256
        {
            date = next
            let start = Int64(next.timeIntervalSince1970.rounded())
            let before = offsets[offsets.count - 1]
            let offset = Int64(zone.secondsFromGMT(for: next))
            guard offset != before else { continue }
            starts.append(start)
            offsets.append(offset)
            localEnds.append(start + before)
        }
        self.starts = starts
        self.offsets = offsets
        self.localEnds = localEnds
    }

    /// Seconds since 1970 at which the clock shows a local time, given as seconds since 1970 as if it were UTC.
    ///
    /// A time that the clock shows twice is the earlier one; one that it skips is moved forward by what was skipped.
    func seconds(local: Int64) -> Int64 {
        var low = 0
        var high = localEnds.count
        while low < high {
            let middle = (low + high) / 2
            if local < localEnds[middle] { high = middle } else { low = middle + 1 }
        }
        let found = local.subtractingReportingOverflow(offsets[low]).partialValue
        guard low > 0, found < starts[low] else { return found }
        return local.subtractingReportingOverflow(offsets[low - 1]).partialValue
    }
}
