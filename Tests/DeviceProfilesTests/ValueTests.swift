import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Values")
struct ValueTests {
    /// What a number signal becomes whose value is written so.
    private func number(_ value: String, _ payload: String, topic: String = "cars/north/car-1/speed") throws -> [String]
    {
        let bench = try Bench.profile(
            """
            rules:
              - name: speed
                topic: cars/{region}/{device}/{field}
                signals: [{name: Vehicle.Speed, path: \(value)}]
            """)
        return bench.values(topic, payload)
    }

    @Test(
        "a value is found where the profile says",
        arguments: [
            (#"'a.b[1]'"#, #"{"a":{"b":[3,4]}}"#, "4"),
            (#"'"x.y"."281"'"#, #"{"x.y":{"281":5}}"#, "5"),
            (
                #"'data[path=="Vehicle.Speed"].dp.value'"#,
                #"{"data":[{"path":"Other","dp":{"value":1}},{"path":"Vehicle.Speed","dp":{"value":"7.5"}}]}"#, "7.5"
            ),
            (#"'data[dp.id=="7"].v'"#, #"{"data":[{"dp":{"id":6},"v":1},{"dp":{"id":7},"v":2}]}"#, "2"),
            (
                #"'data[path^="Vehicle."].v'"#,
                #"{"data":[{"path":"Device.X","v":1},{"path":"Vehicle.Y","v":8},{"path":"Vehicle.Z","v":9}]}"#, "8"
            ),
            (#"[gnss.speed, speed]"#, #"{"speed":3}"#, "3"),
            (#"[gnss.speed, speed]"#, #"{"gnss":{"speed":null},"speed":3}"#, "3"),
            (#"[gnss.speed, speed]"#, #"{"gnss":{"speed":4},"speed":3}"#, "4"),
            (#"{path: text, split: ";", piece: 1}"#, #"{"text":"1;2;3"}"#, "2"),
            (#"{path: text, split: ",; ", piece: -1}"#, #"{"text":"1;2,3"}"#, "3"),
            (#"{path: text, pattern: "v=(?P<v>[0-9]+)", group: v}"#, #"{"text":"a v=62 b"}"#, "62"),
            // A number is read as it is written, an object is none.
            (#"[v, {path: $, pattern: "^.+$"}]"#, #"75.5"#, "75.5"),
            (#"[v, {path: $, pattern: "^.+$"}]"#, #"{"v":"75.5"}"#, "75.5"),
            (#"{path: n, split: ".", piece: 1}"#, #"{"n":75.5}"#, "5"),
            (#"{path: text, pattern: "[0-9]+"}"#, #"{"text":"about 17 or 18"}"#, "17"),
            (#"{path: code, pattern: "[0-9]{2}$"}"#, #"{"code":4062}"#, "62"),
            (#"{join: "{$.a.b}{$.c}"}"#, #"{"a":{"b":6},"c":"2"}"#, "62"),
            (#"{path: inner, json: a.speed}"#, #"{"inner":"{\"a\":{\"speed\":9}}"}"#, "9"),
            (#"{path: frame, hex: true, bytes: [1, 2], order: big}"#, #"{"frame":"0x00 01-0F:FF"}"#, "271"),
            (#"{path: frame, hex: true, bytes: [1, 2]}"#, #"{"frame":"00F000"}"#, "240"),
            (#"{path: frame, hex: true, bytes: [0, 1], signed: true}"#, #"{"frame":"FF"}"#, "-1"),
            (#"{path: frame, base64: true, bytes: [0, 1]}"#, #"{"frame":"FA=="}"#, "20"),
            (#"{path: frame, hex: true, bytes: [0, 2], bits: [4, 8]}"#, #"{"frame":"F0AB"}"#, "191"),
            (#"{path: flags, bits: [1, 2]}"#, #"{"flags":6}"#, "3"),
            (#"{path: frame, bytes: [1, 2], order: big}"#, #"{"frame":[9,1,15]}"#, "271"),
            (#"{path: {pack: [b1, b2]}, bytes: [0, 2], order: big}"#, #"{"b1":1,"b2":"15"}"#, "271"),
            (#"{sum: [a, b]}"#, #"{"a":1.5,"b":"2"}"#, "3.5"),
            (#"{difference: [a, b]}"#, #"{"a":5,"b":2}"#, "3"),
            (#"{fixed: "12"}"#, #"{}"#, "12"),
        ])
    func found(_ value: String, _ payload: String, _ expected: String) throws {
        #expect(try number(value, payload) == ["Vehicle.Speed=\(expected)"])
    }

    @Test(
        "a value that can't be made is missing, not zero",
        arguments: [
            (#"'data[path=="Vehicle.Speed"].v'"#, #"{"data":[{"path":"Other","v":1}]}"#),
            (#"{path: text, split: ";", piece: 3}"#, #"{"text":"1;2;3"}"#),
            (#"{path: text, pattern: "v=(?P<v>[0-9]+)", group: v}"#, #"{"text":"nothing"}"#),
            (#"{path: inner, json: a}"#, #"{"inner":"{not json"}"#),
            (#"{join: "{$.a}{$.b}"}"#, #"{"a":1,"b":null}"#),
            (#"{path: frame, hex: true, bytes: [3, 2]}"#, #"{"frame":"00010203"}"#),
            (#"{path: frame, hex: true, bytes: [0, 1]}"#, #"{"frame":"0G"}"#),
            (#"{path: frame, hex: true, bytes: [0, 1]}"#, #"{"frame":"123"}"#),
            (#"{path: frame, base64: true, bytes: [0, 1]}"#, #"{"frame":"F"}"#),
            (#"{path: frame, bytes: [0, 1]}"#, #"{"frame":[256]}"#),
            (#"{path: frame, bytes: [0, 1]}"#, #"{"frame":[1,"2"]}"#),
            (#"{path: {pack: [b1, b2]}, bytes: [0, 1]}"#, #"{"b1":1}"#),
            (#"{path: {pack: [b1, b2]}, bytes: [0, 1]}"#, #"{"b1":1,"b2":256}"#),
            (#"{sum: [a, b]}"#, #"{"a":1}"#),
            (#"[a, b]"#, #"{"a":null}"#),
        ])
    func missing(_ value: String, _ payload: String) throws {
        #expect(try number(value, payload) == [])
    }

    @Test("captures of the topic are values")
    func captures() throws {
        #expect(try number("\"{field}\"", "{}", topic: "cars/north/car-1/42") == ["Vehicle.Speed=42"])
    }

    @Test(
        "one object may stand where a list could be",
        arguments: [
            (#"{"data":{"v":1}}"#, ["Vehicle.Speed=1"]),
            (#"{"data":[{"v":1},{"v":2}]}"#, ["Vehicle.Speed=1", "Vehicle.Speed=2"]),
            (#"{"data":[]}"#, []), (#"{"data":7}"#, []), ("{}", []),
        ])
    func single(_ payload: String, _ expected: [String]) throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: speed
                topic: cars/{device}
                for_each: {path: data, single: true}
                signals: [{name: Vehicle.Speed, path: v}]
            """)
        #expect(bench.values("cars/1", payload) == expected)
    }

    @Test(
        "a signal may be a name and a value apart",
        arguments: [
            (#"{"name":"Vehicle.Speed","value":"62.5"}"#, "Vehicle.Speed=62.5"),
            (#"{"name":"Vehicle.OBD.Status.IsMILOn","value":"false"}"#, "Vehicle.OBD.Status.IsMILOn=false"),
            (#"{"name":"Vehicle.OBD.Status.IsMILOn","value":true}"#, "Vehicle.OBD.Status.IsMILOn=true"),
            (#"{"name":"Vehicle.Speed","value":null}"#, ""), (#"{"name":"Vehicle.Speed"}"#, ""), (#"{"value":1}"#, ""),
        ])
    func pair(_ payload: String, _ expected: String) throws {
        let bench = try Bench.profile(
            """
            rules:
              - {name: one, topic: "cars/{device}", named_signals: {name: name, path: value}}
            """)
        #expect(bench.values("cars/1", payload).joined() == expected)
        #expect(bench.decode("cars/1", payload).outcome.reason == nil)
    }

    @Test("a name that no signal has is reported, or passed over where the profile says so")
    func strangePair() throws {
        for (otherwise, isReported) in [("quarantine", true), ("ignore", false)] {
            let bench = try Bench.profile(
                """
                rules:
                  - name: one
                    topic: cars/{device}
                    named_signals: {name: name, path: value, otherwise: \(otherwise)}
                """)
            for payload in [#"{"name":"Tree.Thing","value":1}"#, #"{"name":"Vehicle.Speed","value":[1]}"#] {
                let outcome = bench.decode("cars/1", payload).outcome
                #expect((outcome.reason != nil) == isReported)
            }
        }
    }

    @Test("words of a condition may be variables, which an installation sets")
    func variableWords() throws {
        let profile = """
            variables: {engine: port}
            rules:
              - name: speed
                topic: boats/{device}
                signals:
                  - {name: Vehicle.Speed, path: v, where: {path: p, is: ["propulsion.{engine}.x"]}}
            """
        let payload = #"{"p":"propulsion.main.x","v":3}"#
        #expect(try Bench.profile(profile).values("boats/1", payload) == [])
        let options = ProfileOptions(variables: ["test": ["engine": "main"]])
        #expect(try Bench.profile(profile, options: options).values("boats/1", payload) == ["Vehicle.Speed=3"])
    }

    @Test("one event for each element, with the values of the scopes around it")
    func nested() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: updates
                topic: boats/{device}/delta
                for_each: [updates, values]
                where: [{path: path, starts_with: "speed"}]
                component: $.context
                time: {path: ^.timestamp, form: iso8601}
                signals: [{name: Vehicle.Speed, path: value}]
            """)
        let result = bench.decode(
            "boats/b-1/delta",
            Array(
                #"""
                {"context":"self","updates":[
                {"timestamp":"2025-12-31T23:00:00Z","values":[{"path":"speed.water","value":1},{"path":"depth","value":2}]},
                {"timestamp":"2025-12-31T23:30:00Z","values":[{"path":"speed.ground","value":3}]}]}
                """#.utf8))
        #expect(result.outcome == .decoded)
        #expect(bench.lines(result.observations).map { $0.contains("test/b-1/self") } == [true, true])
        #expect(result.observations.map(\.time.iso8601) == ["2025-12-31T23:00:00.000Z", "2025-12-31T23:30:00.000Z"])
        #expect(result.observations.map { bench.value($0) } == ["Vehicle.Speed=1", "Vehicle.Speed=3"])
    }

    @Test("each field of an element has conditions of its own")
    func fieldConditions() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: points
                topic: boats/{device}
                for_each: $
                position: {lat: value.lat, lon: value.lon, where: [{path: name, is: [place]}]}
                signals:
                  - {name: Vehicle.Speed, path: value, where: [{path: name, is: [speed]}]}
                  - {name: Vehicle.IsMoving, path: value, where: [{path: name, is: [moving]}]}
                faults:
                  - {form: text, path: value, meaning: raise, where: [{path: name, starts_with: alarm}]}
            """)
        let result = bench.decode(
            "boats/b",
            Array(
                #"""
                [{"name":"speed","value":7},{"name":"moving","value":true},{"name":"alarm.1","value":"P0301"},
                {"name":"place","value":{"lat":59.4,"lon":24.8}},{"name":"other","value":1}]
                """#.utf8))
        #expect(result.outcome == .decoded)
        #expect(
            bench.lines(result.observations).map { String($0.prefix(16)) } == [
                #"{"type":"signal""#, #"{"type":"signal""#, #"{"type":"faults""#, #"{"type":"positio"#,
            ])
    }

    @Test("members of an object are elements with a key")
    func members() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: tyres
                topic: cars/{device}/state
                for_each: points
                where: [{path: "@key", is: ["vehicle.speed"]}]
                signals: [{name: Vehicle.Speed, path: value}]
            """)
        #expect(
            bench.values("cars/a/state", #"{"points":{"vehicle.range":{"value":1},"vehicle.speed":{"value":2}}}"#)
                == ["Vehicle.Speed=2"])
    }

    @Test("an array may be the whole payload")
    func rootArray() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: list
                topic: cars/{device}/list
                for_each: $
                signals: [{name: Vehicle.Speed, path: s}]
            """)
        #expect(bench.values("cars/a/list", #"[{"s":1},{"s":2},7]"#) == ["Vehicle.Speed=1", "Vehicle.Speed=2"])
        #expect(bench.values("cars/a/list", "[]") == [])
    }

    @Test("a message with too many elements is reported, what was read before counts")
    func tooManyElements() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: list
                topic: cars/{device}/list
                for_each: $
                signals: [{name: Vehicle.Speed, path: $}]
            """)
        let payload = "[" + Array(repeating: "1", count: 5_000).joined(separator: ",") + "]"
        let result = bench.decode("cars/a/list", Array(payload.utf8))
        guard case .quarantined(let reason) = result.outcome else {
            Issue.record("\(result.outcome)")
            return
        }
        #expect(reason.text == "more than 4096 elements")
        #expect(result.observations.count == 4_096)
    }

    @Test(
        "an identity is combined and put into one spelling",
        arguments: [
            ("{device: \"{user}/{car}\"}", "ovms/ann/car-1/x", "test:ann/car-1"),
            ("{device: \"{car}\", normalise: [upper]}", "ovms/ann/car-1/x", "test:CAR-1"),
            ("{device: \"{car}\", normalise: [\"trim !\", hex_to_decimal]}", "ovms/ann/!ff/x", "test:255"),
            ("{device: depot}", "ovms/ann/car-1/x", "test:depot"),
        ])
    func identity(_ identity: String, _ topic: String, _ asset: String) throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: speed
                topic: ovms/{user}/{car}/{device}
                payload: text
                identity: \(identity)
                signals: [{name: Vehicle.Speed, path: $}]
            """)
        #expect(bench.decode(topic, Array("1".utf8)).observations.map { bench.symbols[$0.subject] } == [asset])
    }

    @Test(
        "a mistake in a value tells its place and a way out",
        arguments: [
            ("^.speed", "goes above the payload"), ("\"@key\"", "only known inside a for_each"),
            ("\"{regoin}\"", "did you mean \"{region}\"?"), ("'a[b]'", "a bracket holds an index"),
            ("'a[1'", "a bracket is not closed"), ("{path: a, pattern: \"(\"}", "can't be used"),
            ("{path: a, pattern: \"(?P<v>x)\", group: w}", "no group"), ("{sum: [a]}", "2 to 16 values"),
            ("{path: a, bytes: [0, 9]}", "bytes is not a first and a count"), ("{split: x}", "no path"),
        ])
    func mistakes(_ value: String, _ expected: String) throws {
        let error = try #require(throws: ProfileError.self) { try number(value, "{}") }
        #expect(error.description.contains(expected), "\(error.description)")
        #expect(error.mistakes.allSatisfy { $0.line == 6 })
    }
}
