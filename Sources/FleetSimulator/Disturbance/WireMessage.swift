package import Telemetry

/// A message as it truly reaches the broker: when, with which bytes, and what was done to it on its way.
package struct WireMessage: Sendable, Equatable {
    /// When it is handed to the broker.
    package var at: Timestamp
    package var topic: String
    package var payload: [UInt8]
    package var qos: Int
    package var retain: Bool
    package var asset: String?
    package var unit: String?
    /// The breakdown that it reports, by its place in what is planned.
    package var breakdown: Int?
    package var disturbance: Disturbance?
    /// Whether the service has to refuse it.
    package var isUnreadable = false
    var about: String?
    var time: Int64?
    var word: String?
    var offer: Int64?
    var isClearing = false

    /// What was done to a message.
    package enum Disturbance: String, Sendable, CaseIterable {
        case duplicate, late, reordered, burst, skewed, malformed, hostile, babble, replayed
    }

    init(_ message: SimulatedMessage) {
        (at, topic, payload) = (message.at, message.topic, Array(message.payload.utf8))
        (qos, retain, breakdown) = (message.qos, message.retain, message.breakdown)
        (asset, unit, about) = (message.asset, message.unit, message.about)
        (time, word, offer) = (message.time, message.word, message.offer)
        isClearing = message.isClearing
        disturbance = message.isSkewed ? .skewed : nil
    }

    init(at: Timestamp, topic: String, payload: [UInt8], qos: Int = 1, retain: Bool = false) {
        (self.at, self.topic, self.payload, self.qos, self.retain) = (at, topic, payload, qos, retain)
    }

    /// What the ledger tells of it.
    package func sent(number: Int) -> LedgerEntry.Sent {
        LedgerEntry.Sent(
            message: number, topic: topic, digest: messageDigest(topic: topic, payload: payload), bytes: payload.count,
            qos: qos, asset: asset, unit: unit, breakdown: breakdown.map { $0 + 1 },
            disturbance: disturbance?.rawValue, isUnreadable: isUnreadable, about: about, time: time, word: word,
            offer: offer, isClearing: isClearing ? true : nil)
    }
}
