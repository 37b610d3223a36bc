internal import Glibc

/// Tells systemd how the service stands, over the socket that it names to its services (`sd_notify(3)`).
///
/// Never waits for long and never fails: without systemd nobody listens, and the service runs all the same.
package final class ServiceManager: Sendable {
    /// What can be told.
    package enum State: Sendable, Equatable {
        case ready
        case stopping
        /// Still alive; systemd restarts a service that does not say so in time.
        case watchdog
        /// One line for `systemctl status`.
        case status(String)

        var text: String {
            switch self {
            case .ready: "READY=1"
            case .stopping: "STOPPING=1"
            case .watchdog: "WATCHDOG=1"
            case .status(let words): "STATUS=" + words.replacing("\n", with: " ")
            }
        }
    }

    /// How often ``State/watchdog`` must be told at least, in microseconds; `nil` if systemd does not ask for it.
    package let watchdogMicroseconds: Int64?

    private let descriptor: Int32
    private let address: [UInt8]

    /// - Parameter environment: `NOTIFY_SOCKET`, and `WATCHDOG_USEC` with `WATCHDOG_PID`.
    /// - Returns: `nil` if no service manager listens.
    package init?(environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], let address = ServiceManager.address(of: path) else {
            return nil
        }
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        self.address = address
        let isMeant = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let interval = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdogMicroseconds = isMeant && interval > 0 ? interval : nil
    }

    deinit { close(descriptor) }

    /// Sends all of it in one datagram.
    ///
    /// - Returns: Whether it was taken.
    @discardableResult
    package func tell(_ states: [State]) -> Bool {
        let text = states.map(\.text).joined(separator: "\n")
        // A manager with a full queue is waited for only with what is told once.
        let tries = states.contains(.ready) || states.contains(.stopping) ? 10 : 1
        for _ in 0..<tries {
            if send(Array(text.utf8)) { return true }
            guard errno == EAGAIN || errno == ENOBUFS || errno == EINTR else { return false }
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&request, 1, tries > 1 ? 100 : 0)
        }
        return false
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        address.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: sockaddr.self) { name in
                sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), name.baseAddress,
                    socklen_t(address.count)) == bytes.count
            }
        }
    }

    /// The bytes of a `sockaddr_un`; a path that begins with `@` names an abstract socket, whose name has no end mark.
    private static func address(of path: String) -> [UInt8]? {
        guard let first = path.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@") else { return nil }
        var name = Array(path.utf8)
        // Linux admits 108 bytes with the end mark.
        guard name.count > 1, name.count < 108, !name.contains(0) else { return nil }
        if first == UInt8(ascii: "@") { name[0] = 0 } else { name.append(0) }
        return withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + name
    }
}
