import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Forms of faults")
struct FaultFormTests {
    static let alarm = #"{path: value, form: level, code: "{name}", on: {"1": "{}.warning", "2": "{}"}, off: ["0"]}"#

    @Test(
        "numbers, levels and words become codes",
        arguments: [
            FaultCase(#"{path: n, form: count, code: DTCS}"#, #"{"n":3}"#, ["raise test/DTCS"]),
            FaultCase(#"{path: n, form: count, code: DTCS}"#, #"{"n":"3"}"#, ["raise test/DTCS"]),
            FaultCase(#"{path: n, form: count, code: DTCS}"#, #"{"n":0}"#, ["clear test/DTCS"]),
            FaultCase(#"{path: n, form: count, code: DTCS}"#, #"{"n":0.0}"#, ["clear test/DTCS"]),
            FaultCase(#"{path: n, form: count, code: DTCS, no_fault: [none]}"#, #"{"n":"None"}"#, ["clear test/DTCS"]),
            FaultCase(#"{path: n, form: count, code: obd/P0300, meaning: raise}"#, #"{"n":2}"#, ["raise obd/P0300"]),
            FaultCase(
                #"{path: v, form: vector, first: 1, code: "TPMS.{index}"}"#, #"{"v":"0,0,0,1"}"#,
                ["raise test/TPMS.4", "clear test/TPMS.1 test/TPMS.2 test/TPMS.3"]),
            FaultCase(
                #"{path: v, form: vector, first: 1, code: "TPMS.{index}"}"#, #"{"v":[0,2,"0.0",false]}"#,
                ["raise test/TPMS.2", "clear test/TPMS.1 test/TPMS.3 test/TPMS.4"]),
            FaultCase(
                #"{path: v, form: vector, code: "TPMS.{index}", meaning: set, part: tyres}"#, #"{"v":[0,1]}"#,
                ["set @tyres test/TPMS.1"]),
            FaultCase(
                #"{path: v, form: vector, first: 1, separators: ";", code: "T{index}", on: {"1": "{}", "2": "{}.alert"}, off: ["0"]}"#,
                #"{"v":"1; 2;0"}"#,
                ["raise test/T1 test/T2.alert", "clear test/T1.alert test/T2 test/T3 test/T3.alert"]),
            FaultCase(#"{path: e, form: enum, meaning: set, no_fault: ["0"]}"#, #"{"e":8}"#, ["set test/8"]),
            FaultCase(#"{path: e, form: enum, meaning: set, no_fault: ["0"]}"#, #"{"e":0}"#, ["set"]),
            FaultCase(#"{path: e, form: enum, meaning: set, no_fault: [ok]}"#, #"{"e":"OK"}"#, ["set"]),
            FaultCase(
                #"{path: e, form: enum, meaning: set, codes: {"1": stuck, "2": P0301}}"#, #"{"e":2}"#,
                ["set obd/P0301"]),
            FaultCase(
                #"{path: e, form: enum, meaning: set, codes: {hot: A}, unlisted: raise}"#, #"{"e":"cold"}"#,
                ["set test/cold"]),
            FaultCase(
                #"{path: e, form: enum, meaning: set, codes: {hot: A}, unlisted: ignore}"#, #"{"e":"cold"}"#,
                ["set"]),
            FaultCase(#"{path: e, form: enum, meaning: set, code: "alarm.{}"}"#, #"{"e":7}"#, ["set test/alarm.7"]),
            FaultCase(
                #"{path: e, form: enum, meaning: set, code: "{hex}", namespace: panel}"#, #"{"e":4097}"#,
                ["set panel/0x1001"]),
            FaultCase(alarm, #"{"value":2}"#, ["raise test/Low", "clear test/Low.warning"], topic: "t/1/Low"),
            FaultCase(alarm, #"{"value":1}"#, ["raise test/Low.warning", "clear test/Low"], topic: "t/1/Low"),
            FaultCase(alarm, #"{"value":0}"#, ["clear test/Low.warning test/Low"], topic: "t/1/Low"),
            FaultCase(
                #"{path: state, form: level, code: path, off: [normal, nominal]}"#,
                #"{"state":"alarm","path":"engine.oil"}"#, ["raise test/engine.oil"]),
            FaultCase(
                #"{path: state, form: level, code: path, off: [normal, nominal]}"#,
                #"{"state":"Normal","path":"engine.oil"}"#, ["clear test/engine.oil"]),
            FaultCase(
                #"{path: $, form: flags, flags: [hot, cold], on: [alarm], off: [fine]}"#,
                #"{"hot":"Alarm","cold":"fine"}"#, ["raise test/hot", "clear test/cold"]),
            FaultCase(
                #"{path: m, form: bits, bits: {"0": A, "1": B}, meaning: by_value}"#, #"{"m":2}"#,
                ["raise test/B", "clear test/A"]),
            FaultCase(
                #"{path: l, form: list, members: {code: [dtc, id]}, meaning: set}"#,
                #"{"l":[{"id":"E1"},{"dtc":"E2","id":"x"},{"dtc":"","id":"E3"}]}"#, ["set test/E1 test/E2 test/E3"]),
            FaultCase(#"{path: l, form: list, meaning: set, no_fault: [""]}"#, #"{"l":""}"#, ["set"]),
            FaultCase(#"{path: l, form: text, meaning: set}"#, #"{"l":"p0301-1a"}"#, ["set obd/P0301-1A"]),
            FaultCase(#"{path: l, form: text, meaning: set, code: "line/{}"}"#, #"{"l":"7"}"#, ["set line/7"]),
            FaultCase(#"{path: l, form: text, meaning: set, code: "{}"}"#, #"{"l":"obd/P1"}"#, ["set test/obd/P1"]),
        ])
    func forms(_ example: FaultCase) throws {
        let (lines, reason) = try example.run()
        #expect(reason == nil)
        #expect(lines == example.expected)
    }

    @Test("a code keeps what stood in the message beside it")
    func raw() throws {
        func raw(_ list: String, _ payload: String) throws -> [String] {
            let bench = try FaultCase.bench(list)
            return bench.decode("t/1", payload).observations.flatMap { observation -> [String] in
                guard case .faults(let report) = observation.body else { return [] }
                return report.codes.map(\.raw)
            }
        }
        #expect(try raw("{path: c, form: count, code: N}", #"{"c":"4"}"#) == ["4"])
        #expect(try raw("{path: c, form: enum, codes: {\"4\": A}, meaning: set}", #"{"c":4}"#) == ["4"])
        #expect(try raw("{path: c, form: vector, code: \"W{index}\"}", #"{"c":[2]}"#) == ["0=2"])
        #expect(
            try raw("{path: c, form: uds, record: code_status, meaning: set}", #"{"c":"0301112f"}"#) == ["0301112F"])
        #expect(try raw("{path: c, form: j1939, meaning: set}", #"{"c":"00FF64000105FFFF"}"#) == ["64000105"])
        #expect(
            try raw("{spn: c.s, fmi: c.f, oc: c.o, form: j1939_fields, meaning: set}", #"{"c":{"s":100,"f":1,"o":5}}"#)
                == ["100/1/5"])
        let long = String(repeating: "x", count: 500)
        let kept = try raw(
            "{path: c, form: pattern, pattern: \"(?P<code>E[0-9])\", meaning: log}", #"{"c":"E1 \#(long)"}"#)
        #expect(kept.map(\.utf8.count) == [128])
    }

    static let log = #"{path: $, form: pattern, pattern: '(?P<code>[A-Z][0-9]+\([0-9]+\)) (?P<text>.*)', meaning: log}"#

    @Test(
        "a pattern finds the code in a text",
        arguments: [
            FaultCase(log, "A2(806) 03.12.2020 07:53", ["log test/A2(806)"]),
            FaultCase(
                #"{path: $, form: pattern, pattern: '^(?P<code>[HF][0-9]{2})$', no_fault: [no error], meaning: by_value}"#,
                "H72", ["raise test/H72"]),
            FaultCase(
                #"{path: $, form: pattern, pattern: '^(?P<code>[HF][0-9]{2})$', no_fault: [no error], meaning: by_value}"#,
                "No error", ["set"]),
            FaultCase(
                #"{path: $, form: pattern, pattern: '(?P<code>E[0-9]+):(?P<status>[a-z]+)', separators: ",", status: {words: {now: confirmed, before: history}}, meaning: set}"#,
                "E1:now, E2:before", ["set test/E1=confirmed test/E2=history"]),
            FaultCase(
                #"{path: $, form: pattern, pattern: 'critical', code: LOW, meaning: raise}"#,
                "12V battery critical: 9.8V", ["raise test/LOW"]),
            FaultCase(
                #"{path: $, form: pattern, pattern: 'critical', code: LOW, meaning: raise, unlisted: ignore}"#,
                "charging", []),
        ])
    func patterns(_ example: FaultCase) throws {
        let (lines, reason) = try example.run(payload: "text")
        #expect(reason == nil)
        #expect(lines == example.expected)
    }

    @Test("a status is fixed, or a word of the message, or a word beside each code")
    func statuses() throws {
        let words = "words: {active: confirmed, \"1\": pending}, otherwise: history"
        let path = "{path: c, form: text, meaning: set, status: {path: s, \(words)}}"
        func lines(_ list: String, _ payload: String) throws -> [String] {
            try FaultCase(list, payload, []).run().lines
        }
        #expect(try lines(path, #"{"c":"E1","s":"Active"}"#) == ["set test/E1=confirmed"])
        #expect(try lines(path, #"{"c":"E1","s":1}"#) == ["set test/E1=pending"])
        #expect(try lines(path, #"{"c":"E1"}"#) == ["set test/E1=history"])
        let each = "{path: c, form: list, meaning: set, status: {\(words)}}"
        #expect(
            try lines(each, #"{"c":[{"code":"E1","status":"active"},"E2",{"code":"E3","status":"odd"}]}"#)
                == ["set test/E1=confirmed test/E2=history test/E3"])
        #expect(
            try lines("{path: c, form: text, meaning: set, status: pending}", #"{"c":"E1"}"#) == ["set test/E1=pending"]
        )
    }

    @Test("codes that a profile names may be of any namespace")
    func namespaces() throws {
        let flags = "{path: $, form: flags, flags: {a: P0301, b: j1939/lamp.red_stop, c: hot}}"
        let payload = #"{"a":1,"b":1,"c":1}"#
        #expect(
            try FaultCase(flags, payload, []).run().lines == ["raise obd/P0301 j1939/lamp.red_stop test/hot"])
        let bits = "{path: m, form: bits, bits: {'0': obd/P0420, '1': cold}, meaning: set}"
        #expect(try FaultCase(bits, #"{"m":3}"#, []).run().lines == ["set obd/P0420 test/cold"])
    }

    @Test("levels in nested elements, where null means that it is over")
    func nestedLevels() throws {
        let more =
            "    for_each: [updates, values]\n    where: [{path: path, starts_with: notifications.}]\n"
        let list = "{path: [value.state, {fixed: normal}], form: level, code: path, off: [normal, nominal]}"
        let payload = #"""
            {"updates":[
              {"values":[{"path":"notifications.mob","value":{"state":"emergency"}},{"path":"speed","value":3}]},
              {"values":[{"path":"notifications.oil","value":null}]}]}
            """#
        let (lines, reason) = try FaultCase(list, payload, []).run(more: more)
        #expect(reason == nil)
        #expect(lines == ["raise test/notifications.mob", "clear test/notifications.oil"])
    }
}
