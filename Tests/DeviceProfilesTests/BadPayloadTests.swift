import Telemetry
import Testing

@testable import DeviceProfiles

/// Payloads that want to cost more than they are worth, or that mean nothing.
@Suite("Hostile payloads")
struct BadPayloadTests {
    private static let faults = "callahead/v1/assets/car-7/faults"
    private static let place = "callahead/v1/assets/car-7/position"

    struct Bad: Sendable, CustomTestStringConvertible {
        var name: String
        var topic: String
        var payload: @Sendable () -> [UInt8]

        init(_ name: String, _ topic: String, _ payload: @autoclosure @escaping @Sendable () -> String) {
            self.name = name
            self.topic = topic
            self.payload = { Array(payload().utf8) }
        }

        var testDescription: String { name }
    }

    static let quarantined = [
        Bad("10 MB of text", faults, "{\"codes\":[\"" + String(repeating: "P0301 ", count: 1_700_000) + "\"]}"),
        Bad("10 MB of spaces", place, String(repeating: " ", count: 10_000_000)),
        Bad(
            "1,000 arrays", faults,
            "{\"codes\":" + String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000) + "}"),
        Bad(
            "1,000 objects", faults,
            String(repeating: "{\"a\":", count: 1_000) + "1" + String(repeating: "}", count: 1_000)),
        Bad("half a surrogate", faults, #"{"mode":"raise","codes":["P0301","\ud800"]}"#),
        Bad("the other half", faults, #"{"mode":"raise","codes":["P0301","\udc00x"]}"#),
        Bad("halves in the wrong order", faults, #"{"mode":"raise","codes":["\udc00\ud800"]}"#),
        Bad("half a surrogate in a key", faults, #"{"\ud800":1,"codes":["P0301"]}"#),
        Bad("a number beyond every double", place, #"{"lat":1e400,"lon":24.8}"#),
        Bad("a number that is no number", place, #"{"lat":NaN,"lon":24.8}"#),
        Bad("a latitude beyond the pole", place, #"{"lat":90.0001,"lon":24.8}"#),
        Bad("an infinite speed", place, #"{"lat":59.4,"lon":24.8,"speed":Infinity}"#),
        Bad("a whole number of 400 digits", place, "{\"lat\":" + String(repeating: "9", count: 400) + ",\"lon\":24.8}"),
        Bad(
            "10,000 codes", faults,
            "{\"mode\":\"raise\",\"codes\":[" + (0..<10_000).map { "\"P\($0)\"" }.joined(separator: ",") + "]}"),
        Bad("two documents", faults, #"{"mode":"raise","codes":["P0301"]}{"codes":[]}"#),
        Bad("a NUL in the middle", faults, "{\"mode\":\"raise\",\u{0}\"codes\":[\"P0301\"]}"),
    ]

    @Test(
        "is quarantined with a reason, soon, and its neighbour is understood", .timeLimit(.minutes(1)),
        arguments: quarantined)
    func refused(bad: Bad) throws {
        let bench = try Bench.shipped()
        let payload = bad.payload()
        let start = ContinuousClock.now
        let reason = bench.decode(bad.topic, payload).outcome.reason
        #expect(reason != nil)
        #expect((reason?.description.utf8.count ?? 0) < 1_000)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(bench.faults(Self.faults, #"{"mode":"raise","codes":["P0301"]}"#)?.codes == ["obd/P0301"])
    }

    @Test("of a key that stands twice one value counts, whichever, and nothing is mixed")
    func duplicateKeys() throws {
        let bench = try Bench.shipped()
        let observations = bench.decode(Self.place, #"{"lat":59.4,"lon":24.8,"lat":60.1,"lon":25.9}"#).observations
        guard case .position(let position)? = observations.first?.body else {
            Issue.record("no position")
            return
        }
        let pairs = [[59.4, 24.8], [60.1, 25.9]]
        #expect(pairs.contains([position.coordinate.latitude, position.coordinate.longitude]))
    }

    @Test(
        "a time beyond every calendar becomes the time of receipt, untrusted",
        arguments: [
            "1e300", "-1e300", "9223372036854775807", "-9223372036854775808", "0", "-1",
            #""9999-99-99T99:99:99Z""#, #""+275760-09-13T00:00:00Z""#, #""""#, "[]", "true",
        ])
    func times(time: String) throws {
        let bench = try Bench.shipped()
        let (_, observations) = bench.decode(Self.place, "{\"time\":\(time),\"lat\":59.4,\"lon\":24.8}")
        for observation in observations {
            #expect(observation.time == newYear)
            #expect(!observation.timeTrusted)
        }
        #expect(observations.count == 1)
    }

    @Test("a topic of 65,535 bytes, of slashes or of zeros belongs to nobody")
    func topics() throws {
        let bench = try Bench.shipped()
        for topic in [
            String(repeating: "a", count: 65_535), String(repeating: "/", count: 65_535),
            String(repeating: "callahead/", count: 6_000), "\u{0}", "", "/", "+", "#",
        ] {
            #expect(bench.decode(topic, "{}").outcome == .noProfile)
        }
    }
}

extension BadPayloadTests {
    private static let each = """
        profile: test
        identity: {device: "{device}"}
        limits: {payload_bytes: 1048576}
        rules:
          - name: a
            topic: a/{device}
            for_each: [rows, values]
            signals: [{name: Vehicle.Speed, path: v}, {name: Device.SignalStrength, path: "$.rows[0].values[0].v"}]
        """

    @Test("a message gives at most so many observations as its elements are bounded to", .timeLimit(.minutes(1)))
    func manyElements() throws {
        let bench = Bench(try ProfileSet.load(texts: [("a.yaml", Self.each)]))
        let row = "{\"values\":[" + Array(repeating: "{\"v\":1}", count: 300).joined(separator: ",") + "]}"
        let payload = "{\"rows\":[" + Array(repeating: row, count: 300).joined(separator: ",") + "]}"
        let start = ContinuousClock.now
        let (outcome, observations) = bench.decode("a/1", payload)
        #expect(observations.count <= 4_096 * 2)
        #expect(outcome.reason?.text.isEmpty == false)
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
