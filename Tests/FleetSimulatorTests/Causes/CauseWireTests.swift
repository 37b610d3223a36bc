import Diagnostics
import FleetSimulator
import Telemetry
import Testing

/// From a cause over the wire of each device family to what the service makes of it.
struct CauseWireTests {
    private static let diagnostician = Result {
        Diagnostician(catalogue: try FaultCatalogue.load(directory: repository("device-profiles")))
    }

    @Test("what a device writes about a cause is understood, and diagnosed as its truth says")
    func everyCause() throws {
        let diagnostician = try Self.diagnostician.get()
        let place = try Coordinate(latitude: 58.377, longitude: 26.7)
        let breakdown = Timestamp(milliseconds: 1_799_740_800_000)
        let listener = try Listener()
        for sufferer in try Sufferer.all() {
            let (cause, profile) = (sufferer.cause, sufferer.profile)
            listener.heard = Heard()
            listener.hear(cause.rehearsal(of: sufferer.model, profile: profile, at: place, breakdown: breakdown))
            let heard = listener.heard
            #expect(heard.refused == [], "\(sufferer)")
            for code in cause.allCodes where profile.says(code: code) && profile != .ocpp {
                let said = heard.everSaid.contains { $0.hasSuffix(code) || $0.contains(code + ".SA") }
                #expect(said, "\(sufferer): \(code) in \(heard.everSaid.sorted())")
            }
            for (name, value) in cause.signals(at: cause.tail + 10_000) where profile.says(signal: name) {
                let near = abs((heard.signals[name] ?? .infinity) - value) <= max(1.5, abs(value) * 0.02)
                #expect(near, "\(sufferer): \(name) \(value), heard \(heard.signals[name] ?? .nan)")
            }
            if profile.tellsPlace, profile != .ovms {
                #expect(heard.positions.last?.coordinate.distance(to: place) ?? .infinity < 2, "\(sufferer)")
            }
            guard cause.steps.last(where: { $0.codes != nil })?.codes != [] else { continue }
            let diagnosis = diagnostician.diagnose(
                heard.active.map { ReportedFault(code: $0.code, status: $0.status) }, of: traits(sufferer.model),
                signals: heard.signals.sorted { $0.key < $1.key }.map {
                    SignalReading(name: $0.key, value: $0.value, heldFor: 90)
                })
            let isSame = diagnosis.severity == cause.truth.severity
            // Whether it will start again is often said by values alone, and not every family has those.
            let saysAll = cause.signalNames.allSatisfy { profile.says(signal: $0) }
            let moves = !saysAll || diagnosis.immobile == cause.truth.isImmobile
            #expect(isSame, "\(sufferer): \(diagnosis.severity), the truth is \(cause.truth.severity)")
            #expect(moves, "\(sufferer): immobile \(diagnosis.immobile), the truth is \(cause.truth.isImmobile)")
        }
    }

    private func traits(_ model: Town.Model) -> AssetTraits {
        AssetTraits(
            kind: AssetKind(rawValue: model.kind) ?? .other, energy: Energy(rawValue: model.energy),
            grossMassKg: model.mass)
    }
}
