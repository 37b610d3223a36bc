import Planning
import Telemetry
import Testing

@Suite("Choosing a slot")
struct SlotSearchTests {
    private func workshop(_ id: String, km: Double, auto: Bool = true, skills: [String] = ["engine"]) throws -> Workshop
    {
        Workshop(id: id, name: id, coordinate: try north(km), skills: skills, autoConfirm: auto)
    }

    private func slot(_ id: Int64, _ workshop: String, minutes: Int64, length: Int = 60) -> Slot {
        Slot(id: id, workshopID: workshop, start: noon.adding(seconds: minutes * 60), minutes: length)
    }

    private func need(_ skills: [String] = ["engine"]) throws -> SlotNeed {
        SlotNeed(near: try north(0), earliest: noon, skills: skills)
    }

    @Test("a slot starts after the delivery")
    func afterDelivery() throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", km: 20)],
            slots: [slot(1, "W", minutes: -10), slot(2, "W", minutes: 5), slot(3, "W", minutes: 60)])
        let choice = chooseSlot(for: try need(), board: board, taken: [])
        #expect(choice.chosen?.slotID == 3)
        #expect(choice.chosen?.driveSeconds == BuiltInTravelTime().seconds(from: try north(0), to: try north(20)))
        #expect(
            chooseSlot(
                for: try need(),
                board: OperationsBoard(workshops: [try workshop("W", km: 20)], slots: [slot(2, "W", minutes: 5)]),
                taken: []
            ).shortage == .tooEarly)
    }

    @Test("repaired sooner beats nearer, and of equals the nearer wins")
    func weighed() throws {
        let workshops = [try workshop("FAR", km: 15), try workshop("NEAR", km: 2)]
        let tomorrow = OperationsBoard(
            workshops: workshops, slots: [slot(1, "FAR", minutes: 60), slot(2, "NEAR", minutes: 24 * 60)])
        #expect(chooseSlot(for: try need(), board: tomorrow, taken: []).chosen?.workshopID == "FAR")
        let equal = OperationsBoard(
            workshops: workshops, slots: [slot(1, "FAR", minutes: 60), slot(2, "NEAR", minutes: 60)])
        let choice = chooseSlot(for: try need(), board: equal, taken: [])
        #expect(choice.chosen?.workshopID == "NEAR")
        #expect(choice.alternatives.map(\.workshopID) == ["FAR"])
    }

    @Test("only a workshop that confirms itself gives a confirmed slot, and only for skills it is known to have")
    func confirmation() throws {
        for (auto, skills, expected) in [
            (true, ["engine"], SlotChoice.Confirmation.confirmed), (false, ["engine"], .mustAsk), (true, [], .mustAsk),
        ] {
            let board = OperationsBoard(
                workshops: [try workshop("W", km: 1, auto: auto, skills: skills)], slots: [slot(1, "W", minutes: 60)])
            #expect(chooseSlot(for: try need(), board: board, taken: []).chosen?.confirmation == expected)
        }
    }

    @Test("what stands in the way is named")
    func shortage() throws {
        let board = OperationsBoard(workshops: [try workshop("W", km: 1)], slots: [slot(1, "W", minutes: 60)])
        func shortage(_ change: (inout SlotNeed) -> Void, taken: Set<Int64> = []) throws -> SlotChoice.Shortage? {
            var need = try self.need()
            change(&need)
            return chooseSlot(for: need, board: board, taken: taken).shortage
        }
        #expect(try shortage { $0.skills = ["gearbox"] } == .noSkill)
        #expect(try shortage { $0.hvQuarantine = true } == .noQuarantine)
        #expect(try shortage({ _ in }, taken: [1]) == .allTaken)
        #expect(try shortage { $0.earliest = noon.adding(minutes: 90) } == .tooEarly)
        #expect(chooseSlot(for: try need(), board: OperationsBoard(), taken: []).shortage == .noSlots)
        var branded = try workshop("B", km: 1)
        branded.brands = ["Volvo"]
        let volvo = OperationsBoard(workshops: [branded], slots: [slot(1, "B", minutes: 60)])
        var need = try self.need()
        need.brand = "Škoda"
        #expect(chooseSlot(for: need, board: volvo, taken: []).shortage == .noBrand)
        need.brand = "VOLVO"
        #expect(chooseSlot(for: need, board: volvo, taken: []).chosen?.slotID == 1)
    }
}
