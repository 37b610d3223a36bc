import Planning
import Telemetry
import Testing

/// 2026-11-23 is a Monday; `noon` is 12:00 in Tallinn.
@Suite("Getting an asset and its part into a slot")
struct SlotDeliveryTests {
    private func workshop(
        _ id: String, km: Double = 0, hours: String?, nightDrop: Bool = false, auto: Bool = true
    ) throws -> Workshop {
        Workshop(
            id: id, name: id, coordinate: try north(km), zone: .european(minutes: 120),
            openingHours: try hours.map { try OpeningHours($0) }, skills: ["engine"], nightDrop: nightDrop,
            autoConfirm: auto)
    }

    /// A slot that starts so many hours after noon.
    private func slot(_ id: Int64, _ workshop: String, hours: Double, minutes: Int = 60) -> Slot {
        Slot(id: id, workshopID: workshop, start: noon.adding(minutes: hours * 60), minutes: minutes)
    }

    /// Leaves at `hours` after noon.
    private func need(hours: Double = 0, rest: Double? = nil, part: String? = nil) throws -> SlotNeed {
        SlotNeed(
            near: try north(0), earliest: noon.adding(minutes: hours * 60), skills: ["engine"], part: part,
            mayRest: try rest.map { try north($0) })
    }

    @Test("an asset that arrives in opening hours is received, and one whose workshop has no known hours too")
    func open() throws {
        for hours in ["Mo-Fr 08:00-18:00", nil] {
            let board = OperationsBoard(workshops: [try workshop("W", hours: hours)], slots: [slot(1, "W", hours: 1)])
            let chosen = chooseSlot(for: try need(), board: board, taken: []).chosen
            #expect(chosen?.delivery == .open)
            #expect(chosen?.confirmation == .confirmed)
        }
    }

    @Test("an asset that arrives at night is left at a night drop, unless it must not be")
    func nightDrop() throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", hours: "Mo-Fr 08:00-18:00", nightDrop: true)],
            slots: [slot(1, "W", hours: 20)])
        var need = try need(hours: 9)
        #expect(chooseSlot(for: need, board: board, taken: []).chosen?.delivery == .nightDrop)
        need.canUseNightDrop = false
        #expect(chooseSlot(for: need, board: board, taken: []).shortage == .closed)
    }

    @Test("without a night drop it stands in the yard and is brought when the workshop opens, at a price")
    func secondLeg() throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", km: 10, hours: "Mo-Fr 08:00-18:00")],
            slots: [slot(1, "W", hours: 19.5), slot(2, "W", hours: 20)])
        let found = chooseSlot(for: try need(hours: 9, rest: -5), board: board, taken: []).chosen
        let chosen = try #require(found)
        let opening = try utc("2026-11-24T06:00Z")
        #expect(chosen.delivery == .afterOpening(opening))
        // 07:30 by the clock is before anybody is there.
        #expect(chosen.slotID == 2)
        let travel = BuiltInTravelTime()
        let drive =
            travel.seconds(from: try north(0), to: try north(-5))
            + travel.seconds(from: try north(-5), to: try north(10))
        #expect(chosen.driveSeconds == drive)
        #expect(chosen.repairedSeconds == 12 * 3_600)
        #expect(chosen.costSeconds == 12 * 3_600 + drive + 2 * 3_600)
        #expect(chooseSlot(for: try need(hours: 9), board: board, taken: []).shortage == .closed)
    }

    @Test("a slot before the second leg is none, also at an hour when somebody may be there")
    func slotBeforeSecondLeg() throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", hours: "Mo-Fr 08:00-18:00, Mo-Fr 06:00-08:00 unknown")],
            slots: [slot(1, "W", hours: 18.5, minutes: 30), slot(2, "W", hours: 22)])
        #expect(chooseSlot(for: try need(hours: 9, rest: 1), board: board, taken: []).chosen?.slotID == 2)
    }

    @Test("where somebody may be there or not, a night drop serves either way")
    func unknownWithNightDrop() throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", hours: "Mo-Fr 08:00-11:00; 11:00-14:00 unknown", nightDrop: true)],
            slots: [slot(1, "W", hours: 21)])
        let closing = OperationsBoard(
            workshops: [try workshop("W", hours: "Mo-Fr 08:00-11:00, Mo-Fr 11:00-14:00 unknown", nightDrop: true)],
            slots: [slot(1, "W", hours: 21)])
        #expect(chooseSlot(for: try need(), board: board, taken: []).shortage == .closed)
        #expect(chooseSlot(for: try need(), board: closing, taken: []).chosen?.delivery == .nightDrop)
        #expect(chooseSlot(for: try need(), board: closing, taken: []).chosen?.confirmation == .confirmed)
    }

    @Test("an opening that comes while the asset is on its way to the yard and back needs no waiting")
    func openingOnTheWay() throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", hours: "Mo-Fr 08:00-18:00")], slots: [slot(1, "W", hours: 24)])
        // Leaves at 07:50, an hour's detour by way of the yard.
        let found = chooseSlot(for: try need(hours: 19.0 + 50.0 / 60, rest: 60), board: board, taken: []).chosen
        let chosen = try #require(found)
        #expect(
            chosen.delivery == .afterOpening(noon.adding(minutes: 19 * 60 + 50).adding(seconds: chosen.driveSeconds)))
    }

    @Test(
        "a slot outside of the opening hours, or over closing time, is none",
        arguments: [
            (0.5, 60, true), (5.0, 60, true), (5.5, 60, false), (19.5, 60, false), (0, 240, false), (21, 180, true),
        ])
    func withinHours(start: Double, minutes: Int, fits: Bool) throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", hours: "Mo-Fr 08:00-14:00,15:00-18:00", nightDrop: true)],
            slots: [slot(1, "W", hours: start, minutes: minutes)])
        let choice = chooseSlot(for: try need(), board: board, taken: [])
        #expect((choice.chosen != nil) == fits)
        #expect(choice.shortage == (fits ? nil : .closed))
    }

    @Test("where somebody must be asked about the hours, the slot must be asked for")
    func unknownHours() throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", hours: "Mo-Fr 08:00-13:00 || \"by appointment\"")],
            slots: [slot(1, "W", hours: 3)])
        let chosen = chooseSlot(for: try need(), board: board, taken: []).chosen
        #expect(chosen?.confirmation == .mustAsk)
        #expect(chosen?.reason.contains("ask whether it is open") == true)
    }

    @Test("a holiday is a day on which the workshop is closed")
    func holiday() throws {
        var closed = try workshop("W", hours: "Mo-Fr 08:00-18:00; PH off", nightDrop: true)
        closed.holidays = HolidayCalendar(country: "XX", rules: [HolidayRule(.fixed(month: 11, day: 24))])
        let board = OperationsBoard(
            workshops: [closed], slots: [slot(1, "W", hours: 21), slot(2, "W", hours: 45)])
        #expect(chooseSlot(for: try need(), board: board, taken: []).chosen?.slotID == 2)
    }

    @Test("the part weighs: in stock, unknown, to be ordered")
    func parts() throws {
        var stock = StockBook()
        stock.set(1, of: "alternator", at: "HAS")
        stock.set(0, of: "alternator", at: "LACKS")
        let workshops = try ["HAS", "LACKS", "UNKNOWN"].map { try workshop($0, hours: "24/7") }
        let slots = [slot(1, "LACKS", hours: 1), slot(2, "UNKNOWN", hours: 2), slot(3, "HAS", hours: 3)]
        let board = OperationsBoard(workshops: workshops, slots: slots, stock: stock)
        let choice = chooseSlot(for: try need(part: "alternator"), board: board, taken: [])
        #expect(choice.chosen?.part == .inStock)
        #expect(choice.alternatives.map(\.part) == [.unknown, .missing])
        #expect(choice.chosen?.repairedSeconds == Int64(14_400))
        #expect(choice.alternatives.map(\.repairedSeconds) == [Int64(18_000), 93_600])
        #expect(chooseSlot(for: try need(), board: board, taken: []).chosen?.part == nil)
        // The only piece is held for another case.
        var held = board
        held.stock.take("HAS:alternator:1")
        #expect(chooseSlot(for: try need(part: "alternator"), board: held, taken: []).chosen?.workshopID == "UNKNOWN")
        let lacking = OperationsBoard(workshops: workshops, slots: [slots[0]], stock: stock)
        let none = SlotPolicy(orderedPartSeconds: nil)
        #expect(
            chooseSlot(for: try need(part: "alternator"), board: lacking, taken: [], policy: none).shortage == .noPart)
    }

    @Test("a slot shorter than the work is none, and work shorter than the slot ends sooner")
    func length() throws {
        let board = OperationsBoard(
            workshops: [try workshop("W", hours: "24/7")],
            slots: [slot(1, "W", hours: 1), slot(2, "W", hours: 2, minutes: 180)])
        var need = try need()
        need.repairSeconds = 2 * 3_600
        let chosen = chooseSlot(for: need, board: board, taken: []).chosen
        #expect(chosen?.slotID == 2)
        #expect(chosen?.repairedSeconds == Int64(14_400))
        #expect(estimateRepair(for: need, board: board, taken: []) == Int64(14_400))
        need.repairSeconds = 5 * 3_600
        #expect(chooseSlot(for: need, board: board, taken: []).shortage == .tooShort)
        #expect(estimateRepair(for: need, board: board, taken: []) == nil)
    }

    @Test("the chosen one and the next two say why they stand where they do")
    func reasons() throws {
        var stock = StockBook()
        stock.set(1, of: "belt", at: "A")
        stock.set(0, of: "belt", at: "B")
        let board = OperationsBoard(
            workshops: [
                try workshop("A", km: 1, hours: "24/7"), try workshop("B", km: 1, hours: "24/7"),
                try workshop("C", km: 1, hours: "Mo-Fr 08:00-11:00", nightDrop: true),
            ],
            slots: [slot(1, "A", hours: 2), slot(2, "B", hours: 2), slot(3, "C", hours: 20)], stock: stock)
        let choice = chooseSlot(for: try need(part: "belt"), board: board, taken: [])
        #expect(choice.chosen?.reason == "repaired 180 min after leaving, 3 min of driving, part in stock")
        #expect(
            choice.alternatives.map(\.reason) == [
                "repaired 1200 min later, left at the closed workshop, nobody knows whether it has the part",
                "repaired 1440 min later, the part must be ordered",
            ])
    }

    @Test("numbers at the end of their range stop nothing")
    func extremes() throws {
        var need = try need()
        need.repairSeconds = .max
        for earliest in [Int64.min, 0, .max] {
            need.earliest = Timestamp(milliseconds: earliest)
            for start in [Int64.min, 0, .max] {
                let board = OperationsBoard(
                    workshops: [try workshop("W", hours: "Mo-Fr 08:00-18:00")],
                    slots: [Slot(id: 1, workshopID: "W", start: Timestamp(milliseconds: start), minutes: .max)])
                let policy = SlotPolicy(orderedPartSeconds: .max, unknownStockSeconds: .min, secondLegSeconds: .max)
                _ = chooseSlot(for: need, board: board, taken: [], policy: policy)
            }
        }
    }
}
