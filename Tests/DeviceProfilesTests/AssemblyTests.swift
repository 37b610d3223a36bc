import Telemetry
import Testing

@testable import DeviceProfiles

extension Bench {
    /// Flushes whenever something is due, as the lane does.
    func flush(until now: Timestamp) -> [Observation] {
        var observations: [Observation] = []
        while let due = decoder.nextFlush, due <= now { decoder.flush(now: due, into: &observations) }
        return observations
    }
}

/// Positions whose axes come in messages of their own.
@Suite("Assembly of positions")
struct AssemblyTests {
    /// Topics as OVMS has them: a metric each, bare text, kept by the broker.
    static let profile = """
        assembly: {within: 500ms, wait: 2s}
        rules:
          - {name: latitude, topic: "{device}/lat", payload: text, time: none, assembles: {latitude: $}}
          - {name: longitude, topic: "{device}/lon", payload: text, time: none, assembles: {longitude: $}}
          - {name: lock, topic: "{device}/lock", payload: text, time: none, assembles: {fix: {path: $, words: ["yes"]}}}
          - {name: speed, topic: "{device}/speed", payload: text, time: none, assembles: {speed: {path: $, unit: m/s}}}
          - name: position
            topic: "{device}/json"
            time: {path: t, form: epoch_ms}
            assembles: {latitude: lat, longitude: lon, fix: {path: fix, above: 0}}

        """

    /// What comes when, and what comes of it: `milliseconds latitude longitude`, `?` for a time that nobody knows.
    struct Case: CustomTestStringConvertible, Sendable {
        var about: String
        /// `milliseconds topic payload`, `kept` at the end for a message that the broker had kept.
        var messages: [String]
        var positions: [String]
        var testDescription: String { about }

        init(_ about: String, _ messages: [String], gives positions: [String]) {
            self.about = about
            self.messages = messages
            self.positions = positions
        }
    }

    @Test("ahead of its turn a message that says a part of a position is not decoded, and another one is")
    func ahead() throws {
        let bench = try Bench.profile(
            AssemblyTests.profile + """
                  - {name: charge, topic: "{device}/soc", payload: text, time: none, signals: [{name: Device.Energy, path: $}]}

                """)
        func decodeAhead(_ topic: String, _ payload: String) -> (DecodeOutcome?, [Observation]) {
            var observations: [Observation] = []
            let outcome = Array(topic.utf8).withUnsafeBytes { topic in
                Array(payload.utf8).withUnsafeBytes { payload in
                    bench.decoder.decodeAhead(
                        topic: topic, payload: payload, receivedAt: newYear, retained: false, into: &observations)
                }
            }
            return (outcome, observations)
        }
        let axis = decodeAhead("car/lat", "59.1")
        #expect(axis.0 == nil)
        #expect(axis.1.isEmpty)
        #expect(bench.decoder.nextFlush == nil)
        let signal = decodeAhead("car/soc", "40")
        #expect(signal.0 == .decoded)
        #expect(signal.1 == bench.decode("car/soc", "40").observations)
        #expect(decodeAhead("nobody/knows/this", "1").0 == .noProfile)
    }

    static let cases = [
        Case("a pair", ["0 lat 59.1", "40 lon 24.1"], gives: ["40 59.1 24.1"]),
        Case("a pair the other way round", ["0 lon 24.1", "40 lat 59.1"], gives: ["40 59.1 24.1"]),
        Case("half a pair is no position", ["0 lat 59.1", "5000 lat 59.2"], gives: []),
        Case(
            "the other half comes late", ["0 lat 59.1", "9000 lon 24.1"], gives: ["9000 59.1 24.1"]),
        Case(
            "a drive: no right angles",
            ["0 lat 59.1", "10 lon 24.1", "1000 lat 59.2", "1010 lon 24.2", "2000 lat 59.3", "2010 lon 24.3"],
            gives: ["10 59.1 24.1", "1010 59.2 24.2", "2010 59.3 24.3"]),
        Case(
            "a fast drive: an axis that has been used is not used again while its partner may come",
            ["0 lat 59.1", "10 lon 24.1", "300 lat 59.2", "310 lon 24.2", "600 lat 59.3", "610 lon 24.3"],
            gives: ["10 59.1 24.1", "310 59.2 24.2", "610 59.3 24.3"]),
        Case(
            "a drive due north: movement along one axis is kept",
            ["0 lat 59.1", "10 lon 24.1", "1000 lat 59.2", "2000 lat 59.3", "3000 lat 59.4"],
            gives: ["10 59.1 24.1", "1000 59.2 24.1", "2000 59.3 24.1", "3000 59.4 24.1"]),
        Case(
            "north, then east",
            ["0 lat 59.1", "10 lon 24.1", "1000 lat 59.2", "4000 lon 24.2"],
            gives: ["10 59.1 24.1", "1000 59.2 24.1", "4000 59.2 24.2"]),
        Case(
            "kept messages after a connect: one position, and it is not now",
            ["0 lat 59.1 kept", "5 lon 24.1 kept"], gives: ["? 59.1 24.1"]),
        Case(
            "kept messages beside what is known: never half and half",
            ["0 lat 59.1", "10 lon 24.1", "60000 lat 59.2 kept", "60005 lon 24.2 kept", "61000 lat 59.3"],
            gives: ["10 59.1 24.1", "? 59.2 24.2", "61000 59.3 24.2"]),
        Case(
            "a kept axis is a partner for one that moves alone",
            ["0 lat 59.1 kept", "5 lon 24.1 kept", "900 lat 59.2"], gives: ["? 59.1 24.1", "900 59.2 24.1"]),
        Case(
            "a pair soon after kept messages takes their place",
            ["0 lat 59.1 kept", "5 lon 24.1 kept", "100 lat 59.2", "110 lon 24.2"], gives: ["110 59.2 24.2"]),
        Case(
            "kept messages without a fix are none, whatever their order",
            ["0 lat 59.1 kept", "5 lon 24.1 kept", "10 lock no kept"], gives: []),
        Case(
            "without a fix nothing is said",
            ["0 lock no", "10 lat 59.1", "20 lon 24.1"], gives: []),
        Case(
            "movement without a fix is dropped, and an axis that moved is not known afterwards",
            [
                "0 lat 59.1", "10 lon 24.1", "1000 lock no", "2000 lat 59.9", "8000 lock yes", "9000 lon 24.2",
                "12000 lat 59.2", "12010 lon 24.3",
            ],
            gives: ["10 59.1 24.1", "12010 59.2 24.3"]),
        Case(
            "an axis that did not move without a fix still holds",
            ["0 lat 59.1", "10 lon 24.1", "1000 lock no", "8000 lock yes", "9000 lon 24.2"],
            gives: ["10 59.1 24.1", "9000 59.1 24.2"]),
        Case(
            "axes that come just before the word that the fix is back",
            ["0 lock no", "9000 lat 59.1", "9010 lon 24.1", "9020 lock yes"], gives: ["9010 59.1 24.1"]),
        Case(
            "the last words before the fix is lost are not believed",
            ["0 lat 59.1", "10 lon 24.1", "5000 lat 59.9", "5010 lock no"], gives: ["10 59.1 24.1"]),
        Case(
            "zeros without a fix are no place", ["0 lat 0", "10 lon 0"], gives: []),
        Case(
            "a zero is no partner of the first real axis",
            ["0 lat 0.0", "10 lon 0.0", "9000 lat 59.1", "20000 lon 24.1"], gives: ["20000 59.1 24.1"]),
        Case("Greenwich is a place", ["0 lat 51.4779", "10 lon 0"], gives: ["10 51.4779 0"]),
        Case(
            "all of a backlog at one time",
            ["0 lat 59.1", "0 lon 24.1", "0 lat 59.2", "0 lon 24.2", "0 lat 59.3"],
            gives: ["0 59.1 24.1", "1 59.2 24.2", "2 59.3 24.2"]),
        Case(
            "a repeated message", ["0 lat 59.1", "0 lat 59.1", "10 lon 24.1", "10 lon 24.1"],
            gives: ["10 59.1 24.1"]),
        Case(
            "two devices never meet", ["0 lat 59.1", "10 b/lon 24.1"], gives: []),
        Case(
            "both in one message, with the device's time",
            ["9000 json {\"t\":1767225600123,\"lat\":59.1,\"lon\":24.1}"],
            gives: ["123 59.1 24.1"]),
        Case(
            "times out of order: each with its own partner",
            [
                "5000 json {\"t\":1767225601000,\"lat\":59.1}", "5010 json {\"t\":1767225602000,\"lat\":59.2}",
                "5020 json {\"t\":1767225601000,\"lon\":24.1}", "5030 json {\"t\":1767225602000,\"lon\":24.2}",
            ], gives: ["1000 59.1 24.1", "2000 59.2 24.2"]),
        Case(
            "an old axis after newer ones is dropped",
            [
                "5000 json {\"t\":1767225602000,\"lat\":59.2,\"lon\":24.2}",
                "5020 json {\"t\":1767225601000,\"lat\":59.1}",
            ], gives: ["2000 59.2 24.2"]),
        Case(
            "an axis that has no value any more is not known",
            ["0 json {\"lat\":59.1,\"lon\":24.1}", "4000 json {\"lat\":null}", "5000 lon 24.2", "9000 lat 59.2"],
            gives: ["0 59.1 24.1", "9000 59.2 24.2"]),
        Case(
            "a fix that is a number", ["0 json {\"lat\":59.1,\"lon\":24.1,\"fix\":0}"], gives: []),
    ]

    @Test("axes become positions", arguments: cases)
    func assembles(example: Case) throws {
        let bench = try Bench.profile(AssemblyTests.profile)
        var positions: [String] = []
        func note(_ observations: [Observation]) {
            for observation in observations {
                guard case .position(let position) = observation.body else { continue }
                let time = observation.time.milliseconds
                let when = time == 0 ? "?" : "\(time - newYear.milliseconds)"
                let place = position.coordinate
                positions.append("\(when) \(JSONText.number(place.latitude)) \(JSONText.number(place.longitude))")
                if time == 0 { #expect(!observation.timeTrusted) }
            }
        }
        var now = newYear
        for message in example.messages {
            let words = message.split(separator: " ").map(String.init)
            now = newYear.adding(milliseconds: try #require(Int64(words[0])))
            note(bench.flush(until: now))
            let topic = words[1].contains("/") ? words[1] : "a/\(words[1])"
            let result = bench.decode(topic, Array(words[2].utf8), retained: words.last == "kept", at: now)
            #expect(result.outcome == .decoded)
            note(result.observations)
        }
        note(bench.flush(until: now.adding(seconds: 60)))
        #expect(positions == example.positions)
        #expect(bench.decoder.nextFlush == nil)
    }

    @Test("what waits is due when its partner no longer comes, and not before")
    func waits() throws {
        let bench = try Bench.profile(AssemblyTests.profile)
        _ = bench.decode("a/lat", Array("59.1".utf8), at: newYear)
        _ = bench.decode("a/lon", Array("24.1".utf8), at: newYear)
        _ = bench.decode("a/lat", Array("59.2".utf8), at: newYear.adding(milliseconds: 700))
        var early: [Observation] = []
        bench.decoder.flush(now: newYear.adding(milliseconds: 2_699), into: &early)
        #expect(early.isEmpty)
        #expect(bench.decoder.nextFlush == newYear.adding(milliseconds: 2_700))
        bench.decoder.flush(now: newYear.adding(milliseconds: 2_700), into: &early)
        #expect(early.map(\.time) == [newYear.adding(milliseconds: 700)])
    }

    @Test("a speed belongs to a place for a minute")
    func speed() throws {
        let bench = try Bench.profile(AssemblyTests.profile)
        _ = bench.decode("a/speed", Array("10".utf8), at: newYear)
        var speeds: [Float?] = []
        for seconds: Int64 in [30, 90] {
            let now = newYear.adding(seconds: seconds)
            _ = bench.decode("a/lat", Array("59.1".utf8), at: now)
            for observation in bench.decode("a/lon", Array("24.1".utf8), at: now).observations {
                if case .position(let position) = observation.body { speeds.append(position.speed) }
            }
        }
        #expect(speeds == [36, nil])
    }

    @Test("an axis that waits is handed out once as a signal, a pair is not")
    func settles() throws {
        let bench = try Bench.profile(AssemblyTests.profile)
        var halves: [Observation] = []
        _ = bench.decode("a/lat", "59.1")
        _ = bench.decode("a/lon", "24.1")
        _ = bench.decode("b/lat", "58.1")
        bench.decoder.settle(into: &halves)
        bench.decoder.settle(into: &halves)
        let lines = halves.map { observationJSON($0, symbols: bench.symbols) }
        #expect(
            lines == [
                """
                {"type":"signal","asset":"test:b","source":"test/b","time":"2026-01-01T00:00:00.000Z",\
                "time_trusted":false,"name":"Vehicle.CurrentLocation.Latitude","value":58.1,"unit":"degrees"}
                """
            ])
    }

    @Test("messages that are decoded again after a failed commit give the same")
    func dropped() throws {
        let bench = try Bench.profile(AssemblyTests.profile)
        _ = bench.decode("a/lat", "59.1")
        bench.decoder.keepAssembled()
        let first = bench.decode("a/lon", "24.1").observations
        bench.decoder.dropAssembled()
        let second = bench.decode("a/lon", "24.1").observations
        #expect(first.count == 1)
        #expect(first == second)
    }

    @Test("an axis out of range is reported and moves nothing")
    func outOfRange() throws {
        let bench = try Bench.profile(AssemblyTests.profile)
        #expect(bench.decode("a/lat", "91").outcome.reason?.text.contains("not between -90 and 90") == true)
        #expect(bench.decode("a/lon", "24.1").observations.isEmpty)
        #expect(bench.decode("a/lat", "north").outcome.reason != nil)
    }

    @Test(
        "mistakes are told with what is allowed",
        arguments: [
            ("assembly: {within: 3s, wait: 1s}", "wait is shorter than within"),
            ("assembly: {within: soon}", "within is not a time span: \"soon\"; allowed: 500ms, 2s, 10m, 1h"),
            ("assembly: {within: 0ms}", "from 1ms to 600s"),
            ("assembly: {withn: 1s}", "did you mean \"within\"?"),
            ("keepalive: {topic: R/keepalive}", "has not one named capture"),
            ("keepalive: {payload: \"\"}", "keepalive has no topic"),
            ("keepalive: {topic: \"R/{device}/keepalive\", every: 1ms}", "every is not a time span"),
        ])
    func mistakes(head: String, told: String) {
        let text = """
            \(head)
            rules:
              - {name: latitude, topic: "{device}/lat", payload: text, assembles: {latitude: $}}

            """
        let error = #expect(throws: ProfileError.self) { try Bench.profile(text) }
        #expect(error?.description.contains(told) == true)
    }

    @Test("a rule that assembles nothing is a mistake")
    func nothing() {
        let error = #expect(throws: ProfileError.self) {
            try Bench.profile("rules:\n  - {name: x, topic: \"{device}/x\", assembles: {}}\n")
        }
        #expect(error?.description.contains("names no part of a position") == true)
    }
}
