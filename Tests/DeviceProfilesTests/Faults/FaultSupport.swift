import Telemetry
import Testing

@testable import DeviceProfiles

/// A message of a device, how its faults are described, and what they are to become.
struct FaultCase: Sendable, CustomTestStringConvertible {
    /// One fault list in YAML, `{path: …, form: …}`.
    var list: String
    var payload: String
    /// As `FaultCase.lines` writes reports.
    var expected: [String]
    var topic = "t/1"

    init(_ list: String, _ payload: String, _ expected: [String], topic: String = "t/1") {
        (self.list, self.payload, self.expected, self.topic) = (list, payload, expected, topic)
    }

    var testDescription: String { "\(list) of \(payload)" }

    /// A decoder of messages on `t/{device}` and `t/{device}/{name}`.
    static func bench(_ list: String, payload: String = "json", more: String = "") throws -> Bench {
        var text = "rules:\n"
        for (name, topic) in [("short", "t/{device}"), ("long", "t/{device}/{name}")] {
            if name == "short", list.contains("{name}") { continue }
            text +=
                "  - name: \(name)\n    topic: \"\(topic)\"\n    payload: \(payload)\n\(more)    faults: [\(list)]\n"
        }
        return try Bench.profile(text)
    }

    /// Reports as `mode code code`, with the source's part behind `@` and a status behind `=`.
    static func lines(_ bench: Bench, _ observations: [Observation]) -> [String] {
        observations.compactMap { observation in
            guard case .faults(let report) = observation.body else { return nil }
            let source = bench.symbols[observation.source]
            let part = source.hasPrefix("test/1/") ? ["@" + source.dropFirst(7)] : []
            let codes = report.codes.map { $0.code + ($0.status == .unknown ? "" : "=\($0.status.rawValue)") }
            return ([report.mode.rawValue] + part + codes).joined(separator: " ")
        }
    }

    /// What comes out, and why not all of it did.
    func run(payload kind: String = "json", more: String = "") throws -> (lines: [String], reason: String?) {
        let bench = try FaultCase.bench(list, payload: kind, more: more)
        let (outcome, observations) = bench.decode(topic, payload)
        return (FaultCase.lines(bench, observations), outcome.reason?.text)
    }
}
