package import DeviceProfiles
package import Telemetry

/// Decodes single messages for a person to look at; the lane does the same without strings.
package struct MessageDecoding {
    /// What became of one message.
    package struct Report: Sendable, Equatable {
        /// One observation a line, as JSON.
        package var lines: [String]
        /// Why there is nothing, or not everything.
        package var reason: String?
        /// 0 with observations, 1 if something was wrong, 2 if nobody wants the message.
        package var exitCode: Int32
        /// Step by step why it became this, if that was asked for.
        package var explanation: [String] = []
    }

    private let profiles: ProfileSet
    private let decoder: Decoder
    private let symbols = SymbolTable()

    /// Decoding with the profiles of an installation.
    package init(profiles: ProfileSet, devices: DeviceDirectory = DeviceDirectory()) {
        self.profiles = profiles
        decoder = Decoder(profiles: profiles, symbols: symbols, devices: devices)
    }

    /// Decodes one message.
    ///
    /// - Parameter explaining: Whether the report tells how it came to be; that is slow.
    package func report(
        topic: String, payload: [UInt8], retained: Bool, receivedAt: Timestamp, explaining: Bool = false
    ) -> Report {
        let trace = explaining ? DecodeTrace() : nil
        decoder.trace = trace
        defer { decoder.trace = nil }
        var observations: [Observation] = []
        let outcome = Array(topic.utf8).withUnsafeBytes { topic in
            payload.withUnsafeBytes { payload in
                decoder.decode(
                    topic: topic, payload: payload, receivedAt: receivedAt, retained: retained, into: &observations)
            }
        }
        decoder.settle(into: &observations)
        let lines = observations.map { observationJSON($0, symbols: symbols) }
        var report =
            switch outcome {
            case .decoded: Report(lines: lines, reason: nil, exitCode: 0)
            case .ignored: Report(lines: lines, reason: "ignored: the message says nothing", exitCode: 2)
            case .noProfile: Report(lines: lines, reason: "no profile has a topic like \(topic)", exitCode: 2)
            case .quarantined(let reason):
                Report(lines: lines, reason: "quarantined: \(reason.description)", exitCode: 1)
            }
        if let trace {
            let end = "outcome: \(report.reason ?? "decoded"), \(lines.count.counting("observation"))"
            report.explanation = profiles.topicLines(topic) + trace.report.map { "  \($0)" } + [end]
        }
        return report
    }

    /// The positions that still waited for an axis after the last message, as lines.
    package func remainder() -> [String] {
        var observations: [Observation] = []
        decoder.flush(now: Timestamp(milliseconds: .max), into: &observations)
        return observations.map { observationJSON($0, symbols: symbols) }
    }

    /// What the bytes of a line `topic<TAB>payload` say, or `nil` for a line without a tab or a topic.
    package static func message(inLine line: some Collection<UInt8>) -> (topic: String, payload: [UInt8])? {
        guard let tab = line.firstIndex(of: UInt8(ascii: "\t")), tab != line.startIndex else { return nil }
        return (String(decoding: line[..<tab], as: UTF8.self), Array(line[line.index(after: tab)...]))
    }

    /// The exit code for several messages: 1 if anything was wrong, else 0 if anything was said.
    package static func exitCode(of codes: some Sequence<Int32>) -> Int32 {
        var worst: Int32 = 2
        for code in codes {
            if code == 1 { return 1 }
            if code == 0 { worst = 0 }
        }
        return worst
    }
}
