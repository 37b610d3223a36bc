import Foundation
import Glibc
import MQTT

/// Connects to a broker as a client of its own, and goes again.
package struct BrokerCheck {
    private let access: BrokerAccess
    private let limit: Duration

    /// - Parameter limit: How long the broker may take to answer.
    package init(_ access: BrokerAccess, limit: Duration = .seconds(5)) {
        self.access = access
        self.limit = limit
    }

    /// Whether it accepts us.
    ///
    /// Waits for the broker; disturbs neither the service nor its session.
    package func finding() -> Finding {
        let address = access.address
        let name = "the broker at \(address.hostText):\(address.port)"
        do {
            // An identity of our own: with the service's we would throw it out.
            var configuration = try access.configuration(clientID: "callahead-doctor-\(getpid())")
            configuration.sessionExpirySeconds = 0
            configuration.connectTimeout = limit
            let client = try MQTTClient(configuration: configuration)
            client.connect()
            defer { client.disconnect(within: .seconds(1)) }
            switch outcome(of: client) {
            case .connected: return Finding(.ok, "\(name) accepts us")
            case .connectionRefused(let reason):
                return Finding(
                    .fail, "\(name) refuses us: \(reason.description)", advice: ConnectionAdvice.advice(for: reason))
            case .disconnected(let reason) where reason.encryption != nil:
                return Finding(.fail, reason.description, advice: ConnectionAdvice.advice(for: reason) ?? "")
            case .disconnected(let reason):
                return Finding(
                    .fail, "\(name) can't be reached: \(reason.description)",
                    advice: "is it running? `mosquitto -c deploy/mosquitto.conf` starts one")
            default:
                return Finding(.fail, "\(name) does not answer", advice: "check the address and the firewall")
            }
        } catch let error as BrokerAccessError {
            return Finding(.fail, error.description)
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
