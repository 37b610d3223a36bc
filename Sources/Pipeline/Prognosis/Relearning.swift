internal import Casework
internal import Foundation
internal import Logging
internal import Persistence
internal import Prognostics
internal import Synchronization
package import Telemetry

#if canImport(Glibc)
    internal import Glibc
#endif

/// Goes on learning from the fleet by itself, once somebody has had it learn for the first time.
///
/// At most once a day, and only when enough new failures are on record. A thread of its own with a connection that only
/// reads, at a low priority, so that the lane is not held up; what comes of it is stored as `callahead prognosis learn`
/// stores it, and the lane takes it over by the same rules: a part that no longer foresees anything is switched off again.
package final class Relearning: Sendable {
    /// What came of a look at the record.
    package enum Outcome: Equatable, Sendable {
        /// Nobody has had it learn yet; the first time is a decision.
        case never
        /// The newest model is younger than a day.
        case tooSoon
        /// So many failures are new.
        case tooFew(Int)
        /// So many rows are on record: more than a service learns from beside its work.
        case tooMuch(Int)
        /// A new model, with its number.
        case learnt(Int64)
    }

    /// At least so long lies between one model and the next, seconds.
    package static let pause: Int64 = 86_400
    /// With more sights of codes and days of signals it is left to the command: so many take 10 s
    /// and 400 MB.
    package static let rowLimit = 500_000
    private static let interval: Double = 600

    private let path: String
    private let failures: Int64
    private let log = Logger(label: "callahead.learning")
    private let isOver = Mutex(false)

    /// - Returns: `nil` if the policy says never.
    package init?(for configuration: LaneConfiguration) {
        guard let failures = configuration.policy.prevention.learnAfter else { return nil }
        path = configuration.databasePath
        self.failures = failures
    }

    /// Begins; it ends with ``stop()`` or with the process.
    package func start() {
        let thread = Thread { [self] in run() }
        thread.name = "callahead.learning"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Ends it after what is under way.
    package func stop() { isOver.withLock { $0 = true } }

    private func run() {
        #if canImport(Glibc)
            // On Linux of this thread alone.
            setpriority(__priority_which_t(0), 0, 10)
        #endif
        var lastTold: Outcome?
        var next = Timestamp(milliseconds: .min)
        while !isOver.withLock({ $0 }) {
            Thread.sleep(forTimeInterval: Relearning.interval)
            let now = Timestamp.wallClock
            guard now >= next else { continue }
            do {
                let outcome = try Relearning.learnIfDue(path, afterFailures: failures, at: now)
                switch outcome {
                case .learnt(let version): log.info("learnt from the fleet again: model \(version)")
                case .tooMuch(let rows) where outcome != lastTold:
                    log.notice("\(rows) rows to learn from are left to callahead prognosis learn")
                case .never, .tooSoon, .tooFew, .tooMuch: break
                }
                lastTold = outcome
            } catch {
                log.warning("not learnt, tried again tomorrow: \(error)")
                next = now.adding(seconds: Relearning.pause)
            }
        }
    }

    /// Learns with the horizon of the newest model, if that is due.
    ///
    /// - Throws: ``LearningError``, `DecodingError`, `StoreError`.
    package static func learnIfDue(
        _ path: String, afterFailures failures: Int64, at now: Timestamp
    ) throws -> Outcome {
        let learnt: FleetLearning
        do {
            let store = try StoreConnection(path: path, role: .reader)
            defer { try? store.close() }
            guard let newest = try store.prognosisModel() else { return .never }
            guard now.seconds(since: newest.madeAt) >= pause else { return .tooSoon }
            let fresh = try store.failures(after: newest.learntUntil, through: now)
            guard fresh >= failures else { return .tooFew(fresh) }
            let rows = try store.countOfSights(through: now) + store.countOfDays(through: now)
            guard rows <= rowLimit else { return .tooMuch(rows) }
            let horizon = try PrognosisModel(stored: newest.body).horizon
            learnt = try FleetLearning(
                from: store, horizon: horizon.seconds, step: horizon.stepSeconds, until: now)
        }
        let store = try StoreConnection(path: path, role: .command(create: false))
        defer { try? store.close() }
        return .learnt(try store.save(model: learnt.body, learntUntil: learnt.learntUntil, at: now))
    }
}
