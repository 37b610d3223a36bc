import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Examples inside profiles")
struct ExampleTests {
    private static func profile(_ rules: String, _ examples: String) throws -> [ProfileMistake] {
        let text = "profile: test\nidentity: {device: \"{device}\"}\nrules:\n\(rules)\nexamples:\n\(examples)\n"
        return try ProfileSet.load(texts: [("a.yaml", text)]).checkExamples()
    }

    @Test("an example says whether the gateway is trusted with identities", arguments: [true, false])
    func trustedGateway(isTrusted: Bool) throws {
        let rule =
            "  - {name: a, topic: g, identity: {device_path: id}, faults: [{path: dtc, form: list, meaning: set}]}"
        let line = """
            {"type":"faults","asset":"test:7","source":"test/7","time":"2026-01-01T00:00:00.000Z",\
            "time_trusted":false,"mode":"set","kind":"active","codes":[]}
            """
        let mistakes = try ExampleTests.profile(
            rule,
            """
              - topic: g
                payload: '{"id":"7","dtc":[]}'
                trusted_gateway: \(isTrusted)
                outcome: \(isTrusted ? "decoded" : "quarantined")
                observations: [\(isTrusted ? "'\(line)'" : "")]
            """)
        #expect(mistakes.map(\.description) == [])
    }

    @Test("what the device said before is known when the message of an example comes")
    func before() throws {
        let rules = """
              - {name: north, topic: "t/{device}/lat", payload: text, assembles: {latitude: $}}
              - {name: east, topic: "t/{device}/lon", payload: text, assembles: {longitude: $}}
            """
        let mistakes = try ExampleTests.profile(
            rules,
            """
              - topic: t/1/lon
                payload: '24.5'
                before: [{topic: t/1/lat, payload: '59.5'}]
                observations:
                  - '{"type":"position","asset":"test:1","source":"test/1","time":"2026-01-01T00:00:00.000Z","time_trusted":false,"lat":59.5,"lon":24.5,"speed":null,"heading":null,"accuracy":null}'
            """)
        #expect(mistakes.map(\.description) == [])
    }

    @Test("a message before without a topic is a mistake with its place")
    func brokenBefore() throws {
        let error = #expect(throws: ProfileError.self) {
            try ExampleTests.profile(
                "  - {name: a, topic: \"t/{device}\", payload: text, liveness: {online: [up]}}",
                "  - {topic: t/1, payload: up, before: [{payload: x}]}")
        }
        #expect(error?.mistakes.first?.problem == "a message before has no topic or payload")
    }

    @Test("the age of a kept message is no time of it", arguments: [false, true])
    func ageOfKeptMessage(isRetained: Bool) throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: a
                topic: "t/{device}/{age}"
                payload: text
                time: {age_s: "{age}"}
                signals: [{name: Vehicle.Speed, path: $}]
            """)
        let observation = try #require(bench.decode("t/1/-30", "5", retained: isRetained).observations.first)
        #expect(observation.timeTrusted == !isRetained)
        #expect(observation.time == (isRetained ? newYear : newYear.adding(seconds: -30)))
    }
}
