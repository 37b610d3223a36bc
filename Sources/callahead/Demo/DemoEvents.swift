internal import Synchronization
internal import Telemetry

/// What the parts of the demo tell each other and whoever looks on.
final class DemoEvents: Sendable {
    /// The first sight of a task.
    struct Sighting: Sendable {
        var task: Int64
        var asset: String
        var at: Timestamp
    }

    private struct State {
        var lines: [(at: Timestamp, text: String)] = []
        var sightings: [Sighting] = []
        var rows: [QueueRow] = []
        var calls = 0
        var failures: [String] = []
        var isOver = false
    }

    private let state = Mutex(State())

    /// Tells something that happened.
    func tell(_ text: String, at time: Timestamp) { state.withLock { $0.lines.append((time, text)) } }

    /// What was told since the last call.
    func takeLines() -> [(at: Timestamp, text: String)] {
        state.withLock { state in
            defer { state.lines = [] }
            return state.lines
        }
    }

    /// Takes the queue as it is now, and notes which tasks are new.
    ///
    /// - Returns: Tasks that were not in it before.
    func update(_ rows: [QueueRow], at now: Timestamp) -> [QueueRow] {
        state.withLock { state in
            let known = Set(state.rows.map(\.task))
            let new = rows.filter { !known.contains($0.task) }
            for row in new { state.sightings.append(Sighting(task: row.task, asset: row.asset, at: now)) }
            state.rows = rows
            return new
        }
    }

    /// The queue as it was seen last.
    var rows: [QueueRow] { state.withLock(\.rows) }
    /// Every task with the moment at which it could first be seen.
    var sightings: [Sighting] { state.withLock(\.sightings) }
    /// How many calls dispatchers have ended.
    var calls: Int { state.withLock(\.calls) }
    func countCall() { state.withLock { $0.calls += 1 } }

    /// Notes that a part of the demo can't go on.
    func fail(_ reason: String) { state.withLock { $0.failures.append(reason) } }
    /// Why the demo can't go on.
    var failure: String? { state.withLock { $0.failures.first } }

    /// Whether everybody is to go home.
    var isOver: Bool { state.withLock(\.isOver) }
    func end() { state.withLock { $0.isOver = true } }
}
