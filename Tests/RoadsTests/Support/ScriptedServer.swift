import Foundation
import Synchronization
import Testing

/// A web server on loopback that says exactly what a test tells it to, and can misbehave.
final class ScriptedServer: Sendable {
    /// A request as it arrived.
    struct Request: Sendable {
        let method: String
        let target: String
        let body: String
        /// Which connection since the start, from 0.
        let connection: Int
        /// Which request on this connection, from 0.
        let onConnection: Int
    }

    enum Reply: Sendable {
        case answer(String, status: Int = 200, headers: [String] = [])
        /// Ends the connection without a word.
        case close
        /// Answers, and then ends the connection although nothing said so.
        case answerAndClose(String)
        /// Promises more than it sends, and ends the connection.
        case half(String)
        /// Says nothing until the server ends.
        case stall
        /// Sends the head at once and the body byte by byte.
        case drip(String, pauseMilliseconds: UInt32)
        /// Sends a body without an end.
        case endless
    }

    private struct State {
        var connections: [Int32] = []
        var requests: [Request] = []
        var isOver = false
    }

    let port: UInt16
    private let listener: Int32
    private let reply: @Sendable (Request) -> Reply
    private let state = Mutex(State())

    init(_ reply: @escaping @Sendable (Request) -> Reply) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        try #require(isListening)
        self.listener = descriptor
        self.port = UInt16(bigEndian: address.sin_port)
        self.reply = reply
        Thread.detachNewThread { [self] in acceptConnections() }
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { state.withLock(\.requests) }
    var connectionCount: Int { state.withLock(\.connections.count) }

    /// Ends every connection and listens no more; the threads end by themselves.
    func stop() {
        let connections = state.withLock { state in
            state.isOver = true
            return state.connections
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    private func acceptConnections() {
        defer { close(listener) }
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            let number = state.withLock { state in
                state.connections.append(connection)
                return state.isOver ? nil : state.connections.count - 1
            }
            guard let number else { return }
            Thread.detachNewThread { [self] in serve(connection, number: number) }
        }
    }

    private func serve(_ connection: Int32, number: Int) {
        // Shut down, not closed: the number must not become another connection's while this server runs.
        defer { shutdown(connection, Int32(SHUT_RDWR)) }
        var received: [UInt8] = []
        for count in 0... {
            guard let request = read(from: connection, &received, number: number, count: count) else { return }
            state.withLock { $0.requests.append(request) }
            switch reply(request) {
            case .answer(let body, let status, let headers):
                let head = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + headers
                guard send(head.joined(separator: "\r\n") + "\r\n\r\n" + body, to: connection) else { return }
            case .answerAndClose(let body):
                _ = send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)", to: connection)
                return
            case .close: return
            case .half(let body):
                _ = send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count * 2)\r\n\r\n\(body)", to: connection)
                return
            case .stall:
                while !state.withLock(\.isOver), !received.isEmpty || receive(from: connection, &received) {
                    received.removeAll()
                }
                return
            case .drip(let body, let pause):
                guard send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n", to: connection) else {
                    return
                }
                for byte in body {
                    guard send(String(byte), to: connection) else { return }
                    usleep(pause * 1_000)
                }
            case .endless:
                let part = String(repeating: " ", count: 65_536)
                guard send("HTTP/1.1 200 OK\r\nContent-Length: 900000000000\r\n\r\n", to: connection) else { return }
                while send(part, to: connection) {}
                return
            }
        }
    }

    private func read(
        from connection: Int32, _ received: inout [UInt8], number: Int, count: Int
    ) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        while received.firstRange(of: end) == nil {
            guard receive(from: connection, &received) else { return nil }
        }
        guard let range = received.firstRange(of: end) else { return nil }
        let head = String(decoding: received[..<range.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let line = (head.first ?? "").split(separator: " ")
        guard line.count == 3 else { return nil }
        let length =
            head.first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) } ?? 0
        while received.count < range.upperBound + length {
            guard receive(from: connection, &received) else { return nil }
        }
        let body = String(decoding: received[range.upperBound..<(range.upperBound + length)], as: UTF8.self)
        received.removeFirst(range.upperBound + length)
        return Request(
            method: String(line[0]), target: String(line[1]), body: body, connection: number, onConnection: count)
    }

    private func receive(from connection: Int32, _ received: inout [UInt8]) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &bytes, bytes.count, 0)
        guard count > 0 else { return false }
        received += bytes[..<count]
        return true
    }

    private func send(_ text: String, to connection: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }
}

/// Runs a test against a server and ends it, whatever happens.
func withServer<Result>(
    _ reply: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply,
    _ body: (ScriptedServer) throws -> Result
) throws -> Result {
    let server = try ScriptedServer(reply)
    defer { server.stop() }
    return try body(server)
}
