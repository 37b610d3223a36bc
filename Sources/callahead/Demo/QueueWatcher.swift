internal import Casework
internal import Foundation
internal import Outreach
internal import Persistence
internal import Pipeline
internal import Telemetry

/// Looks at the queue whenever the database has changed, as a dispatcher's screen would, on a thread of its own.
struct QueueWatcher {
    let database: String
    let events: DemoEvents

    /// Watches until the demo is over.
    func start() {
        let (database, events) = (database, events)
        Thread.detachNewThread {
            do {
                let desk = Desk(try StoreConnection(path: database, role: .reader))
                var version: Int64 = -1
                while !events.isOver {
                    let current = try desk.dataVersion()
                    if current != version {
                        version = current
                        try look(desk)
                    } else {
                        poll(nil, 0, 1)
                    }
                }
            } catch {
                events.fail("watching the queue: \(error)")
            }
        }
    }

    private func look(_ desk: Desk) throws {
        let entries = try desk.tasks(at: Timestamp.wallClock)
        let seen = Timestamp.wallClock
        let details = try desk.details(entries.map(\.row.id), at: seen)
        for row in events.update(details.map { QueueRow($0, at: seen) }, at: seen) {
            let severity = row.severity?.rawValue.wordsOfKey ?? "-"
            events.tell(
                "task \(row.task)  \(row.kind.rawValue.wordsOfKey) for \(row.asset): \(severity), "
                    + "\(row.symptom ?? "-"); \(row.help)", at: seen)
        }
    }
}
