import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Where units say they are")
struct UnitPositionTests {
    private func driving(
        _ units: [Unit] = [.called("T1", 59.43, 24.75)], eta: Double? = nil
    ) throws -> World {
        let world = try World.stopped(units)
        world.unitPosition("T1", 59.50, 24.75)
        world.now = world.now.adding(seconds: 60)
        try world.take("T1", eta: eta)
        world.crew("T1", .enRoute)
        return world
    }

    @Test("a unit that jumps 300 km in a minute is not believed, a second time it is")
    func jump() throws {
        let world = try driving()
        let eta = world.openCase("car-1")?.legs.first?.etaAt
        world.now = world.now.adding(seconds: 60)
        world.unitPosition("T1", 62.2, 24.75)
        #expect(world.set.board.unit("T1")?.coordinate == .at(59.50, 24.75))
        #expect(world.openCase("car-1")?.legs.first?.etaAt == eta)
        #expect(world.events.contains { $0.kind == "unit_jump" })
        world.now = world.now.adding(seconds: 60)
        world.unitPosition("T1", 62.2, 24.76)
        #expect(world.set.board.unit("T1")?.coordinate == .at(62.2, 24.76))
    }

    @Test("a position from the future is not believed; one a little ahead counts as now")
    func future() throws {
        let world = try driving()
        world.unitPosition("T1", 59.60, 24.75, at: world.now.adding(seconds: 3_600))
        #expect(world.set.board.unit("T1")?.coordinate == .at(59.50, 24.75))
        world.unitPosition("T1", 59.495, 24.75, at: world.now.adding(seconds: 20))
        #expect(world.set.board.unit("T1")?.coordinate == .at(59.495, 24.75))
        #expect(world.set.board.unit("T1")?.positionTime == world.now)
        world.now = world.now.adding(seconds: 1)
        world.unitPosition("T1", 59.494, 24.75)
        #expect(world.set.board.unit("T1")?.coordinate == .at(59.494, 24.75))
    }

    @Test("without the crew's word the arrival follows the positions, by the factor of the road")
    func follows() throws {
        let world = try driving()
        let before = try #require(world.openCase("car-1")?.legs.first?.etaAt)
        world.now = world.now.adding(seconds: 120)
        world.unitPosition("T1", 59.44, 24.76)
        let after = try #require(world.openCase("car-1")?.legs.first)
        #expect((after.etaAt ?? before) < before)
        #expect(after.etaSource == .estimate)
    }

    @Test("the crew's own minutes stand for ten minutes, then positions refine them")
    func crewFirst() throws {
        let world = try driving(eta: 50)
        let said = try #require(world.openCase("car-1")?.legs.first?.etaAt)
        world.now = world.now.adding(seconds: 300)
        world.unitPosition("T1", 59.44, 24.76)
        #expect(world.openCase("car-1")?.legs.first?.etaAt == said)
        #expect(world.openCase("car-1")?.legs.first?.etaSource == .crew)
        world.now = world.now.adding(seconds: 400)
        world.unitPosition("T1", 59.435, 24.76)
        #expect(world.openCase("car-1")?.legs.first?.etaAt != said)
    }

    @Test("a unit that is far later than was said makes one call")
    func slips() throws {
        let world = try driving()
        world.now = world.now.adding(seconds: 1_200)
        world.unitPosition("T1", 59.70, 24.75)
        #expect(world.calls("car-1").map(\.change) == [.late])
        world.now = world.now.adding(seconds: 60)
        world.unitPosition("T1", 59.701, 24.75)
        #expect(world.calls("car-1").count == 1)
    }

    @Test("a unit that slips keeps coming until one that is there much sooner has said yes")
    func replaced() throws {
        let world = try driving([.called("T1", 59.43, 24.75), .flatbed("T2", 59.45, 24.80)], eta: 20)
        world.now = world.now.adding(seconds: 30)
        world.crew("T1", .delayed, eta: 120)
        #expect(world.openCase("car-1")?.liveJob?.unit == "T2")
        #expect(world.openCase("car-1")?.legs.first?.unit == "T1")
        #expect(world.standDowns("T1") == 0)
        #expect(world.heldUnits == ["T1", "T2"])
        #expect(world.calls("car-1").map(\.change) == [.late])
        world.crew("T2", .accepted, eta: 15)
        #expect(world.openCase("car-1")?.legs.first?.unit == "T2")
        #expect(world.standDowns("T1") == 1)
        #expect(world.calls("car-1").count == 1)
    }

    @Test("while a quicker unit is asked, both hear that the asset moved on")
    func bothAreRedirected() throws {
        let world = try driving([.called("T1", 59.43, 24.75), .flatbed("T2", 59.45, 24.80)], eta: 20)
        world.now = world.now.adding(seconds: 30)
        world.crew("T1", .delayed, eta: 120)
        let before = world.outbox.count
        world.now = world.now.adding(seconds: 5)
        world.position(59.437, 24.76, asset: "car-1")
        let told = world.outbox.dropFirst(before).filter { $0.payload.contains("\"revision\"") }.map(\.topic)
        #expect(Set(told) == ["callahead/v1/units/T1/offer", "callahead/v1/units/T2/offer"])
        #expect(told.count == 2)
        #expect(world.openCase("car-1")?.legs.first?.unit == "T1")
    }

    @Test("a unit that slips keeps the job when the quicker one says no")
    func quickerOneDeclines() throws {
        let world = try driving([.called("T1", 59.43, 24.75), .flatbed("T2", 59.45, 24.80)], eta: 20)
        world.now = world.now.adding(seconds: 30)
        world.crew("T1", .delayed, eta: 120)
        world.crew("T2", .declined)
        let current = try #require(world.openCase("car-1"))
        #expect(current.liveJob?.unit == "T1")
        #expect(current.legs.first?.unit == "T1")
        #expect(current.legs.first?.state == .delayed)
        #expect(world.standDowns("T1") == 0)
        #expect(world.heldUnits == ["T1"])
    }

    @Test(
        "another unit is worth it only if it comes much sooner, and never once the first is there",
        arguments: [
            (JobState.enRoute, 3_600, 1_200, true), (.accepted, 3_600, 1_200, true), (.delayed, 3_600, 1_200, true),
            (.enRoute, 1_800, 1_200, false),  // ten minutes are not more than ten
            (.enRoute, 1_801, 1_200, true), (.enRoute, 7_200, 6_500, false),  // not a third of what is left
            (.enRoute, 1_200, 3_600, false), (.onScene, 3_600, 1_200, false), (.loaded, 3_600, 1_200, false),
            (.offered, 3_600, 1_200, false), (.enRoute, .max, 0, true),
        ])
    func worthIt(state: JobState, expected: Int64, candidate: Int64, isWorth: Bool) {
        let now = Timestamp(seconds: 0)
        let arrival = Timestamp(seconds: expected == .max ? .max / 1_000 : expected)
        #expect(
            CasePolicy().considerReplacement(
                of: state, expectedAt: arrival, by: Timestamp(seconds: candidate), at: now) == isWorth)
    }
}
