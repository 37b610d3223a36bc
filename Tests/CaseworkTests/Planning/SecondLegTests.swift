import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("A workshop that is closed when the asset gets there")
struct SecondLegTests {
    /// Friday, 19:00 UTC; the workshop opens on Saturday at 8.
    private let evening = Timestamp(iso8601: "2026-11-20T19:00:00Z") ?? Timestamp(seconds: 0)
    private let morning = Timestamp(iso8601: "2026-11-21T08:00:00Z") ?? Timestamp(seconds: 0)

    private func town(nightDrop: Bool) throws -> World {
        var tow = Unit.flatbed("T1", 59.43, 24.75)
        tow.base = .at(59.40, 24.60)
        let world = try World(
            units: [tow],
            workshops: [
                Workshop(
                    id: "W1", name: "Peterburi", coordinate: .at(59.43, 24.85),
                    openingHours: try OpeningHours("Mo-Sa 08:00-18:00"), nightDrop: nightDrop, autoConfirm: true)
            ],
            slots: [Slot(id: 1, workshopID: "W1", start: morning.adding(seconds: 2 * 3_600), minutes: 120)])
        world.now = evening
        world.add("car-1")
        world.position(59.43, 24.76, asset: "car-1")
        world.faults("P0524", asset: "car-1")
        return world
    }

    @Test("the crew's yard keeps it until a second leg brings it when the workshop opens")
    func yard() throws {
        let world = try town(nightDrop: false)
        let first = try #require(world.openCase("car-1"))
        #expect(first.legs.map(\.kind) == [.tow])
        #expect(first.legs[0].to == .at(59.40, 24.60))
        let offer = try #require(first.liveJob?.offerID)
        for state in [JobState.accepted, .enRoute, .onScene, .loaded, .stored] { world.job("T1", state, offer: offer) }
        let stored = try #require(world.openCase("car-1"))
        #expect(stored.legs.map(\.kind) == [.tow, .secondaryTow])
        #expect(stored.liveJob == nil)
        #expect(stored.legs[1].from == .at(59.40, 24.60))
        #expect(stored.legs[1].to == .at(59.43, 24.85))
        #expect(stored.legs[1].notBefore == morning)
        #expect(world.liveHolds.contains { $0.kind == .slot })
        world.wait(13 * 3_600)
        let brought = try #require(world.openCase("car-1"))
        #expect(brought.jobs.last?.legID == brought.legs[1].id)
        let second = try #require(brought.jobs.last?.offerID)
        #expect(second != offer)
    }

    @Test("with a night drop it is brought there at once")
    func nightDrop() throws {
        let world = try town(nightDrop: true)
        let current = try #require(world.openCase("car-1"))
        #expect(current.legs[0].to == .at(59.43, 24.85))
    }
}
