internal import HeapModule
import Telemetry

/// Timers in the order in which they fall due; ties by id.
///
/// Inserting and removing cost O(log n).
struct TimerQueue: Sendable {
    private struct Entry: Comparable, Sendable {
        var due: Timestamp
        var id: Int64

        static func < (left: Entry, right: Entry) -> Bool { (left.due, left.id) < (right.due, right.id) }
    }

    /// May hold entries of timers that are gone; they are passed over when they come to the top.
    private var order = Heap<Entry>()
    private var rows: [Int64: TimerRow] = [:]

    /// When the earliest entry is due; a removed one may stand for it, so a wake-up can find nothing to do.
    var nextDue: Timestamp? { order.min?.due }

    mutating func insert(_ timer: TimerRow) {
        let known = rows.updateValue(timer, forKey: timer.id)
        if known?.dueAt != timer.dueAt { order.insert(Entry(due: timer.dueAt, id: timer.id)) }
    }

    mutating func remove(_ id: Int64) { rows[id] = nil }

    /// Timers that are due, the earliest first; they stay until they are removed.
    mutating func due(at now: Timestamp, limit: Int) -> [TimerRow] {
        var found: [TimerRow] = []
        while found.count < limit, let first = order.min, first.due <= now {
            order.removeMin()
            if let row = rows[first.id], row.dueAt == first.due, found.last?.id != first.id { found.append(row) }
        }
        for row in found { order.insert(Entry(due: row.dueAt, id: row.id)) }
        return found
    }
}
