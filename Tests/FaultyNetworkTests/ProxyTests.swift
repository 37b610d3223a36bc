import FaultyNetwork
import FleetSimulator
import Glibc
import Testing

/// A blocking socket of the loopback interface with a deadline.
private final class Line {
    let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    convenience init(to port: UInt16) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Line.loopback(port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
        self.init(descriptor)
    }

    static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    func say(_ bytes: [UInt8]) { _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// So many bytes; fewer at the end of the connection, `nil` if it was reset or nothing came.
    func hear(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < count {
            let got = recv(descriptor, &buffer, min(buffer.count, count - bytes.count), 0)
            if got < 0 { return nil }
            if got == 0 { break }
            bytes += buffer.prefix(got)
        }
        return bytes
    }

    /// Whether something can be heard within some milliseconds.
    func hears(within milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }
}

/// The other end: it takes connections as a broker does.
private final class Host {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Line.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        try #require(isBound && listen(descriptor, 8) == 0)
    }

    deinit { close(descriptor) }

    func take() -> Line { Line(accept(descriptor, nil, nil)) }
}

@Suite("A network that fails", .timeLimit(.minutes(1)))
struct ProxyTests {
    private let host: Host
    private let proxy: Proxy

    init() throws {
        host = try Host()
        proxy = try Proxy(to: host.port, isWatched: true)
    }

    private func pair() throws -> (client: Line, broker: Line) { (try Line(to: proxy.port), host.take()) }

    @Test("bytes pass unchanged in both directions, also more than its buffers hold")
    func passes() throws {
        defer { proxy.stop() }
        let (client, broker) = try pair()
        // A PUBLISH with QoS 0 that is longer than what is buffered on the way.
        let bytes = Wire.packet(
            0x30, Wire.text("t") + [0] + (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        client.say(Wire.connect("c"))
        let heard = broker.hear(Wire.connect("c").count)
        #expect(heard == Wire.connect("c"))
        let writer = Writer(broker.descriptor, bytes)
        let same = client.hear(bytes.count) == bytes
        writer.join()
        #expect(same)
    }

    @Test("an acknowledgement that was written before the end is seen, whoever ends")
    func lastWords() throws {
        defer { proxy.stop() }
        let (client, broker) = try pair()
        client.say(Wire.connect("c"))
        _ = broker.hear(Wire.connect("c").count)
        let message = Wire.publish("t", [1], id: 1)
        broker.say(message)
        _ = client.hear(message.count)
        // Written while nothing passes, and before the connection is reset.
        proxy.set(.silent)
        client.say(Wire.acknowledgement(1))
        proxy.set(.cut)
        let reset = client.hear(1) == nil
        #expect(reset)
        #expect(proxy.connections == 0)
        let found = proxy.findings()
        #expect(found == [.taken(digest: messageDigest(topic: "t", payload: [1]))])
    }

    @Test("a cut resets what there is and what comes, until the network is back")
    func cut() throws {
        defer { proxy.stop() }
        let (client, broker) = try pair()
        proxy.set(.cut)
        #expect(client.hear(1) == nil)
        #expect(broker.hear(1) == nil)
        let refused = try Line(to: proxy.port)
        refused.say([1])
        #expect(refused.hear(1)?.isEmpty ?? true)
        proxy.set(.open)
        let (again, other) = try pair()
        again.say([0xC0, 0])
        #expect(other.hear(2) == [0xC0, 0])
    }

    @Test("silence holds back, half-open holds back one direction, and all comes when it is over")
    func silence() throws {
        defer { proxy.stop() }
        let (client, broker) = try pair()
        proxy.set(.halfOpen)
        client.say([0xC0, 0])
        #expect(broker.hear(2) == [0xC0, 0])
        broker.say([0xD0, 0])
        #expect(!client.hears(within: 60))
        proxy.set(.silent)
        client.say([0xC0, 0])
        #expect(!broker.hears(within: 60))
        proxy.set(.open)
        #expect(client.hear(2) == [0xD0, 0])
        #expect(broker.hear(2) == [0xC0, 0])
    }

    @Test("a slow network delays, a narrow one lets so many bytes pass")
    func slow() throws {
        defer { proxy.stop() }
        let (client, broker) = try pair()
        proxy.set(.slow(milliseconds: 120))
        let begin = ContinuousClock.now
        client.say([0xC0, 0])
        #expect(broker.hear(2) == [0xC0, 0])
        #expect(ContinuousClock.now - begin >= .milliseconds(110))
        proxy.set(.narrow(bytesPerSecond: 20_000))
        let bytes = Wire.packet(0x30, Wire.text("t") + [0] + [UInt8](repeating: 1, count: 6_000))
        client.say(bytes)
        let start = ContinuousClock.now
        #expect(broker.hear(bytes.count) == bytes)
        #expect(ContinuousClock.now - start >= .milliseconds(200))
    }
}

/// Writes on a thread of its own.
private final class Writer {
    private var thread = pthread_t()

    init(_ descriptor: Int32, _ bytes: [UInt8]) {
        let work = Unmanaged.passRetained(Work(descriptor, bytes))
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
    }

    func join() { pthread_join(thread, nil) }

    private final class Work {
        let descriptor: Int32
        let bytes: [UInt8]

        init(_ descriptor: Int32, _ bytes: [UInt8]) { (self.descriptor, self.bytes) = (descriptor, bytes) }

        func run() {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                sent += count
            }
        }
    }
}
