import MQTT
import Pipeline

/// A broker that delivers what it was given, takes every answer, and asks for nothing.
final class PreparedLink: BrokerLink {
    private var waiting: ArraySlice<MicroMessage> = []
    private var events: [MQTTEvent] = []
    private var nextID: Int32 = 1
    private(set) var isConnected = false
    private(set) var published = 0

    var wantsWrite: Bool { false }
    var isEmpty: Bool { waiting.isEmpty }

    /// Delivers these next.
    func deliver(_ messages: ArraySlice<MicroMessage>) { waiting = messages }

    func connect() {
        isConnected = true
        events = [.connected(sessionPresent: true), .subscribed([])]
    }

    func abandon() { isConnected = false }
    func disconnect() { isConnected = false }
    func subscribe(_ subscriptions: [Subscription]) {}

    func readBatch(
        maxMessages: Int, sink: (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void
    ) -> ReadBatch {
        let batch = waiting.prefix(maxMessages)
        var bytes = 0
        for message in batch {
            sink(
                message.topic.span.bytes, message.payload.span.bytes,
                Delivery(qualityOfService: 1, isRetained: false))
            bytes += message.topic.count + message.payload.count
        }
        waiting = waiting.dropFirst(batch.count)
        return ReadBatch(messages: batch.count, bytes: bytes, end: waiting.isEmpty ? .drained : .limit)
    }

    func flush() -> Bool { true }

    func publish(
        topic: String, payload: String, expirySeconds: UInt32?, qualityOfService: Int32
    ) -> Int32 {
        published += 1
        events.append(.published(messageID: nextID, refusal: nil))
        nextID += 1
        return nextID - 1
    }

    func takeEvents() -> [MQTTEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    func misc() {}
    func wait(atMost milliseconds: Int32, reading: Bool, waker: Int32) {}
}
