import DeviceProfiles
import Foundation
import Telemetry

@testable import FleetSimulator

/// A folder or file of the repository.
func repository(_ path: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: path).path
}

/// The causes that the repository ships.
func shippedCauses() throws -> CauseCatalogue { try CauseCatalogue(file: repository("simulators/causes.yaml")) }

/// A kind of asset with a device that tells of a cause.
struct Sufferer: Sendable, CustomStringConvertible {
    var cause: Cause
    var model: Town.Model
    var profile: Town.Profile

    var description: String { "\(cause.key), \(model.kind) \(model.energy), \(profile.rawValue)" }

    /// Every pair of a shipped cause and a device family that can tell of it.
    static func all() throws -> [Sufferer] {
        try shippedCauses().causes.flatMap { cause in
            Town.Profile.allCases.compactMap { profile -> Sufferer? in
                guard let kind = cause.kinds.first else { return nil }
                let model = Town.Model(
                    kind: kind.rawValue, make: "Test", model: "One",
                    energy: cause.energies.first?.rawValue ?? (kind == .trailer ? "none" : "petrol"),
                    drivetrain: "", mass: kind == .truck ? 18_000 : 1_900)
                guard cause.befalls(model, profile: profile), cause.detectability(by: profile) == .detectable else {
                    return nil
                }
                return Sufferer(cause: cause, model: model, profile: profile)
            }
        }
    }
}

/// What became of the messages of a device.
struct Heard {
    /// Codes by source, as they are after the last message.
    var codes: [String: [FaultCode]] = [:]
    /// All codes that were ever said.
    var everSaid: Set<String> = []
    var signals: [String: Double] = [:]
    var positions: [Position] = []
    var liveness: [Bool] = []
    /// Topics and payloads that were not understood.
    var refused: [String] = []

    /// The codes that are there now.
    var active: [FaultCode] { codes.sorted { $0.key < $1.key }.flatMap(\.value) }
}

/// Messages are heard as the shipped profiles decode them.
final class Listener {
    private let symbols = SymbolTable()
    private let decoder: Decoder
    var heard = Heard()

    init() throws {
        decoder = Decoder(
            profiles: try ProfileSet.load(directory: repository("device-profiles")), symbols: symbols,
            devices: DeviceDirectory(assets: [:]))
    }

    func hear(_ messages: [SimulatedMessage]) {
        for message in messages {
            var observations: [Observation] = []
            let topic = Array(message.topic.utf8)
            let payload = Array(message.payload.utf8)
            let outcome = topic.withUnsafeBytes { topic in
                payload.withUnsafeBytes { payload in
                    decoder.decode(
                        topic: topic, payload: payload, receivedAt: message.at, retained: false, into: &observations)
                }
            }
            if outcome != .decoded { heard.refused.append("\(message.topic) \(message.payload)") }
            for observation in observations { take(observation) }
        }
    }

    private func take(_ observation: Observation) {
        switch observation.body {
        case .faults(let report):
            let source = symbols[observation.source]
            heard.everSaid.formUnion(report.codes.map(\.code))
            switch report.mode {
            case .set: heard.codes[source] = report.codes
            case .raise:
                let known = heard.codes[source, default: []]
                heard.codes[source] = known + report.codes.filter { code in !known.contains { $0.code == code.code } }
            case .clear:
                heard.codes[source, default: []].removeAll { code in report.codes.contains { $0.code == code.code } }
            case .log: break
            }
        case .signal(let name, .number(let value)): heard.signals[symbols[name]] = value
        case .signal(let name, .flag(let flag)): heard.signals[symbols[name]] = flag ? 1 : 0
        case .position(let position): heard.positions.append(position)
        case .liveness(let online): heard.liveness.append(online)
        default: break
        }
    }
}
