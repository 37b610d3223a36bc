import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Decoding")
struct DecodingTests {
    static let codes = """
        rules:
          - {name: codes, topic: "t/{device}", faults: [{path: dtc, form: list, meaning: set}]}
        """

    @Test(
        "a broken message is quarantined with the rule and the path, and never clears a fault",
        arguments: [
            ("faults", "", "$", "empty"),
            ("faults", "{\"codes\":[", "$", "not JSON"),
            ("faults", "\"text\"", "$", "an object or array is expected"),
            ("faults", "{\"codes\":\"P0301\"}", "codes", "an array of codes is expected"),
            ("faults", "{\"mode\":\"set\"}", "codes", "required"),
            ("faults", "{\"mode\":\"set\",\"codes\":null}", "codes", "required"),
            ("faults", "{\"mode\":\"replace\",\"codes\":[\"P0301\"]}", "mode", "set, raise, clear"),
            ("position", "{\"lat\":91,\"lon\":24}", "lat", "not between -90 and 90"),
            ("position", "{\"lat\":59}", "lon", "required"),
            ("position", "{\"lat\":\"north\",\"lon\":24}", "lat", "not a number"),
            ("position", "{\"lat\":1e999,\"lon\":24}", "$", "not JSON"),
            ("position", "{\"lat\":\"nan\",\"lon\":24}", "lat", "not a number"),
            ("signals", "{\"values\":[1]}", "values", "an object with signals is expected"),
            ("signals", "{\"values\":{\"speed\":1}}", "values.\"speed\"", "VSS path"),
            ("signals", "{\"values\":{\"Vehicle.Speed\":{}}}", "values.\"Vehicle.Speed\"", "no value of this signal"),
            ("online", "maybe", "$", "not one of"),
            ("online", "", "$", "empty"),
            ("driver", "{\"kind\":\"hello\"}", "kind", "need_help"),
        ])
    func broken(topic: String, payload: String, path: String, text: String) throws {
        let bench = try Bench.shipped()
        let (outcome, observations) = bench.decode("callahead/v1/assets/car-7/\(topic)", payload)
        let reason = try #require(outcome.reason, "\(outcome)")
        #expect(reason.profile == "callahead-v1")
        #expect(reason.rule == topic)
        #expect(reason.path == path)
        #expect(reason.text.contains(text), "\(reason.text)")
        #expect(observations.isEmpty)
    }

    @Test("bytes that are not UTF-8 are quarantined, in JSON and in bare text")
    func invalidUTF8() throws {
        let bench = try Bench.shipped()
        let json = Array("{\"codes\":[\"".utf8) + [0xC3, 0x28] + Array("\"]}".utf8)
        #expect(bench.decode("callahead/v1/assets/a/faults", json).outcome.reason?.text.contains("not JSON") == true)
        #expect(bench.decode("callahead/v1/assets/a/online", [0xFF]).outcome.reason?.text.contains("UTF-8") == true)
    }

    @Test("a payload of 5 MB and a document of 10,000 levels are quarantined")
    func tooMuch() throws {
        let bench = try Bench.shipped()
        let topic = "callahead/v1/assets/a/faults"
        let long = "{\"codes\":[\"\(String(repeating: "A", count: 5_000_000))\"]}"
        #expect(bench.decode(topic, long).outcome.reason?.text.contains("the limit is 65536") == true)
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(bench.decode(topic, "{\"codes\":\(deep)}").outcome.reason?.text.contains("deep") == true)
        #expect(bench.faults(topic, #"{"codes":["P0301"]}"#)?.codes == ["obd/P0301"])
    }

    @Test("a fault survives a broken value beside it, and the message is reported all the same")
    func soundParts() throws {
        let bench = try Bench.shipped()
        let (outcome, observations) = bench.decode(
            "callahead/v1/assets/a/faults",
            #"{"codes":["P0301"],"signals":{"Vehicle.Speed":"fast"},"position":{"lat":"x","lon":1}}"#)
        #expect(outcome.reason?.path == "position.lat")
        #expect(observations.count == 1)
    }

    @Test("a full set with an element that can't be read raises its codes and clears nothing")
    func incompleteSet() throws {
        let bench = try Bench.profile(DecodingTests.codes)
        #expect(bench.faults("t/1", #"{"dtc":["P0301"]}"#)?.mode == .set)
        let report = bench.faults("t/1", #"{"dtc":["P0301",{},["x"],"P0302"]}"#)
        #expect(report?.mode == .raise)
        #expect(report?.codes == ["obd/P0301", "obd/P0302"])
        let many = (0..<300).map { "\"E\($0)\"" }.joined(separator: ",")
        let (outcome, _) = bench.decode("t/1", "{\"dtc\":[\(many)]}")
        #expect(outcome.reason?.text == "more than 256 codes")
        #expect(bench.faults("t/1", "{\"dtc\":[\(many)]}")?.mode == .raise)
    }

    @Test("an absent list says nothing; an empty one says that nothing is wrong")
    func absence() throws {
        let bench = try Bench.profile(DecodingTests.codes)
        #expect(bench.decode("t/1", #"{"other":1}"#).outcome == .ignored)
        #expect(bench.decode("t/1", #"{"dtc":null}"#).outcome == .ignored)
        #expect(bench.faults("t/1", #"{"dtc":[]}"#)?.codes == [])
    }

    @Test(
        "times in every form, with a window of what can be true",
        arguments: [
            ("1767225590000", 1_767_225_590_000, true),
            ("\"1767225590000\"", 1_767_225_590_000, true),
            ("\"2025-12-31T23:59:50Z\"", 1_767_225_590_000, true),
            ("\"2026-01-01T01:59:50.5+02:00\"", 1_767_225_590_500, true),
            ("\"2026-01-01T00:09:59Z\"", 1_767_226_199_000, true),
            ("\"2026-01-01T00:10:01Z\"", 1_767_225_600_000, false),
            ("\"2004-01-01T00:00:36Z\"", 1_767_225_600_000, false),
            ("\"2025-02-30T00:00:00Z\"", 1_767_225_600_000, false),
            ("\"yesterday\"", 1_767_225_600_000, false),
            ("1e300", 1_767_225_600_000, false),
            ("-1e18", 1_767_225_600_000, false),
            ("null", 1_767_225_600_000, false),
            ("{}", 1_767_225_600_000, false),
        ])
    func times(json: String, milliseconds: Int64, trusted: Bool) throws {
        let bench = try Bench.shipped()
        let (_, observations) = bench.decode(
            "callahead/v1/assets/a/faults", "{\"time\":\(json),\"codes\":[\"P0301\"]}")
        #expect(observations.first?.time.milliseconds == milliseconds)
        #expect(observations.first?.timeTrusted == trusted)
    }

    @Test("seconds since 1970 are another form than milliseconds")
    func seconds() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: codes
                topic: t/{device}
                time: {path: ts, form: epoch_s}
                faults: [{path: dtc, form: text, separators: " ;|", meaning: raise, no_fault: [ok, "-"]}]
            """)
        let (_, observations) = bench.decode("t/1", #"{"ts":1767225590.5,"dtc":"p0301; A2(806)|OK -"}"#)
        #expect(observations.first?.time.milliseconds == 1_767_225_590_500)
        #expect(
            observations.first?.body
                == .faults(
                    FaultReport(
                        mode: .raise, kind: .active,
                        codes: [
                            FaultCode(code: "obd/P0301", raw: "p0301"), FaultCode(code: "test/A2(806)", raw: "A2(806)"),
                        ])))
        #expect(bench.decode("t/1", #"{"dtc":"OK"}"#).outcome == .ignored)
    }

    @Test("bits and flags are codes; a flag that is absent is not cleared")
    func bitsAndFlags() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: bits
                topic: b/{device}
                faults: [{path: mask, form: bits, bits: {"0": A, "5": B}, meaning: set}]
              - name: flags
                topic: f/{device}
                faults: [{path: $, form: flags, flags: [hot, cold, wet]}]
            """)
        #expect(bench.faults("b/1", #"{"mask":32}"#)?.codes == ["test/B"])
        #expect(bench.faults("b/1", #"{"mask":"0"}"#)?.codes == [])
        #expect(bench.decode("b/1", #"{"mask":-1}"#).outcome.reason?.path == "mask")
        let observations = bench.decode("f/1", #"{"hot":true,"cold":0}"#).observations
        #expect(observations.count == 2)
        #expect(bench.faults("f/1", #"{"cold":0}"#)?.mode == .clear)
        #expect(bench.faults("f/1", #"{"wet":null}"#) == nil)
    }

    @Test("numbers are converted, sentinels are no values, what is implausible is reported")
    func numbers() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: values
                topic: t/{device}
                signals:
                  - {name: Vehicle.LowVoltageBattery.CurrentVoltage, path: mv, unit: mV, no_value: [65535, n/a], max: 60}
                  - {name: Vehicle.Powertrain.CombustionEngine.ECT, path: k, unit: kelvin}
                  - {name: Vehicle.Powertrain.CombustionEngine.EngineOilPressure, path: p, unit: bar}
                  - {name: Vehicle.TraveledDistance, path: odo, unit: m, scale: 0.1}
            """)
        func value(_ payload: String) -> SignalValue? {
            guard case .signal(_, let value) = bench.decode("t/1", payload).observations.first?.body else { return nil }
            return value
        }
        #expect(value(#"{"mv":11922}"#) == .number(11.922))
        #expect(value(#"{"mv":"11922"}"#) == .number(11.922))
        #expect(value(#"{"k":373.15}"#) == .number(100))
        #expect(value(#"{"p":2.5}"#) == .number(250))
        #expect(value(#"{"odo":68700}"#) == .number(6.87))
        #expect(bench.decode("t/1", #"{"mv":65535}"#).outcome == .ignored)
        #expect(bench.decode("t/1", #"{"mv":"N/A"}"#).outcome == .ignored)
        #expect(bench.decode("t/1", #"{"mv":99000}"#).outcome.reason?.path == "mv")
    }

    @Test("a device belongs to its asset, or to an asset that names its profile; a new directory counts at once")
    func directory() throws {
        let key = DeviceKey(profile: "obd2-mqtt", device: "9")
        let bench = try Bench.shipped(devices: [key: "car-9"])
        func subject(_ topic: String) -> String? {
            bench.decode(topic, #"{"dtc":[]}"#).observations.first.map { bench.symbols[$0.subject] }
        }
        #expect(subject("obd2mqtt/9_dtc") == "car-9")
        #expect(subject("obd2mqtt/10_dtc") == "obd2-mqtt:10")
        bench.decoder.replace(devices: DeviceDirectory(assets: [key: "car-1"]))
        #expect(subject("obd2mqtt/9_dtc") == "car-1")
    }

    @Test("an identity from the payload is accepted from a trusted gateway only")
    func trustedGateway() throws {
        let rules = """
            rules:
              - name: codes
                topic: gateway
                identity: {device_path: device.id}
                faults: [{path: dtc, form: list, meaning: set}]
            """
        let payload = #"{"device":{"id":"77"},"dtc":["P0301"]}"#
        let trusting = try Bench.profile(rules, options: ProfileOptions(trustedGateways: ["test"]))
        let observation = try #require(trusting.decode("gateway", payload).observations.first)
        #expect(trusting.symbols[observation.source] == "test/77")
        let other = try Bench.profile(rules)
        #expect(other.decode("gateway", payload).outcome.reason?.path == "device.id")
    }

    @Test("names that payloads invent are bounded, known ones still pass")
    func inventedNames() throws {
        let bench = try Bench.shipped()
        let topic = "callahead/v1/assets/a/signals"
        let own = bench.symbols.count
        for name in 0..<5_000 { _ = bench.decode(topic, "{\"values\":{\"Device.X\(name)\":1}}") }
        #expect(bench.symbols.count - own < 4_100)
        #expect(bench.decode(topic, #"{"values":{"Device.X1":1}}"#).outcome == .decoded)
        #expect(bench.decode(topic, #"{"values":{"Vehicle.Speed":1}}"#).outcome == .decoded)
        #expect(bench.decode(topic, #"{"values":{"Device.Unheard":1}}"#).outcome.reason != nil)
    }
}
