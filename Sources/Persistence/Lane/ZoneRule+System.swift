internal import Foundation
package import Planning
internal import Synchronization
internal import Telemetry

extension ZoneRule {
    /// The rule of any zone that the system knows, `nil` for other names.
    ///
    /// Each table is worked out once in a process: a zone with summer time costs some ten milliseconds.
    package static func system(_ name: String) -> ZoneRule? {
        if let rule = ZoneRule(identifier: name) { return rule }
        return tables.withLock { tables in
            if let known = tables[name] { return known }
            guard let zone = TimeZone(identifier: name) else { return nil }
            let rule = ZoneRule(table(of: zone, named: name))
            tables[name] = rule
            return rule
        }
    }

    private static let tables = Mutex<[String: ZoneRule]>([:])

    /// 1990-01-01 and 2051-01-01.
    private static let span: ClosedRange<Int64> = 631_152_000...2_556_144_000

    /// A table without changes is an offset.
    private init(_ table: ZoneTable) {
        self = table.changes.isEmpty ? .fixed(minutes: table.firstMinutes) : .table(table)
    }

    /// Every change of a zone's clock, found by looking at each third day: none comes and goes within that.
    private static func table(of zone: TimeZone, named name: String) -> ZoneTable {
        func minutes(_ second: Int64) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))) / 60
        }
        let first = minutes(span.lowerBound)
        var changes: [ZoneTable.Change] = []
        var (last, lastMinutes) = (span.lowerBound, first)
        for second in stride(from: span.lowerBound, through: span.upperBound, by: 3 * 86_400) {
            let now = minutes(second)
            if now != lastMinutes {
                var (low, high) = (last, second)
                while high - low > 1 {
                    let middle = low + (high - low) / 2
                    if minutes(middle) == now { high = middle } else { low = middle }
                }
                changes.append(ZoneTable.Change(time: Timestamp(seconds: high), minutes: now))
            }
            (last, lastMinutes) = (second, now)
        }
        return ZoneTable(name: name, firstMinutes: first, changes: changes)
    }
}
