import Foundation
import Glibc
import MQTT
import Testing

/// A device, a unit or a gateway at the other side of the broker.
final class Peer {
    struct Message: Equatable {
        var topic: String
        var payload: String

        /// A number of the payload's object.
        func number(_ key: String) -> Int? { object[key] as? Int }
        /// A text of the payload's object.
        func text(_ key: String) -> String? { object[key] as? String }

        private var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(payload.utf8))) as? [String: Any] ?? [:]
        }
    }

    /// Everything it has received, repeats included.
    private(set) var received: [Message] = []
    private let client: MQTTClient
    private var unanswered: Set<Int32> = []
    private var granted = 0
    private let filters: [String]
    /// Where it writes to itself: the broker delivers that after everything that it held for us before.
    private let mark: String
    private var marksSeen = 0
    private var expectsRefusals = false
    private var refusals: [BrokerReason] = []

    /// Connects and waits until the broker has granted the subscriptions.
    ///
    /// - Parameter account: Fills in who it is to the broker.
    init(
        _ port: UInt16, id: String = "peer-\(UUID().uuidString)", filters: [String] = [],
        account: (inout MQTTConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = MQTTConfiguration(host: "127.0.0.1", port: port, clientID: id)
        account(&configuration)
        client = try MQTTClient(configuration: configuration)
        mark = "marks/\(id)"
        self.filters = filters + [mark]
        try client.subscribe(self.filters.map { MQTT.Subscription($0) })
        client.connect()
        try wait("the broker accepts \(id)") { $0.client.isConnected && $0.granted == $0.filters.count }
    }

    /// Publishes with QoS 1 and waits until the broker has answered for everything.
    func publish(_ messages: [(topic: String, payload: String)]) throws {
        try publish(bytes: messages.map { ($0.topic, Array($0.payload.utf8)) })
    }

    /// Publishes one message and waits for the broker's answer.
    func publish(_ topic: String, _ payload: String) throws { try publish([(topic, payload)]) }

    /// Waits until everything has arrived that the broker held for us, also behind its window of unanswered messages.
    func settle() throws {
        let seen = marksSeen
        try publish(mark, "")
        try wait("what the broker holds arrives") { $0.marksSeen > seen }
    }

    /// Whether the broker refuses a message; all others must have been answered.
    func isRefused(_ topic: String, _ payload: String) throws -> Bool {
        refusals.removeAll()
        expectsRefusals = true
        defer { expectsRefusals = false }
        try publish(topic, payload)
        return !refusals.isEmpty
    }

    /// Publishes payloads that need not be text.
    func publish(bytes messages: [(topic: String, payload: [UInt8])]) throws {
        for message in messages {
            unanswered.insert(try client.publish(topic: message.topic, payload: message.payload.span.bytes))
        }
        try wait("the broker answers for \(messages.count) messages") { $0.unanswered.isEmpty }
    }

    /// Turns the loop until something is so; fails the test after ten seconds.
    func wait(
        _ what: String, seconds: Double = 15, sourceLocation: SourceLocation = #_sourceLocation,
        until isDone: (Peer) throws -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try !isDone(self) {
            try #require(
                ContinuousClock.now < deadline, "not in \(seconds) s: \(what)", sourceLocation: sourceLocation)
            try turn(milliseconds: 5)
        }
    }

    /// Takes what has arrived.
    func turn(milliseconds: Int32 = 0) throws {
        if let descriptor = client.socket {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if client.wantsWrite { request.events |= Int16(POLLOUT) }
            _ = poll(&request, 1, milliseconds)
            _ = client.readBatch { topic, payload, _ in
                let message = Message(
                    topic: topic.withUnsafeBytes { String(decoding: $0, as: UTF8.self) },
                    payload: payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
                if message.topic == mark { marksSeen += 1 } else { received.append(message) }
            }
            client.misc()
            // What went wrong arrives as an event.
            if client.wantsWrite { _ = try? client.flush() }
        }
        for event in client.takeEvents() {
            switch event {
            case .published(let id, let refusal):
                if let refusal {
                    guard expectsRefusals else { throw Trouble("the broker refused a message: \(refusal)") }
                    refusals.append(refusal)
                }
                unanswered.remove(id)
            case .subscribed(let grants): granted += grants.count
            case .connectionRefused(let reason): throw Trouble("the broker refused a peer: \(reason)")
            case .disconnected(let end): throw Trouble("the broker has gone: \(end)")
            case .connected: break
            }
        }
    }

    /// Ends the connection.
    func close() { client.disconnect() }

    deinit { client.disconnect(within: .milliseconds(200)) }
}
