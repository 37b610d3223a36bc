import Planning
import Telemetry
import Testing

@Suite("Choosing a slot against looking at all of them")
struct SlotPropertyTests {
    private struct World {
        var workshops: [Workshop]
        var slots: [Slot]
        var stock: StockBook
        var taken: Set<Int64>
        var need: SlotNeed

        var board: OperationsBoard { OperationsBoard(workshops: workshops, slots: slots, stock: stock) }
    }

    private func pick<Element>(_ elements: [Element], _ random: inout Seeded) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private func world(_ seed: Int) throws -> World {
        var random = Seeded(UInt64(seed))
        let zone = ZoneRule.european(minutes: 120)
        let hours = [
            nil, "24/7", "Mo-Fr 08:00-18:00", "Mo-Su 10:00-16:00", "Mo-Fr 08:00-12:00,13:00-17:00", "22:00-06:00",
            "Mo-Fr 08:00-17:00 || \"ask\"", "Tu off",
        ]
        let workshops = try (0..<8).map { index in
            Workshop(
                id: "W\(index)", name: "W", coordinate: try north(.random(in: 0...60, using: &random)), zone: zone,
                openingHours: try pick(hours, &random).map { try OpeningHours($0) },
                skills: pick([["engine"], ["engine", "tyres"], ["tyres"], []], &random),
                brands: pick([[], [], ["Volvo"], ["Fiat"]], &random), nightDrop: .random(using: &random),
                autoConfirm: .random(using: &random), hvQuarantine: .random(using: &random))
        }
        var slots: [Slot] = []
        for id in 0..<100 {
            slots.append(
                Slot(
                    id: Int64(id), workshopID: "W\(Int.random(in: 0..<9, using: &random))",
                    start: noon.adding(seconds: 1_800 * .random(in: -4...100, using: &random)),
                    minutes: 30 * .random(in: 1...6, using: &random),
                    skills: pick([[], [], ["engine"], ["tyres"]], &random)))
        }
        var stock = StockBook()
        for index in 0..<8 where Bool.random(using: &random) {
            stock.set(.random(in: 0...1, using: &random), of: "belt", at: "W\(index)")
        }
        let need = SlotNeed(
            near: try north(0), earliest: noon.adding(seconds: 3_600 * .random(in: 0...20, using: &random)),
            skills: pick([[], ["engine"]], &random), hvQuarantine: Int.random(in: 0..<4, using: &random) == 0,
            brand: pick([nil, "volvo"], &random), part: pick([nil, "belt"], &random),
            repairSeconds: pick([nil, 3_600, 5_400], &random), canUseNightDrop: .random(using: &random),
            mayRest: Bool.random(using: &random) ? try north(20) : nil)
        return World(
            workshops: workshops, slots: slots, stock: stock,
            taken: Set(slots.map(\.id).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }), need: need)
    }

    /// What a slot costs, minute by minute; `nil` if it is none.
    private func cost(of slot: Slot, in world: World) -> Int64? {
        let need = world.need
        guard !world.taken.contains(slot.id), let near = need.near,
            let workshop = world.workshops.first(where: { $0.id == slot.workshopID })
        else { return nil }
        let offered = slot.skills.isEmpty ? workshop.skills : slot.skills
        if !offered.isEmpty, !Set(need.skills).isSubset(of: offered) { return nil }
        if need.hvQuarantine && !workshop.hvQuarantine { return nil }
        if need.brand != nil, !workshop.brands.isEmpty, workshop.brands != ["Volvo"] { return nil }
        let work = need.repairSeconds ?? Int64(slot.minutes) * 60
        if work > Int64(slot.minutes) * 60 { return nil }
        func isClosed(_ time: Timestamp) -> Bool {
            workshop.openingHours?.state(at: time, zone: workshop.zone, holidays: workshop.holidays) == .closed
        }
        for minute in 0..<slot.minutes where isClosed(slot.start.adding(seconds: Int64(minute) * 60)) { return nil }
        let travel = BuiltInTravelTime()
        var drive = travel.seconds(from: near, to: workshop.coordinate)
        var price: Int64 = 0
        var arrival = need.earliest.adding(seconds: drive)
        if isClosed(arrival), !(workshop.nightDrop && need.canUseNightDrop) {
            guard let rest = need.mayRest else { return nil }
            drive = travel.seconds(from: near, to: rest) + travel.seconds(from: rest, to: workshop.coordinate)
            arrival = need.earliest.adding(seconds: drive)
            var steps = 0
            while !(workshop.openingHours?.isOpen(at: arrival, zone: workshop.zone, holidays: workshop.holidays) ?? true)
            {
                // To the next whole minute.
                arrival = Timestamp(milliseconds: (arrival.milliseconds / 60_000 + 1) * 60_000)
                steps += 1
                if steps > 8 * 1_440 { return nil }
            }
            price = 7_200
        }
        guard slot.start >= arrival else { return nil }
        var delay: Int64 = 0
        if let part = need.part {
            delay = !world.stock.isKnown(workshop.id) ? 7_200 : world.stock.free(part, at: workshop.id) > 0 ? 0 : 86_400
        }
        return slot.start.seconds(since: need.earliest) + work + delay + drive + price
    }

    @Test("the best three are those that looking at every slot finds, in any order of rows", arguments: 0..<200)
    func exhaustive(seed: Int) throws {
        let world = try world(seed)
        let choice = chooseSlot(for: world.need, board: world.board, taken: world.taken)
        let all = world.slots.compactMap { slot -> (Int64, Timestamp, String, Int64)? in
            cost(of: slot, in: world).map { ($0, slot.start, slot.workshopID, slot.id) }
        }.sorted(by: <)
        let found = [choice.chosen].compactMap(\.self) + choice.alternatives
        #expect(found.map(\.slotID) == all.prefix(3).map(\.3))
        #expect(found.map(\.costSeconds) == all.prefix(3).map(\.0))
        #expect((choice.shortage == nil) == (choice.chosen != nil))
        #expect(
            choice.chosen?.repairedSeconds == estimateRepair(for: world.need, board: world.board, taken: world.taken))
        var random = Seeded(UInt64(seed))
        let shuffled = OperationsBoard(
            workshops: world.workshops.shuffled(using: &random), slots: world.slots.shuffled(using: &random),
            stock: world.stock)
        #expect(chooseSlot(for: world.need, board: shuffled, taken: world.taken) == choice)
    }

    @Test("no slot is before the arrival, taken, over closing time, or of a workshop that can't", arguments: 200..<400)
    func invariants(seed: Int) throws {
        let world = try world(seed)
        let choice = chooseSlot(for: world.need, board: world.board, taken: world.taken)
        for candidate in [choice.chosen].compactMap(\.self) + choice.alternatives {
            let workshop = try #require(world.board.workshop(candidate.workshopID))
            let arrival = world.need.earliest.adding(seconds: candidate.driveSeconds)
            #expect(candidate.start >= arrival)
            #expect(!world.taken.contains(candidate.slotID))
            #expect(workshop.hvQuarantine || !world.need.hvQuarantine)
            #expect(world.need.brand == nil || workshop.brands.isEmpty || workshop.brands == ["Volvo"])
            if let hours = workshop.openingHours {
                let end = candidate.start.adding(seconds: Int64(candidate.minutes) * 60)
                let during = hours.state(from: candidate.start, to: end, zone: workshop.zone, holidays: .none)
                #expect(during != .closed)
                #expect(during == .open || candidate.confirmation == .mustAsk)
                switch candidate.delivery {
                case .open: #expect(hours.state(at: arrival, zone: workshop.zone, holidays: .none) != .closed)
                case .nightDrop: #expect(workshop.nightDrop && world.need.canUseNightDrop)
                case .afterOpening(let time):
                    #expect(hours.isOpen(at: time, zone: workshop.zone, holidays: .none))
                    #expect(time >= arrival && candidate.start >= time)
                }
            }
            #expect(!candidate.reason.isEmpty)
        }
    }
}
