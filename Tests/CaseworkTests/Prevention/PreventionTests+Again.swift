import Casework
import Outreach
import Testing

/// Offers that are made again.
extension PreventionTests {
    @Test("who was never reached about a part is not told that we have rung about it before")
    func neverReached() throws {
        let world = try town()
        try foresee(world)
        world.wait(15 * 86_400)
        #expect(world.openCase("car-1") == nil)
        try foresee(world)
        let call = try #require(offer(world))
        #expect(call.change == nil)
        #expect(call.reasons.first == "in three of ten such vehicles the starter battery fails within a week")
    }

    @Test("a second offer that becomes the call about a fault does not speak of the time that was lost")
    func overtakenAgain() throws {
        let world = try town(confirms: false)
        try foresee(world)
        world.finish(try #require(offer(world)), .accepted)
        world.finish(try #require(world.openTasks("car-1").first { $0.kind == .workshopCall }), .declined)
        #expect(offer(world)?.change == .offerSlotLost)
        world.faults("P0524", asset: "car-1")
        let calls = world.openTasks("car-1").filter(\.isCall)
        #expect(!calls.isEmpty && calls.allSatisfy { $0.change != .offerSlotLost }, "\(calls)")
    }
}
