package import Telemetry

/// A message that could not be understood, or a part of which could not.
package struct QuarantinedMessage: Sendable, Equatable {
    package var id: Int64
    package var at: Timestamp
    package var topic: String
    /// At most 16 KB of it.
    package var payload: [UInt8]
    /// How long the payload was.
    package var payloadBytes: Int
    package var reason: String
    package var profile: String?
    /// `new`, `retrying`, `retried` or `dropped`.
    package var state: String
}
