internal import FleetSimulator
internal import Foundation
internal import MQTT
internal import Telemetry

/// The town's own connection to the broker: it publishes for every device and hears what units are offered.
struct TownMessages {
    /// A message that the service has published.
    struct Heard {
        var topic: String
        var payload: String
    }

    private let client: MQTTClient

    /// Connects.
    ///
    /// - Throws: ``TownServiceError`` or ``MQTTError`` if the broker does not answer within five seconds.
    init(port: UInt16) throws {
        var configuration = MQTTConfiguration(host: "127.0.0.1", port: port, clientID: "town-\(getpid())")
        configuration.sessionExpirySeconds = 0
        client = try MQTTClient(configuration: configuration)
        try client.subscribe(
            ["units/+/offer", "units/+/stand_down", "assets/+/advice", "messages/out"].map {
                Subscription("callahead/v1/\($0)")
            })
        client.connect()
        let deadline = ContinuousClock.now + .seconds(5)
        while !client.isConnected {
            guard ContinuousClock.now < deadline else { throw TownServiceError("the broker does not answer") }
            _ = try exchange(waiting: 10)
        }
    }

    /// Publishes; the library has QoS 1 only, so what a device would say with QoS 0 comes with QoS 1 as well.
    func publish(_ message: SimulatedMessage) throws {
        _ = try client.publish(topic: message.topic, payload: message.payload, retain: message.retain)
    }

    /// Publishes a text that the broker keeps for whoever subscribes later.
    func publish(topic: String, payload: String) throws {
        _ = try client.publish(topic: topic, payload: payload, retain: true)
        _ = try? client.flush()
    }

    /// Sends what is queued and takes what has come.
    ///
    /// - Parameter waiting: At most this many milliseconds for something to come.
    func exchange(waiting: Int32) throws -> [Heard] {
        var heard: [Heard] = []
        _ = try? client.flush()
        guard let descriptor = client.socket else { throw TownServiceError("the connection to the broker is lost") }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if client.wantsWrite { request.events |= Int16(POLLOUT) }
        poll(&request, 1, waiting)
        client.misc()
        _ = client.readBatch { topic, payload, _ in
            heard.append(
                Heard(
                    topic: topic.withUnsafeBytes { String(decoding: $0, as: UTF8.self) },
                    payload: payload.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }))
        }
        _ = try? client.flush()
        for case .disconnected(let end) in client.takeEvents() {
            throw TownServiceError("the connection to the broker is lost: \(end.description)")
        }
        return heard
    }

    /// Ends the connection.
    func close() { client.disconnect(within: .milliseconds(500)) }
}
