import DeviceProfiles
import FleetSimulator
import Foundation
import Telemetry
import Testing

struct DecodingTests {
    @Test("every message of the town is understood by the profiles", arguments: [1, 2, 3] as [UInt64])
    func everyMessage(seed: UInt64) throws {
        let (messages, simulation) = try play(seed: seed, steps: 600)
        let symbols = SymbolTable()
        let decoder = Decoder(
            profiles: try profiles(), symbols: symbols, devices: directory(of: simulation.fleet))
        var codes: [String: Set<String>] = [:]
        for message in messages {
            var observations: [Observation] = []
            let outcome = message.topic.withRawBytes { topic in
                message.payload.withRawBytes { payload in
                    decoder.decode(
                        topic: topic, payload: payload, receivedAt: message.at, retained: false,
                        into: &observations)
                }
            }
            #expect(outcome == .decoded, "\(message.topic) \(message.payload)")
            for observation in observations {
                if case .faults(let report) = observation.body {
                    codes[symbols[observation.subject], default: []].formUnion(report.codes.map(\.raw))
                }
            }
        }
        for broken in simulation.truth.broken {
            #expect(codes[broken.asset]?.isSuperset(of: broken.codes) == true, "\(broken.asset)")
        }
    }

    private func profiles() throws -> ProfileSet {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try ProfileSet.load(directory: root.appending(path: "device-profiles").path)
    }

    private func directory(of fleet: Fleet) -> DeviceDirectory {
        var assets: [DeviceKey: String] = [:]
        for vehicle in fleet.vehicles where vehicle.customer != nil {
            assets[DeviceKey(profile: vehicle.profile.rawValue, device: vehicle.device)] = vehicle.id
        }
        return DeviceDirectory(assets: assets)
    }
}

extension String {
    fileprivate func withRawBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Array(utf8).withUnsafeBytes(body)
    }
}
