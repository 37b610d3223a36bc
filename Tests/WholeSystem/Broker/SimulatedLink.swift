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
    /// How many messages come before the answer to our subscriptions.
    var oldMessages = 0
    /// Whether the next read brings nothing, though more waits.
    private var isFull = false
    /// How many acknowledgements and messages of ours were there before the others were kept apart.
    private var apart: (acknowledgements: Int, outgoing: Int)?
    private(set) var isConnected = false
    /// Its process has died: nothing leaves any more, and nothing arrives.
    private(set) var isDead = false
    /// Whether it waits for a while before it asks for a connection again.
    private(set) var isPausing = false
    /// Counts whatever happened, so that rest can be told.
    private(set) var activity = 0

    init(to broker: SimulatedBroker) {
        self.broker = broker
    }

    var wantsWrite: Bool {
        guard let apart else { return isConnected && (!outgoing.isEmpty || isDelivered) }
        return isConnected && (apart.acknowledgements > 0 || apart.outgoing > 0)
    }

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
        apart = nil
        // The library sends what was not answered again by itself.
        outgoing.removeAll { !$0.isAnswered }
        isPausing = true
        events.append(.disconnected(Disconnection(kind: .lost, description: "the connection broke")))
    }

    // MARK: BrokerLink

    func connect() {
        abandon()
        activity += 1
        isConnecting = !isDead
        isPausing = false
    }

    func abandon() {
        guard isConnected else { return }
        broker.breakConnection()
        lose()
    }

    func disconnect() {
        guard isConnected, !isDead else { return }
        // All that was read is acknowledged, also what was kept apart.
        apart = nil
        _ = try? flush()
        broker.breakConnection()
        isConnected = false
        events.append(.disconnected(Disconnection(kind: .requested, description: "as asked")))
    }

    func subscribe(_ subscriptions: [MQTT.Subscription]) throws(MQTTError) { self.subscriptions += subscriptions }

    func readBatch(
        maxMessages: Int, sink: (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void
    ) -> ReadBatch {
        if isConnecting, broker.isSilent { return ReadBatch(messages: 0, bytes: 0, end: .disconnected) }
        if isConnecting {
            isConnecting = false
            activity += 1
            guard broker.isReachable else {
                isPausing = true
                events.append(.disconnected(Disconnection(kind: .unreachable, description: "nobody answers")))
                return ReadBatch(messages: 0, bytes: 0, end: .disconnected)
            }
            isConnected = true
            events.append(.connected(sessionPresent: broker.accept(self, subscriptions)))
            if oldMessages == 0 { events.append(.subscribed([])) }
            return ReadBatch(messages: 0, bytes: 0, end: .connected)
        }
        guard isConnected else { return ReadBatch(messages: 0, bytes: 0, end: .disconnected) }
        if isFull {
            isFull = false
            return ReadBatch(messages: 0, bytes: 0, end: .limit)
        }
        let limit = min(maxMessages, broker.batchLimit)
        var count = 0
        var bytes = 0
        while count < limit, let message = broker.deliver() {
            let topic = Array(message.topic.utf8)
            sink(
                topic.span.bytes, message.payload.span.bytes,
                Delivery(qualityOfService: message.qualityOfService, isRetained: message.isRetained))
            count += 1
            bytes += topic.count + message.payload.count
        }
        activity += count
        if count > 0 { isDelivered = true }
        if oldMessages > 0, count >= oldMessages { events.append(.subscribed([])) }
        oldMessages = max(0, oldMessages - count)
        return ReadBatch(messages: count, bytes: bytes, end: count == limit ? .limit : .drained)
    }

    func flush() throws(MQTTError) -> Bool {
        guard isConnected, !isDead else { throw MQTTError(.connectionLost, "there is no connection") }
        isDelivered = apart != nil && isDelivered
        guard broker.acknowledge(first: apart?.acknowledgements) else {
            lose()
            throw MQTTError(.connectionLost, "the connection broke while acknowledging")
        }
        let sent = apart?.outgoing ?? outgoing.count
        for message in outgoing.prefix(sent) {
            broker.onPublish(message.topic, message.payload)
            if message.isAnswered { events.append(.published(messageID: message.id, refusal: nil)) }
            activity += 1
        }
        outgoing.removeFirst(sent)
        if apart != nil { apart = (0, 0) }
        return true
    }

    func keepApart() -> Bool {
        guard isConnected, !isDead, apart == nil else { return false }
        if !broker.forgetsApart { apart = (broker.inFlight, outgoing.count) }
        return true
    }

    func joinAgain() {
        apart = nil
        // A batch is what was read ahead and no more, so that it has the same messages as without.
        isFull = true
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
