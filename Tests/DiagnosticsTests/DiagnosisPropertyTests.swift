import Telemetry
import Testing

@testable import Diagnostics

@Suite("Properties of every diagnosis")
struct DiagnosisPropertyTests {
    private static let traits: [AssetTraits] = AssetKind.allCases.flatMap { kind in
        [nil, Energy.petrol, .diesel, .bev, .phev].map { AssetTraits(kind: kind, energy: $0, grossMassKg: 12_000) }
    }

    private func faults(_ pool: [String], _ generator: inout SeededGenerator) -> [ReportedFault] {
        (0..<Int.random(in: 0...8, using: &generator)).map { _ in
            ReportedFault(
                code: pool[Int.random(in: 0..<pool.count, using: &generator)],
                status: FaultCode.Status.allCases[Int.random(in: 0..<4, using: &generator)])
        }
    }

    private func signals(_ names: [String], _ generator: inout SeededGenerator) -> [SignalReading] {
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            SignalReading(
                name: names[Int.random(in: 0..<names.count, using: &generator)],
                value: [0, 1, 9, 11.2, 11.9, 14, 60, 108, 120, 130, 380, 900, 2_500][
                    Int.random(in: 0..<13, using: &generator)],
                ageSeconds: [nil, 10, 1_000][Int.random(in: 0..<3, using: &generator)])
        }
    }

    /// Codes of the catalogue, invented ones and garbage.
    private func pool(_ diagnostician: Diagnostician) -> [String] {
        diagnostician.catalogue.generic.keys.sorted()
            + ["obd/P1234", "obd/C0300", "j1939/SPN9.FMI0", "j1939/SPN190.FMI3", "x", "ocpp/Fault", "uds/FFFF"]
    }

    @Test("the order of codes and signals never changes a diagnosis", arguments: 0..<20 as Range<UInt64>)
    func order(seed: UInt64) throws {
        let diagnostician = try Shipped.diagnostician()
        let pool = pool(diagnostician)
        let names = diagnostician.relevantSignals
        var generator = SeededGenerator(state: seed)
        for _ in 0..<50 {
            let faults = faults(pool, &generator)
            let signals = signals(names, &generator)
            let traits = DiagnosisPropertyTests.traits.randomElement(using: &generator) ?? Shipped.car
            let expected = diagnostician.diagnose(faults, of: traits, signals: signals)
            let shuffled = diagnostician.diagnose(
                faults.shuffled(using: &generator), of: traits, signals: signals.shuffled(using: &generator))
            #expect(expected == shuffled)
        }
    }

    @Test("a further code never lowers the severity, unless it discredits a sensor", arguments: 0..<20 as Range<UInt64>)
    func monotonic(seed: UInt64) throws {
        let diagnostician = try Shipped.diagnostician()
        let catalogue = diagnostician.catalogue
        let pool = pool(diagnostician)
        // With every sensor discredited only native signals are left; those no code takes back.
        let guards = Set(
            pool.filter { catalogue.row(for: $0, make: nil).map { !$0.disarms.isEmpty } ?? $0.hasPrefix("j1939/") })
        let names = diagnostician.relevantSignals
        var generator = SeededGenerator(state: seed &+ 1_000)
        for _ in 0..<50 {
            let faults = faults(pool, &generator)
            let signals = signals(names, &generator)
            let before = diagnostician.diagnose(faults, of: Shipped.car, signals: signals)
            let code = pool[Int.random(in: 0..<pool.count, using: &generator)]
            let more = faults + [ReportedFault(code: code, status: .pending)]
            let after = diagnostician.diagnose(more, of: Shipped.car, signals: signals)
            if guards.contains(code) {
                let lamps = diagnostician.diagnose(
                    faults, of: Shipped.car,
                    signals: signals.filter { $0.name.hasPrefix("Device.") && !$0.name.contains("HV") })
                #expect(after.severity >= min(before.severity, lamps.severity))
            } else {
                #expect(after.severity >= before.severity, "\(code)")
            }
        }
    }

    @Test("a native stop is never lowered by any codes or values", arguments: 0..<10 as Range<UInt64>)
    func nativeStop(seed: UInt64) throws {
        let diagnostician = try Shipped.diagnostician()
        let pool = pool(diagnostician)
        var generator = SeededGenerator(state: seed &+ 2_000)
        for _ in 0..<50 {
            let signals =
                signals(diagnostician.relevantSignals, &generator) + [
                    SignalReading(name: "Device.RedStopLamp", value: 1)
                ]
            let diagnosis = diagnostician.diagnose(faults(pool, &generator), of: Shipped.car, signals: signals)
            #expect(diagnosis.severity >= .stop)
        }
    }

    @Test("severity, immobility and codes are those of the problems together", arguments: 0..<10 as Range<UInt64>)
    func consistent(seed: UInt64) throws {
        let diagnostician = try Shipped.diagnostician()
        let pool = pool(diagnostician)
        var generator = SeededGenerator(state: seed &+ 3_000)
        for _ in 0..<50 {
            let faults = faults(pool, &generator)
            let diagnosis = diagnostician.diagnose(
                faults, of: Shipped.car, signals: signals(diagnostician.relevantSignals, &generator))
            #expect(diagnosis.severity == diagnosis.problems.map(\.severity).max() ?? .info)
            #expect(diagnosis.immobile == diagnosis.problems.contains(where: \.immobile))
            #expect(diagnosis.problems.flatMap(\.codes).sorted() == Set(faults.map(\.code)).sorted())
            #expect(Set(diagnosis.problems.map(\.key)).count == diagnosis.problems.count)
            #expect(diagnosis.symptom == diagnosis.problems.first?.symptom ?? "no_fault")
            #expect(diagnosis.faults.allSatisfy { $0.severity <= diagnosis.severity })
        }
    }
}
