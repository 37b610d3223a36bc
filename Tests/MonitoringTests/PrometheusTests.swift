import CoreMetrics
import Foundation
import Monitoring
import Testing

@Suite("Figures as Prometheus reads them")
struct PrometheusTests {
    @Test("Every kind of figure is a text that the format admits")
    func format() {
        let registry = PrometheusRegistry()
        registry.describe("callahead_messages_total", "Messages\nby \\ outcome.")
        for outcome in ["stored", "a\"b", "c\\d", "e\nf"] {
            Counter(label: "callahead_messages_total", dimensions: [("outcome", outcome)], factory: registry)
                .increment(by: 3)
        }
        FloatingPointCounter(label: "seconds_total", factory: registry).increment(by: 1.5)
        Meter(label: "9 strange-näme", dimensions: [("__own", "x"), ("1st", "y")], factory: registry).set(-2.25)
        Gauge(label: "not_a_number", factory: registry).record(Double.nan)
        let timer = Timer(label: "commit_seconds", dimensions: [("lane", "1")], factory: registry)
        for milliseconds in [0, 1, 3, 40, 2_000, 900_000] { timer.recordMilliseconds(milliseconds) }
        Recorder(label: "batch_messages", aggregate: true, factory: registry).record(17)
        let read = PrometheusFormat(registry.text())
        #expect(read.mistakes.isEmpty, "\(registry.text())")
        #expect(read.value("callahead_messages_total", ["outcome": "e\nf"]) == 3)
        #expect(read.value("seconds_total") == 1.5)
        #expect(read.value("_9_strange_n_me", ["x__own": "x", "_1st": "y"]) == -2.25)
        #expect(read.value("commit_seconds_bucket", ["lane": "1", "le": "0.001"]) == 2)
        #expect(read.value("commit_seconds_bucket", ["lane": "1", "le": "60"]) == 5)
        #expect(read.value("commit_seconds_count", ["lane": "1"]) == 6)
    }

    @Test(
        "The reader of the tests finds what the format forbids",
        arguments: [
            "a 1", "a 1\n", "# TYPE a counter\na -1\n", "# TYPE a gauge\na{b=\"c\"d} 1\n", "# TYPE a gauge\na one\n",
            "# TYPE a gauge\na 1\na 2\n", "# TYPE a gauge\n# TYPE b gauge\nb 1\na 1\n",
            "# TYPE a gauge\na{__b=\"c\"} 1\n",
            "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n", "# TYPE a gauge\n\na 1\n",
            "# TYPE a gauge\na{b=\"\\x\"} 1\n",
        ])
    func strictness(text: String) {
        #expect(!PrometheusFormat(text).mistakes.isEmpty)
    }

    @Test("Equal names and labels are one instrument; a name of another kind is nobody's and ends nothing")
    func identity() {
        let registry = PrometheusRegistry()
        Counter(label: "x", factory: registry).increment()
        Counter(label: "x", factory: registry).increment()
        Meter(label: "x", factory: registry).set(9)
        #expect(registry.text() == "# TYPE x counter\nx 2\n")
    }

    @Test("What is destroyed is no longer shown")
    func destroying() {
        let registry = PrometheusRegistry()
        let meter = Meter(label: "y", factory: registry)
        meter.set(1)
        meter.destroy()
        #expect(registry.text().isEmpty)
    }

    @Test("A counter takes neither steps back nor what is no number")
    func counter() {
        let registry = PrometheusRegistry()
        let counter = registry.makeFloatingPointCounter(label: "z", dimensions: [])
        counter.increment(by: 2)
        counter.increment(by: -1)
        counter.increment(by: .nan)
        counter.increment(by: .infinity)
        #expect(registry.text() == "# TYPE z counter\nz 2\n")
    }

    @Test(
        "Addresses to listen on",
        arguments: [
            ("127.0.0.1:9464", "127.0.0.1"), ("9464", "127.0.0.1"), ("localhost:9464", "127.0.0.1"),
            ("[::1]:9464", "::1"),
            ("0.0.0.0:9464", "0.0.0.0"), ("127.0.0.1", nil), ("127.0.0.1:99999", nil), ("host.example:9464", nil),
            ("", nil),
        ])
    func addresses(text: String, host: String?) {
        #expect(MetricsServer.Address(text)?.host == host)
    }

    @Test("The server answers with the text and its type, and with nothing else", .timeLimit(.minutes(5)))
    func server() async throws {
        let address = try #require(MetricsServer.Address("127.0.0.1:0"))
        let server = try await MetricsServer(address, timeout: 300) { "# TYPE up gauge\nup 1\n" }
        let running = Task { try await server.run() }
        defer { running.cancel() }
        let port = try #require(try await server.waitUntilListening(timeout: 240))
        let answer = try await ask("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port)
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(answer.lowercased().contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n# TYPE up gauge\nup 1\n"))
        let missing = try await ask("GET /etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port)
        #expect(missing.hasPrefix("HTTP/1.1 404 "))
        let posted = try await ask(
            "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", port)
        #expect(posted.hasPrefix("HTTP/1.1 404 "))
    }

    @concurrent private func ask(_ request: String, _ port: UInt16) async throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        try #require(write(descriptor, request, request.utf8.count) == request.utf8.count)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            answer += buffer.prefix(count)
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
