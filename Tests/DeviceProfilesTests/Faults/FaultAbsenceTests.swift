import Telemetry
import Testing

@testable import DeviceProfiles

/// What is not in a message: the heart of fault lists.
@Suite("The meaning of absence")
struct FaultAbsenceTests {
    static let lists = [
        "{path: x, form: list, meaning: set}", "{path: x, form: text, meaning: set}",
        "{path: x, form: bits, bits: {\"0\": A}, meaning: set}", "{path: $, form: flags, flags: [x]}",
        "{path: x, form: count, code: A}", "{path: x, form: vector, meaning: set}",
        "{path: x, form: enum, codes: {\"1\": A}, no_fault: [\"\"], meaning: set}",
        "{path: x, form: pattern, pattern: (?P<code>E), meaning: set}", "{path: x, form: level, code: name}",
        "{path: x, form: obd2, meaning: set}", "{path: x, form: uds, meaning: set}",
        "{path: x, form: j1939, meaning: set}", "{path: x, form: rvc, meaning: set}",
        "{spn: x, fmi: y, form: j1939_fields, meaning: set}", "{path: x, form: j1939_fields, meaning: set}",
        "{path: x, form: list, meaning: by_value, no_fault: [\"\"]}",
    ]

    @Test("a value that is missing or null says nothing, in every form", arguments: lists)
    func missing(list: String) throws {
        let bench = try FaultCase.bench(list)
        for payload in [#"{"other":1,"y":1}"#, #"{"x":null,"y":1}"#] {
            let (outcome, observations) = bench.decode("t/1", payload)
            #expect(outcome == .ignored, "\(outcome)")
            #expect(observations.isEmpty)
        }
    }

    @Test("what is of another kind is reported and clears nothing, in every form", arguments: lists)
    func otherKind(list: String) throws {
        let bench = try FaultCase.bench(list)
        let (outcome, observations) = bench.decode("t/1", #"{"x":{"deep":[]},"y":1,"name":"n"}"#)
        #expect(outcome.reason != nil)
        #expect(observations.isEmpty)
    }

    @Test(
        "a list that could not be read whole raises what it names and clears nothing",
        arguments: [
            FaultCase("{path: x, form: list, meaning: set}", #"{"x":["E1",{}]}"#, ["raise test/E1"]),
            FaultCase("{path: x, form: vector, meaning: set, part: p}", #"{"x":[1,null,0]}"#, ["raise @p test/0"]),
            FaultCase("{path: x, form: vector, meaning: set}", #"{"x":[0,null,0]}"#, []),
            FaultCase("{path: x, form: vector, code: 'W{index}'}", #"{"x":"0,,0"}"#, ["clear test/W0 test/W2"]),
            FaultCase("{path: x, form: vector, meaning: set}", #"{"x":""}"#, []),
            FaultCase("{path: x, form: vector, on: ['1'], meaning: set}", #"{"x":"1;0"}"#, []),
            FaultCase("{path: x, form: vector, meaning: set}", #"{"x":[]}"#, []),
            FaultCase("{path: x, form: vector, on: ['1'], meaning: set}", #"{"x":[1,5]}"#, ["raise test/0"]),
            FaultCase("{path: x, form: enum, codes: {'1': A}, meaning: set}", #"{"x":9}"#, []),
            FaultCase(
                "{path: x, form: pattern, separators: ',', pattern: (?P<code>E.), meaning: set}",
                #"{"x":"E1,odd"}"#, ["raise test/E1"]),
            FaultCase(
                "{path: x, form: pattern, pattern: (?P<code>E.), unlisted: ignore, meaning: set}", #"{"x":"odd"}"#, []),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":"0301 04"}"#, ["raise obd/P0301"]),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":""}"#, []),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":"03 0G"}"#, []),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":[3,256]}"#, []),
            FaultCase(
                "{path: x, form: obd2, skip: 2, count_at: 1, meaning: set}", #"{"x":"43030301"}"#, ["raise obd/P0301"]),
            FaultCase("{path: x, form: uds, meaning: set}", #"{"x":"03011122"}"#, ["raise obd/P0301-11"]),
            FaultCase("{path: x, form: uds, meaning: set}", #"{"x":[{"code":"030111"},{}]}"#, ["raise obd/P0301-11"]),
            FaultCase("{path: x, form: j1939, meaning: set}", #"{"x":"FFFFFFFFFFFFFFFF"}"#, []),
            FaultCase("{path: x, form: j1939, meaning: set}", #"{"x":"00FF6400"}"#, []),
            FaultCase(
                "{path: x, form: j1939, lamps: ignore, meaning: set}", #"{"x":"00FF64000105AABBCC"}"#,
                ["raise j1939/SPN100.FMI1"]),
            FaultCase(
                "{path: x, form: j1939_fields, meaning: set}", #"{"x":[{"spn":100,"fmi":1},{"spn":100}]}"#,
                ["raise j1939/SPN100.FMI1"]),
            FaultCase("{spn: x.s, fmi: x.f, form: j1939_fields, meaning: set}", #"{"x":{"s":524287,"f":31}}"#, []),
            FaultCase("{path: x, form: rvc, meaning: set}", #"{"x":"05FFFFFFFFFFFFFF"}"#, []),
        ])
    func incomplete(_ example: FaultCase) throws {
        #expect(try example.run().lines == example.expected)
    }

    @Test(
        "an empty list says that nothing is wrong, and so does the word for it",
        arguments: [
            FaultCase("{path: x, form: list, meaning: set}", #"{"x":[]}"#, ["set"]),
            FaultCase("{path: x, form: list, meaning: set, no_fault: ['']}", #"{"x":[""]}"#, ["set"]),
            FaultCase("{path: x, form: text, meaning: set}", #"{"x":""}"#, ["set"]),
            FaultCase(
                "{path: x, form: text, separators: ';', no_fault: ['-'], meaning: set}", #"{"x":"-;-;-;-;-"}"#, ["set"]),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":[]}"#, ["set"]),
            FaultCase("{path: x, form: obd2, meaning: set}", #"{"x":"0000 0000"}"#, ["set"]),
            FaultCase("{path: x, form: obd2, meaning: set, no_fault: ['']}", #"{"x":""}"#, ["set"]),
            FaultCase("{path: x, form: uds, meaning: set}", #"{"x":[]}"#, ["set"]),
            FaultCase("{path: x, form: j1939, lamps: ignore, meaning: set}", #"{"x":"00FF00000000FFFF"}"#, ["set"]),
            FaultCase("{path: x, form: rvc, meaning: set}", #"{"x":"0540FFFFFFFFFFFF"}"#, ["set @dsa64"]),
            FaultCase("{path: x, form: j1939_fields, meaning: set}", #"{"x":[]}"#, ["set"]),
            FaultCase("{spn: x.s, fmi: x.f, form: j1939_fields, meaning: set}", #"{"x":{"s":0,"f":0}}"#, ["set"]),
        ])
    func none(_ example: FaultCase) throws {
        let (lines, reason) = try example.run()
        #expect(reason == nil)
        #expect(lines == example.expected)
    }

    @Test(
        "states are no faults: they raise nothing, and only a full set without faults clears",
        arguments: [
            FaultCase("{path: x, form: enum, meaning: set, not_faults: ['5', '16']}", #"{"x":5}"#, ["set"]),
            FaultCase("{path: x, form: enum, meaning: by_value, no_fault: ['0'], not_faults: ['5']}", #"{"x":5}"#, []),
            FaultCase("{path: x, form: enum, meaning: raise, not_faults: ['5']}", #"{"x":5}"#, []),
            FaultCase(
                "{path: x, form: text, separators: ' ', meaning: set, not_faults: [rain]}", #"{"x":"Rain E1"}"#,
                ["set test/E1"]),
            FaultCase("{path: x, form: list, meaning: raise, not_faults: [rain]}", #"{"x":["rain"]}"#, []),
            FaultCase(
                "{path: x, form: obd2, meaning: set, not_faults: [P1000]}", #"{"x":"10000301"}"#, ["set obd/P0301"]),
            FaultCase(
                "{path: x, form: j1939, lamps: ignore, meaning: set, not_faults: [SPN100.FMI1]}",
                #"{"x":"00FF64000105FFFF"}"#, ["set"]),
            FaultCase("{path: x, form: level, code: n, not_faults: [cabin]}", #"{"x":1,"n":"cabin"}"#, []),
        ])
    func states(_ example: FaultCase) throws {
        let (lines, reason) = try example.run()
        #expect(reason == nil)
        #expect(lines == example.expected)
    }

    @Test(
        "by value, codes are raised and only an explicit word clears all",
        arguments: [
            FaultCase("{path: x, form: list, meaning: by_value, no_fault: [none]}", #"{"x":[]}"#, []),
            FaultCase("{path: x, form: list, meaning: by_value, no_fault: [none]}", #"{"x":["None"]}"#, ["set"]),
            FaultCase(
                "{path: x, form: list, meaning: by_value, no_fault: [none]}", #"{"x":["E1"]}"#, ["raise test/E1"]),
            FaultCase(
                "{path: x, form: enum, meaning: by_value, codes: {'1': A, '2': B}, no_fault: ['0']}", #"{"x":0}"#,
                ["clear test/A test/B"]),
            FaultCase(
                "{path: x, form: enum, meaning: by_value, codes: {'1': A, '2': B}, no_fault: ['0']}", #"{"x":1}"#,
                ["raise test/A"]),
            FaultCase(
                "{path: x, form: j1939, lamps: ignore, meaning: by_value}", #"{"x":"00FF64000105FFFF"}"#,
                ["raise j1939/SPN100.FMI1"]),
            FaultCase(
                "{path: x, form: j1939, lamps: ignore, meaning: by_value}", #"{"x":"00FF00000000FFFF"}"#, ["set"]),
            FaultCase("{path: x, form: j1939, lamps: codes, meaning: by_value}", #"{"x":"00FF00000000FFFF"}"#, ["set"]),
            FaultCase(
                "{path: x, form: rvc, lamps: codes, meaning: by_value}", #"{"x":"4540000C8302FFFF"}"#,
                [
                    "raise @dsa64 rvc/lamp.red rvc/SPN100.FMI3",
                    "clear @dsa64 rvc/lamp.yellow",
                ]),
            FaultCase("{path: x, form: obd2, meaning: by_value}", #"{"x":0}"#, ["set"]),
            FaultCase("{path: x, form: obd2, meaning: by_value, not_faults: [P1000]}", #"{"x":"1000"}"#, []),
            FaultCase(
                "{path: x, form: bits, bits: {'0': A}, meaning: by_value}", #"{"x":0}"#, ["clear test/A"]),
            FaultCase(
                "{path: x, form: uds, record: code_status, meaning: by_value}", #"{"x":"0301110904200050"}"#,
                ["raise obd/P0301-11=confirmed", "clear obd/P0420-00"]),
        ])
    func byValue(_ example: FaultCase) throws {
        let (lines, reason) = try example.run()
        #expect(reason == nil)
        #expect(lines == example.expected)
    }

    @Test("the message may say what its codes mean, in its own words")
    func words() throws {
        let list = "{path: c, form: text, meaning: {path: end, words: {'*': clear}, otherwise: raise}}"
        func lines(_ list: String, _ payload: String) throws -> [String] {
            try FaultCase(list, payload, []).run().lines
        }
        #expect(try lines(list, #"{"c":"E1"}"#) == ["raise test/E1"])
        #expect(try lines(list, #"{"c":"E1","end":"2026-01-01"}"#) == ["clear test/E1"])
        let states =
            "{path: c, form: text, meaning: {path: s, words: {on: raise, off: clear, test: ignore}, otherwise: ignore}}"
        #expect(try lines(states, #"{"c":"E1","s":"On"}"#) == ["raise test/E1"])
        #expect(try lines(states, #"{"c":"E1","s":"off"}"#) == ["clear test/E1"])
        #expect(try lines(states, #"{"c":"E1","s":"test"}"#) == [])
        #expect(try lines(states, #"{"c":"E1"}"#) == [])
        #expect(try FaultCase(states, #"{"c":"E1","s":"odd"}"#, []).run().reason == "it is not one of off, on, test")
    }

    @Test("a part from the message bounds what a full set clears; without it nothing is cleared")
    func parts() throws {
        let list = "{path: c, form: list, meaning: set, part: {path: ecu}}"
        func run(_ payload: String) throws -> (lines: [String], reason: String?) {
            try FaultCase(list, payload, []).run()
        }
        #expect(try run(#"{"c":["E1"],"ecu":"01"}"#).lines == ["set @01 test/E1"])
        #expect(try run(#"{"c":[],"ecu":7}"#).lines == ["set @7"])
        #expect(try run(#"{"c":["E1"]}"#).lines == ["raise test/E1"])
        #expect(try run(#"{"c":[]}"#).lines == [])
        let long = try run(#"{"c":[],"ecu":"\#(String(repeating: "e", count: 65))"}"#)
        #expect(long.lines == [])
        #expect(long.reason?.contains("64 bytes") == true)
        let captured = FaultCase(
            #"{path: c, form: list, meaning: set, part: "{name}"}"#, #"{"c":[]}"#, [], topic: "t/1/bms")
        #expect(try captured.run().lines == ["set @bms"])
    }

    @Test("payloads can't name parts without end")
    func strangeParts() throws {
        let bench = try FaultCase.bench("{path: c, form: list, meaning: set, part: {path: ecu}}")
        for number in 0..<5_000 { _ = bench.decode("t/1", "{\"c\":[],\"ecu\":\(number)}") }
        #expect(bench.symbols.count < 4_200)
        #expect(bench.decode("t/1", #"{"c":[],"ecu":1}"#).outcome == .decoded)
        #expect(
            FaultCase.lines(bench, bench.decode("t/1", #"{"c":["E1"],"ecu":"new"}"#).observations) == ["raise test/E1"])
    }
}
