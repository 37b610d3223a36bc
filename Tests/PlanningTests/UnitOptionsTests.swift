import Planning
import Telemetry
import Testing

@Suite("Choosing among ways to help")
struct UnitOptionsTests {
    private let battery = RescueOption(
        kind: .patrol, alternatives: [.battery], part: "battery_12v", secondsUntilRepaired: 1_200)
    private let tow = RescueOption(
        kind: .tow, alternatives: RescueNeed.alternatives(for: .flatbed, kind: .car), movesAsset: true,
        secondsUntilRepaired: 9_000)

    private func patrol(_ id: String, at km: Double) throws -> Unit {
        Unit(id: id, name: id, kind: "patrol", capabilities: [.battery, .jumpStart], coordinate: try north(km))
    }

    private func need(_ options: [RescueOption], mass: Int? = 1_500) throws -> RescueNeed {
        RescueNeed(coordinate: try north(0), options: options, massKg: mass)
    }

    private func choose(_ board: OperationsBoard, _ need: RescueNeed) -> UnitChoice {
        chooseUnit(for: need, board: board, held: [], excluding: [], at: noon)
    }

    private func board(_ units: [Unit], batteriesOn holders: [String]) -> OperationsBoard {
        var stock = StockBook()
        for holder in holders { stock.set(1, of: "battery_12v", at: holder) }
        return OperationsBoard(units: units, stock: stock)
    }

    @Test("a patrol with the battery on board beats a nearer tow, and says so")
    func patrolBeatsTow() throws {
        let units = [flatbed("TOW", at: try north(1)), try patrol("VAN", at: 30)]
        let choice = choose(board(units, batteriesOn: ["VAN"]), try need([battery, tow]))
        let chosen = try #require(choice.chosen)
        #expect(chosen.unitID == "VAN" && chosen.kind == .patrol && chosen.option == 0 && chosen.part == "battery_12v")
        let drive = BuiltInTravelTime().seconds(from: try north(30), to: try north(0))
        #expect(chosen.costSeconds == drive + 1_200 && chosen.repairedSeconds == 1_200)
        #expect(chosen.reasons.first == .repairedSoonest(seconds: drive + 1_200))
        let next = try #require(choice.runnersUp.first)
        #expect(next.unitID == "TOW" && next.kind == .tow && next.option == 1 && next.part == nil)
        #expect(next.reasons.first == .repairedLater(seconds: next.costSeconds - chosen.costSeconds))
    }

    @Test("a patrol too far away, without the part, or with its last one held loses to the tow")
    func patrolLoses() throws {
        let near = flatbed("TOW", at: try north(1))
        let far = board([near, try patrol("VAN", at: 300)], batteriesOn: ["VAN"])
        #expect(choose(far, try need([battery, tow])).chosen?.unitID == "TOW")
        let without = board([near, try patrol("VAN", at: 0.5)], batteriesOn: ["TOW"])
        let choice = choose(without, try need([battery, tow]))
        #expect(choice.chosen?.unitID == "TOW")
        #expect(choice.rejected.map(\.reason) == [.missingPart("battery_12v")])
        #expect(choice.rejected.first?.reason.description == "no battery_12v on board")
        var held = board([near, try patrol("VAN", at: 0.5)], batteriesOn: ["VAN"])
        let piece = try #require(held.stock.nextPiece(of: "battery_12v", at: "VAN"))
        held.stock.take(piece)
        #expect(choose(held, try need([battery, tow])).chosen?.unitID == "TOW")
    }

    @Test("a unit is given the quickest of the options that it can serve")
    func quickestOption() throws {
        var both = flatbed("BOTH", at: try north(2))
        both.capabilities = [.flatbed, .battery]
        let board = board([both], batteriesOn: ["BOTH"])
        #expect(choose(board, try need([tow, battery])).chosen?.option == 1)
        #expect(choose(OperationsBoard(units: [both]), try need([tow, battery])).chosen?.option == 0)
        // Too weak to carry the asset, it can still mend it.
        #expect(choose(board, try need([tow, battery], mass: 3_600)).chosen?.kind == .patrol)
        #expect(
            choose(OperationsBoard(units: [both]), try need([tow, battery], mass: 3_600)).rejected.first?.reason
                == .missingPart("battery_12v"))
    }

    @Test("a part that nobody has on board is named as the shortage; without an option nobody serves")
    func shortages() throws {
        let van = try patrol("VAN", at: 1)
        #expect(choose(OperationsBoard(units: [van]), try need([battery])).shortage == .noPart)
        #expect(choose(OperationsBoard(units: [van]), try need([])).shortage == .noneCapable)
        #expect(choose(OperationsBoard(units: [van]), try need([tow])).shortage == .noneCapable)
    }

    @Test("a crew that is not trained for electric cars is ruled out in words")
    func electric() throws {
        let option = RescueOption(kind: .tow, alternatives: [[.flatbed, .evTrained]], movesAsset: true)
        let choice = choose(OperationsBoard(units: [flatbed("A", at: try north(1))]), try need([option]))
        #expect(choice.rejected.map(\.reason.description) == ["its crew is not ev-trained"])
    }

    @Test("equal costs go to the earlier arrival, then to the lower id")
    func ties() throws {
        let drive = BuiltInTravelTime().seconds(from: try north(5), to: try north(0))
        let slow = RescueOption(kind: .tow, alternatives: [.flatbed], secondsUntilRepaired: 1_000 + drive)
        let quick = RescueOption(kind: .patrol, alternatives: [.battery], secondsUntilRepaired: 1_000)
        let units = [try patrol("A", at: 5), flatbed("C", at: try north(0)), flatbed("B", at: try north(0))]
        let choice = choose(OperationsBoard(units: units), try need([quick, slow]))
        #expect(choice.chosen?.unitID == "B")
        #expect(choice.runnersUp.map(\.unitID) == ["C", "A"])
        #expect(choice.runnersUp.last?.reasons.first == .repairedLater(seconds: 0))
    }

    @Test("busy units whose end is known are told apart, with what they could do")
    func busy() throws {
        var units = try [1, 2, 3, 4, 5].map { flatbed("U\($0)", at: try north(Double($0))) }
        for index in 0..<4 { units[index].freeAt = noon.adding(seconds: 600 * Int64(4 - index)) }
        let board = OperationsBoard(units: units)
        let found = try candidates(board, try need([tow]), held: ["U1", "U2", "U3", "U4", "U5"])
        #expect(found.candidates.isEmpty && found.shortage == .allBusy)
        #expect(found.busy.map(\.unitID) == ["U4", "U3", "U2"])
        let drive = BuiltInTravelTime().seconds(from: try north(4), to: try north(0))
        #expect(found.busy[0].arrival == noon.adding(seconds: 600 + drive))
        #expect(found.busy[0].reasons == [.holdsAnotherJob, .finishesJobFirst(seconds: 600)])
    }

    @Test("the bound tells what an unlisted unit can cost at least", arguments: 0..<40)
    func bound(seed: Int) throws {
        var random = Seeded(UInt64(seed) &+ 400)
        let units = try randomUnits(120, &random)
        var stock = StockBook()
        for unit in units where Bool.random(using: &random) { stock.set(1, of: "tyre", at: unit.id) }
        let board = OperationsBoard(units: units, stock: stock)
        let need = try need([
            RescueOption(
                kind: .patrol, alternatives: [.tyre], part: "tyre",
                secondsUntilRepaired: .random(in: 0...5_000, using: &random)),
            RescueOption(
                kind: .tow, alternatives: [.flatbed, [.wheelLift, .dollies]], movesAsset: true,
                secondsUntilRepaired: .random(in: 0...20_000, using: &random)),
        ])
        let all = try candidates(board, need, limit: 1_000)
        #expect(all.boundBeyond == nil)
        let sorted = all.candidates.map { ($0.costSeconds, $0.arrival, $0.unitID) }
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0 < $1 })
        for limit in [1, 4, 20] {
            let found = try candidates(board, need, limit: limit)
            #expect(found.candidates.map(\.unitID) == all.candidates.prefix(limit).map(\.unitID))
            guard all.candidates.count > limit else { continue }
            #expect(found.boundBeyond ?? .max <= all.candidates[limit].costSeconds)
            #expect(found.boundBeyond ?? 0 >= found.candidates[limit - 1].costSeconds)
        }
    }

    private func candidates(
        _ board: OperationsBoard, _ need: RescueNeed, held: Set<String> = [], limit: Int = 4
    ) throws -> UnitCandidates {
        let result = unitCandidates(
            for: need, board: board, held: held, excluding: [], at: noon, roads: RoadTimes(),
            travel: BuiltInTravelTime(), limit: limit)
        guard case .found(let found) = result else { throw Asked() }
        return found
    }

    private struct Asked: Error {}

    @Test("numbers at the ends of their types stop nothing", arguments: [Int64.min, .max, 0])
    func extremes(milliseconds: Int64) throws {
        var unit = flatbed("A", at: try north(1))
        unit.freeAt = Timestamp(milliseconds: milliseconds)
        unit.freeWhere = try north(20)
        unit.readinessMinutes = .greatestFiniteMagnitude
        unit.positionTime = Timestamp(milliseconds: .max)
        var lost = flatbed("B", at: try north(2))
        lost.readinessMinutes = .nan
        var option = tow
        for seconds in [Int64.min, .max] {
            option.secondsUntilRepaired = seconds
            let choice = choose(OperationsBoard(units: [unit, lost]), try need([option]))
            #expect(choice.chosen?.unitID == "B")
            #expect(choice.runnersUp.map(\.unitID) == ["A"])
            #expect((choice.runnersUp.first?.costSeconds ?? -1) > 0)
        }
        #expect(choose(OperationsBoard(units: [unit]), try need([tow])).chosen != nil)
    }

    @Test("a position reported after the job should have ended is where the next one starts from")
    func overdue() throws {
        var unit = flatbed("A", at: try north(1))
        unit.freeAt = noon.adding(seconds: -900)
        unit.freeWhere = try north(40)
        unit.positionTime = noon.adding(seconds: -1_000)
        let start = try north(40)
        #expect(unit.startingPoint == start)
        unit.positionTime = noon.adding(seconds: -60)
        let reported = try north(1)
        #expect(unit.startingPoint == reported)
        #expect(choose(OperationsBoard(units: [unit]), try need([tow])).chosen?.metres ?? 0 < 1_001)
    }
}
