import Casework
import Outreach
import Telemetry
import Testing

/// Parts that somebody has had replaced before the call that offers it.
extension PreventionTests {
    private func repairs(_ world: World) -> [String] {
        world.changes.flatMap(\.repairs).map { "\($0.part) \($0.reason.rawValue)" }
    }

    @Test("who has had the part replaced already is offered nothing more, and the repair is written down")
    func replaced() throws {
        let world = try town()
        try foresee(world)
        world.finish(try #require(offer(world)), .solved)
        #expect(world.openCase("car-1") == nil)
        #expect(repairs(world) == ["starter_battery planned"])
        #expect(world.changes.flatMap(\.repairs).map(\.source) == ["case 1"])
        let last = try #require(world.changes.flatMap(\.preventOffers).last)
        #expect(last.answer == .overtaken && last.result == .unknown, "Nobody has taken it, and it was not in vain.")
        #expect(count("prevent_replaced", world) == 1)
        #expect(count("prevented", world) == 0)
        world.wait(8 * 86_400)
        #expect(count("prevent_wasted", world) == 0)
        #expect(repairs(world).count == 1)
    }

    @Test("the same holds whoever ends it: the case, closed as solved; a call about it that was taken as they rang")
    func closed() throws {
        let world = try town()
        try foresee(world)
        world.finish(try #require(offer(world)), .reached)
        let id = try #require(world.openCase("car-1")?.row.id)
        world.act(.close(caseID: id, state: .solved, reason: "they have put a new one in"))
        #expect(repairs(world) == ["starter_battery planned"])
    }

    @Test("no and not needed are no repair", arguments: [Outcome.declined, .noNeed, .hasOwnHelp])
    func notReplaced(_ outcome: Outcome) throws {
        let world = try town()
        try foresee(world)
        world.finish(try #require(offer(world)), outcome)
        #expect(world.openCase("car-1") == nil)
        #expect(repairs(world).isEmpty)
    }

    @Test("a time that was agreed for another part stands")
    func otherPart() throws {
        let world = try town()
        try foresee(world)
        world.finish(try #require(offer(world)), .accepted)
        world.wait(60)
        try foresee(world, part: "alternator")
        world.finish(try #require(offer(world)), .solved)
        #expect(repairs(world) == ["alternator planned"])
        let file = try #require(world.openCase("car-1"))
        #expect(file.row.part == "starter_battery")
        #expect(world.liveHolds.map(\.resource) == ["1"])
        #expect(count("prevented", world) == 0, "Its time has not come.")
        world.act(.close(caseID: file.row.id, state: .solved, reason: "done"))
        #expect(count("prevented", world) == 1)
        #expect(repairs(world) == ["alternator planned", "starter_battery planned"])
    }

    @Test("another part that nobody has been asked about yet is offered then")
    func nextPart() throws {
        let world = try town()
        try foresee(world)
        try foresee(world, part: "alternator")
        world.finish(try #require(offer(world)), .solved)
        #expect(repairs(world) == ["alternator planned"])
        #expect(world.openCase("car-1")?.offers.filter(\.isOpen).map(\.part) == ["starter_battery"])
        let next = try #require(offer(world))
        #expect(next.reasons.contains { $0.contains("starter battery") }, "\(next.reasons)")
        #expect(next.change == nil)
    }
}
