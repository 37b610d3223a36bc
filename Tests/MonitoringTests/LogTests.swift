import Foundation
import Logging
import Monitoring
import Synchronization
import Testing

@Suite("The log")
struct LogTests {
    @Test("A JSON line says when, how grave, who, what and about what")
    func json() throws {
        let lines = Lines()
        var log = Logger(label: "callahead.lane") { ServiceLog(format: .json, write: lines.add).handler($0) }
        log[metadataKey: "asset"] = "car-7"
        log.warning("the \"tyre\" is\nflat", metadata: ["topic": "a/b"])
        let line = try #require(lines.all.first)
        #expect(!line.contains("\n"))
        let object = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        #expect(object.level == "warning")
        #expect(object.logger == "callahead.lane")
        #expect(object.message == "the \"tyre\" is\nflat")
        #expect(object.metadata == ["asset": "car-7", "topic": "a/b"])
        #expect(object.time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }

    @Test("A text line is one line, whatever the message holds")
    func text() throws {
        let lines = Lines()
        let log = Logger(label: "callahead.lane") { ServiceLog(format: .text, write: lines.add).handler($0) }
        log.error("first\nsecond\rthird", metadata: ["case": "12"])
        let line = try #require(lines.all.first)
        #expect(line.hasSuffix(" error callahead.lane: first\\nsecond\\rthird case=12"))
    }

    @Test("A level keeps what is less grave away")
    func level() {
        let lines = Lines()
        let log = Logger(label: "x") { ServiceLog(format: .text, level: .warning, write: lines.add).handler($0) }
        log.info("quiet")
        log.warning("loud")
        #expect(lines.all.count == 1)
    }

    @Test("A place that says the same again and again falls silent; others don't")
    func repeats() {
        let lines = Lines()
        let log = Logger(label: "x") { ServiceLog(format: .text, write: lines.add).handler($0) }
        for number in 0..<1_000 { log.error("again \(number)") }
        log.error("another place")
        #expect(lines.all.count == 11)
    }

    private struct Line: Decodable {
        var time: String
        var level: String
        var logger: String
        var message: String
        var metadata: [String: String]
    }
}

final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    var add: @Sendable (String) -> Void { { line in self.lines.withLock { $0.append(line) } } }
}
