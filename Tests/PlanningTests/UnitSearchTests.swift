import Planning
import Telemetry
import Testing

@Suite("Choosing a unit")
struct UnitSearchTests {
    private func need(_ capabilities: Capabilities = .flatbed, mass: Int? = 1_500) throws -> RescueNeed {
        RescueNeed(coordinate: try north(0), capabilities: capabilities, massKg: mass)
    }

    private func choose(
        _ units: [Unit], _ need: RescueNeed, held: Set<String> = [], excluding: Set<String> = []
    ) -> UnitChoice {
        chooseUnit(for: need, board: OperationsBoard(units: units), held: held, excluding: excluding, at: noon)
    }

    @Test("the nearest capable unit is chosen, the next three follow, and each says why")
    func nearest() throws {
        let units = try [8, 2, 5, 12, 30].map { flatbed("U\($0)", at: try north(Double($0))) }
        let choice = choose(units, try need())
        #expect(choice.chosen?.unitID == "U2")
        #expect(choice.runnersUp.map(\.unitID) == ["U5", "U8", "U12"])
        #expect(choice.chosen?.reasons.first?.kind == "soonest")
        #expect(choice.runnersUp[0].reasons.first?.description == "later by 5 min")
        #expect(choice.chosen?.metres == 1_999 || choice.chosen?.metres == 2_000)
        #expect(choice.shortage == nil && choice.rejected.isEmpty)
    }

    @Test("soonest counts readiness and the end of the current job, from where that ends")
    func soonest() throws {
        var slow = flatbed("A", at: try north(1))
        slow.readinessMinutes = 30
        var busy = flatbed("B", at: try north(0.1))
        busy.freeAt = noon.adding(seconds: 1_200)
        busy.freeWhere = try north(40)
        let far = flatbed("C", at: try north(10))
        let choice = choose([slow, busy, far], try need())
        #expect(choice.chosen?.unitID == "C")
        #expect(choice.runnersUp.map(\.unitID) == ["A", "B"])
        #expect(choice.runnersUp[1].reasons.contains(.finishesJobFirst(seconds: 1_200)))
        let travel = BuiltInTravelTime().seconds(from: try north(40), to: try north(0))
        #expect(choice.runnersUp[1].arrival == noon.adding(seconds: 1_200 + travel))
    }

    static let refusals: [(name: String, change: @Sendable (inout Unit) -> Void, kind: String)] = [
        ("another trade", { $0.capabilities = [.tyre] }, "lacks"),
        ("too weak", { $0.maxMassKg = 1_400 }, "too_heavy"),
        ("off shift", { $0.shift = Shift(from: 13 * 60, to: 20 * 60, zone: .european(minutes: 120)) }, "off_shift"),
        ("nearly home", { $0.shift = Shift(from: 0, to: 721, zone: .european(minutes: 120)) }, "shift_ends_first"),
        ("offline", { $0.online = false }, "offline"),
        ("held", { $0.id = "HELD" }, "holds_another_job"),
        ("declined", { $0.id = "DECLINED" }, "declined"),
        ("too tall", { $0.heightM = 3.2 }, "too_tall"),
    ]

    @Test("a nearer unit that can't help is named with the reason", arguments: 0..<8)
    func refused(index: Int) throws {
        let (name, change, kind) = UnitSearchTests.refusals[index]
        var nearer = flatbed("N", at: try north(1))
        change(&nearer)
        var need = try self.need()
        need.heightLimitM = 2.9
        let choice = choose(
            [nearer, flatbed("Z", at: try north(3))], need, held: ["HELD"], excluding: ["DECLINED"])
        #expect(choice.chosen?.unitID == "Z", "\(name)")
        #expect(choice.rejected.map(\.reason.kind) == [kind], "\(name)")
        #expect(choice.lines.last?.hasPrefix(nearer.id) == true)
    }

    @Test("a unit reached by phone need not be online")
    func phone() throws {
        var unit = flatbed("P", at: try north(1))
        unit.reach = .phone
        unit.online = false
        #expect(choose([unit], try need()).chosen?.unitID == "P")
    }

    @Test(
        "a car goes on a flatbed, or on a wheel lift with dollies; a truck needs what was asked",
        arguments: [
            (Capabilities.flatbed, AssetKind.car, Capabilities([.wheelLift, .dollies]), true),
            (.flatbed, .car, .wheelLift, false), (.wheelLift, .van, .flatbed, true),
            (.flatbed, .truck, [.wheelLift, .dollies], false),
            ([.flatbed, .winch], .car, [.wheelLift, .dollies], false),
            ([], .car, [], true),
        ] as [(Capabilities, AssetKind, Capabilities, Bool)])
    func alternatives(asked: Capabilities, kind: AssetKind, has: Capabilities, serves: Bool) throws {
        let need = RescueNeed(coordinate: try north(0), capabilities: asked, kind: kind)
        var unit = flatbed("A", at: try north(1))
        unit.capabilities = has
        #expect((choose([unit], need).chosen != nil) == serves)
    }

    @Test("a heavy asset is given to no unit whose limit nobody knows; a light one may be")
    func unknownLimit() throws {
        var unit = flatbed("A", at: try north(1))
        unit.maxMassKg = nil
        #expect(choose([unit], try need(mass: 3_500)).chosen != nil)
        let choice = choose([unit], try need(mass: 3_501))
        #expect(choice.shortage == .noneCapable)
        #expect(choice.rejected.map(\.reason) == [.massLimitUnknown(massKg: 3_501)])
    }

    @Test("people without a seat are noted and rule nobody out")
    func seats() throws {
        var unit = flatbed("A", at: try north(1))
        unit.seats = 2
        var need = try self.need()
        need.passengers = 4
        #expect(choose([unit], need).chosen?.reasons.last == .seatsMissing(people: 4, seats: 2))
    }

    @Test("without a unit, the reason that is nearest to being mended and the next try are named")
    func shortage() throws {
        let minute = noon.adding(seconds: 60)
        var off = flatbed("OFF", at: try north(1))
        off.shift = Shift(from: 14 * 60, to: 20 * 60, zone: .european(minutes: 120))
        let lost = flatbed("LOST", at: nil)
        var other = flatbed("OTHER", at: try north(1))
        other.capabilities = .tyre
        func result(_ units: [Unit], held: Set<String> = [], excluding: Set<String> = []) throws -> (
            UnitChoice.Shortage?, Timestamp?
        ) {
            let choice = choose(units, try need(), held: held, excluding: excluding)
            return (choice.shortage, choice.nextTry)
        }
        #expect(try result([]) == (.noUnits, noon.adding(seconds: 300)))
        #expect(try result([other]) == (.noneCapable, noon.adding(seconds: 300)))
        #expect(try result([other, lost]) == (.noPosition, minute))
        #expect(try result([other, off]) == (.offShift, noon.adding(seconds: 7_200)))
        #expect(try result([off, flatbed("B", at: try north(2))], held: ["B"]) == (.allBusy, minute))
        #expect(try result([other, flatbed("B", at: try north(2))], excluding: ["B"]).0 == .allDeclined)
    }

    @Test("equal arrivals go to the lower id")
    func ties() throws {
        let units = try ["B", "C", "A"].map { flatbed($0, at: try north(4)) }
        #expect(choose(units, try need()).chosen?.unitID == "A")
    }

    @Test("the search finds what looking at every unit finds, in any order of rows", arguments: 0..<60)
    func exhaustive(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        let units = try randomUnits(150, &random)
        var need = RescueNeed(
            coordinate: try place(.random(in: 58...60, using: &random), .random(in: 22...27, using: &random)),
            capabilities: [[], .flatbed, .wheelLift, .heavy, .tyre].randomElement(using: &random) ?? [])
        need.massKg = Bool.random(using: &random) ? nil : 2_000
        let held = Set(units.map(\.id).filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
        let excluding = Set(units.map(\.id).filter { _ in Int.random(in: 0..<5, using: &random) == 0 })
        let choice = choose(units, need, held: held, excluding: excluding)
        #expect(choose(units.shuffled(using: &random), need, held: held, excluding: excluding) == choice)

        let travel = BuiltInTravelTime()
        let alternatives = need.options[0].alternatives
        var all: [(seconds: Int64, id: String)] = []
        for unit in units {
            guard let start = unit.freeAt == nil ? unit.coordinate : unit.freeWhere ?? unit.coordinate,
                !held.contains(unit.id), !excluding.contains(unit.id), unit.reach == .phone || unit.online,
                alternatives.isEmpty || alternatives.contains(where: { unit.capabilities.isSuperset(of: $0) })
            else { continue }
            if let mass = need.massKg, let limit = unit.maxMassKg, mass > limit,
                alternatives.contains(where: { !$0.isDisjoint(with: [.flatbed, .wheelLift, .heavy]) })
            {
                continue
            }
            let wait = max(0, unit.freeAt?.seconds(since: noon) ?? 0) + Int64(unit.readinessMinutes * 60)
            let seconds = wait + travel.seconds(from: start, to: need.coordinate)
            if let shift = unit.shift {
                guard let end = shift.end(runningAt: noon), noon.adding(seconds: seconds) <= end else { continue }
            }
            all.append((seconds, unit.id))
        }
        all.sort { ($0.seconds, $0.id) < ($1.seconds, $1.id) }
        let found = [choice.chosen].compactMap(\.self) + choice.runnersUp
        #expect(found.map(\.unitID) == all.prefix(4).map(\.id))
        #expect(found.map(\.arrival) == all.prefix(4).map { noon.adding(seconds: $0.seconds) })
        #expect((choice.shortage == nil) == !all.isEmpty)
    }

    @Test("a board that changed row by row answers like one that was built at once", arguments: 0..<20)
    func incremental(seed: Int) throws {
        var random = Seeded(UInt64(seed) &+ 1_000)
        let before = try randomUnits(60, &random)
        let after = try randomUnits(60, &random)
        var board = OperationsBoard(units: before)
        for unit in after.shuffled(using: &random) { board.put(unit) }
        for unit in after.prefix(20) { board.removeUnit(unit.id) }
        let fresh = OperationsBoard(units: Array(after.dropFirst(20)))
        #expect(board.units == fresh.units)
        let need = RescueNeed(coordinate: try north(0), capabilities: [])
        #expect(
            chooseUnit(for: need, board: board, held: [], excluding: [], at: noon)
                == chooseUnit(for: need, board: fresh, held: [], excluding: [], at: noon))
        #expect(board.unit("U0") == nil && board.unit("U59") == after[59])
    }
}
