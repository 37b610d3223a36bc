internal import Glibc
internal import Synchronization

/// A lookup of a host name, and on request a trial connection, on a thread of its own because both can block long.
///
/// An abandoned lookup ends by itself; nobody waits for it.
final class HostLookup {
    /// Why a name could not be found.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// A connection that is made and closed at once, to see that the machine accepts.
    struct Trial: Sendable {
        var port: UInt16
        var limit: Duration
    }

    /// What the thread and the owner share.
    private final class Shared: Sendable {
        let host: String
        let trial: Trial?
        let readEnd: Int32
        let writeEnd: Int32
        let outcome = Mutex<Result<String, Failure>?>(nil)

        init(host: String, trial: Trial?, readEnd: Int32, writeEnd: Int32) {
            self.host = host
            self.trial = trial
            self.readEnd = readEnd
            self.writeEnd = writeEnd
        }

        deinit {
            close(readEnd)
            close(writeEnd)
        }
    }

    private let shared: Shared

    /// Can be read once the lookup has ended.
    var descriptor: Int32 { shared.readEnd }

    /// The first address, or why there is none; `nil` while the lookup runs.
    var outcome: Result<String, Failure>? { shared.outcome.withLock { $0 } }

    /// Starts to look up a name; `nil` with `errno` set if there is no descriptor or thread for it.
    init?(host: String, trial: Trial?) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        ends.forEach(closeOnExec)
        shared = Shared(host: host, trial: trial, readEnd: ends[0], writeEnd: ends[1])
        let retained = Unmanaged.passRetained(shared)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let shared = Unmanaged<Shared>.fromOpaque(argument).takeRetainedValue()
                let outcome = HostLookup.resolve(shared.host, shared.trial)
                shared.outcome.withLock { $0 = outcome }
                var byte: UInt8 = 1
                write(shared.writeEnd, &byte, 1)
                return nil
            }, retained.toOpaque())
        guard failure == 0 else {
            retained.release()
            errno = failure
            return nil
        }
        pthread_detach(thread)
    }

    /// Whether a host is a name that may need a name server.
    static func isNeeded(for host: String) -> Bool {
        var buffer = in6_addr()
        return host != "localhost" && inet_pton(AF_INET, host, &buffer) != 1 && inet_pton(AF_INET6, host, &buffer) != 1
    }

    private static func resolve(_ host: String, _ trial: Trial?) -> Result<String, Failure> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, "\(trial?.port ?? 0)", &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard result == 0, let first = list?.pointee else {
            return .failure(Failure(description: gai_strerror(result).map { String(cString: $0) } ?? "not found"))
        }
        if let trial, let failure = connectOnce(first, trial.limit) { return .failure(failure) }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let named = getnameinfo(
            first.ai_addr, first.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard named == 0 else { return .failure(Failure(description: "its address cannot be written")) }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return .success(String(decoding: bytes, as: UTF8.self))
    }

    private static func connectOnce(_ address: addrinfo, _ limit: Duration) -> Failure? {
        let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
        guard descriptor >= 0 else { return Failure(description: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        closeOnExec(descriptor)
        // On Linux the time limit for sending also limits connecting (socket(7)).
        var time = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
        time.tv_usec = Int(limit.components.attoseconds / 1_000_000_000_000)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        guard connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
            return Failure(description: String(cString: strerror(errno == EINPROGRESS ? ETIMEDOUT : errno)))
        }
        return nil
    }
}

/// Keeps a descriptor from programs that we start.
func closeOnExec(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}
