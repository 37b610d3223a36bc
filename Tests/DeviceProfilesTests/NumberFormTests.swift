import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Numbers, flags and words")
struct NumberFormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var signal: String
        var json: String
        var value: String?
        var reason: String?

        init(_ signal: String, _ json: String, _ value: String?, _ reason: String? = nil) {
            self.signal = signal
            self.json = json
            self.value = value
            self.reason = reason
        }

        var testDescription: String { "\(signal) \(json)" }
    }

    @Test(
        "a value is read and converted, or is none, or what is wrong is told",
        arguments: [
            // Texts and numbers.
            Case("Device.ErrorCode", "7", "7"), Case("Device.ErrorCode", "\" 7 \"", "7"),
            Case("Device.ErrorCode", "\"+7.50\"", "7.5"), Case("Device.ErrorCode", "\"seven\"", nil, "not a number"),
            Case("Device.ErrorCode, decimal: comma", "\"12,75\"", "12.75"),
            Case("Device.ErrorCode, decimal: comma", "\"12.75\"", "12.75"),
            Case("Device.ErrorCode, decimal: comma", "\"-0,5\"", "-0.5"),
            Case("Device.ErrorCode, decimal: comma", "\"1.234,5\"", nil, "not a number"),
            Case("Device.ErrorCode, decimal: comma", "\"1,2,3\"", nil, "not a number"),
            Case("Device.ErrorCode", "\"12,75\"", nil, "not a number"),
            Case("Device.ErrorCode", "true", nil, "a boolean"), Case("Device.ErrorCode", "[1]", nil, "an array"),
            // What is no value.
            Case("Device.Temperature, no_value: [-1, -40, -128, -273, 255, N/A, None, \"-\"]", "-128", nil),
            Case("Device.Temperature, no_value: [-1, -40, -128, -273, 255, N/A, None, \"-\"]", "\"-40.0\"", nil),
            Case("Device.Temperature, no_value: [-1, -40, -128, -273, 255, N/A, None, \"-\"]", "\"n/a\"", nil),
            Case("Device.Temperature, no_value: [-1, -40, -128, -273, 255, N/A, None, \"-\"]", "\"-\"", nil),
            Case("Device.Temperature, no_value: [-1, -40, -128, -273, 255, N/A, None, \"-\"]", "-41", "-41"),
            Case("Device.Temperature, no_value: [\"false\"]", "false", nil),
            Case("Device.Temperature", "null", nil), Case("Device.Temperature", "\"\"", nil),
            Case("Device.Temperature, required: true", "null", nil, "required"),
            Case("Device.Temperature, default: 20", "null", "20"),
            Case("Device.Temperature, default: 20, no_value: [-1]", "-1", "20"),
            Case("Device.Temperature, otherwise: ignore", "\"warming up\"", nil),
            Case("Device.Temperature, otherwise: quarantine", "\"warming up\"", nil, "not a number"),
            Case("Device.FuelLevel, words: {Full: 100, empty: 0, \"true\": 50}", "\"full\"", "100"),
            Case("Device.FuelLevel, words: {Full: 100, empty: 0, \"true\": 50}", "true", "50"),
            Case("Device.FuelLevel, words: {Full: 100}", "\"half\"", nil, "not a number"),
            // Ranges.
            Case("Device.Temperature, min: -60, max: 215", "216", nil, "not between -60 and 215"),
            Case("Device.Temperature, min: -60, max: 215", "-60", "-60"),
            Case("Device.Temperature, scale: 1e300", "1e300", nil, "not between"),
            // Scale, offset, units.
            Case("Device.Temperature, scale: 0.1, offset: -40", "650", "25"),
            Case("Device.Temperature, unit: kelvin", "298.15", "25"),
            Case("Device.Temperature, unit: fahrenheit", "77", "25"),
            Case("Device.Temperature, unit: decicelsius", "255", "25.5"),
            Case("Vehicle.Speed, unit: knots", "10", "18.52"), Case("Vehicle.Speed, unit: m/s", "10", "36"),
            Case("Vehicle.Speed, unit: cm/s", "1000", "36"), Case("Vehicle.Speed, unit: mph", "100", "160.9344"),
            Case("Vehicle.TraveledDistance, unit: m", "12345", "12.345"),
            Case("Vehicle.TraveledDistance, unit: mi", "1000", "1609.344"),
            Case("Vehicle.LowVoltageBattery.CurrentVoltage, unit: mV", "11922", "11.922"),
            Case("Vehicle.LowVoltageBattery.CurrentCurrent, unit: mA", "-1500", "-1.5"),
            Case("Vehicle.OBD.MAP, unit: bar", "1.5", "150"), Case("Vehicle.OBD.MAP, unit: hPa", "1013", "101.3"),
            Case("Vehicle.OBD.MAP, unit: Pa", "101325", "101.325"), Case("Vehicle.OBD.MAP, unit: MPa", "2", "2000"),
            Case("Vehicle.OBD.MAP, unit: psi", "100", "689.4757293168361"),
            Case("Device.BatteryLevel, unit: ratio", "0.42", "42"), Case("Device.RunHours, unit: min", "90", "1.5"),
            Case("Device.RunHours, unit: ms", "5400000", "1.5"), Case("Device.Energy, unit: Wh", "1500", "1.5"),
            Case("Device.Power, unit: W", "1500", "1.5"), Case("Device.Frequency, unit: kHz", "0.05", "50"),
            Case("Vehicle.Powertrain.FuelSystem.AbsoluteLevel, unit: ml", "45500", "45.5"),
            Case("Vehicle.Powertrain.FuelSystem.AbsoluteLevel, unit: gal", "10", "37.85411784"),
            Case("Vehicle.Powertrain.TractionBattery.Range, unit: km", "312", "312000"),
            Case("Device.BatteryVoltage, split: \";\", piece: 1, unit: mV", "\"a;12500\"", "12.5"),
            // Flags.
            Case("Vehicle.IsMoving", "1", "true"), Case("Vehicle.IsMoving", "\"Off\"", "false"),
            Case("Vehicle.IsMoving", "false", "false"), Case("Vehicle.IsMoving", "\"maybe\"", nil, "neither"),
            Case("Vehicle.IsMoving, inverted: true", "\"yes\"", "false"),
            Case("Vehicle.IsMoving, inverted: true", "0", "true"),
            Case("Vehicle.IsMoving, on: [drive, \"2\"], off: [park]", "2", "true"),
            Case("Vehicle.IsMoving, on: [drive], off: [park], otherwise: off", "\"charge\"", "false"),
            Case("Vehicle.IsMoving, on: [drive], off: [park], otherwise: on", "\"charge\"", "true"),
            Case("Vehicle.IsMoving, otherwise: ignore", "\"maybe\"", nil),
            Case("Vehicle.IsMoving, above: 0", "3", "true"), Case("Vehicle.IsMoving, above: 0", "\"0\"", "false"),
            Case("Vehicle.IsMoving, above: 11, inverted: true", "10.5", "true"),
            Case("Vehicle.IsMoving, no_value: [None, 255]", "255", nil),
            Case("Vehicle.IsMoving, no_value: [None, 255]", "\"none\"", nil),
            Case("Vehicle.IsMoving, default: false", "null", "false"),
            Case("Vehicle.IsMoving, required: true", "null", nil, "required"), Case("Vehicle.IsMoving", "\"\"", nil),
            // Words.
            Case("Device.State", "\" idle \"", "idle"), Case("Device.State", "12", "12"),
            Case("Device.State, words: {0: READY, 1: RUNNING}", "1", "RUNNING"),
            Case("Device.State, words: {0: READY, 1: RUNNING}", "\"0\"", "READY"),
            Case("Device.State, words: {0: READY}", "7", nil, "does not know"),
            Case("Device.State, words: {0: READY}, otherwise: ignore", "7", nil),
            Case("Device.State, words: {0: READY}, otherwise: OTHER", "7", "OTHER"),
            Case("Device.State, words: {\"true\": ON, \"false\": OFF}", "false", "OFF"),
            Case("Device.State, no_value: [\"-\", 255]", "\"-\"", nil),
            Case("Device.State, no_value: [\"-\", 255]", "255", nil),
            Case("Device.State, default: UNKNOWN", "null", "UNKNOWN"), Case("Device.State", "\"\"", nil),
            Case("Device.State, required: true", "\"\"", nil, "required"), Case("Device.State", "[]", nil, "a text"),
        ])
    func values(_ test: Case) throws {
        let bench = try Bench.profile(
            "rules:\n  - {name: r, topic: \"t/{device}\", signals: [{path: v, name: \(test.signal)}]}\n")
        let (outcome, observations) = bench.decode("t/1", "{\"v\":\(test.json)}")
        let found = observations.compactMap { bench.value($0)?.split(separator: "=").last.map(String.init) }
        #expect(found == (test.value.map { [$0] } ?? []))
        if let reason = test.reason {
            #expect(outcome.reason?.text.contains(reason) == true, "\(outcome)")
            #expect(outcome.reason?.path == "v")
        } else {
            #expect(outcome == (test.value == nil ? .ignored : .decoded))
        }
    }

    @Test("a default is told when the key is not there at all")
    func absent() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: r
                topic: t/{device}
                signals:
                  - {name: Device.Temperature, path: a, default: 1}
                  - {name: Device.HasError, path: b, default: false}
                  - {name: Device.State, path: c, default: OK}
                  - {name: Device.Power, path: d}
            """)
        #expect(
            bench.values("t/1", "{}") == ["Device.Temperature=1", "Device.HasError=false", "Device.State=OK"])
    }

    @Test("an implausible value is reported and the others count")
    func implausible() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: r
                topic: t/{device}
                signals:
                  - {name: Device.Temperature, path: a, max: 100}
                  - {name: Device.Power, path: b}
            """)
        let (outcome, observations) = bench.decode("t/1", #"{"a":1000,"b":2}"#)
        #expect(outcome.reason?.path == "a")
        #expect(observations.compactMap { bench.value($0) } == ["Device.Power=2"])
    }

    @Test("every signal's unit is one of the language, and every unit converts to the first of its dimension and back")
    func vocabulary() throws {
        for name in SignalVocabulary.names {
            guard let unit = SignalVocabulary.unit(of: name) else { continue }
            #expect(UnitOfMeasure(word: unit) != nil, "\(name): \(unit)")
        }
        for unit in UnitOfMeasure.all {
            let base = try #require(UnitOfMeasure.all.first { $0.dimension == unit.dimension })
            let there = LinearConversion(from: unit, to: base)
            let back = LinearConversion(from: base, to: unit)
            #expect(abs(back(there(12.5)) - 12.5) < 1e-9, "\(unit.name)")
        }
        let words = UnitOfMeasure.all.map(\.name)
        #expect(Set(words).count == words.count)
    }

    @Test("no bytes trap what reads numbers, times and places, and what they read is sound")
    func hostileBytes() throws {
        var random = SeededGenerator(state: 0x5EED)
        let alphabet = Array("0123456789+-.,:/TZ eENSWPM'\u{0}\u{7f}UTCGMTJan°".utf8) + [0xFF, 0xC3]
        let patterns = try ["dd/MM/yyyy HH:mm:ss", "M/d/yy h:mm a", "yyyyMMddHHmmss.SSS Z", "d MMM yyyy"].map {
            try TimePattern($0)
        }
        let zone = try #require(LocalZone.named("Europe/Tallinn"))
        var read = 0
        for _ in 0..<60_000 {
            let bytes = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            bytes.withUnsafeBytes { text in
                for number in [text.number, text.numberWithComma] {
                    if let number {
                        read += 1
                        if !number.isFinite { Issue.record("\(bytes)") }
                    }
                }
                for time in [CivilTime(iso8601: text)] + patterns.map({ $0.read(text) }) {
                    _ = time?.timestamp(in: zone)
                }
                _ = CivilTime.offset(text)
                if let place = CoordinateText.iso6709(text), !place.latitude.isFinite { Issue.record("\(bytes)") }
                for letter in [UnsafeRawBufferPointer(start: nil, count: 0), text] {
                    let angle = CoordinateText.angle(text, letter: letter, inMinutes: true, letters: (0x4E, 0x53))
                    if let angle, !angle.isFinite { Issue.record("\(bytes)") }
                }
            }
        }
        #expect(read > 500)
    }

    @Test("no payload traps a rule that reads numbers, times and places in every way")
    func hostilePayloads() throws {
        let bench = try Bench.profile(
            """
            rules:
              - name: r
                topic: t/{device}
                time:
                  - {path: a, form: [iso8601, epoch_us], format: dd/MM/yyyy HH:mm, zone: Europe/Tallinn}
                  - {date: a, clock: b, format: dd/MM/yyyy HH:mm}
                  - {base: b, form: epoch_s, offset_s: a}
                  - {age_s: b}
                position: {lat: a, lon: b, lat_hemisphere: b, lon_hemisphere: a, form: degrees_minutes}
                signals:
                  - {name: Device.Temperature, path: a, scale: 1e300, decimal: comma}
                  - {name: Device.HasError, path: b, above: 1}
              - {name: p, topic: "p/{device}", position: {pair: a, scale: 1e200}}
              - {name: g, topic: "g/{device}", position: {geojson: a, speed: b, heading: b}}
              - {name: i, topic: "i/{device}", position: {iso6709: a}}
            """)
        var random = SeededGenerator(state: 0xBAD)
        let pieces = [
            "1e308", "-1e308", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "0", "-0.0",
            "null",
            "true", "\"\"", "\"-\"", "\"99/99/9999 99:99\"", "\"31/12/2025 10:00\"", "\"+59.4+024.8/\"", "\"1e400\"",
            "[1e308,-1e308]", "[1,2]", "[[1,2]]", "{\"coordinates\":[1,2]}", "{\"geometry\":{\"coordinates\":[1e308]}}",
            "{\"coordinates\":1}", "\"5926.2,N\"", "\"N\"", "\"\\u0000\"", "1767225590", "\"2025-12-31T10:00:00 EET\"",
        ]
        for _ in 0..<20_000 {
            let topic = ["t/1", "p/1", "g/1", "i/1"][Int.random(in: 0..<4, using: &random)]
            let values = (0..<2).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
            for observation in bench.decode(topic, "{\"a\":\(values[0]),\"b\":\(values[1])}").observations {
                let isInWindow =
                    observation.time <= newYear.adding(seconds: 600)
                    && observation.time >= Timestamp(seconds: 1_420_070_400)
                #expect(isInWindow)
                if case .position(let position) = observation.body {
                    #expect(!position.coordinate.isNullIsland)
                }
            }
        }
    }
}
