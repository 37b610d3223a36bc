import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// What a running service shows of itself.
    @Suite("Watching the service")
    struct ReportingTests {
        @Test("status topic, systemd, figures, copy and last will of one life", .timeLimit(.minutes(1)))
        func life() throws {
            try withCentre { centre in
                try centre.prepare(Reference(units: 1, cars: 3))
                let manager = try NotifySocket(centre.directory + "/notify")
                let figures = centre.directory + "/callahead.prom"
                let serve = try centre.serve(
                    more: ["--metrics-file", figures, "--log-format", "json"],
                    environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "600000"])
                try serve.waitForWords("connected as")
                let peer = try Peer(centre.broker.port)
                try peer.publish([Native.stop("car-1")])
                try centre.waitForCase(of: "car-1")

                // Ready once, and alive at least three times in the time that the watchdog grants.
                try eventually("systemd hears of life") {
                    manager.read().count { $0 == "WATCHDOG=1" } >= 3 ? true : nil
                }
                #expect(manager.read().first?.hasPrefix("READY=1") == true)

                let watcher = try Peer(centre.broker.port, filters: ["callahead/v1/service/#"])
                try watcher.settle()
                // The first word after a start is that it is there; what needs attention is looked at afterwards.
                try eventually("no backup was made yet, so it asks for attention") {
                    try watcher.turn()
                    let status = watcher.received.last { $0.topic == "callahead/v1/service/status" }
                    return status?.text("state") == "attention" ? true : nil
                }

                let copy = try centre.run(["backup", centre.directory + "/copy.db", "--keep", "1", "--json"])
                #expect(copy.end == .exited(0), "\(copy.errors)")
                try eventually("the lane has written its reading") {
                    try centre.number("SELECT count(*) FROM lane_reading WHERE body LIKE '%\"messages\":1,%'") == 1
                        ? true : nil
                }
                let check = try centre.run(["status", "--check"])
                #expect(check.end == .exited(0), "\(check.output)")
                let prometheus = try centre.run(["status", "--prometheus"])
                #expect(prometheus.output.contains("callahead_messages_total{outcome=\"stored\"} 1\n"))
                #expect(prometheus.output.contains("callahead_connected 1\n"))
                try eventually("the file of figures") {
                    (try? String(contentsOfFile: figures, encoding: .utf8))?.contains("callahead_lane_running 1\n")
                }

                // It goes with a word; and when it vanishes the broker says so. What nobody reads fills the manager's
                // socket: ten words are all that it holds.
                _ = manager.read()
                serve.send(SIGTERM)
                #expect(try serve.waitForEnd() == .exited(0), "\(serve.errors)")
                #expect(manager.read().contains { $0.hasPrefix("STOPPING=1") })
                try watcher.settle()
                #expect(watcher.received.last { $0.topic.hasSuffix("/status") }?.text("state") == "offline")
                #expect(serve.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
                let gone = try centre.run(["status", "--check"])
                #expect(gone.end == .exited(1))
                #expect(gone.output.hasPrefix("no_lane: "))

                let again = try centre.serve()
                try again.waitForWords("connected as")
                try eventually("the service is back") {
                    try watcher.settle()
                    return watcher.received.last { $0.topic.hasSuffix("/status") }?.text("state") == "online"
                        ? true : nil
                }
                again.kill()
                try eventually("the last will") {
                    try watcher.settle()
                    return watcher.received.last { $0.topic.hasSuffix("/status") }?.payload == #"{"state":"offline"}"#
                        ? true : nil
                }

                // The copy knows the case, and says that the call may be over.
                let restore = try centre.run(["restore", centre.directory + "/copy.db", "--replace"])
                #expect(restore.end == .exited(0), "\(restore.errors)")
                #expect(try centre.cases(of: "car-1") == 1)
                #expect(try centre.number("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == 0)
                #expect(try centre.number("SELECT count(*) FROM note WHERE kind = 'restored'") == 1)
                // A broken-down car that says it again is still the same case, and is not offered anew.
                try centre.serveUntilIdle(seconds: 0.2)
                #expect(try centre.cases(of: "car-1") == 1)
            }
        }
    }
}

/// The socket of a service manager.
private final class NotifySocket {
    let path: String
    private let descriptor: Int32
    private var heard: [String] = []

    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        let address = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + Array(path.utf8) + [0]
        let result = address.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, socklen_t(address.count)) }
        }
        try #require(result == 0)
    }

    deinit { close(descriptor) }

    /// Everything that was told so far.
    func read() -> [String] {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count > 0 else { return heard }
            heard.append(String(decoding: bytes.prefix(count), as: UTF8.self))
        }
    }
}
