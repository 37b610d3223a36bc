import Telemetry
import Testing

@testable import Diagnostics

@Suite("Native stop signals")
struct NativeStopTests {
    /// A set of codes and signals.
    private struct Snapshot {
        var faults: [ReportedFault] = []
        var signals: [SignalReading] = []
    }

    /// Every way in which an asset itself asks to be stopped.
    private static let stops: [Snapshot] =
        [
            "Device.RedStopLamp", "Device.RedStopLampFlashing", "Device.OilPressureLamp", "Device.ThermalEventWarning",
            "Device.CrashDetected",
        ].map { Snapshot(signals: [SignalReading(name: $0, value: 1)]) } + [
            Snapshot(signals: [
                SignalReading(name: "Device.BrakeWarningLamp", value: 1),
                SignalReading(name: "Vehicle.Chassis.ParkingBrake.IsEngaged", value: 0),
            ]),
            Snapshot(signals: [SignalReading(name: "Device.UDSSeverity", value: 0x82)]),
            Snapshot(faults: [ReportedFault(code: "obd/P0420", status: .history, severityByte: UDSSeverity(0x80))]),
            Snapshot(faults: [ReportedFault(code: "uds/9A1F-4B", status: .pending, severityByte: UDSSeverity(0x90))]),
            Snapshot(faults: [ReportedFault(code: "teltonika/957", status: .pending)]),
            Snapshot(faults: [ReportedFault(code: "teltonika/974", status: .history, kind: .stored)]),
        ]

    private static let traits: [AssetTraits] = AssetKind.allCases.flatMap { kind in
        [nil, Energy.petrol, .diesel, .bev, .mains].map { AssetTraits(kind: kind, energy: $0) }
    }

    private func pool(_ diagnostician: Diagnostician) -> [String] {
        diagnostician.catalogue.generic.keys.sorted() + [
            "obd/P1234", "obd/U1000", "obd/P0562", "obd/P0641", "obd/P0117", "obd/P0520", "j1939/SPN110.FMI3",
            "j1939/SPN100.FMI4", "j1939/SPN9.FMI0", "x", "", "ocpp/Fault", "uds/FFFF-00", "teltonika/957",
        ]
    }

    private func random(
        _ pool: [String], _ names: [String], _ generator: inout SeededGenerator
    ) -> Snapshot {
        var snapshot = Snapshot()
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            snapshot.faults.append(
                ReportedFault(
                    code: pool[Int.random(in: 0..<pool.count, using: &generator)],
                    status: FaultCode.Status.allCases[Int.random(in: 0..<4, using: &generator)],
                    kind: Bool.random(using: &generator) ? .active : .stored,
                    wantsLamp: Bool.random(using: &generator),
                    severityByte: [nil, UDSSeverity(0x20), UDSSeverity(0x40), UDSSeverity(0x00)][
                        Int.random(in: 0..<4, using: &generator)]))
        }
        let values: [Double] = [0, 0.5, 1, 9, 11.2, 14, 24, 60, 80, 108, 130, 380, 900, 2_500, .nan, .infinity]
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            let value = values[Int.random(in: 0..<values.count, using: &generator)]
            let earlier: [SignalReading.Earlier]? =
                Bool.random(using: &generator)
                ? nil
                : (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    SignalReading.Earlier(
                        value: values[Int.random(in: 0..<values.count, using: &generator)],
                        ageSeconds: Double(Int.random(in: 0...90, using: &generator)))
                }
            snapshot.signals.append(
                SignalReading(
                    name: names[Int.random(in: 0..<names.count, using: &generator)], value: value,
                    ageSeconds: [nil, 0, 30, 1_000][Int.random(in: 0..<4, using: &generator)], earlier: earlier))
        }
        return snapshot
    }

    @Test("each of them is a stop alone, on any asset", arguments: stops.indices)
    func alone(index: Int) throws {
        let stop = NativeStopTests.stops[index]
        let diagnostician = try Shipped.diagnostician()
        for traits in NativeStopTests.traits {
            let diagnosis = diagnostician.diagnose(stop.faults, of: traits, signals: stop.signals)
            #expect(diagnosis.severity >= .stop)
            #expect(diagnosis.evidence.first?.kind == .native)
        }
    }

    @Test("nothing that is added to one makes it milder than a stop", arguments: 0..<24 as Range<UInt64>)
    func neverMilder(seed: UInt64) throws {
        let diagnostician = try Shipped.diagnostician()
        let pool = pool(diagnostician)
        let names = diagnostician.relevantSignals + ["Vehicle.Cabin.Seat"]
        var generator = SeededGenerator(state: seed &+ 9_000)
        for round in 0..<100 {
            let stop = NativeStopTests.stops[round % NativeStopTests.stops.count]
            var more = random(pool, names, &generator)
            // A brake lamp is a stop signal only with the parking brake released.
            more.signals.removeAll { $0.name.hasPrefix("Vehicle.Chassis.ParkingBrake") }
            let traits = NativeStopTests.traits.randomElement(using: &generator) ?? Shipped.car
            let faults = (stop.faults + more.faults).shuffled(using: &generator)
            let signals = (stop.signals + more.signals).shuffled(using: &generator)
            let diagnosis = diagnostician.diagnose(faults, of: traits, signals: signals)
            #expect(diagnosis.severity >= .stop, "seed \(seed), round \(round)")
            let again = diagnostician.diagnose(
                faults.shuffled(using: &generator), of: traits, signals: signals.shuffled(using: &generator))
            #expect(again.severity == diagnosis.severity && again.symptom == diagnosis.symptom)
        }
    }

    @Test("a code that nobody knows is never fine, whatever stands beside it", arguments: 0..<8 as Range<UInt64>)
    func unknownIsNeverFine(seed: UInt64) throws {
        let diagnostician = try Shipped.diagnostician()
        let pool = pool(diagnostician)
        var generator = SeededGenerator(state: seed &+ 11_000)
        for _ in 0..<50 {
            let more = random(pool, diagnostician.relevantSignals, &generator)
            let unknown = ReportedFault(
                code: "maker/E-\(Int.random(in: 0...999, using: &generator))",
                status: FaultCode.Status.allCases[Int.random(in: 0..<4, using: &generator)])
            let diagnosis = diagnostician.diagnose([unknown] + more.faults, of: Shipped.car, signals: more.signals)
            #expect(diagnosis.severity >= .unknown)
            #expect(diagnosis.faults.first { $0.code == unknown.code }?.severity ?? .info >= .unknown)
        }
    }

    @Test("a brake fluid switch is a value: its own sensor fault may take it back, a lamp may not be")
    func brakeFluid() throws {
        let diagnosis = try Shipped.diagnostician().diagnose(
            [String](),
            signals: [SignalReading(name: "Vehicle.Chassis.Axle.Row1.Wheel.Left.Brake.IsFluidLevelLow", value: 1)])
        #expect(diagnosis.severity == .stop && diagnosis.symptom == "brake_fluid_low")
        #expect(diagnosis.evidence.map(\.kind) == [.value])
    }
}
