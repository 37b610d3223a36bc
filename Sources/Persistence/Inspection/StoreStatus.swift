package import Telemetry

/// How the service stands, as one reading of the database tells it.
package struct StoreStatus: Sendable {
    /// A word with a count, and how much of it is late.
    package struct Count: Sendable, Equatable {
        package var word: String
        package var count: Int
        package var overdue: Int
    }

    package var path: String
    /// Size of the database file and of its write-ahead log.
    package var bytes: Int64
    package var logBytes: Int64
    package var schemaVersion: Int
    /// Whether a `serve` has the database now.
    package var isLaneRunning: Bool
    /// How many lanes have been started on the database.
    package var epoch: Int64
    /// When the newest batch was committed; `nil` before the first.
    package var lastBatchAt: Timestamp?
    package var assets: Int
    /// Open cases by severity, the worst first.
    package var openCases: [Count]
    /// Open tasks by kind, in alphabetical order.
    package var openTasks: [Count]
    /// Messages that wait to be published.
    package var outboxWaiting: Int
    /// Messages in quarantine that nobody has looked at.
    package var quarantined: Int
    /// Batches whose positions and signals are not in their tables yet.
    package var journalRows: Int
    package var units: Int
    package var unitsOnline: Int
    /// Batches, and messages in them, that a redelivery would be recognised from.
    package var receiptBatches: Int
    package var receiptMessages: Int
    /// What tells whether somebody must look after the service.
    package var health = ServiceHealth()
}
