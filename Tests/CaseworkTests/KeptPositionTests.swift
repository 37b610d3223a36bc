import Casework
import Planning
import Telemetry
import Testing

/// Found by `make histories SEED=30`: after a death the broker delivers again what was not acknowledged, and behind it
/// what it had kept, all in one batch.
@Suite("A kept position of unknown age")
struct KeptPositionTests {
    @Test("does not hide the newer one of the same batch", arguments: [false, true])
    func sameBatch(hasCase: Bool) throws {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        if hasCase { world.faults("P0524", asset: "car-1") }
        let report = FaultReport(
            mode: .set, kind: .active, codes: [FaultCode(code: "obd/P0524", status: .confirmed, raw: "P0524")])
        var kept = world.fix(59.44, 24.77, asset: "car-1")
        kept.timeTrusted = false
        world.step([
            .observation(world.fix(59.43, 24.76, asset: "car-1"), retained: false),
            .observation(world.observation("car-1", "native/box", .faults(report)), retained: false),
            .observation(kept, retained: true),
        ])
        #expect(world.openCase("car-1")?.plan?.place?.coordinate == .at(59.43, 24.76))
    }
}
