package import Telemetry

/// What the lane writes beside the changes of a step: how it recognises the batch's messages when they come again.
package struct BatchRecord: Sendable {
    /// When the batch was read.
    package var at: Timestamp
    /// Keyed digests of the QoS 1 messages, in the order of arrival.
    package var digests: [UInt64] = []
    package var quarantined: [QuarantineRow] = []
    /// Kept messages that were decoded again.
    package var retried: [RetriedMessage] = []
    /// Ids of outbox rows that the broker has acknowledged since the last batch.
    package var sentOutbox: [Int64] = []
    /// What the lane reads of itself, when that is due.
    package var reading: LaneReading?
    /// Senders that say too much, as they stand now.
    package var floods: [FloodRow] = []
    package var prognosis = PrognosisRecord()

    package init(at: Timestamp) {
        self.at = at
    }
}

/// A message that could not be used, kept for a person.
package struct QuarantineRow: Sendable, Equatable {
    /// The most that is kept of a payload, in bytes.
    package static let payloadLimit = 16_384

    package var at: Timestamp
    package var topic: String
    /// Cut to ``payloadLimit``.
    package let payload: [UInt8]
    /// How long the payload was.
    package let payloadBytes: Int
    package var reason: String
    package var profile: String?

    package init(
        at: Timestamp, topic: String, payload: UnsafeRawBufferPointer, reason: String, profile: String? = nil
    ) {
        self.at = at
        self.topic = topic
        self.payload = Array(payload.prefix(QuarantineRow.payloadLimit))
        self.payloadBytes = payload.count
        self.reason = reason
        self.profile = profile
    }
}

/// How a commit ended when nothing failed.
package enum CommitResult: Sendable, Equatable {
    case committed
    /// A row was not at the version that the step had seen; nothing was written. Load again and step again.
    case conflict
}
