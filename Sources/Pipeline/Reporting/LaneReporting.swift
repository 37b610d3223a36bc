internal import Monitoring
internal import Persistence
internal import Telemetry

/// What the lane remembers to tell of itself.
struct LaneReporting {
    /// The lane reads itself this often, in milliseconds of the machine.
    static let readingInterval: Int64 = 1_000
    /// Without a commit that takes the reading along, it is written this often.
    static let idleInterval: Int64 = 10_000
    /// The status topic is told this often, and when something changes.
    static let statusInterval: Int64 = 10_000

    /// What the reading in the database says that somebody may wait for.
    struct Written: Equatable {
        var isConnected: Bool
        var messages: Int
        var stuckBecause: String?

        init(_ reading: LaneReading) {
            (isConnected, messages) = (reading.isConnected, reading.messages)
            stuckBecause = reading.stuckBecause
        }
    }

    let report: LaneReport

    var commit = RecentDurations()
    var lock = RecentDurations()
    var turn = RecentDurations()
    var lag = RecentDurations()
    var sourceLag = RecentDurations()
    var checkpoint = RecentDurations()
    var messageRate = RecentRate()
    var batchRate = RecentRate()

    /// When the first message of the batch was read, by the clock for measurements.
    var batchReadAt: UInt64?
    /// Moments of the machine.
    var nextReading = Timestamp(milliseconds: 0)
    var writtenAt = Timestamp(milliseconds: 0)
    var nextStatus = Timestamp(milliseconds: 0)
    /// A second after which systemd's watchdog bites is never waited for as a whole.
    var nextSignOfLife = Timestamp(milliseconds: 0)
    let signOfLifeInterval: Int64

    let startedAt: Timestamp
    var isConnected = false
    var connectionSince: Timestamp
    var stuckBecause: String?
    /// The reading that the next commit takes along.
    var due: LaneReading?
    var written: Written?

    /// The status message that the broker has not answered yet.
    var statusInFlight: Int32?
    var isStatusRefused = false
    var toldState: String?

    init(_ report: LaneReport, at now: Timestamp) {
        self.report = report
        startedAt = now
        connectionSince = now
        // Three times within the interval, and once a second at least.
        let asked = report.manager?.watchdogMicroseconds.map { $0 / 3_000 } ?? 1_000
        signOfLifeInterval = max(1, min(1_000, asked))
    }

    /// Seconds of a clock that only goes forward.
    static func second(_ nanoseconds: UInt64) -> Int64 { Int64(nanoseconds / 1_000_000_000) }
}

extension LaneReading.Durations {
    init(_ summary: RecentDurations.Summary) {
        self.init(count: summary.count, p50: summary.p50, p99: summary.p99, longest: summary.longest)
    }
}
