import Planning
import Telemetry
import Testing

@Suite("The index of units")
struct IndexTests {
    static let sets: [Capabilities] = [
        [], .flatbed, [.flatbed, .winch], [.wheelLift, .dollies], .tyre, [.tyre, .battery, .evTrained],
    ]
    static let filters: [[Capabilities]] = [
        [], [.flatbed], [.flatbed, [.wheelLift, .dollies]], [.evTrained], [.gasCertified],
        [.winch, .battery, .dollies],
        [[]],
    ]

    @Test(
        "a cursor yields every unit that passes, once, the nearest first, and the fast path yields its beginning",
        arguments: IndexWorld.allCases, 0..<6)
    func bruteForce(world: IndexWorld, seed: Int) throws {
        var random = Seeded(UInt64(seed) &* 7_919 &+ 17)
        var index = UnitIndex()
        var plain = PlainIndex()
        for _ in 0..<[1, 20, 300, 900, 900, 900][seed] {
            try change(&index, &plain, world, &random)
        }
        for round in 0..<12 {
            for _ in 0..<40 { try change(&index, &plain, world, &random) }
            let place = round < 9 ? try world.place(&random) : try IndexWorld.globe.place(&random)
            try check(index, plain, from: place, anyOf: Self.filters[round % Self.filters.count])
        }
        #expect(index.count == plain.places.count)
        for unit in plain.places.keys { index.remove(unit) }
        #expect(index.count == 0)
        #expect(index.nearest(3, to: try place(0, 0), filter: CapabilityFilter(anyOf: [])).isEmpty)
    }

    /// Puts, moves or removes a unit at random; a few numbers are used again and again.
    private func change(
        _ index: inout UnitIndex, _ plain: inout PlainIndex, _ world: IndexWorld, _ random: inout Seeded
    ) throws {
        let unit = Int32.random(in: 0..<700, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1:
            index.remove(unit)
            plain.places[unit] = nil
        case 2...4:
            let place = try world.place(&random)
            index.move(unit, to: place)
            if plain.places[unit] != nil { plain.places[unit] = place }
        case 5:
            guard let old = plain.places[unit] else { return }
            let near = try Coordinate(
                latitude: min(90, old.latitude + 1e-6), longitude: max(-180, old.longitude - 1e-6))
            index.move(unit, to: near)
            plain.places[unit] = near
        default:
            let place = try world.place(&random)
            let set = Self.sets[Int.random(in: 0..<Self.sets.count, using: &random)]
            index.put(unit, at: place, capabilities: set)
            plain.places[unit] = place
            plain.capabilities[unit] = set
        }
        #expect(index.contains(unit) == (plain.places[unit] != nil))
    }

    private func check(
        _ index: UnitIndex, _ plain: PlainIndex, from place: Coordinate, anyOf alternatives: [Capabilities]
    ) throws {
        let expected = plain.all(from: place, anyOf: alternatives)
        let filter = CapabilityFilter(anyOf: alternatives)
        var cursor = index.cursor(near: place, filter: filter)
        var yielded: [UnitIndex.Neighbour] = []
        while let next = cursor.next() { yielded.append(UnitIndex.Neighbour(unit: next.unit, metres: next.metres)) }
        let once = Set(yielded.map(\.unit)).count == yielded.count
        #expect(once)
        let same = yielded.count == expected.count && yielded.allSatisfy { expected[$0.unit] != nil }
        #expect(same, "\(yielded.count) of \(expected.count)")
        // Half a metre is how far two ways of computing half of the earth's girth differ.
        let right = yielded.allSatisfy { abs($0.metres - (expected[$0.unit] ?? -1)) < 0.5 }
        #expect(right)
        let ordered = zip(yielded, yielded.dropFirst()).allSatisfy {
            plain.places[$0.unit] == plain.places[$1.unit] ? $0.unit < $1.unit : $0.metres <= $1.metres
        }
        #expect(ordered)
        for limit in [1, 8, 50] {
            let nearest = index.nearest(limit, to: place, filter: filter)
            let isBeginning = nearest == Array(yielded.prefix(limit))
            #expect(isBeginning, "\(limit) nearest")
        }
    }

    @Test("units on one spot come by number, however many there are")
    func oneSpot() throws {
        var index = UnitIndex()
        let spot = try place(59.4, 24.7)
        for unit in (0..<2_000).reversed() { index.put(Int32(unit), at: spot, capabilities: .flatbed) }
        let nearest = index.nearest(5, to: spot, filter: CapabilityFilter(anyOf: [.flatbed])).map(\.unit)
        #expect(nearest == [0, 1, 2, 3, 4])
        for unit in 0..<1_990 { index.remove(Int32(unit)) }
        var cursor = index.cursor(near: try place(-59.4, -155.3), filter: CapabilityFilter(anyOf: [.flatbed]))
        var rest: [Int32] = []
        while let next = cursor.next() { rest.append(next.unit) }
        #expect(rest == Array(1_990..<2_000))
    }

    @Test("a copy does not see what the other one changes, nor does a cursor")
    func copies() throws {
        var index = UnitIndex()
        let spot = try place(59.4, 24.7)
        index.put(3, at: spot, capabilities: [])
        let copy = index
        var cursor = index.cursor(near: spot, filter: CapabilityFilter(anyOf: []))
        index.move(3, to: try place(10, 10))
        index.put(4, at: spot, capabilities: [])
        #expect(copy.nearest(2, to: spot, filter: CapabilityFilter(anyOf: [])) == [.init(unit: 3, metres: 0)])
        #expect(cursor.next()?.unit == 3 && cursor.next() == nil)
    }

    @Test("numbers that are none of its units change nothing")
    func unknown() throws {
        var index = UnitIndex()
        index.put(-1, at: try place(0, 0), capabilities: [])
        index.move(7, to: try place(0, 0))
        index.remove(7)
        index.remove(-9)
        #expect(index.count == 0 && !index.contains(-1) && !index.contains(7))
        #expect(index.nearest(0, to: try place(0, 0), filter: CapabilityFilter(anyOf: [])).isEmpty)
    }

    @Test("memory is used again: a fleet that wanders around the world needs no more than at the start")
    func memory() throws {
        var random = Seeded(5)
        var index = UnitIndex()
        for unit in 0..<Int32(500) {
            index.put(unit, at: try IndexWorld.towns.place(&random), capabilities: .flatbed)
        }
        var most = 0
        for round in 0..<40 {
            let world = IndexWorld.allCases[round % IndexWorld.allCases.count]
            for unit in 0..<Int32(500) { index.move(unit, to: try world.place(&random)) }
            if round < 14 { most = max(most, index.reservedBytes) }
        }
        #expect(index.reservedBytes <= most * 3 / 2)
        #expect(index.count == 500)
    }
}
