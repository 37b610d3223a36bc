internal import Foundation
internal import MQTT
internal import Pipeline
internal import Telemetry

/// The connection of a simulated fleet: it survives whatever happens to broker and network.
///
/// Messages wait while it is away and are sent again until the broker has acknowledged them, as a device with a memory
/// does.
final class FleetLink {
    /// A message that the service has published.
    struct Heard {
        var topic: String
        var payload: [UInt8]
    }

    /// What an exchange came to.
    struct Turn {
        var heard: [Heard] = []
        /// Numbers of messages that were handed to the broker.
        var sent: [Int] = []
        /// Numbers of messages that the broker has acknowledged.
        var acknowledged: [Int] = []
        /// Numbers of messages that the broker has refused.
        var refused: [Int] = []
    }

    private struct Waiting {
        var number: Int
        var topic: String
        var payload: [UInt8]
        var qualityOfService: Int
        var retain: Bool
    }

    /// At most so many are with the broker without its answer.
    static let window = 1_000

    private let client: MQTTClient
    private var waiting: [Waiting] = []
    private var start = 0
    private var unanswered: [Int32: Int] = [:]
    /// Devices try again soon: what is measured is the service.
    private var backoff = Backoff(limit: .milliseconds(500), seed: 1)
    private var reconnectAt: Timestamp?
    /// Why there is no connection; `nil` while there is one.
    private(set) var trouble: String?

    /// Begins to connect; what the service says to units and devices is subscribed.
    ///
    /// - Throws: `MQTTError` for a configuration that can't be used.
    init(_ configuration: MQTTConfiguration) throws {
        client = try MQTTClient(configuration: configuration)
        try client.subscribe(
            ["units/+/offer", "units/+/stand_down", "assets/+/advice", "messages/out"].map {
                Subscription("callahead/v1/\($0)")
            })
        client.connect()
    }

    var isConnected: Bool { client.isConnected }

    /// Whether the broker has answered for everything.
    var isSettled: Bool { start == waiting.count && unanswered.isEmpty }

    /// Takes a message to be sent as soon as it can be.
    func publish(number: Int, topic: String, payload: [UInt8], qualityOfService: Int = 1, retain: Bool = false) {
        waiting.append(
            Waiting(
                number: number, topic: topic, payload: payload, qualityOfService: qualityOfService, retain: retain))
    }

    /// Sends what can be sent and takes what has come.
    ///
    /// - Parameter milliseconds: How long to wait at most for something to come.
    func exchange(waiting milliseconds: Int32) -> Turn {
        var turn = Turn()
        if let due = reconnectAt, due <= .machineClock {
            reconnectAt = nil
            client.connect()
        }
        send(&turn)
        _ = try? client.flush()
        var request = pollfd(fd: client.socket ?? -1, events: Int16(POLLIN), revents: 0)
        if client.wantsWrite { request.events |= Int16(POLLOUT) }
        poll(&request, 1, client.hasUnread ? 0 : milliseconds)
        client.misc()
        _ = client.readBatch { topic, payload, _ in
            turn.heard.append(
                Heard(
                    topic: topic.withUnsafeBytes { String(decoding: $0, as: UTF8.self) },
                    payload: payload.withUnsafeBytes { Array($0) }))
        }
        _ = try? client.flush()
        for event in client.takeEvents() { take(event, &turn) }
        return turn
    }

    /// Ends the connection.
    func close() { client.disconnect(within: .milliseconds(500)) }

    private func send(_ turn: inout Turn) {
        while client.isConnected, start < waiting.count, unanswered.count < FleetLink.window {
            let next = waiting[start]
            do {
                let id = try client.publish(
                    topic: next.topic, payload: next.payload.span.bytes, retain: next.retain,
                    qualityOfService: Int32(next.qualityOfService))
                if next.qualityOfService > 0 { unanswered[id] = next.number }
                turn.sent.append(next.number)
            } catch  where error.kind == .notConnected || error.kind == .connectionLost {
                break
            } catch {
                // A hostile topic or payload that no client can send.
                turn.refused.append(next.number)
            }
            start += 1
        }
        if start > 4_096 || start == waiting.count {
            waiting.removeFirst(start)
            start = 0
        }
    }

    private func take(_ event: MQTTEvent, _ turn: inout Turn) {
        switch event {
        case .connected:
            backoff.reset()
            trouble = nil
        case .published(let id, let refusal):
            guard let number = unanswered.removeValue(forKey: id) else { return }
            if refusal == nil { turn.acknowledged.append(number) } else { turn.refused.append(number) }
        case .disconnected(let end) where end.kind == .requested: return
        case .disconnected, .connectionRefused:
            trouble = "\(event)"
            if case .disconnected(let end) = event { trouble = end.description }
            if case .connectionRefused(let reason) = event { trouble = reason.description }
            let wait = backoff.next().components
            let milliseconds = wait.seconds * 1_000 + wait.attoseconds / 1_000_000_000_000_000
            reconnectAt = Timestamp.machineClock.adding(milliseconds: milliseconds)
        case .subscribed: return
        }
    }
}
