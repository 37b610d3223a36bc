import MQTT
import Pipeline

/// The connection of one lane to the simulated broker; dead once its process has died.
final class SimulatedLink: BrokerLink {
    private let broker: SimulatedBroker
    private var subscriptions: [MQTT.Subscription] = []
    private var events: [MQTTEvent] = []
    private var outgoing: [(id: Int32, topic: String, payload: String, isAnswered: Bool)] = []
    private var nextID: Int32 = 1
    private var isConnecting = false
    private var isDelivered = false
    private(set) var isConnected = false
    /// Its process has died: nothing leaves any more, and nothing arrives.
    private(set) var isDead = false
    /// Counts whatever happened, so that rest can be told.
    private(set) var activity = 0

    init(to broker: SimulatedBroker) {
        self.broker = broker
    }

    var wantsWrite: Bool { isConnected && (!outgoing.isEmpty || isDelivered) }

    /// The process dies: the broker sees the connection break.
    func die() {
        isDead = true
        if isConnected { broker.breakConnection() }
        isConnected = false
        isConnecting = false
    }

    /// The connection breaks by itself.
    func lose() {
        guard isConnected else { return }
        isConnected = false
        isDelivered = false
        // The library sends what was not answered again by itself.
        outgoing.removeAll { !$0.isAnswered }
        events.append(.disconnected(Disconnection(kind: .lost, description: "the connection broke")))
    }

    // MARK: BrokerLink

    func connect() {
        abandon()
        activity += 1
        isConnecting = !isDead
    }

    func abandon() {
        guard isConnected else { return }
        broker.breakConnection()
        lose()
    }

    func disconnect() {
        guard isConnected, !isDead else { return }
        _ = try? flush()
        broker.breakConnection()
        isConnected = false
        events.append(.disconnected(Disconnection(kind: .requested, description: "as asked")))
    }

    func subscribe(_ subscriptions: [MQTT.Subscription]) throws(MQTTError) { self.subscriptions += subscriptions }

    func readBatch(
        maxMessages: Int, sink: (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void
    ) -> ReadBatch {
        if isConnecting {
            isConnecting = false
            activity += 1
            guard broker.isReachable else {
                events.append(.disconnected(Disconnection(kind: .unreachable, description: "nobody answers")))
                return ReadBatch(messages: 0, bytes: 0, end: .disconnected)
            }
            isConnected = true
            events.append(.connected(sessionPresent: broker.accept(self, subscriptions)))
            events.append(.subscribed([]))
            return ReadBatch(messages: 0, bytes: 0, end: .connected)
        }
        guard isConnected else { return ReadBatch(messages: 0, bytes: 0, end: .disconnected) }
        var count = 0
        var bytes = 0
        while count < maxMessages, let message = broker.deliver() {
            let topic = Array(message.topic.utf8)
            sink(
                topic.span.bytes, message.payload.span.bytes,
                Delivery(qualityOfService: message.qualityOfService, isRetained: message.isRetained))
            count += 1
            bytes += topic.count + message.payload.count
        }
        activity += count
        if count > 0 { isDelivered = true }
        return ReadBatch(messages: count, bytes: bytes, end: count == maxMessages ? .limit : .drained)
    }

    func flush() throws(MQTTError) -> Bool {
        guard isConnected, !isDead else { throw MQTTError(.connectionLost, "there is no connection") }
        isDelivered = false
        guard broker.acknowledge() else {
            lose()
            throw MQTTError(.connectionLost, "the connection broke while acknowledging")
        }
        for message in outgoing {
            broker.onPublish(message.topic, message.payload)
            if message.isAnswered { events.append(.published(messageID: message.id, refusal: nil)) }
            activity += 1
        }
        outgoing.removeAll()
        return true
    }

    func publish(
        topic: String, payload: String, expirySeconds: UInt32?, qualityOfService: Int32
    ) throws(MQTTError) -> Int32 {
        guard isConnected, !isDead else { throw MQTTError(.notConnected, "there is no connection") }
        defer { nextID += 1 }
        activity += 1
        outgoing.append((nextID, topic, payload, qualityOfService > 0))
        return nextID
    }

    func takeEvents() -> [MQTTEvent] {
        guard !isDead else { return [] }
        activity += events.count
        defer { events.removeAll() }
        return events
    }

    func misc() {}

    func wait(atMost milliseconds: Int32, reading: Bool, waker: Int32) {}
}
