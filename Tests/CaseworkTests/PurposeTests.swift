import Casework
import Planning
import Telemetry
import Testing

@Suite("What data may be used for")
struct PurposeTests {
    @Test("without the purpose assist no position is kept, not even with a case; others' are")
    func noPosition() throws {
        let world = try World()
        world.add("car-1")
        world.add("car-2")
        world.position(59.43, 24.75, asset: "car-1")
        world.position(59.43, 24.75, asset: "car-2")
        let key = try #require(world.set.symbols.find("car-1").flatMap { world.set.assets.key(of: $0) })
        let other = try #require(world.set.symbols.find("car-2").flatMap { world.set.assets.key(of: $0) })
        #expect(world.set.assets.newestFix(of: key) != nil)
        // As an import says it: what was known goes, and nothing new comes.
        world.set.load(withoutAssist: [key])
        #expect(world.set.assets.newestFix(of: key) == nil)
        world.now = world.now.adding(seconds: 60)
        world.faults("P0524", asset: "car-1")
        world.position(59.44, 24.76, asset: "car-1")
        world.position(59.44, 24.76, asset: "car-2")
        #expect(world.openCase("car-1") != nil)
        #expect(world.set.assets.newestFix(of: key) == nil)
        #expect(world.set.assets.newestFix(of: other)?.position.coordinate == .at(59.44, 24.76))
        world.set.load(withoutAssist: [])
        world.now = world.now.adding(seconds: 60)
        world.position(59.45, 24.77, asset: "car-1")
        #expect(world.set.assets.newestFix(of: key) != nil)
    }

    @Test("an asset that was forgotten is nobody's: its id means another asset from then on")
    func forgotten() throws {
        let world = try World()
        world.add("car-1")
        world.position(59.43, 24.75, asset: "car-1")
        let symbol = try #require(world.set.symbols.find("car-1"))
        let key = try #require(world.set.assets.key(of: symbol))
        world.set.forget(asset: key, alias: "forgotten-2")
        #expect(world.set.assets.key(of: symbol) == nil)
        #expect(world.set.assets.newestFix(of: key) == nil)
        world.position(59.43, 24.75, asset: "car-1")
        let new = try #require(world.set.assets.key(of: symbol))
        #expect(new != key)
        #expect(world.set.assets.newestFix(of: new) != nil)
    }

    @Test("where a unit is outside of its shift is not taken over, unless it has a job")
    func offShift() throws {
        var unit = Unit.called("T1", 59.43, 24.75)
        let minute = Int(try World().now.milliseconds / 60_000 % 1_440)
        unit.shift = Shift(from: (minute + 60) % 1_440, to: (minute + 120) % 1_440, zone: .utc)
        let resting = try World(units: [unit])
        resting.unitPosition("T1", 59.50, 24.80)
        #expect(resting.set.board.unit("T1")?.coordinate == .at(59.43, 24.75))
        #expect(resting.set.board.unit("T1")?.online == true)
        resting.now = resting.now.adding(seconds: 4_000)
        resting.unitPosition("T1", 59.50, 24.80)
        #expect(resting.set.board.unit("T1")?.coordinate == .at(59.50, 24.80))

        unit.shift = Shift(from: minute, to: (minute + 30) % 1_440, zone: .utc)
        let busy = try World.stopped([unit])
        try busy.take("T1")
        busy.now = busy.now.adding(seconds: 2_400)
        busy.unitPosition("T1", 59.42, 24.75)
        #expect(busy.set.board.unit("T1")?.coordinate == .at(59.42, 24.75))
    }

    @Test(
        "its words come back as they are, in one order",
        arguments: [("assist;prevent;improve", 3), ("improve;assist", 2), ("prevent", 1), ("", 0), ("other", 0)])
    func words(_ text: String, _ count: Int) {
        let purposes = AssetPurposes(words: text)
        #expect(purposes.words.count == count)
        #expect(AssetPurposes(words: purposes.words.joined(separator: ";")) == purposes)
    }
}
