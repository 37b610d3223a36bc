import Foundation
import Glibc
import MQTT

/// Connects to a broker as a client of its own, and goes again.
package struct BrokerCheck {
    private let address: BrokerAddress
    private let username: String?
    private let password: String?
    private let authorityFile: String?
    private let limit: Duration

    /// - Parameter limit: How long the broker may take to answer.
    package init(
        _ address: BrokerAddress, username: String? = nil, password: String? = nil, authorityFile: String? = nil,
        limit: Duration = .seconds(5)
    ) {
        self.address = address
        self.username = username
        self.password = password
        self.authorityFile = authorityFile
        self.limit = limit
    }

    /// Whether it accepts us.
    ///
    /// Waits for the broker; disturbs neither the service nor its session.
    package func finding() -> Finding {
        let name = "the broker at \(address.host):\(address.port)"
        // An identity of our own: with the service's we would throw it out.
        var configuration = MQTTConfiguration(
            host: address.host, port: address.port, clientID: "callahead-doctor-\(getpid())",
            tls: address.usesTLS ? MQTTConfiguration.TLS(authorityPath: authorityFile) : nil, username: username,
            password: password)
        configuration.sessionExpirySeconds = 0
        configuration.connectTimeout = limit
        do {
            let client = try MQTTClient(configuration: configuration)
            client.connect()
            defer { client.disconnect(within: .seconds(1)) }
            switch outcome(of: client) {
            case .connected: return Finding(.ok, "\(name) accepts us")
            case .connectionRefused(let reason):
                return Finding(
                    .fail, "\(name) refuses us: \(reason.description)",
                    advice: "check user name, password and access rules")
            case .disconnected(let reason):
                return Finding(
                    .fail, "\(name) can't be reached: \(reason.description)",
                    advice: "is it running? `mosquitto -c deploy/mosquitto.conf` starts one")
            default:
                return Finding(.fail, "\(name) does not answer", advice: "check the address and the firewall")
            }
        } catch {
            return Finding(.fail, "\(name): \(error)", advice: "check the address")
        }
    }

    private func outcome(of client: MQTTClient) -> MQTTEvent? {
        let deadline = ContinuousClock.now + limit + .seconds(1)
        while ContinuousClock.now < deadline {
            client.misc()
            if let event = client.takeEvents().first { return event }
            guard let socket = client.socket else { continue }
            var request = pollfd(fd: socket, events: Int16(client.wantsWrite ? POLLIN | POLLOUT : POLLIN), revents: 0)
            _ = poll(&request, 1, 100)
            if client.wantsWrite { _ = try? client.flush() }
            if Int32(request.revents) & POLLIN != 0 { _ = client.readBatch { _, _, _ in } }
            if let event = client.takeEvents().first { return event }
        }
        return nil
    }
}
