import Foundation
import Monitoring
import Testing

@Suite("What systemd is told")
struct ServiceManagerTests {
    @Test("Words reach the socket in one datagram, by path and by abstract name", arguments: [false, true])
    func telling(isAbstract: Bool) throws {
        let name = "callahead-\(UUID().uuidString)"
        let path = isAbstract ? "@" + name : NSTemporaryDirectory() + name
        let listener = try Listener(path)
        let manager = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": path]))
        #expect(manager.tell([.ready, .status("connected\nto a broker")]))
        #expect(listener.next() == "READY=1\nSTATUS=connected to a broker")
        #expect(manager.tell([.watchdog]))
        #expect(listener.next() == "WATCHDOG=1")
        #expect(manager.tell([.stopping]))
        #expect(listener.next() == "STOPPING=1")
    }

    @Test(
        "Without systemd there is nobody to tell",
        arguments: ["", "relative", "/", "@", "/" + String(repeating: "x", count: 120)])
    func nobody(path: String) {
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": path]) == nil)
        #expect(ServiceManager(environment: [:]) == nil)
    }

    @Test(
        "The watchdog is asked for by a number of microseconds that is meant for this process",
        arguments: [
            (["WATCHDOG_USEC": "30000000"], 30_000_000 as Int64?), ([:], nil as Int64?),
            (["WATCHDOG_USEC": "x"], nil as Int64?),
            (["WATCHDOG_USEC": "0"], nil as Int64?),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"], nil as Int64?),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"], 30_000_000 as Int64?),
        ])
    func watchdog(environment: [String: String], microseconds: Int64?) throws {
        let path = NSTemporaryDirectory() + "callahead-\(UUID().uuidString)"
        let listener = try Listener(path)
        let all = environment.merging(["NOTIFY_SOCKET": path]) { $1 }
        #expect(ServiceManager(environment: all)?.watchdogMicroseconds == microseconds)
        withExtendedLifetime(listener) {}
    }

    @Test("A manager that has gone or is full holds nothing up")
    func gone() throws {
        let path = NSTemporaryDirectory() + "callahead-\(UUID().uuidString)"
        let manager = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": path]))
        #expect(!manager.tell([.ready]))
        let listener = try Listener(path)
        var taken = 0
        while manager.tell([.watchdog]) { taken += 1 }
        #expect(taken > 0)
        withExtendedLifetime(listener) {}
    }
}

/// A socket as systemd makes one.
private final class Listener {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var name = Array(path.utf8)
        if name[0] == UInt8(ascii: "@") { name[0] = 0 } else { name.append(0) }
        let address = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + name
        let result = address.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, socklen_t(address.count)) }
        }
        try #require(result == 0)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
