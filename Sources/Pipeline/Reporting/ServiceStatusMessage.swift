package import MQTT
internal import Persistence
package import Telemetry

/// What stands retained in the status topic; it holds nothing about people.
package struct ServiceStatusMessage: Sendable, Equatable {
    /// How the service is.
    package enum State: String, Sendable, CaseIterable {
        case online
        /// It runs, and something needs a person.
        case attention
        /// It has stopped, or vanished without a word.
        case offline
    }

    /// Where it stands.
    package static let topic = "callahead/v1/service/status"

    /// What the broker says in our name when we vanish.
    package static var lastWill: MQTTConfiguration.Will {
        MQTTConfiguration.Will(topic: topic, payload: Array(#"{"state":"offline"}"#.utf8), isRetained: true)
    }

    private let document: JSONValue
    private let now: Timestamp

    /// A state without figures.
    package init(state: State, at now: Timestamp) {
        self.now = now
        document = .object(["state": .text(state.rawValue), "time": JSONValue(now)])
    }

    /// - Returns: `nil` before the first reading.
    init?(_ report: LaneReport, at now: Timestamp) {
        guard let reading = report.reading else { return nil }
        self.now = now
        let status = report.status
        let concerns =
            status.map { ServiceCheck($0, isInside: true, at: now).concerns }
            ?? reading.stuckBecause.map { [ServiceCheck.Concern(kind: "commit_fails", text: $0)] } ?? []
        let health = status?.health
        document = .object([
            "state": .text((concerns.isEmpty ? State.online : .attention).rawValue), "time": JSONValue(now),
            "version": .text(reading.version), "since": JSONValue(Timestamp(milliseconds: reading.startedAt)),
            "connected_since": JSONValue(Timestamp(milliseconds: reading.connectionSince)),
            "reasons": JSONValue(concerns.map(\.kind)), "messages": JSONValue(reading.messages),
            "messages_per_second": .number(Self.tenths(reading.messagesPerSecond)),
            "lag_p99_ms": Self.milliseconds(reading.lag.p99), "commit_p50_ms": Self.milliseconds(reading.commit.p50),
            "commit_p99_ms": Self.milliseconds(reading.commit.p99),
            "write_lock_p99_ms": Self.milliseconds(reading.writeLock.p99),
            "quarantined": JSONValue(reading.quarantined), "duplicates": JSONValue(reading.duplicates),
            "quarantined_10_min": JSONValue(health?.recentlyQuarantined),
            "outbox_waiting": JSONValue(reading.outboxWaiting), "reconnects": JSONValue(reading.reconnects),
            "gaps_24_h": JSONValue(health?.gaps.count), "waiting_stops": JSONValue(health?.waitingStops),
            "oldest_unclaimed_stop_s": JSONValue(health?.oldestStop.map { max(0, now.seconds(since: $0.since)) }),
            "open_cases": JSONValue(status?.openCases.reduce(0) { $0 + $1.count }),
            "open_tasks": JSONValue(status?.openTasks.reduce(0) { $0 + $1.count }),
            "overdue_tasks": JSONValue(status?.openTasks.reduce(0) { $0 + $1.overdue }),
            "units_online": JSONValue(status?.unitsOnline), "throttled_devices": JSONValue(reading.throttledDevices),
            "last_backup": JSONValue(health?.lastBackup?.at),
        ])
    }

    /// The state as it stands in the text.
    package var state: String {
        guard case .text(let word) = document["state"] else { return "" }
        return word
    }

    /// The payload.
    package var text: String { (try? document.text()) ?? #"{"state":"online"}"# }

    /// One line for `systemctl status`.
    package var line: String {
        func number(_ key: String) -> String {
            switch document[key] {
            case .whole(let value): "\(value)"
            case .number(let value): "\(value)"
            default: "?"
            }
        }
        var line = "\(state), \(number("messages_per_second")) messages/s, \(number("open_cases")) open cases"
        if case .array(let reasons) = document["reasons"], !reasons.isEmpty {
            let words = reasons.map { reason in if case .text(let word) = reason { word } else { "" } }
            line += "; look after: " + words.joined(separator: ", ")
        }
        return line
    }

    private static func milliseconds(_ microseconds: UInt64) -> JSONValue {
        .number((Double(microseconds) / 100).rounded() / 10)
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
