import Telemetry
import Testing

@testable import DeviceProfiles

/// Messages that devices want or they say nothing.
@Suite("Keep-alives")
struct KeepAliveTests {
    static let profile = """
        keepalive: {topic: "R/{portal}/keepalive", payload: "[]", every: 30s}
        rules:
          - {name: latitude, topic: "N/{portal}/gps/{device}/lat", payload: text, assembles: {latitude: $}}
          - {name: other, topic: "N/{portal}/other/{device}", payload: text, ignore: true}
          - {name: strange, topic: "strange/{device}", payload: text, assembles: {latitude: $}}

        """

    static func bench(_ devices: [String]?) throws -> Bench {
        try Bench.profile(profile, options: ProfileOptions(keepAlive: devices.map { ["test": $0] } ?? [:]))
    }

    private func topics(_ bench: Bench, after seconds: Int64) -> [String] {
        bench.decoder.keepAlives(at: newYear.adding(seconds: seconds)).map(\.topic)
    }

    @Test("off unless the installation switches it on")
    func off() throws {
        let bench = try KeepAliveTests.bench(nil)
        _ = bench.decode("N/p1/gps/0/lat", "59.1")
        #expect(bench.decoder.nextKeepAlive == nil)
        #expect(topics(bench, after: 0) == [])
    }

    @Test("configured devices get it from the start, others when they have spoken; each once in its time")
    func schedule() throws {
        let bench = try KeepAliveTests.bench(["p1"])
        #expect(bench.decoder.nextKeepAlive != nil)
        let first = bench.decoder.keepAlives(at: newYear)
        #expect(first == [KeepAliveMessage(topic: "R/p1/keepalive", payload: "[]", every: 30_000)])
        #expect(topics(bench, after: 29) == [])
        _ = bench.decode("N/p2/gps/0/lat", Array("59.1".utf8), at: newYear.adding(seconds: 29))
        #expect(topics(bench, after: 29) == ["R/p2/keepalive"])
        #expect(topics(bench, after: 30) == ["R/p1/keepalive"])
        _ = bench.decode("N/p2/gps/0/lat", Array("59.1".utf8), at: newYear.adding(seconds: 31))
        #expect(topics(bench, after: 31) == [])
        #expect(topics(bench, after: 60) == ["R/p1/keepalive", "R/p2/keepalive"])
        #expect(bench.decoder.nextKeepAlive == newYear.adding(seconds: 90))
    }

    @Test("a device that has said nothing for an hour gets none; a configured one goes on")
    func silent() throws {
        let bench = try KeepAliveTests.bench(["p1"])
        _ = bench.decode("N/p2/gps/0/lat", "59.1")
        #expect(topics(bench, after: 3_599) == ["R/p1/keepalive", "R/p2/keepalive"])
        #expect(topics(bench, after: 3_700) == ["R/p1/keepalive"])
    }

    @Test("ignored topics tell of a device too, topics without the capture don't")
    func topics() throws {
        let bench = try KeepAliveTests.bench([])
        _ = bench.decode("strange/p3", "59.1")
        #expect(bench.decoder.nextKeepAlive == nil)
        _ = bench.decode("N/p2/other/0", "x")
        #expect(topics(bench, after: 0) == ["R/p2/keepalive"])
    }

    @Test("a name that can't stand in a topic gets nothing", arguments: ["", "a/b", "+", "#", "a b", "\u{7F}"])
    func names(value: String) throws {
        let bench = try KeepAliveTests.bench([value])
        #expect(topics(bench, after: 0) == [])
    }

    @Test("a clock that was set back silences nobody for longer than once")
    func clock() throws {
        let bench = try KeepAliveTests.bench(["p1"])
        #expect(topics(bench, after: 100_000) == ["R/p1/keepalive"])
        _ = bench.decode("N/p2/gps/0/lat", "59.1")
        #expect(topics(bench, after: 0) == ["R/p1/keepalive", "R/p2/keepalive"])
    }

    @Test("switching on what a profile does not have is a mistake")
    func missing() {
        let options = ProfileOptions(keepAlive: ["test": ["p1"]])
        let error = #expect(throws: ProfileError.self) {
            try Bench.profile("rules:\n  - {name: x, topic: \"{device}/x\", ignore: true}\n", options: options)
        }
        #expect(error?.description.contains("switches a keep-alive on") == true)
    }
}

/// Words of last wills.
@Suite("Liveness")
struct LivenessTests {
    static let profile = """
        rules:
          - name: text
            topic: "{device}/text"
            payload: text
            time: none
            liveness: {online: [connected, Alive, "yes"], offline: [connection lost, Dead, "no", ""]}
          - name: json
            topic: "{device}/json"
            time: none
            liveness: {path: status, online: [online], offline: [offline]}

        """

    @Test(
        "last wills in their spellings",
        arguments: [
            ("text", "connected", true), ("text", "alive", true), ("text", "yes", true), ("text", " yes\n", true),
            ("text", "connection lost", false), ("text", "Dead", false), ("text", "no", false), ("text", "", false),
            ("json", "{\"status\":\"online\"}", true), ("json", "{\"status\":\"offline\"}", false),
        ])
    func wills(topic: String, payload: String, online: Bool) throws {
        let bench = try Bench.profile(LivenessTests.profile)
        let result = bench.decode("a/\(topic)", payload)
        #expect(result.outcome == .decoded)
        #expect(result.observations.map(\.body) == [.liveness(online: online)])
    }

    @Test("a word that nobody knows is reported", arguments: [("text", "maybe"), ("json", "{\"status\":1}")])
    func strange(topic: String, payload: String) throws {
        let bench = try Bench.profile(LivenessTests.profile)
        let result = bench.decode("a/\(topic)", payload)
        #expect(result.outcome.reason?.text.contains("it is not one of") == true)
        #expect(result.observations.isEmpty)
    }

    @Test("a document that does not tell says nothing")
    func silent() throws {
        let bench = try Bench.profile(LivenessTests.profile)
        #expect(bench.decode("a/json", "{\"other\":1}").outcome == .ignored)
    }
}
