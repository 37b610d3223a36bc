import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Explaining profiles")
struct ExplainingTests {
    @Test("a topic is explained with profile, rule, template and captures")
    func topic() throws {
        let set = try ProfileSet.load(directory: shippedDirectory)
        let found = try #require(set.explain(topic: "callahead/v1/assets/car-7/position").first)
        #expect(found.profile == "callahead-v1")
        #expect(found.template == "callahead/v1/assets/{asset}/position")
        #expect(found.captures.map(\.name) == ["asset"])
        #expect(found.captures.map(\.value) == ["car-7"])
        #expect(found.file.hasSuffix("callahead-v1.yaml"))
        #expect(found.reads.contains("position"))
        #expect(set.explain(topic: "callahead/v1/assets/car-7/telepathy").isEmpty)
        #expect(set.nearestTopic(to: "callahead/v1/assets/{asset}/positon") == "callahead/v1/assets/{asset}/position")
    }

    @Test("a namespace belongs to the profiles whose lists give it")
    func namespaces() throws {
        let set = try ProfileSet.load(directory: shippedDirectory)
        func names(_ namespace: String) -> [String] {
            set.profiles.filter { $0.canReport(namespace: namespace) }.map(\.name)
        }
        #expect(names("teltonika").contains("teltonika-codec-json"))
        #expect(!names("teltonika").contains("obd2-mqtt"))
        #expect(names("obd").contains("obd2-mqtt"))
    }

    @Test("a difference shows what agrees as a number and what differs value by value")
    func difference() {
        let expected = [
            #"{"type":"position","asset":"a","lat":1,"lon":2}"#, #"{"type":"signal","name":"A","value":1}"#,
            #"{"type":"signal","name":"B","value":"x, \"y\"","unit":null}"#,
            #"{"type":"faults","codes":[{"code":"obd/P0301"}]}"#,
        ]
        let got = [
            #"{"type":"signal","name":"A","value":1}"#, #"{"type":"position","asset":"a","lat":1,"lon":3}"#,
            #"{"type":"signal","name":"B","value":"z","unit":null}"#, #"{"type":"liveness","online":true}"#,
        ]
        #expect(
            ObservationDifference(expected: expected, got: got).lines == [
                "  1 as expected", "  - \(expected[0])", "  + \(got[1])", "    lon: expected 2, got 3",
                "  - \(expected[2])", "  + \(got[2])", #"    value: expected "x, \"y\"", got "z""#,
                "  - \(expected[3])", "  + \(got[3])",
            ])
        #expect(ObservationDifference(expected: ["a", "b"], got: ["b", "a"]).lines.last?.contains("order") == true)
    }

    @Test(
        "the members of a line are found whatever stands in its texts",
        arguments: [
            (#"{"a":1,"b":"x,}\"{"}"#, ["a": "1", "b": #""x,}\"{""#]),
            (#"{"a":[1,{"b":2}],"c":null}"#, ["a": #"[1,{"b":2}]"#, "c": "null"]),
            ("{}", [:]), ("", [:]), ("}{:,\"", [:]),
        ] as [(String, [String: String])])
    func members(line: String, members: [String: String]) {
        #expect(ObservationDifference.members(line) == members)
    }

    @Test("a trace indents, is bounded, and lets nothing of a payload through to a terminal")
    func trace() {
        let trace = DecodeTrace()
        trace.enter("rule a")
        trace.note("value \u{1B}[31m\n" + String(repeating: "x", count: 10_000))
        trace.leave()
        trace.leave()
        trace.note("end")
        #expect(trace.lines.first == "rule a")
        #expect(trace.lines[1].hasPrefix("  value \\u{1b}[31m\\u{a}x"))
        #expect(trace.lines[1].count < 500)
        #expect(trace.lines[2] == "end")
        for _ in 0..<5_000 { trace.note("again") }
        #expect(trace.report.count == DecodeTrace.limit + 1)
        #expect(trace.report.last?.contains("3003") == true)
        trace.clear()
        #expect(trace.report.isEmpty)
    }
}
