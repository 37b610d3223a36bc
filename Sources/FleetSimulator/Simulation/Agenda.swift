import Telemetry

/// What is going to happen, soonest first; what is due at the same time happens in the order in which it was planned.
struct Agenda: Sendable {
    enum Event: Sendable {
        case vehicleHello(Int)
        case vehicleReport(Int)
        case breaks(Int)
        case sharesPlace(Int)
        case unitHello(Int)
        case unitReport(Int)
        case unitDoes(Int, offer: Int64, JobState)
    }

    private struct Entry: Sendable {
        var at: Timestamp
        var number: Int
        var event: Event
    }

    /// Latest first, so that taking the next one is cheap.
    private var entries: [Entry] = []
    private var count = 0

    /// When the next thing happens.
    var next: Timestamp? { entries.last?.at }

    mutating func plan(_ event: Event, at time: Timestamp) {
        count += 1
        let entry = Entry(at: time, number: count, event: event)
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            let other = entries[middle]
            if (other.at, other.number) > (entry.at, entry.number) { low = middle + 1 } else { high = middle }
        }
        entries.insert(entry, at: low)
    }

    /// Takes what is due at `time` or before.
    mutating func take(until time: Timestamp) -> (at: Timestamp, event: Event)? {
        guard let last = entries.last, last.at <= time else { return nil }
        entries.removeLast()
        return (last.at, last.event)
    }
}
