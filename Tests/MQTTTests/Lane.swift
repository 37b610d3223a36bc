internal import Glibc
internal import MQTT
internal import TestSupport
internal import Testing

/// A client with the loop its owner has to run, for tests.
final class Lane {
    struct Message: Equatable {
        var topic: String
        var payload: [UInt8]
        var isRetained: Bool
        var text: String { String(decoding: payload, as: UTF8.self) }
    }

    let client: MQTTClient
    var events: [MQTTEvent] = []
    var messages: [Message] = []
    var batches: [ReadBatch] = []
    /// Whether acknowledgements leave after each batch.
    var isAcknowledging = true
    var maxMessages = 1_000

    init(
        _ port: UInt16, id: String, subscriptions: [Subscription] = [],
        adjust: (inout MQTTConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = MQTTConfiguration(host: "127.0.0.1", port: port, clientID: id)
        adjust(&configuration)
        client = try MQTTClient(configuration: configuration)
        try client.subscribe(subscriptions)
        expectedGrants = subscriptions.count
    }

    /// A connected client whose subscriptions are granted.
    static func connected(
        _ port: UInt16, id: String, subscriptions: [Subscription] = [],
        adjust: (inout MQTTConfiguration) -> Void = { _ in }
    ) throws -> Lane {
        let lane = try Lane(port, id: id, subscriptions: subscriptions, adjust: adjust)
        try lane.connect()
        return lane
    }

    /// Connects and waits until the broker has accepted us and our subscriptions.
    func connect(sourceLocation: SourceLocation = #_sourceLocation) throws {
        client.connect()
        try run(sourceLocation: sourceLocation) { $0.isConnected }
    }

    /// Turns the loop until something is so; fails the test after ten seconds.
    func run(sourceLocation: SourceLocation = #_sourceLocation, until isDone: (Lane) -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while !isDone(self) {
            try #require(
                ContinuousClock.now < deadline, "the loop has not got there: \(events), \(messages.count) messages",
                sourceLocation: sourceLocation)
            turn()
        }
    }

    /// Turns the loop until the broker has answered a message of ours: what it sent before has arrived.
    func settle() throws {
        let id = try client.publish(topic: "settle", payload: "")
        try run { $0.events.contains(.published(messageID: id, refusal: nil)) }
    }

    func turn() {
        guard let descriptor = client.socket else { return collect() }
        // CONNECT and SUBSCRIBE must leave in any case; a message read keeps everything back.
        let mayFlush = isAcknowledging || messages.isEmpty
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if mayFlush, client.wantsWrite { request.events |= Int16(POLLOUT) }
        _ = poll(&request, 1, client.hasUnread ? 0 : 50)
        if client.hasUnread || request.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
            batches.append(
                client.readBatch(maxMessages: maxMessages) { topic, payload, delivery in
                    messages.append(
                        Message(
                            topic: topic.withUnsafeBytes { String(decoding: $0, as: UTF8.self) },
                            payload: payload.withUnsafeBytes { Array($0) }, isRetained: delivery.isRetained))
                })
        }
        client.misc()
        if isAcknowledging || messages.isEmpty, client.wantsWrite {
            // What went wrong arrives as an event.
            _ = try? client.flush()
        }
        collect()
    }

    func collect() { events += client.takeEvents() }

    /// Sends what waits until nothing is left.
    func flush() throws {
        while try !client.flush() {
            guard let descriptor = client.socket else { return }
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&request, 1, 1_000)
        }
        collect()
    }

    /// Publishes and waits until the broker has taken everything.
    func publish(_ topic: String, _ payloads: [String], retain: Bool = false) throws {
        var waiting: Set<Int32> = []
        for payload in payloads { waiting.insert(try client.publish(topic: topic, payload: payload, retain: retain)) }
        try run { lane in
            for case .published(let id, nil) in lane.events { waiting.remove(id) }
            return waiting.isEmpty
        }
    }

    var texts: [String] { messages.map(\.text) }

    var sessionsPresent: [Bool] {
        events.compactMap { if case .connected(let present) = $0 { present } else { nil } }
    }

    var disconnections: [Disconnection.Kind] {
        events.compactMap { if case .disconnected(let end) = $0 { end.kind } else { nil } }
    }

    var refusals: [BrokerReason] {
        events.compactMap { if case .connectionRefused(let reason) = $0 { reason } else { nil } }
    }

    var grants: [SubscriptionGrant] {
        events.flatMap { (event) -> [SubscriptionGrant] in
            if case .subscribed(let grants) = event { grants } else { [] }
        }
    }

    /// Whether the broker has accepted the connection and answered every subscription of it.
    var isConnected: Bool {
        guard client.isConnected else { return false }
        let start = events.lastIndex { if case .connected = $0 { true } else { false } } ?? 0
        let answered = events[start...].reduce(0) { sum, event in
            if case .subscribed(let grants) = event { sum + grants.count } else { sum }
        }
        return answered >= expectedGrants
    }

    /// How many filters the broker has to answer on each connect.
    var expectedGrants = 0
}
