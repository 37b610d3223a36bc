import Casework
import Telemetry
import Testing

/// The lane writes other fixes into a journal first, which whoever rings does not read.
@Suite("The place of an asset whose case has just been opened")
struct OpeningPositionTests {
    private func world() throws -> World {
        let world = try World(units: [.flatbed("T1", 59.43, 24.75)])
        world.add("car-1")
        return world
    }

    @Test("is written with the case, though it was told before")
    func before() throws {
        let world = try world()
        world.position(59.43, 24.76, asset: "car-1", speed: 43)
        #expect(world.changes.last?.livePositions.isEmpty == true)
        world.now = world.now.adding(seconds: 5)
        world.faults("P0524", asset: "car-1")
        let live = try #require(world.changes.last?.livePositions)
        #expect(live.map(\.position.speed) == [43])
        #expect(live.map(\.time) == [world.now.adding(seconds: -5)])
    }

    @Test("is written with the case, also if both come in one batch", arguments: [false, true])
    func oneBatch(faultsFirst: Bool) throws {
        let world = try world()
        world.position(59.42, 24.76, asset: "car-1", speed: 30, at: world.now.adding(seconds: -60))
        let report = FaultReport(
            mode: .set, kind: .active, codes: [FaultCode(code: "obd/P0524", status: .confirmed, raw: "P0524")])
        let inputs: [Input] = [
            .observation(world.observation("car-1", "native/box", .faults(report)), retained: false),
            .observation(world.fix(59.43, 24.76, asset: "car-1", speed: 43), retained: false),
        ]
        world.step(faultsFirst ? inputs : inputs.reversed())
        #expect(world.changes.last?.livePositions.map(\.position.speed) == [43])
    }

    @Test("is written once: what else happens to the case does not write it again")
    func once() throws {
        let world = try world()
        world.position(59.43, 24.76, asset: "car-1", speed: 43)
        world.faults("P0524", asset: "car-1")
        world.now = world.now.adding(seconds: 5)
        world.faults("P0524", "P0217", asset: "car-1")
        #expect(world.changes.last?.livePositions.isEmpty == true)
    }
}
