internal import Glibc

/// A TCP port of the loopback interface that nobody uses at the moment.
///
/// - Throws: ``BrokerError`` if the system has none.
package func freePort() throws -> UInt16 {
    let listener = try LoopbackListener()
    return listener.port
}

/// Whether something accepts connections on a port of the loopback interface.
package func canConnect(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withLoopbackAddress(port) { connect(descriptor, $0, $1) } == 0
}

/// A listening socket on a free loopback port that answers nothing by itself.
package final class LoopbackListener {
    /// The port it listens on.
    package let port: UInt16
    private let descriptor: Int32
    private var waiting: [Int32] = []

    /// Listens on a free port.
    ///
    /// - Throws: ``BrokerError`` if the system refuses.
    package init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BrokerError("no socket: \(String(cString: strerror(errno)))") }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening =
            withLoopbackAddress(0) { bind(descriptor, $0, $1) } == 0
            && listen(descriptor, 4) == 0
            && withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
            } == 0
        guard isListening else {
            close(descriptor)
            throw BrokerError("no free port: \(String(cString: strerror(errno)))")
        }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        close(descriptor)
        waiting.forEach { close($0) }
    }

    /// Fills the queue of connections, so that the system no longer answers new ones.
    ///
    /// - Returns: Whether connecting now stays pending; keep the listener until the end of the test.
    package func stopAccepting() -> Bool {
        while waiting.count < 64 {
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard client >= 0 else { return false }
            waiting.append(client)
            _ = fcntl(client, F_SETFL, O_NONBLOCK)
            _ = withLoopbackAddress(port) { connect(client, $0, $1) }
            var request = pollfd(fd: client, events: Int16(POLLOUT), revents: 0)
            if poll(&request, 1, 50) == 0 { return true }
        }
        return false
    }

    /// Accepts one connection, answers what it sends first with `answer` and closes it.
    ///
    /// - Returns: What it sent first; empty if nothing came in time.
    package func exchange(_ answer: [UInt8], within milliseconds: Int32 = 1_000) -> [UInt8] {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, milliseconds) == 1 else { return [] }
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return [] }
        defer { close(connection) }
        request.fd = connection
        guard poll(&request, 1, milliseconds) == 1 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(connection, &bytes, bytes.count)
        _ = answer.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
        return Array(bytes.prefix(max(0, count)))
    }
}

private func withLoopbackAddress(
    _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
