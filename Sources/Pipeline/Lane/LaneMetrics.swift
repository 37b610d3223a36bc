internal import Foundation
package import Telemetry

/// What a lane has done since its start, and what the parts of a message cost.
package struct LaneMetrics: Sendable {
    /// A part of the way of a message.
    package enum Part: Int, Sendable, CaseIterable {
        case wire, decode, step, store
    }

    package var messages = 0
    /// Messages that came again and were acknowledged without effect.
    package var duplicates = 0
    package var quarantined = 0
    /// Messages that a profile knows and has no use for.
    package var ignored = 0
    /// Bytes of topics and payloads.
    package var bytes = 0
    package var connections = 0
    /// Connections on which the broker had forgotten our session.
    package var sessionGaps = 0
    package var batches = 0
    package var commitRetries = 0
    /// When the first message was read.
    package var firstMessageAt: Timestamp?
    /// When the last batch with messages was on disk.
    package var lastCommitAt: Timestamp?
    /// How long messages were read and decoded while the disk worked; not counted as storing.
    var readingAhead: UInt64 = 0
    private var nanoseconds = [UInt64](repeating: 0, count: Part.allCases.count)

    package init() {}

    mutating func add(_ part: Part, since start: UInt64) {
        nanoseconds[part.rawValue] += monotonicNanoseconds() - start
    }

    /// Processor and waiting time of a part on the lane's thread, microseconds a message.
    package func microsecondsPerMessage(_ part: Part) -> Double {
        messages == 0 ? 0 : Double(nanoseconds[part.rawValue]) / 1_000 / Double(messages)
    }

    /// One line of JSON, for measurements.
    package var json: String {
        let parts = Part.allCases.map { part in
            let value = (microsecondsPerMessage(part) * 1_000).rounded() / 1_000
            return "\"\(part)\":\(value)"
        }
        return """
            {"messages":\(messages),"duplicates":\(duplicates),"quarantined":\(quarantined),"batches":\(batches),\
            "first_at_ms":\(firstMessageAt?.milliseconds ?? 0),"last_commit_at_ms":\(lastCommitAt?.milliseconds ?? 0),\
            "by_part_us":{\(parts.joined(separator: ","))}}
            """
    }
}

/// A clock that only goes forward.
func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
