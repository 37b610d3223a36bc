internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// Answers Prometheus over HTTP.
///
/// Runs on threads of its own; the lane's is never touched. There is no user and no encryption: it is for this machine
/// or for a network of one's own.
package struct MetricsServer: Sendable {
    /// Where to listen.
    package struct Address: Sendable, Equatable {
        package var host: String
        package var port: UInt16

        /// Reads `127.0.0.1:9464`, `[::1]:9464` or `9464`, which listens on this machine only.
        package init?(_ text: String) {
            if let port = UInt16(text) {
                (host, self.port) = ("127.0.0.1", port)
                return
            }
            guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
                return nil
            }
            var name = String(text[..<colon])
            if name == "localhost" { name = "127.0.0.1" }
            if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
            guard MetricsServer.socketAddress(name, port) != nil else { return nil }
            (host, self.port) = (name, port)
        }
    }

    private let server: HTTPServer

    /// - Parameters:
    ///   - timeout: Seconds in which an answer must be ready.
    ///   - text: Gives the figures; called for each question, on a thread of the server's.
    /// - Throws: If the address can't be used.
    package init(_ address: Address, timeout: Double = 5, text: @escaping @Sendable () -> String) async throws {
        guard let socketAddress = MetricsServer.socketAddress(address.host, address.port) else {
            throw SocketError.unsupportedAddress
        }
        server = HTTPServer(
            config: HTTPServer.Configuration(
                address: socketAddress, timeout: timeout, sharedRequestReplaySize: 65_536, logger: .disabled))
        await server.appendRoute("GET /metrics") { _ in
            HTTPResponse(
                statusCode: .ok, headers: [.contentType: PrometheusText.contentType], body: Data(text().utf8))
        }
        await server.appendRoute("GET /") { _ in
            HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
                body: Data("callahead: the figures are at /metrics\n".utf8))
        }
    }

    /// Answers until it is cancelled.
    package func run() async throws { try await server.run() }

    /// Waits until it listens.
    ///
    /// - Parameter timeout: Seconds until it gives up.
    /// - Returns: The port, which the system has chosen if 0 was asked for.
    package func waitUntilListening(timeout: Double = 5) async throws -> UInt16? {
        try await server.waitUntilListening(timeout: timeout)
        switch await server.listeningAddress {
        case .ip4(_, let port), .ip6(_, let port): return port
        default: return nil
        }
    }

    private static func socketAddress(_ host: String, _ port: UInt16) -> (any SocketAddress)? {
        if let address = try? sockaddr_in.inet(ip4: host, port: port) { return address }
        if let address = try? sockaddr_in6.inet6(ip6: host, port: port) { return address }
        return nil
    }
}
