internal import Foundation

/// Where a broker is: `mqtt://host:port`, `mqtts://host:port`; the ports are 1883 and 8883 unless named.
package struct BrokerAddress: Sendable, Equatable, CustomStringConvertible {
    package var host: String
    package var port: UInt16
    package var usesTLS: Bool

    package init(host: String, port: UInt16, usesTLS: Bool = false) {
        self.host = host
        self.port = port
        self.usesTLS = usesTLS
    }

    /// `nil` for a text that is no such address.
    ///
    /// Names and passwords don't belong into it: a process list shows them.
    package init?(_ text: String) {
        guard let url = URLComponents(string: text), url.user == nil, url.password == nil,
            url.path.isEmpty || url.path == "/", url.query == nil, let host = url.host, !host.isEmpty
        else { return nil }
        switch url.scheme {
        case "mqtt": usesTLS = false
        case "mqtts": usesTLS = true
        default: return nil
        }
        guard let port = UInt16(exactly: url.port ?? (usesTLS ? 8_883 : 1_883)), port > 0 else { return nil }
        // URLComponents keeps the brackets of an IPv6 address; the socket does not want them.
        self.host = host.trimmingCharacters(in: ["[", "]"])
        self.port = port
    }

    package var description: String { "\(usesTLS ? "mqtts" : "mqtt")://\(hostText):\(port)" }

    /// The host as it stands in an address: brackets around IPv6.
    var hostText: String { host.contains(":") ? "[\(host)]" : host }

    /// Whether it is this machine, so that nobody can listen on the way.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
