import HeapModule
import Telemetry

/// What is going to happen, soonest first; what is due at the same time happens in the order in which it was planned.
struct Agenda: Sendable {
    enum Event: Sendable {
        case vehicleHello(Int)
        case vehicleReport(Int)
        /// The network of a device is back.
        case reconnects(Int)
        /// The end of a trip, by its number; then the next one begins after a while.
        case tripEnds(Int, trip: Int)
        case setsOff(Int, trip: Int)
        /// A step of the cause of what is planned.
        case step(Int, step: Int)
        case saysAgain(Int)
        case sharesPlace(Int)
        /// What becomes of a breakdown without us.
        case resolves(Int, Fate)
        case scripted(Int)
        /// A report of the days before.
        case earlyReport(Int)
        /// What somebody has agreed to: a part is replaced, by the number of the appointment.
        case replaces(Int, appointment: Int)
        case unitHello(Int)
        case unitReport(Int)
        case unitDoes(Int, offer: Int64, JobState)
        case unitGetsStuck(Int, offer: Int64)
        case unitFallsSilent(Int, offer: Int64)
    }

    private struct Entry: Sendable, Comparable {
        var at: Timestamp
        var number: Int
        var event: Event

        static func < (left: Entry, right: Entry) -> Bool { (left.at, left.number) < (right.at, right.number) }
        static func == (left: Entry, right: Entry) -> Bool { left.number == right.number }
    }

    private var entries = Heap<Entry>()
    private var count = 0

    /// When the next thing happens.
    var next: Timestamp? { entries.min?.at }

    mutating func plan(_ event: Event, at time: Timestamp) {
        count += 1
        entries.insert(Entry(at: time, number: count, event: event))
    }

    /// Takes what is due at `time` or before.
    mutating func take(until time: Timestamp) -> (at: Timestamp, event: Event)? {
        guard let first = entries.min, first.at <= time else { return nil }
        _ = entries.popMin()
        return (first.at, first.event)
    }
}
