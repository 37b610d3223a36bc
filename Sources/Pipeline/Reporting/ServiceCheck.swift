package import Persistence
package import Telemetry

/// What a person should look after, for monitoring.
package struct ServiceCheck: Sendable, Equatable {
    /// From when on something is a concern.
    package struct Limits: Sendable {
        /// Seconds without a connection to the broker.
        package var disconnected: Int64 = 60
        /// Seconds that a `stop` may wait for somebody to claim its call.
        package var waitingStop: Int64 = 120
        /// Seconds without a word of a lane that runs: it hangs, or it can't write.
        package var silence: Int64 = 30
        /// Messages that came into quarantine within ten minutes.
        package var quarantined = 10
        /// Bytes of free room.
        package var freeBytes: Int64 = 1_000_000_000
        /// Bytes of the write-ahead log: copying this much holds the lane up for about a second.
        package var logBytes: Int64 = 64 << 20
        /// Hours since the last copy; `nil` if copies are made otherwise.
        package var backupHours: Int64? = 26
        /// Microseconds, p99 over a minute.
        package var commit: UInt64 = 1_000_000

        package init() {}
    }

    /// One thing to look after.
    package struct Concern: Sendable, Equatable {
        /// Stays the same between versions; scripts and alerts go by it.
        package var kind: String
        /// What is wrong, with its measure.
        package var text: String
    }

    /// In the order of what harms people first.
    package var concerns: [Concern] = []

    /// - Parameter isInside: Whether the lane itself asks; it knows that it runs.
    package init(_ status: StoreStatus, limits: Limits = Limits(), isInside: Bool = false, at now: Timestamp) {
        let health = status.health
        if !isInside, !status.isLaneRunning { add("no_lane", "the service does not run; start `callahead serve`") }
        if let stop = health.oldestStop, now.seconds(since: stop.since) > limits.waitingStop {
            let others = health.waitingStops > 1 ? " and \(health.waitingStops - 1) more" : ""
            add(
                "stop_unclaimed",
                "task \(stop.task) (\(stop.severity)) has waited for \(now.seconds(since: stop.since)) s\(others): "
                    + "somebody must call")
        }
        if status.isLaneRunning || isInside { addLane(health.reading, limits, isInside: isInside, at: now) }
        if health.recentlyQuarantined >= limits.quarantined {
            add(
                "quarantine_growing",
                "\(health.recentlyQuarantined) messages in ten minutes could not be used; see `callahead quarantine list`"
            )
        }
        if let free = health.freeBytes, free < limits.freeBytes {
            add("disk_nearly_full", "\(free / 1_000_000) MB are free where the database is; make room")
        }
        if status.logBytes > limits.logBytes {
            add(
                "log_long",
                "the log beside the database has \(status.logBytes / 1_000_000) MB; a program that reads without end "
                    + "keeps it from being shortened")
        }
        if let hours = limits.backupHours { addBackup(health.lastBackup, hours, at: now) }
    }

    private mutating func addLane(_ reading: LaneReading?, _ limits: Limits, isInside: Bool, at now: Timestamp) {
        guard let reading else {
            return isInside ? () : add("lane_silent", "the service has not said anything yet")
        }
        let silence = now.seconds(since: Timestamp(milliseconds: reading.at))
        if !isInside, silence > limits.silence {
            add("lane_silent", "the service has been silent for \(silence) s: it hangs or can't write")
        }
        if let reason = reading.stuckBecause { add("commit_fails", "nothing can be committed: \(reason)") }
        let away = now.seconds(since: Timestamp(milliseconds: reading.connectionSince))
        if !reading.isConnected, away > limits.disconnected {
            add("not_connected", "there has been no connection to the broker for \(away) s")
        }
        if reading.commit.p99 > limits.commit {
            add("commit_slow", "p99 of a commit is \(reading.commit.p99 / 1_000) ms; is the disk slow or busy?")
        }
    }

    private mutating func addBackup(_ backup: ServiceHealth.Copy?, _ hours: Int64, at now: Timestamp) {
        guard let backup else { return add("no_backup", "no backup was ever made; see `callahead backup`") }
        let age = now.seconds(since: backup.at)
        if age > hours * 3_600 { add("no_backup", "the last backup is \(age / 3_600) hours old") }
    }

    private mutating func add(_ kind: String, _ text: String) { concerns.append(Concern(kind: kind, text: text)) }
}
