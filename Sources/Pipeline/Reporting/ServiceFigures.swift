internal import Casework
package import CoreMetrics
package import Persistence
internal import Synchronization
package import Telemetry

/// The figures of the service, set from readings; whoever collects them sees them through swift-metrics.
package final class ServiceFigures: Sendable {
    private let factory: any MetricsFactory
    /// What the counters stood at, by name and labels.
    private let counted = Mutex<[String: Int]>([:])
    /// Task kinds that were shown once: they go to 0, not away.
    private let kinds = Mutex<Set<String>>([])

    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
    }

    /// Takes over a reading of the lane and of the database.
    package func update(_ status: StoreStatus, at now: Timestamp) {
        if let reading = status.health.reading { update(reading, isRunning: status.isLaneRunning) }
        gauge("lane_running", status.isLaneRunning ? 1 : 0)
        gauge("database_bytes", Double(status.bytes))
        gauge("database_log_bytes", Double(status.logBytes))
        if let free = status.health.freeBytes { gauge("free_bytes", Double(free)) }
        gauge("assets", Double(status.assets))
        for severity in Severity.allCases {
            let count = status.openCases.first { $0.word == severity.rawValue }?.count ?? 0
            gauge("open_cases", Double(count), [("severity", severity.rawValue)])
        }
        let seen = kinds.withLock { kinds in
            kinds.formUnion(status.openTasks.map(\.word))
            return kinds.sorted()
        }
        for kind in seen {
            let tasks = status.openTasks.first { $0.word == kind }
            gauge("open_tasks", Double(tasks?.count ?? 0), [("kind", kind)])
            gauge("overdue_tasks", Double(tasks?.overdue ?? 0), [("kind", kind)])
        }
        gauge("waiting_stops", Double(status.health.waitingStops))
        gauge("oldest_unclaimed_stop_seconds", age(status.health.oldestStop?.since, now) ?? 0)
        gauge("quarantine_new", Double(status.quarantined))
        gauge("quarantined_recently", Double(status.health.recentlyQuarantined))
        gauge("session_gaps_last_day", Double(status.health.gaps.count))
        gauge("journal_rows", Double(status.journalRows))
        gauge("outbox_waiting", Double(status.outboxWaiting))
        gauge("units", Double(status.units), [("state", "all")])
        gauge("units", Double(status.unitsOnline), [("state", "online")])
        gauge("last_backup_timestamp_seconds", seconds(status.health.lastBackup?.at))
        let check = ServiceCheck(status, at: now)
        gauge("concerns", Double(check.concerns.count))
    }

    private func update(_ reading: LaneReading, isRunning: Bool) {
        let stored = reading.messages - reading.duplicates - reading.quarantined - reading.ignored
        count("messages_total", max(0, stored), [("outcome", "stored")])
        count("messages_total", reading.ignored, [("outcome", "ignored")])
        count("messages_total", reading.quarantined, [("outcome", "quarantined")])
        count("messages_total", reading.duplicates, [("outcome", "duplicate")])
        count("message_bytes_total", reading.bytes)
        count("batches_total", reading.batches)
        count("commit_retries_total", reading.commitRetries)
        count("reconnects_total", reading.reconnects)
        count("session_gaps_total", reading.sessionGaps)
        gauge("connected", isRunning && reading.isConnected ? 1 : 0)
        gauge("connection_changed_timestamp_seconds", Double(reading.connectionSince) / 1_000)
        gauge("commit_failing", reading.stuckBecause == nil ? 0 : 1)
        gauge("last_reading_timestamp_seconds", Double(reading.at) / 1_000)
        gauge("messages_per_second", reading.messagesPerSecond)
        recent("commit", reading.commit)
        recent("write_lock", reading.writeLock)
        recent("turn", reading.turn)
        recent("lag", reading.lag)
        recent("source_lag", reading.sourceLag)
        recent("checkpoint", reading.checkpoint)
        gauge("outbox_in_flight", Double(reading.outboxInFlight))
        gauge("outbox_oldest_timestamp_seconds", Double(reading.oldestOutboxAt ?? 0) / 1_000)
        gauge("unfolded_batches", Double(reading.unfoldedBatches))
        gauge("throttled_devices", Double(reading.throttledDevices))
        gauge("info", 1, [("version", reading.version)])
        named("process_resident_memory_bytes", Double(reading.residentBytes))
        named("process_open_fds", Double(reading.openFiles))
        named("process_start_time_seconds", Double(reading.startedAt) / 1_000)
    }

    /// The last minute of the lane, also where nobody collects histograms.
    private func recent(_ name: String, _ durations: LaneReading.Durations) {
        for (quantile, value) in [("0.5", durations.p50), ("0.99", durations.p99), ("1", durations.longest)] {
            gauge("recent_\(name)_seconds", Double(value) / 1e6, [("quantile", quantile)])
        }
    }

    private func count(_ name: String, _ value: Int, _ labels: [(String, String)] = []) {
        let key = name + labels.map { $0.0 + $0.1 }.joined()
        let growth = counted.withLock { counted in
            let before = counted[key] ?? 0
            counted[key] = max(before, value)
            return max(0, value - before)
        }
        Counter(label: "callahead_" + name, dimensions: labels, factory: factory).increment(by: growth)
    }

    private func gauge(_ name: String, _ value: Double, _ labels: [(String, String)] = []) {
        named("callahead_" + name, value, labels)
    }

    private func named(_ name: String, _ value: Double, _ labels: [(String, String)] = []) {
        Meter(label: name, dimensions: labels, factory: factory).set(value)
    }

    private func seconds(_ time: Timestamp?) -> Double { Double(time?.milliseconds ?? 0) / 1_000 }

    private func age(_ since: Timestamp?, _ now: Timestamp) -> Double? {
        since.map { max(0, Double(now.milliseconds - $0.milliseconds) / 1_000) }
    }
}
