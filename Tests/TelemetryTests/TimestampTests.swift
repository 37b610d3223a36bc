import Telemetry
import Testing

@Suite("Time as text")
struct TimestampTests {
    @Test(
        "reads every form of ISO 8601 that devices send",
        arguments: [
            ("2026-11-22T01:28:00Z", 1_795_310_880_000),
            ("2026-11-22T01:28:00.5Z", 1_795_310_880_500),
            ("2026-11-22T03:28:00.123+02:00", 1_795_310_880_123),
            ("2026-11-22T03:28:00+0200", 1_795_310_880_000),
            ("2026-11-22 01:28:00 +00", 1_795_310_880_000),
            ("2026-11-22T01:28:00.1234567Z", 1_795_310_880_123),
            ("2026-11-22T01:28", 1_795_310_880_000),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000),
            ("1969-12-31T23:59:59.999Z", -1),
        ])
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(
        "refuses what is no time, impossible dates included",
        arguments: [
            "", "now", "2026", "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z", "2026-11-22T24:00:00Z",
            "2026-11-22T01:28:00.Z", "2026-11-22T01:28:00Zx", "2026-11-22T01:28:00+2", "2026-11-31T01:28:00Z",
            "2026-11-22T01:60:00Z", "99999999999999999999",
        ])
    func refuses(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test("writing and reading give the same millisecond, over four centuries")
    func roundTrip() {
        var random = SystemRandomNumberGenerator.seeded(4)
        for _ in 0..<5_000 {
            let time = Timestamp(milliseconds: Int64.random(in: -6_000_000_000_000...6_000_000_000_000, using: &random))
            #expect(Timestamp(iso8601: time.iso8601) == time)
        }
    }

    @Test("arithmetic stays at the end of its range")
    func saturates() {
        #expect(Timestamp(milliseconds: .max).adding(seconds: 5).milliseconds == .max)
        #expect(Timestamp(milliseconds: .min).adding(milliseconds: -5).milliseconds == .min)
    }
}

/// SplitMix64: equal seeds give equal numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SystemRandomNumberGenerator {
    static func seeded(_ seed: UInt64) -> SeededGenerator { SeededGenerator(state: seed) }
}
