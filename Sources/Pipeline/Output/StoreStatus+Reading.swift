import Persistence
import Telemetry

extension StoreStatus {
    /// What the lane says of itself, and what waits for a person.
    func readingLines(at now: Timestamp) -> [String] {
        var lines: [String] = []
        if let reading = health.reading {
            let since = StoreStatus.age(Timestamp(milliseconds: reading.connectionSince), now)
            if isLaneRunning {
                let connection = reading.isConnected ? "connected for \(since)" : "NOT CONNECTED for \(since)"
                lines.append(
                    StoreStatus.line(
                        "broker",
                        "\(connection), version \(reading.version) since "
                            + Timestamp(milliseconds: reading.startedAt).iso8601))
            }
            lines.append(
                StoreStatus.line(
                    "rate",
                    "\((reading.messagesPerSecond * 10).rounded() / 10) messages/s, lag p99 "
                        + "\(StoreStatus.milliseconds(reading.lag.p99)), commit p50 "
                        + "\(StoreStatus.milliseconds(reading.commit.p50)) p99 \(StoreStatus.milliseconds(reading.commit.p99))"
                ))
            if let reason = reading.stuckBecause { lines.append(StoreStatus.line("STUCK", reason)) }
            if reading.throttledDevices > 0 {
                lines.append(StoreStatus.line("throttled", "\(reading.throttledDevices) devices"))
            }
        }
        if let stop = health.oldestStop {
            lines.append(
                StoreStatus.line(
                    "stop",
                    "\(health.waitingStops) unclaimed, task \(stop.task) for \(StoreStatus.age(stop.since, now))"))
        }
        if let gap = health.gaps.first {
            lines.append(
                StoreStatus.line(
                    "gaps", "\(health.gaps.count) within a day, the last \(StoreStatus.age(gap, now)) ago"))
        }
        return lines
    }

    /// `90 s`, `12 min`, `5 h`, `3 days`.
    static func age(_ since: Timestamp, _ now: Timestamp) -> String {
        let seconds = max(0, now.seconds(since: since))
        return switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) days"
        }
    }

    static func milliseconds(_ microseconds: UInt64) -> String { "\((Double(microseconds) / 100).rounded() / 10) ms" }
}

extension LaneReading {
    /// The reading as JSON of ours, keys with their units.
    var document: JSONValue {
        func durations(_ value: Durations) -> JSONValue {
            .object([
                "count": JSONValue(value.count), "p50_us": .whole(Int64(clamping: value.p50)),
                "p99_us": .whole(Int64(clamping: value.p99)), "max_us": .whole(Int64(clamping: value.longest)),
            ])
        }
        return .object([
            "at": JSONValue(Timestamp(milliseconds: at)), "version": .text(version),
            "process": .whole(Int64(process)), "started_at": JSONValue(Timestamp(milliseconds: startedAt)),
            "connected": .flag(isConnected), "connection_since": JSONValue(Timestamp(milliseconds: connectionSince)),
            "reconnects": JSONValue(reconnects), "session_gaps": JSONValue(sessionGaps),
            "messages": JSONValue(messages), "bytes": JSONValue(bytes), "duplicates": JSONValue(duplicates),
            "ignored": JSONValue(ignored), "quarantined": JSONValue(quarantined), "batches": JSONValue(batches),
            "messages_per_second": .number(messagesPerSecond), "batches_per_second": .number(batchesPerSecond),
            "commit": durations(commit), "write_lock": durations(writeLock), "turn": durations(turn),
            "lag": durations(lag), "source_lag": durations(sourceLag), "checkpoint": durations(checkpoint),
            "commit_retries": JSONValue(commitRetries), "stuck_because": JSONValue(stuckBecause),
            "outbox_waiting": JSONValue(outboxWaiting), "outbox_in_flight": JSONValue(outboxInFlight),
            "oldest_outbox_at": JSONValue(oldestOutboxAt.map { Timestamp(milliseconds: $0) }),
            "unfolded_batches": JSONValue(unfoldedBatches), "log_bytes": JSONValue(logBytes),
            "resident_bytes": .whole(residentBytes), "open_files": JSONValue(openFiles),
            "throttled_devices": JSONValue(throttledDevices),
        ])
    }
}
