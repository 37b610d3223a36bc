import Foundation
import Telemetry

@testable import DeviceProfiles

/// The folder of the profiles that are shipped.
let shippedDirectory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "device-profiles").path(percentEncoded: false)

/// 2026-01-01T00:00:00Z.
let newYear = Timestamp(seconds: 1_767_225_600)

/// A decoder with its table, and what it makes of texts.
struct Bench {
    let symbols = SymbolTable()
    let decoder: Decoder

    init(_ set: ProfileSet, devices: [DeviceKey: String] = [:]) {
        decoder = Decoder(profiles: set, symbols: symbols, devices: DeviceDirectory(assets: devices))
    }

    static func shipped(devices: [DeviceKey: String] = [:]) throws -> Bench {
        Bench(try ProfileSet.load(directory: shippedDirectory), devices: devices)
    }

    /// A profile with this text as its rules, indented as they stand.
    static func profile(_ body: String, options: ProfileOptions = ProfileOptions()) throws -> Bench {
        Bench(try ProfileSet.load(texts: [("test.yaml", head + body)], options: options))
    }

    static let head = "profile: test\nidentity: {device: \"{device}\"}\n"

    func decode(
        _ topic: String, _ payload: [UInt8], retained: Bool = false, at time: Timestamp = newYear
    ) -> (outcome: DecodeOutcome, observations: [Observation]) {
        var observations: [Observation] = []
        let outcome = Array(topic.utf8).withUnsafeBytes { topic in
            payload.withUnsafeBytes { payload in
                decoder.decode(
                    topic: topic, payload: payload, receivedAt: time, retained: retained, into: &observations)
            }
        }
        return (outcome, observations)
    }

    func decode(
        _ topic: String, _ payload: String, retained: Bool = false
    ) -> (outcome: DecodeOutcome, observations: [Observation]) {
        decode(topic, Array(payload.utf8), retained: retained)
    }

    /// The codes of the first fault report, and its mode.
    func faults(_ topic: String, _ payload: String) -> (mode: FaultReport.Mode, codes: [String])? {
        for observation in decode(topic, payload).observations {
            if case .faults(let report) = observation.body { return (report.mode, report.codes.map(\.code)) }
        }
        return nil
    }
}

extension DecodeOutcome {
    /// The reason of a quarantined message.
    var reason: QuarantineReason? {
        if case .quarantined(let reason) = self { reason } else { nil }
    }
}

/// A small seeded generator (SplitMix64): equal seeds give equal tests.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension Bench {
    /// The signals of a message as `name=value`.
    func values(_ topic: String, _ payload: String) -> [String] {
        decode(topic, Array(payload.utf8)).observations.compactMap { value($0) }
    }

    /// A signal as `name=value`.
    func value(_ observation: Observation) -> String? {
        guard case .signal(let name, let value) = observation.body else { return nil }
        let text =
            switch value {
            case .number(let number): JSONText.number(number)
            case .flag(let flag): flag ? "true" : "false"
            case .text(let text): text
            }
        return "\(symbols[name])=\(text)"
    }

    /// Observations as `callahead decode` prints them.
    func lines(_ observations: [Observation]) -> [String] {
        observations.map { observationJSON($0, symbols: symbols) }
    }
}
