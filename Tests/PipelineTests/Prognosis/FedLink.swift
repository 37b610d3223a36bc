import Logging
import MQTT
import Persistence
import Telemetry

@testable import Pipeline

/// A connection that always stands and delivers what a test puts into it.
final class FedLink: BrokerLink {
    private var waiting: [(topic: String, payload: String)] = []
    private var events: [MQTTEvent] = []
    private(set) var isConnected = false

    func publish(_ topic: String, _ payload: String) { waiting.append((topic, payload)) }

    var wantsWrite: Bool { false }
    func connect() {
        isConnected = true
        events.append(.connected(sessionPresent: true))
    }
    func abandon() { isConnected = false }
    func disconnect() { isConnected = false }
    func subscribe(_ subscriptions: [MQTT.Subscription]) throws(MQTTError) {}

    func readBatch(
        maxMessages: Int, sink: (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void
    ) -> ReadBatch {
        let count = min(maxMessages, waiting.count)
        for message in waiting.prefix(count) {
            let (topic, payload) = (Array(message.topic.utf8), Array(message.payload.utf8))
            sink(topic.span.bytes, payload.span.bytes, Delivery(qualityOfService: 1, isRetained: false))
        }
        waiting.removeFirst(count)
        return ReadBatch(messages: count, bytes: count, end: .drained)
    }

    func flush() throws(MQTTError) -> Bool { true }
    func publish(
        topic: String, payload: String, expirySeconds: UInt32?, qualityOfService: Int32
    ) throws(MQTTError) -> Int32 { 1 }
    func takeEvents() -> [MQTTEvent] {
        defer { events.removeAll() }
        return events
    }
    func misc() {}
    func wait(atMost milliseconds: Int32, reading: Bool, waker: Int32) {}
}

/// Nobody asks the lane to stop.
final class NeverStops: StopRequests {
    var descriptor: Int32 { -1 }
    var isRaised: Bool { false }
}

/// A clock that a test sets.
final class SetClock {
    var now: Timestamp

    init(_ now: Timestamp) { self.now = now }

    var lane: LaneClock { LaneClock(now: { self.now }, machine: { self.now }) }
}
