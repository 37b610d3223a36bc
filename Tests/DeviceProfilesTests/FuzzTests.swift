import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Hostile input")
struct FuzzTests {
    static let seeds: [(topic: String, payload: String)] = [
        (
            "callahead/v1/assets/car-7/faults",
            #"{"time":"2025-12-31T23:59:30Z","mode":"set","codes":[{"code":"P0301","status":"confirmed"},"U0100"],"signals":{"Vehicle.Speed":12},"position":{"lat":59.4,"lon":24.8}}"#
        ),
        (
            "callahead/v1/assets/car-7/position",
            #"{"time":1767225590000,"lat":59.4,"lon":24.8,"speed":62,"heading":95}"#
        ),
        (
            "callahead/v1/assets/car-7/signals",
            #"{"values":{"Vehicle.LowVoltageBattery.CurrentVoltage":11.4,"Device.X":"y"}}"#
        ),
        ("callahead/v1/assets/car-7/online", "true"),
        ("callahead/v1/assets/car-7/driver", #"{"kind":"need_help","lat":59.4,"lon":24.8}"#),
        ("callahead/v1/units/tow-1/job", #"{"offer_id":42,"state":"accepted","eta_minutes":24,"note":"hi"}"#),
        ("obd2mqtt/700123_dtc", #"{"dtc":["C0300"]}"#),
        ("obd2mqtt/700123_batteryVoltage", "12.3"),
        (
            "a/b/teltonika/350000000000017/data",
            #"{"state":{"reported":{"ts":1767225590000,"latlng":"59.43,24.84","sat":"9","66":11921,"281":"P0301,P0420","974":1,"966":0}}}"#
        ),
    ]

    static let pieces: [[UInt8]] = [
        "null", "true", "{}", "[]", "[[[[", "}}", "-1", "1e308", "1e309", "99999999999999999999", "\"\"", "\"\\u0000\"",
        "\"\\ud800\"", "NaN", ",", ":", "/", "//", "_dtc", "-0", "0.0000000000000000000000001", "9223372036854775807",
        "-9223372036854775808", "+", "#", "\u{FEFF}",
    ].map { Array($0.utf8) }

    @Test("50,000 mutated messages end in one of the outcomes, and every observation is sound")
    func mutations() throws {
        let bench = try Bench.shipped()
        var random = SeededGenerator(state: 0xCA11_A4EA)
        var counts: [String: Int] = [:]
        for _ in 0..<50_000 {
            let seed = FuzzTests.seeds[Int.random(in: 0..<FuzzTests.seeds.count, using: &random)]
            var payload = Array(seed.payload.utf8)
            var topic = Array(seed.topic.utf8)
            for _ in 0..<Int.random(in: 0...4, using: &random) { FuzzTests.mutate(&payload, &random) }
            if Int.random(in: 0..<4, using: &random) == 0 { FuzzTests.mutate(&topic, &random) }
            var observations: [Observation] = []
            let outcome = topic.withUnsafeBytes { topic in
                payload.withUnsafeBytes { payload in
                    bench.decoder.decode(
                        topic: topic, payload: payload, receivedAt: newYear,
                        retained: Bool.random(using: &random), into: &observations)
                }
            }
            switch outcome {
            case .decoded:
                counts["decoded", default: 0] += 1
                #expect(!observations.isEmpty)
            case .ignored, .noProfile:
                counts["passed over", default: 0] += 1
                #expect(observations.isEmpty)
            case .quarantined(let reason):
                counts["quarantined", default: 0] += 1
                #expect(!reason.profile.isEmpty && !reason.rule.isEmpty && !reason.path.isEmpty && !reason.text.isEmpty)
            }
            for observation in observations {
                #expect(observation.time <= newYear.adding(seconds: 600))
                #expect(observation.time >= Timestamp(seconds: 1_420_070_400))
                let line = observationJSON(observation, symbols: bench.symbols)
                #expect(!line.contains("nan") && !line.contains("inf,") && !line.contains("\n"))
            }
        }
        // The generator reaches every kind of end often enough to mean something.
        #expect(counts.values.allSatisfy { $0 > 2_000 } && counts.count == 3, "\(counts)")
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)], at: place)
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.append(contentsOf: bytes[place...])
        case 5:
            let end = min(bytes.count, place + Int.random(in: 1...6, using: &random))
            bytes.replaceSubrange(place..<end, with: pieces[Int.random(in: 0..<pieces.count, using: &random)])
        default:
            // A whole number becomes another value.
            guard let digit = bytes.firstIndex(where: { $0 &- 0x30 <= 9 }) else { return }
            bytes.replaceSubrange(
                digit...digit, with: pieces[Int.random(in: 0..<pieces.count, using: &random)])
        }
    }
}
