import Planning
import Telemetry
import Testing

@Suite("The operations board")
struct OperationsBoardTests {
    @Test("copies that change apart answer like boards that were built apart", arguments: 0..<25)
    func copies(seed: Int) throws {
        var random = Seeded(UInt64(seed) &+ 90)
        var boards: [(board: OperationsBoard, plain: [String: Unit])] = [(OperationsBoard(), [:])]
        for step in 0..<400 {
            let which = Int.random(in: 0..<boards.count, using: &random)
            if step % 40 == 39 {
                if boards.count < 4 {
                    boards.append(boards[which])
                } else {
                    boards.remove(at: which)
                }
                continue
            }
            let unit = try #require(try randomUnits(40, &random).randomElement(using: &random))
            if Int.random(in: 0..<4, using: &random) == 0 {
                boards[which].board.removeUnit(unit.id)
                boards[which].plain[unit.id] = nil
            } else {
                boards[which].board.put(unit)
                boards[which].plain[unit.id] = unit
            }
        }
        let need = RescueNeed(coordinate: try north(3), capabilities: [])
        for (board, plain) in boards {
            let sorted = plain.values.sorted { $0.id < $1.id }
            #expect(board.units == sorted)
            #expect(board.unitCount == sorted.count)
            let same = sorted.allSatisfy { board.unit($0.id) == $0 }
            #expect(same && board.unit("nobody") == nil)
            let choice = chooseUnit(for: need, board: board, held: ["U3"], excluding: ["U5"], at: noon)
            let fresh = chooseUnit(
                for: need, board: OperationsBoard(units: sorted), held: ["U3"], excluding: ["U5"], at: noon)
            #expect(choice == fresh)
        }
    }

    @Test("a copy that changes more than it shares becomes a board of its own")
    func manyChanges() throws {
        let units = try (0..<200).map { flatbed("U\($0)", at: try north(Double($0))) }
        let board = OperationsBoard(units: units)
        var copy = board
        for number in 0..<3_000 { copy.put(flatbed("N\(number)", at: try north(Double(number) / 100))) }
        for unit in units { copy.removeUnit(unit.id) }
        #expect(board.unitCount == 200 && copy.unitCount == 3_000)
        let need = RescueNeed(coordinate: try north(0), capabilities: [])
        #expect(chooseUnit(for: need, board: copy, held: [], excluding: [], at: noon).chosen?.unitID == "N0")
        #expect(chooseUnit(for: need, board: board, held: [], excluding: [], at: noon).chosen?.unitID == "U0")
    }

    private func square(_ id: String, _ rule: Zone.Rule, around degrees: Double, road: String? = nil) throws -> Zone {
        let corners = try [(-1, -1), (-1, 1), (1, 1), (1, -1)].map { south, west in
            try place(59.4 + degrees * Double(south), 24.7 + degrees * Double(west))
        }
        return Zone(id: id, name: id, rule: rule, area: [Polygon(outline: corners)], road: road)
    }

    @Test("the strictest zone at a place counts, then the lower id")
    func zones() throws {
        let zones = [
            try square("A", .ownUnit, around: 3), try square("D", .concession, around: 2),
            try square("C", .concession, around: 2), try square("B", .police, around: 1),
        ]
        let board = OperationsBoard(zones: zones)
        #expect(board.zones.map(\.id) == ["A", "B", "C", "D"])
        #expect(board.zone(at: try place(59.5, 24.8))?.id == "B")
        #expect(board.zone(at: try place(61, 24.8))?.id == "C")
        #expect(board.zone(at: try place(62, 22))?.id == "A")
        #expect(board.zone(at: try place(10, 10)) == nil)
    }

    @Test(
        "a zone of a road holds on that road, however it is written",
        arguments: [
            ("E20", true), ("e 20", true), ("E 200", false), (nil, false),
        ] as [(String?, Bool)])
    func roads(road: String?, holds: Bool) throws {
        let board = OperationsBoard(zones: [Zone(id: "R", name: "R", rule: .concession, road: "E 20")])
        #expect((board.zone(at: try place(10, 10), road: road) != nil) == holds)
    }

    @Test(
        "a zone of a road within an area holds there, also if nobody knows the road",
        arguments: [("E20", 59.4, true), (nil, 59.4, true), ("Farm Road", 59.4, false), ("E20", 50, false)]
            as [(String?, Double, Bool)])
    func roadInArea(road: String?, latitude: Double, holds: Bool) throws {
        let board = OperationsBoard(zones: [try square("R", .police, around: 1, road: "E20")])
        #expect((board.zone(at: try place(latitude, 24.7), road: road) != nil) == holds)
    }

    @Test("a zone without area and road holds nowhere; a later row replaces an earlier one")
    func emptyZones() throws {
        var board = OperationsBoard(zones: [Zone(id: "Z", name: "Z", rule: .police)])
        #expect(board.zone(at: try place(0, 0), road: "E20") == nil)
        board.zones = [try square("Z", .police, around: 1), try square("Z", .concession, around: 1)]
        #expect(board.zone(at: try place(59.4, 24.7))?.rule == .concession)
    }
}
