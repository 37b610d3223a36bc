import Planning
import Telemetry
import Testing

@Suite("Choosing a unit by road")
struct RoutedSearchTests {
    private func need(_ repaired: Int64 = 0) throws -> RescueNeed {
        RescueNeed(
            coordinate: try north(0),
            options: [
                RescueOption(
                    kind: .tow, alternatives: [.flatbed], movesAsset: true, secondsUntilRepaired: repaired)
            ])
    }

    /// Runs the search as the lane does: again with the answers, until it has what it needs.
    private func search(
        _ need: RescueNeed, _ board: OperationsBoard, limit: Int = 4, exact: Int = 1, answer: (Drive) -> RoadTime
    ) -> (found: UnitCandidates, batches: [Int]) {
        var roads = RoadTimes(isRouted: true)
        var batches: [Int] = []
        while batches.count < 1_000 {
            let result = unitCandidates(
                for: need, board: board, held: [], excluding: [], at: noon, roads: roads,
                travel: BuiltInTravelTime(), limit: limit, exact: exact)
            switch result {
            case .found(let found): return (found, batches)
            case .needs(let drives):
                batches.append(drives.count)
                for drive in drives { roads[drive] = answer(drive) }
            }
        }
        return (UnitCandidates(), batches)
    }

    /// Seconds by a road that winds by a factor that differs from place to place.
    private func seconds(_ drive: Drive, seed: UInt64) -> Int64 {
        var random = Seeded(seed ^ drive.from.latitude.bitPattern ^ drive.from.longitude.bitPattern)
        let factor = Double.random(in: 1...3, using: &random)
        return Int64((drive.from.distance(to: drive.to) * 0.036 * factor).rounded(.up))
    }

    @Test("the chosen unit is the one with the least time by road, and not all are asked about")
    func exact() throws {
        var asked = 0
        for seed in 0..<200 as Range<UInt64> {
            var random = Seeded(seed)
            let units = try (0..<20).map { number in
                var unit = flatbed(
                    "U\(number)",
                    at: try place(
                        59.4 + .random(in: -0.3...0.3, using: &random), .random(in: 24...25.4, using: &random)))
                unit.readinessMinutes = seed % 2 == 0 ? 0 : .random(in: 0...15, using: &random)
                return unit
            }
            let need = try need(seed % 3 == 0 ? 5_000 : 0)
            let (found, batches) = search(need, OperationsBoard(units: units)) { .seconds(seconds($0, seed: seed)) }
            let best = units.compactMap { unit -> (Int64, String)? in
                unit.coordinate.map { start in
                    let drive = seconds(Drive(from: start, to: need.coordinate), seed: seed)
                    return (drive + Int64((unit.readinessMinutes * 60).rounded()), unit.id)
                }
            }.min(by: <)
            #expect(found.candidates.first?.unitID == best?.1)
            #expect(found.candidates.first.map { $0.arrival.seconds(since: noon) } == best?.0)
            #expect(batches.allSatisfy { $0 <= 10 })
            asked += batches.reduce(0, +)
        }
        #expect(asked <= 17 * 200)
    }

    @Test("as many as must be exact are, whatever is asked for in addition", arguments: [2, 5, 12, 40])
    func exactFew(exact: Int) throws {
        for seed in 0..<20 as Range<UInt64> {
            var random = Seeded(seed &+ 77)
            let units = try (0..<40).map { number in
                flatbed(
                    "U\(number)",
                    at: try place(
                        59.4 + .random(in: -0.3...0.3, using: &random), .random(in: 24...25.4, using: &random)))
            }
            let need = try need()
            let (found, _) = search(need, OperationsBoard(units: units), limit: 50, exact: exact) {
                .seconds(seconds($0, seed: seed))
            }
            let all = units.compactMap { unit in
                unit.coordinate.map { (seconds(Drive(from: $0, to: need.coordinate), seed: seed), unit.id) }
            }.sorted(by: <)
            #expect(found.candidates.prefix(exact).map(\.unitID) == all.prefix(exact).map(\.1))
            #expect((found.boundBeyond == nil) == (found.candidates.count == 40))
            #expect(found.boundBeyond ?? .max >= found.candidates[min(exact, 40) - 1].costSeconds)
        }
    }

    @Test("the nearest ten are asked about first, from the unit to the customer, each drive once")
    func firstBatch() throws {
        let units = try (1...30).map { flatbed("U\($0)", at: try north(Double(($0 + 1) / 2))) }
        let need = try need()
        let result = unitCandidates(
            for: need, board: OperationsBoard(units: units), held: [], excluding: [], at: noon,
            roads: RoadTimes(isRouted: true), travel: BuiltInTravelTime(), limit: 4)
        let expected = try (1...10).map { Drive(from: try north(Double($0)), to: need.coordinate) }
        #expect(result == .needs(expected))
    }

    @Test("a unit without a way is ruled out with the reason; one without an answer counts as its estimate")
    func unreachable() throws {
        let units = try [1, 2, 3].map { flatbed("U\($0)", at: try north(Double($0))) }
        let starts = try [1, 2, 3].map { try north(Double($0)) }
        let (found, _) = search(try need(), OperationsBoard(units: units)) { drive in
            drive.from == starts[0] ? .unreachable : drive.from == starts[1] ? .unanswered : .seconds(5_000)
        }
        #expect(found.candidates.map(\.unitID) == ["U2", "U3"])
        #expect(found.rejected.map(\.unitID) == ["U1"] && found.rejected.map(\.reason) == [.noRoad])
        #expect(found.candidates[0].reasons.contains(.estimatedWithoutRoads))
        #expect(found.candidates[0].roadFactor == nil)
        let estimate = BuiltInTravelTime().seconds(from: starts[1], to: try north(0))
        #expect(found.candidates[0].arrival == noon.adding(seconds: estimate))
        #expect(!found.candidates[1].reasons.contains(.estimatedWithoutRoads))
        let factor = 5_000 / Double(BuiltInTravelTime().seconds(from: starts[2], to: try north(0)))
        #expect(found.candidates[1].roadFactor == factor)
        let (none, _) = search(try need(), OperationsBoard(units: units)) { _ in .unreachable }
        #expect(none.shortage == .noRoad && none.candidates.isEmpty && none.rejected.count == 3)
    }

    @Test("units that can't be the best are not asked about, and the bound says what is known of them")
    func notAsked() throws {
        var units = try (1...10).map { flatbed("U\($0)", at: try north(Double($0))) }
        units += try (20...60).map { flatbed("U\($0)", at: try north(Double($0))) }
        var slow = flatbed("SLOW", at: try north(0.5))
        slow.readinessMinutes = 240
        let board = OperationsBoard(units: units + [slow])
        // A nearer one that needs four hours is not worth a question once another is known.
        let (found, batches) = search(try need(), board, limit: 20) { drive in
            .seconds(Int64(drive.from.distance(to: drive.to) * 0.05))
        }
        #expect(found.candidates.map(\.unitID) == (1...9).map { "U\($0)" } + ["SLOW"])
        #expect(batches == [10])
        #expect(found.boundBeyond ?? 0 > found.candidates[0].costSeconds)
        let least = BuiltInTravelTime().leastRoadSeconds(overMetres: 10_000)
        #expect(abs((found.boundBeyond ?? 0) - least) <= 1)
    }

    @Test("a shift that ends before any road could lead there needs no answer")
    func shiftEnds() throws {
        var unit = flatbed("A", at: try north(80))
        unit.shift = Shift(from: 0, to: 12 * 60 + 20, zone: .european(minutes: 120))
        let (found, batches) = search(try need(), OperationsBoard(units: [unit])) { _ in .seconds(1) }
        #expect(batches.isEmpty && found.shortage == .offShift)
        #expect(found.rejected.map(\.reason) == [.shiftEndsFirst])
    }

    @Test("answers that make no sense stop nothing", arguments: [Int64.min, -1, .max])
    func nonsense(seconds: Int64) throws {
        let board = OperationsBoard(units: [flatbed("A", at: try north(1))])
        let (found, _) = search(try need(), board) { _ in .seconds(seconds) }
        let cost = found.candidates.first?.costSeconds ?? -1
        #expect(cost >= 0 && cost <= 10_000_000)
    }
}
