import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("Packed payloads")
struct CodecTests {
    private static let rules = """
        limits: {payload_bytes: 64}
        rules:
          - name: packed
            topic: machines/{device}
            codec: gzip
            signals: [{name: Vehicle.Speed, path: speed}]
        """
    /// `{"speed":7}`, packed with gzip.
    private static let packed: [UInt8] = [
        0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0x02, 0x03, 0xAB, 0x56, 0x2A, 0x2E, 0x48, 0x4D, 0x4D, 0x51, 0xB2, 0x32, 0xAF,
        0x05, 0, 0x56, 0x5F, 0x23, 0xE8, 0x0B, 0, 0, 0,
    ]

    @Test("a packed document is read like a plain one")
    func unpacked() throws {
        let bench = try Bench.profile(CodecTests.rules)
        let result = bench.decode("machines/m-1", CodecTests.packed)
        #expect(result.outcome == .decoded)
        #expect(result.observations.map { bench.value($0) } == ["Vehicle.Speed=7"])
    }

    @Test("what is no whole gzip is kept with a reason")
    func broken() throws {
        let bench = try Bench.profile(CodecTests.rules)
        #expect(
            bench.decode("machines/m-1", Array(CodecTests.packed.dropLast(12))).outcome.reason?.text
                == "it is no whole gzip")
        #expect(bench.decode("machines/m-1", Array("{\"speed\":7}".utf8)).outcome.reason?.text == "it is no whole gzip")
    }

    @Test("a payload that grows beyond the limit is not unpacked further")
    func bomb() throws {
        // 65 spaces, packed.
        let bomb: [UInt8] = [
            0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0x02, 0x03, 0x53, 0x50, 0xA0, 0x10, 0, 0, 0x44, 0xF6, 0x05, 0x12, 0x41, 0,
            0, 0,
        ]
        let bench = try Bench.profile(CodecTests.rules)
        #expect(bench.decode("machines/m-1", bomb).outcome.reason?.text.contains("more than 64 bytes") == true)
    }

    @Test("a codec that this build does not have is refused by name")
    func unknownCodec() throws {
        let error = try #require(throws: ProfileError.self) {
            try Bench.profile(CodecTests.rules.replacing("gzip", with: "protobuf"))
        }
        #expect(error.description.contains("no codec \"protobuf\""))
    }
}
