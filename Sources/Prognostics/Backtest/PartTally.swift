import Telemetry

/// Counts what the prognoses of one part did, asset by asset.
package struct PartTally: Sendable {
    package let part: UInt16
    package let horizon: Horizon
    package private(set) var scores = ScoreTable()
    package var skill = SkillTally()
    package private(set) var book: LevelTally
    package private(set) var watch: LevelTally
    /// Failures with at least one row in the horizon before them.
    package private(set) var failures = 0
    /// Time that rows stand for, all assets together.
    package private(set) var assetSeconds: Int64 = 0

    package init(part: UInt16, horizon: Horizon) {
        self.part = part
        self.horizon = horizon
        book = LevelTally(level: .book)
        watch = LevelTally(level: .watch)
    }

    /// Takes all rows of an asset, in order of time.
    ///
    /// - Parameters:
    ///   - rows: The prognoses.
    ///   - failures: When the part failed on the asset, ascending, the whole record long.
    mutating func take(_ rows: [Backtest.Prediction], failures: [Timestamp]) {
        guard let first = rows.first?.second, let last = rows.last?.second else { return }
        for row in rows { scores.add(score: row.probability, failed: row.failed) }
        assetSeconds += last - first + horizon.stepSeconds
        let judged = failures.filter {
            // A grid point in [failure - horizon, failure).
            $0 > Timestamp(seconds: first) && $0.adding(seconds: -horizon.seconds) <= Timestamp(seconds: last)
        }
        self.failures += judged.count
        book.take(rows, failures: failures, judged: judged, horizon: horizon)
        watch.take(rows, failures: failures, judged: judged, horizon: horizon)
    }
}

/// Counts what the alarms of one level, or of a higher one, did.
package struct LevelTally: Sendable {
    package let level: PrognosisLevel
    /// Rows with an alarm.
    package private(set) var alarms = 0
    /// Rows with an alarm after which the part failed within the horizon.
    package private(set) var hits = 0
    /// Failures with an alarm in the horizon before them.
    package private(set) var foreseen = 0
    /// Runs of alarms with pauses of at most a quarter of the horizon.
    package private(set) var episodes = 0
    /// Episodes that no failure followed within a horizon of their end.
    package private(set) var falseEpisodes = 0
    /// From the first alarm in the horizon before it to each failure that was foreseen, in seconds, in no order.
    package private(set) var leads: [Int64] = []

    init(level: PrognosisLevel) {
        self.level = level
    }

    mutating func take(
        _ rows: [Backtest.Prediction], failures: [Timestamp], judged: [Timestamp], horizon: Horizon
    ) {
        let alarmed = rows.filter { $0.level >= level }
        alarms += alarmed.count
        hits += alarmed.count { $0.failed }
        var place = 0
        for failure in judged {
            let start = failure.adding(seconds: -horizon.seconds)
            while place < alarmed.count, Timestamp(seconds: alarmed[place].second) < start { place += 1 }
            guard place < alarmed.count else { break }
            let alarm = Timestamp(seconds: alarmed[place].second)
            guard alarm < failure else { continue }
            foreseen += 1
            leads.append(failure.seconds(since: alarm))
        }
        var index = 0
        var next = 0
        while index < alarmed.count {
            let start = alarmed[index].second
            while index + 1 < alarmed.count, alarmed[index + 1].second - alarmed[index].second <= horizon.seconds / 4 {
                index += 1
            }
            let end = alarmed[index].second
            while next < failures.count, failures[next] <= Timestamp(seconds: start) { next += 1 }
            episodes += 1
            if next == failures.count || failures[next] > Timestamp(seconds: end + horizon.seconds) {
                falseEpisodes += 1
            }
            index += 1
        }
    }
}
