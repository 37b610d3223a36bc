import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Rules that share a topic")
struct DiscriminatorTests {
    private static let rules = """
        rules:
          - name: position
            topic: phones/{user}/{device}
            when: [{path: _type, is: [location]}]
            signals: [{name: Vehicle.Speed, path: vel}]
          - name: will
            topic: phones/{user}/{device}
            when: [{path: _type, is: [lwt]}]
            liveness: {path: _type, offline: [lwt]}
          - name: settings
            topic: phones/{user}/{device}
            when: [{path: _type, is: [configuration]}]
            ignore: true
          - name: bare
            topic: phones/{user}/{device}
            payload: text
            when: [{path: $, kind: text}, {path: $, not: ["0"]}]
            signals: [{name: Vehicle.Speed, path: $}]
        """

    @Test("the first rule whose conditions hold takes the message")
    func first() throws {
        let bench = try Bench.profile(DiscriminatorTests.rules)
        #expect(bench.values("phones/a/b", #"{"_type":"location","vel":3}"#) == ["Vehicle.Speed=3"])
        #expect(
            bench.decode("phones/a/b", Array(#"{"_type":"lwt"}"#.utf8)).observations.map(\.body) == [
                .liveness(online: false)
            ])
        #expect(bench.decode("phones/a/b", Array(#"{"_type":"configuration"}"#.utf8)).outcome == .ignored)
    }

    @Test("a payload that one rule can't read goes to the next")
    func otherKind() throws {
        let bench = try Bench.profile(DiscriminatorTests.rules)
        #expect(bench.values("phones/a/b", "17.5") == ["Vehicle.Speed=17.5"])
        #expect(bench.decode("phones/a/b", "17.5").outcome == .decoded)
        #expect(bench.decode("phones/a/b", "0").outcome.reason?.text.contains("not JSON") == false)
    }

    @Test(
        "a message that meets nobody's conditions is kept with the names of the rules, or passed over if the profile says so"
    )
    func nobody() throws {
        let rules = """
            rules:
              - name: position
                topic: phones/{user}/{device}
                when: [{path: _type, is: [location]}]
                signals: [{name: Vehicle.Speed, path: vel}]
            """
        let strict = try Bench.profile(rules).decode("phones/a/b", Array(#"{"_type":"card"}"#.utf8)).outcome
        guard case .quarantined(let reason) = strict else {
            Issue.record("\(strict)")
            return
        }
        #expect(reason.rule == "position")
        #expect(reason.text == "it meets the conditions of no rule")
        let lenient = try Bench.profile(rules + "\n    otherwise: ignore\n")
        #expect(lenient.decode("phones/a/b", Array(#"{"_type":"card"}"#.utf8)).outcome == .ignored)
    }

    @Test("a rule with also lets the rules after it look")
    func also() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: speed
                topic: cars/{device}
                also: true
                signals: [{name: Vehicle.Speed, path: s}]
              - name: light
                topic: cars/{device}
                signals: [{name: Vehicle.IsMoving, path: m}]
            """)
        #expect(bench.values("cars/a", #"{"s":3,"m":true}"#) == ["Vehicle.Speed=3", "Vehicle.IsMoving=true"])
    }

    @Test(
        "conditions look at presence, kind, words, beginnings and size",
        arguments: [
            ("{path: a, present: true}", #"{"a":1}"#, #"{"b":1}"#),
            ("{path: a, present: false}", #"{"b":1}"#, #"{"a":1}"#),
            ("{path: a, kind: object}", #"{"a":{}}"#, #"{"a":[]}"#), ("{path: $, kind: array}", "[]", "{}"),
            ("{path: a, kind: 'null'}", #"{"a":null}"#, #"{"a":0}"#),
            ("{path: a, not: [x]}", #"{"a":"y"}"#, #"{"a":"X"}"#),
            ("{path: a, starts_with: al}", #"{"a":"alarm"}"#, #"{"a":"ok"}"#),
            ("{path: a, above: 3}", #"{"a":"3.5"}"#, #"{"a":3}"#),
            ("{path: a, below: 3}", #"{"a":2}"#, #"{"a":"none"}"#),
        ])
    func conditions(_ condition: String, _ holds: String, _ fails: String) throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: speed
                topic: cars/{device}
                when: [\(condition)]
                signals: [{name: Vehicle.Speed, path: {fixed: "1"}}]
                otherwise: ignore
            """)
        #expect(bench.decode("cars/a", Array(holds.utf8)).observations.count == 1)
        #expect(bench.decode("cars/a", Array(fails.utf8)).observations.isEmpty)
    }

    @Test("a rule that is never reached is a mistake")
    func unreachable() throws {
        let error = try #require(throws: ProfileError.self) {
            try Bench.profile(
                """
                rules:
                  - name: one
                    topic: cars/{device}
                    signals: [{name: Vehicle.Speed, path: s}]
                  - name: two
                    topic: cars/{car}
                    identity: {device: "{car}"}
                    signals: [{name: Vehicle.Speed, path: s}]
                """)
        }
        #expect(error.description.contains("takes every message"))
    }

    @Test("an empty payload means what the rule says", arguments: [("gone", 1), ("ignore", 0)])
    func empty(_ word: String, _ count: Int) throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: value
                topic: cars/{device}
                empty: \(word)
                signals: [{name: Vehicle.Speed, path: s}]
            """)
        let result = bench.decode("cars/a", [])
        #expect(result.observations.map(\.body) == Array(repeating: .liveness(online: false), count: count))
    }

    @Test("an empty payload meets no condition that the message before it met")
    func emptyAfterFull() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: value
                topic: cars/{device}
                empty: gone
                when: [{path: kind, is: [car]}]
                signals: [{name: Vehicle.Speed, path: s}]
            """)
        #expect(bench.decode("cars/a", #"{"kind":"car","s":1}"#).outcome == .decoded)
        #expect(bench.decode("cars/a", "").observations.isEmpty)
    }

    @Test("letters of a topic are compared without case where the rule says so")
    func ignoringCase() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: value
                topic: Cars/{device}/Speed
                case_insensitive: true
                payload: text
                signals: [{name: Vehicle.Speed, path: $}]
            """)
        #expect(bench.values("cars/a/SPEED", "1") == ["Vehicle.Speed=1"])
        #expect(bench.decoder.profiles.subscriptions.map(\.filter) == ["+/+/+"])
    }
}
