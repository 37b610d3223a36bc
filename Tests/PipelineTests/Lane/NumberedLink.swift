import MQTT
import Pipeline

/// A broker with one session whose messages are numbered from 1.
final class NumberedLink: BrokerLink {
    private var waiting: [(number: Int, words: String)] = []
    private var inFlight: [(number: Int, words: String)] = []
    private var apart: Int?
    private var events: [MQTTEvent] = []
    private var count = 0
    private var read = 0
    private(set) var acknowledged: [Int] = []
    private(set) var mostUnacknowledged = 0
    private(set) var isConnected = false
    private var hadSession = false
    var onAcknowledge: (ClosedRange<Int>) -> Void = { _ in }
    var onRead: () -> Void = {}
    var onBreak: () -> Void = {}
    /// How many messages a read brings at most.
    var atOnce = 2
    /// The connection breaks once so many messages were read on it.
    var breaksAfterReading: Int?

    func publish(_ words: String) {
        count += 1
        waiting.append((count, words))
    }

    var wantsWrite: Bool { false }

    func connect() {
        isConnected = true
        events.append(.connected(sessionPresent: hadSession))
        hadSession = true
    }

    func abandon() {
        isConnected = false
        waiting = inFlight + waiting
        inFlight = []
        apart = nil
    }

    func disconnect() {
        // All that was read is acknowledged, also what was kept apart.
        apart = nil
        _ = flush()
        abandon()
    }

    func subscribe(_ subscriptions: [MQTT.Subscription]) throws(MQTTError) {}

    func readBatch(
        maxMessages: Int, sink: (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void
    ) -> ReadBatch {
        guard isConnected else { return ReadBatch(messages: 0, bytes: 0, end: .disconnected) }
        let batch = Array(waiting.prefix(min(atOnce, maxMessages)))
        waiting.removeFirst(batch.count)
        for message in batch {
            let words = message.words.split(separator: " ").map { Array($0.utf8) }
            let (topic, payload) = (words[0], words[1])
            sink(topic.span.bytes, payload.span.bytes, Delivery(qualityOfService: 1, isRetained: false))
            read += 1
        }
        if !batch.isEmpty { onRead() }
        inFlight += batch
        mostUnacknowledged = max(mostUnacknowledged, inFlight.count)
        if let limit = breaksAfterReading, read >= limit {
            breaksAfterReading = nil
            abandon()
            onBreak()
            events.append(.disconnected(Disconnection(kind: .lost, description: "broken for this test")))
            return ReadBatch(messages: batch.count, bytes: batch.count, end: .disconnected)
        }
        return ReadBatch(messages: batch.count, bytes: batch.count, end: waiting.isEmpty ? .drained : .limit)
    }

    func keepApart() -> Bool {
        guard isConnected, apart == nil else { return false }
        apart = inFlight.count
        return true
    }

    func joinAgain() { apart = nil }

    func flush() -> Bool {
        let sent = inFlight.prefix(apart ?? inFlight.count).map(\.number)
        inFlight.removeFirst(sent.count)
        if apart != nil { apart = 0 }
        acknowledged += sent
        if let first = sent.first, let last = sent.last { onAcknowledge(first...last) }
        return true
    }

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
