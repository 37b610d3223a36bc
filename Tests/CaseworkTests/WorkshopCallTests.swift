import Casework
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Asking workshops")
struct WorkshopCallTests {
    private static let one: [Unit] = [.flatbed("T1", 59.43, 24.75)]

    private func asked() throws -> World {
        let world = try World.stopped(WorkshopCallTests.one, autoConfirm: false)
        world.crew("T1", .accepted, eta: 20)
        return world
    }

    @Test("a slot that must be asked for makes one call, and is not promised before")
    func asks() throws {
        let world = try asked()
        #expect(world.workshopCalls.map(\.slot) == [1])
        #expect(world.heldSlot?.state == .held)
        let driver = try #require(world.calls("car-1").first)
        #expect((world.workshopCalls.first?.priority ?? .max) < driver.priority)
        world.now = world.now.adding(seconds: 5)
        world.position(59.43, 24.76, asset: "car-1")
        #expect(world.workshopCalls.count == 1)
    }

    @Test("a yes confirms the slot, and whoever was told that it was open hears of it once")
    func accepted() throws {
        let world = try asked()
        world.tell(try #require(world.calls("car-1").first))
        world.finish(try #require(world.workshopCalls.first), .accepted)
        #expect(world.heldSlot?.state == .confirmed)
        #expect(world.calls("car-1").map(\.change) == [.slotConfirmed])
        world.wait(7_200)
        #expect(world.heldSlot?.resource == "1")
    }

    @Test("a no has the next slot asked for, and who was told of the first is rung once")
    func declined() throws {
        let world = try asked()
        world.tell(try #require(world.calls("car-1").first))
        world.finish(try #require(world.workshopCalls.first), .declined)
        let next = try #require(world.heldSlot?.resource)
        #expect(next != "1")
        #expect(world.workshopCalls.map(\.slot) == [Int64(next)])
        #expect(world.calls("car-1").map(\.change) == [.slotChanged])
        #expect(world.holds.values.first { $0.resource == "1" && $0.kind == .slot }?.state == .refused)
        world.finish(try #require(world.workshopCalls.first), .declined)
        #expect(world.heldSlot?.resource != "1", "never the refused one again")
        #expect(world.calls("car-1").count == 1)
    }

    @Test("a workshop that calls back is asked, one that does not answer stays held; both are rung again")
    func later() throws {
        for (outcome, state) in [(Outcome.callBack, HoldState.asked), (.noAnswer, .held), (.busy, .held)] {
            let world = try asked()
            world.finish(try #require(world.workshopCalls.first), outcome, attempts: 4)
            let call = try #require(world.workshopCalls.first)
            #expect(call.state == .waiting)
            #expect(call.contact == nil, "never a contact of the customer")
            #expect(world.heldSlot?.state == state)
        }
    }

    @Test("a slot that nobody confirms is given back, and another one asked for")
    func lapses() throws {
        let world = try asked()
        world.tell(try #require(world.calls("car-1").first))
        world.wait(3_700)
        #expect(world.holds.values.first { $0.resource == "1" && $0.kind == .slot }?.state == .released)
        let next = try #require(world.heldSlot?.resource)
        #expect(next != "1")
        #expect(world.workshopCalls.map(\.slot) == [Int64(next)])
        #expect(world.calls("car-1").contains { $0.change == .slotChanged })
    }

    @Test("a slot that an import takes away is asked about; it is no longer sure")
    func dropped() throws {
        let world = try asked()
        world.finish(try #require(world.workshopCalls.first), .accepted)
        var board = world.set.board
        board.replaceSlots(board.slots.filter { $0.id != 1 })
        world.set.load(board: board)
        world.step([])
        #expect(world.workshopCalls.map(\.slot) == [1])
        #expect(world.heldSlot?.state == .held)
    }

    @Test("the slot is the asset's until its time is over, or a person says it is repaired")
    func fulfilled() throws {
        for isSolved in [true, false] {
            let world = try World.stopped(WorkshopCallTests.one)
            try world.take("T1")
            for state in [JobState.onScene, .loaded, .delivered] { world.crew("T1", state) }
            #expect(world.heldSlot != nil)
            #expect(world.heldUnits.isEmpty)
            if isSolved, let id = world.openCase("car-1")?.row.id {
                world.act(.close(caseID: id, state: .solved, reason: "repaired"))
            } else {
                world.wait(14_400 + 3_700)
            }
            #expect(world.holds.values.filter { $0.kind == .slot }.map(\.state) == [.fulfilled])
        }
    }
}
