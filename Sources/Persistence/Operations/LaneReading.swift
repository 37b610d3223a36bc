/// What a running lane reads of itself, about once a second.
///
/// It stands in the database and in the status topic; what another version wrote counts as no reading.
package struct LaneReading: Sendable, Equatable, Codable {
    /// How long something took within the last minute, in microseconds.
    package struct Durations: Sendable, Equatable, Codable {
        package var count = 0
        package var p50: UInt64 = 0
        package var p99: UInt64 = 0
        package var longest: UInt64 = 0

        package init(count: Int = 0, p50: UInt64 = 0, p99: UInt64 = 0, longest: UInt64 = 0) {
            (self.count, self.p50, self.p99, self.longest) = (count, p50, p99, longest)
        }
    }

    /// Milliseconds since 1970, by the clock of the service.
    package var at: Int64
    /// Version of the program.
    package var version: String
    /// Process id, and when it began.
    package var process: Int32
    package var startedAt: Int64

    // The connection to the broker.
    package var isConnected = false
    /// When that became so.
    package var connectionSince: Int64 = 0
    package var reconnects = 0
    package var sessionGaps = 0

    // Messages since the start.
    package var messages = 0
    package var bytes = 0
    package var duplicates = 0
    package var ignored = 0
    package var quarantined = 0
    package var batches = 0
    /// Messages a second over the last minute.
    package var messagesPerSecond = 0.0
    package var batchesPerSecond = 0.0

    // How long things take.
    package var commit = Durations()
    /// How long a transaction of the lane kept everybody else from writing: what a dispatcher's claim may wait for.
    package var writeLock = Durations()
    /// One turn of the loop with messages, from the read to the acknowledgements.
    package var turn = Durations()
    /// From the receipt of a message to the commit of its batch.
    package var lag = Durations()
    /// From the time in a message to its commit, for times that are trusted.
    package var sourceLag = Durations()
    package var checkpoint = Durations()

    // What did not go as it should.
    package var commitRetries = 0
    /// Why the newest commit failed, while it is being tried again.
    package var stuckBecause: String?

    // What waits.
    package var outboxWaiting = 0
    package var outboxInFlight = 0
    /// When the oldest message that waits was made.
    package var oldestOutboxAt: Int64?
    package var unfoldedBatches = 0
    package var logBytes = 0

    // What is resident.
    package var residentBytes: Int64 = 0
    package var openFiles = 0
    /// Devices that say more than they may.
    package var throttledDevices = 0

    package init(at: Int64, version: String, process: Int32, startedAt: Int64) {
        self.at = at
        self.version = version
        self.process = process
        self.startedAt = startedAt
    }
}
