import DeviceProfiles
import Telemetry
import Testing

@testable import Pipeline

@Suite("Decoding for a person")
struct MessageDecodingTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    /// The repository's own profiles, found from this file.
    private func decoding(devices: [DeviceKey: String] = [:]) throws -> MessageDecoding {
        MessageDecoding(
            profiles: try ProfileSet.load(directory: Repository.folder("device-profiles")),
            devices: DeviceDirectory(assets: devices))
    }

    @Test(
        "the exit code says what became of the message",
        arguments: [
            ("callahead/v1/assets/car-1/faults", #"{"mode":"raise","codes":[{"code":"obd/P0301"}]}"#, 0, 1, nil),
            ("callahead/v1/assets/car-1/online", "true", 0, 1, nil),
            ("callahead/v1/assets/car-1/faults", "{\"mode\":", 1, 0, "quarantined: profile callahead-v1"),
            ("callahead/v1/assets/car-1/faults", "", 1, 0, "quarantined: profile callahead-v1"),
            ("weather/tallinn", "{}", 2, 0, "no profile has a topic like weather/tallinn"),
        ] as [(String, String, Int32, Int, String?)])
    func exits(topic: String, payload: String, code: Int32, lines: Int, reason: String?) throws {
        let report = try decoding().report(
            topic: topic, payload: Array(payload.utf8), retained: false, receivedAt: Self.now)
        #expect(report.exitCode == code)
        #expect(report.lines.count == lines)
        if let reason {
            #expect(report.reason?.hasPrefix(reason) == true)
        } else {
            #expect(report.reason == nil)
        }
    }

    @Test("bytes that are no text are quarantined and do no harm")
    func survivesBytes() throws {
        let report = try decoding().report(
            topic: "callahead/v1/assets/car-1/faults", payload: [0xFF, 0x00, 0xC0], retained: false,
            receivedAt: Self.now)
        #expect(report.exitCode == 1)
    }

    @Test("a device that is imported speaks for its asset")
    func mapsDevices() throws {
        let payload = Array(#"{"dtc":["C0300"]}"#.utf8)
        let topic = "obd2mqtt/golf_dtc"
        let unmapped = try decoding().report(topic: topic, payload: payload, retained: false, receivedAt: Self.now)
        #expect(unmapped.lines.first?.contains(#""asset":"obd2-mqtt:golf""#) == true)
        let mapped = try decoding(devices: [DeviceKey(profile: "obd2-mqtt", device: "golf"): "car-7"])
            .report(topic: topic, payload: payload, retained: false, receivedAt: Self.now)
        #expect(mapped.lines.first?.contains(#""asset":"car-7""#) == true)
    }

    @Test(
        "several messages exit with the worst of them",
        arguments: [([0, 2], 0), ([2, 2], 2), ([0, 1, 2], 1), ([], 2)] as [([Int32], Int32)])
    func combines(codes: [Int32], code: Int32) {
        #expect(MessageDecoding.exitCode(of: codes) == code)
    }

    @Test("a line is a topic, a tab and the payload as it is")
    func splitsLines() throws {
        let message = try #require(MessageDecoding.message(inLine: Array("a/b\t{\"x\":\t1}".utf8)))
        #expect(message.topic == "a/b")
        #expect(message.payload == Array("{\"x\":\t1}".utf8))
        #expect(MessageDecoding.message(inLine: Array("no tab".utf8)) == nil)
        #expect(MessageDecoding.message(inLine: Array("\tpayload".utf8)) == nil)
    }

    @Test(
        "codes get their namespace",
        arguments: [
            ("P0301", "obd/P0301"), ("p0301", "obd/P0301"), ("SPN100.FMI1", "j1939/SPN100.FMI1"),
            ("uds/9A1F-4B", "uds/9A1F-4B"), ("ocpp/GroundFailure", "ocpp/GroundFailure"),
        ])
    func completes(typed: String, code: String) {
        #expect(FaultCodeName.complete(typed) == code)
    }
}
