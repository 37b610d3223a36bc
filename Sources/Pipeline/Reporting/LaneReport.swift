package import CoreMetrics
package import Monitoring
package import Persistence
internal import Synchronization

/// What the lane and those who watch it tell each other; the lane's thread writes, others read, nobody waits.
package final class LaneReport: Sendable {
    private struct State {
        var reading: LaneReading?
        var status: StoreStatus?
    }

    /// Tells systemd, if it listens.
    package let manager: ServiceManager?
    let timers: LaneTimers
    private let state = Mutex(State())

    /// - Parameter factory: Makes the figures that are recorded for each batch.
    package init(manager: ServiceManager? = nil, factory: any MetricsFactory = MetricsSystem.factory) {
        self.manager = manager
        timers = LaneTimers(factory: factory)
    }

    /// What the lane read of itself last; `nil` before its first turn.
    package var reading: LaneReading? { state.withLock { $0.reading } }

    /// What was last read of the database, with the lane's own reading in it.
    package var status: StoreStatus? {
        state.withLock { state in
            guard var status = state.status else { return nil }
            status.health.reading = state.reading
            return status
        }
    }

    func put(_ reading: LaneReading) { state.withLock { $0.reading = reading } }

    /// Lets the lane know how the database looks from outside.
    package func put(_ status: StoreStatus) { state.withLock { $0.status = status } }
}

/// The histograms of the lane: each is recorded at most once for a batch.
struct LaneTimers: Sendable {
    let commit: CoreMetrics.Timer
    let lock: CoreMetrics.Timer
    let turn: CoreMetrics.Timer
    let lag: CoreMetrics.Timer
    let sourceLag: CoreMetrics.Timer
    let checkpoint: CoreMetrics.Timer
    let batch: Recorder

    init(factory: any MetricsFactory) {
        commit = CoreMetrics.Timer(label: "callahead_commit_seconds", factory: factory)
        lock = CoreMetrics.Timer(label: "callahead_write_lock_seconds", factory: factory)
        turn = CoreMetrics.Timer(label: "callahead_turn_seconds", factory: factory)
        lag = CoreMetrics.Timer(label: "callahead_lag_seconds", factory: factory)
        sourceLag = CoreMetrics.Timer(label: "callahead_source_lag_seconds", factory: factory)
        checkpoint = CoreMetrics.Timer(label: "callahead_checkpoint_seconds", factory: factory)
        batch = Recorder(label: "callahead_batch_messages", aggregate: true, factory: factory)
    }
}
