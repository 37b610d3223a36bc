internal import FleetSimulator
internal import Foundation
internal import MQTT
internal import Telemetry

/// The connection of a whole simulated fleet to its broker: it publishes for every device, in order, and connects again
/// when the connection breaks.
///
/// What waits for a connection waits here, as it would in a modem, and is told as sent only when it leaves.
final class FleetConnection {
    /// A message that the service has published.
    struct Heard {
        var topic: String
        var payload: String
    }

    /// What one look at the connection brought.
    struct News {
        var heard: [Heard] = []
        /// Messages that were handed to the broker, with their numbers.
        var sent: [(number: Int, message: WireMessage)] = []
        /// Numbers of those that the broker has acknowledged.
        var acknowledged: [Int] = []
        /// Numbers of those that the broker has refused, with its reason.
        var refused: [(number: Int, reason: String)] = []
    }

    /// So many messages may be with the library without an answer of the broker.
    private static let limit = 5_000

    private let client: MQTTClient
    private var waiting: [WireMessage] = []
    private var first = 0
    private var pending: [Int32: Int] = [:]
    private var tryAgain = ContinuousClock.now
    private var count = 0
    /// Why the connection ended last; `nil` while there is one.
    private(set) var trouble: String?

    /// - Throws: ``MQTTError`` for a configuration that can't be used.
    init(_ configuration: MQTTConfiguration) throws {
        client = try MQTTClient(configuration: configuration)
        try client.subscribe(
            ["units/+/offer", "units/+/stand_down", "assets/+/advice", "messages/out"].map {
                Subscription("callahead/v1/\($0)")
            })
    }

    /// Messages that still wait for a connection, or for the broker's answer.
    var unanswered: Int { waiting.count - first + pending.count }

    /// - Throws: ``TownServiceError`` if the broker does not answer in time.
    func connect(within limit: Duration = .seconds(5)) throws {
        let deadline = ContinuousClock.now + limit
        while !client.isConnected {
            if let signal = StopRequest.raised { throw StoppedEarly(signal: signal) }
            guard ContinuousClock.now < deadline else {
                throw TownServiceError("the broker does not answer\(trouble.map { ": \($0)" } ?? "")")
            }
            _ = try exchange(waiting: 10)
        }
    }

    /// Queues a message.
    func publish(_ message: WireMessage) { waiting.append(message) }

    /// Sends what is queued and takes what has come.
    ///
    /// - Parameter waiting: At most this many milliseconds for something to come.
    /// - Throws: ``TownServiceError`` if the broker refuses us for good.
    func exchange(waiting milliseconds: Int32) throws -> News {
        var news = News()
        try send(&news)
        _ = try? client.flush()
        if let descriptor = client.socket {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if client.wantsWrite { request.events |= Int16(POLLOUT) }
            poll(&request, 1, milliseconds)
        } else {
            poll(nil, 0, min(milliseconds, 10))
            if trouble != nil || count == 0, tryAgain <= .now {
                tryAgain = .now + .milliseconds(200)
                client.connect()
            }
        }
        client.misc()
        _ = client.readBatch { topic, payload, _ in
            news.heard.append(
                Heard(
                    topic: topic.withUnsafeBytes { String(decoding: $0, as: UTF8.self) },
                    payload: payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }))
        }
        _ = try? client.flush()
        for event in client.takeEvents() { try take(event, &news) }
        return news
    }

    private func send(_ news: inout News) throws {
        guard client.isConnected else { return }
        while first < waiting.count, pending.count < FleetConnection.limit {
            let message = waiting[first]
            let isSure = message.qos > 0
            let id = try client.publish(
                topic: message.topic, payload: message.payload.span.bytes, retain: message.retain,
                qualityOfService: isSure ? 1 : 0)
            first += 1
            count += 1
            if isSure { pending[id] = count }
            news.sent.append((count, message))
        }
        // Memory is given back now and then.
        if first > 4_096 {
            waiting.removeFirst(first)
            first = 0
        }
    }

    private func take(_ event: MQTTEvent, _ news: inout News) throws {
        switch event {
        case .connected: trouble = nil
        case .connectionRefused(let reason): throw TownServiceError("the broker refuses us: \(reason)")
        case .disconnected(let end):
            trouble = end.description
            tryAgain = .now + .milliseconds(200)
        case .published(let id, let refusal):
            guard let number = pending.removeValue(forKey: id) else { return }
            if let refusal {
                news.refused.append((number, refusal.description))
            } else {
                news.acknowledged.append(number)
            }
        case .subscribed: break
        }
    }

    /// Ends the connection.
    func close() { client.disconnect(within: .milliseconds(500)) }
}
