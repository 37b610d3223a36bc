import Glibc
import MQTT

/// Publishes as quickly as the broker answers, with a window of unanswered messages.
struct Publisher {
    private let client: MQTTClient
    private var backlog: Backlog
    private var unanswered = 0
    private let window = 1_000
    /// Messages that the broker did not take.
    private(set) var refused = 0

    init(port: UInt16, backlog: Backlog) throws {
        var configuration = MQTTConfiguration(host: "127.0.0.1", port: port, clientID: "callahead-bench-\(getpid())")
        configuration.sessionExpirySeconds = 0
        client = try MQTTClient(configuration: configuration)
        self.backlog = backlog
    }

    /// Publishes `count` messages and waits for every answer.
    ///
    /// - Returns: Seconds from the first publish to the last answer.
    /// - Throws: ``BenchError`` if the connection fails.
    mutating func publish(_ count: Int, rate: Int) throws -> Double {
        client.connect()
        while !client.isConnected { try turn() }
        let begins = ContinuousClock.now
        var published = 0
        while published < count || unanswered > 0 {
            var allowed = count
            if rate > 0 {
                let elapsed = Publisher.seconds(since: begins)
                allowed = min(count, Int(elapsed * Double(rate)) + 1)
            }
            while published < allowed, unanswered < window {
                let message = backlog.next()
                _ = try client.publish(topic: message.topic, payload: message.payload)
                published += 1
                unanswered += 1
            }
            try turn()
        }
        let seconds = Publisher.seconds(since: begins)
        client.disconnect()
        return seconds
    }

    /// Sends and receives once, waiting up to 100 ms for the broker.
    private mutating func turn() throws {
        guard let descriptor = client.socket else { throw BenchError("there is no connection to the broker") }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if client.wantsWrite { request.events |= Int16(POLLOUT) }
        _ = poll(&request, 1, unanswered < window ? 1 : 100)
        client.misc()
        _ = client.readBatch { _, _, _ in }
        _ = try client.flush()
        for event in client.takeEvents() {
            switch event {
            case .published(_, let refusal):
                unanswered -= 1
                // 0x10: nobody has subscribed, which is no refusal.
                if let refusal, refusal.code >= 0x80 { refused += 1 }
            case .connectionRefused(let reason): throw BenchError("the broker refuses: \(reason.description)")
            case .disconnected(let end): throw BenchError(end.description)
            case .connected, .subscribed: break
            }
        }
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let duration = ContinuousClock.now - start
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
