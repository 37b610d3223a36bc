package import Telemetry

/// The changes of a zone's clock over some decades.
///
/// Copies share one array. Before the first change the first offset counts, after the last one the last.
package struct ZoneTable: Sendable {
    /// A point from which on a clock is this far ahead of UTC.
    package struct Change: Sendable, Hashable {
        package var time: Timestamp
        /// Minutes east of UTC.
        package var minutes: Int

        package init(time: Timestamp, minutes: Int) {
            self.time = time
            self.minutes = minutes
        }
    }

    /// The IANA name.
    package let name: String
    /// Minutes east of UTC before the first change.
    package let firstMinutes: Int
    /// Sorted by time.
    package let changes: [Change]

    /// A table; changes may come in any order, and those that change nothing are left out.
    package init(name: String, firstMinutes: Int, changes: [Change]) {
        self.name = name
        self.firstMinutes = firstMinutes
        var kept: [Change] = []
        for change in changes.sorted(by: { ($0.time, $0.minutes) < ($1.time, $1.minutes) })
        where change.minutes != kept.last?.minutes ?? firstMinutes {
            kept.append(change)
        }
        self.changes = kept
    }

    /// Minutes east of UTC at a point in time.
    func minutes(at time: Timestamp) -> Int {
        let index = firstIndex(of: changes.count) { changes[$0].time > time }
        return index == 0 ? firstMinutes : changes[index - 1].minutes
    }

    /// The first change after a point in time.
    func nextChange(after time: Timestamp) -> Timestamp? {
        let index = firstIndex(of: changes.count) { changes[$0].time > time }
        return index < changes.count ? changes[index].time : nil
    }
}

extension ZoneTable: Hashable {
    /// Tables that share their array are told equal without looking at it.
    package static func == (left: ZoneTable, right: ZoneTable) -> Bool {
        left.name == right.name && left.firstMinutes == right.firstMinutes && left.changes == right.changes
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
