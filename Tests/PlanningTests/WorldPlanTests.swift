import Planning
import Telemetry
import Testing

@Suite("Planning a world")
struct WorldPlanTests {
    private func worldCase(
        _ id: String, _ severity: Severity = .stop, needs: Capabilities = [], at coordinate: Coordinate? = nil
    ) throws -> PlanningWorld.Case {
        let place = try coordinate ?? place(59.4, 24.7)
        return PlanningWorld.Case(
            id: id, need: RescueNeed(coordinate: place, capabilities: needs, severity: severity, kind: .other))
    }

    private func unit(_ id: String, _ capabilities: Capabilities = [.flatbed], at coordinate: Coordinate? = nil) -> Unit
    {
        Unit(id: id, name: id, kind: "any", capabilities: capabilities, coordinate: coordinate, reach: .phone)
    }

    private func matrix(_ rows: [[Double?]]) -> MinuteMatrix {
        var matrix = MinuteMatrix(columnCount: rows.first?.count ?? 0)
        for number in rows.joined() { matrix.append(number) }
        return matrix
    }

    private func plan(_ world: PlanningWorld, _ objective: PlanObjective) -> WorldPlan {
        let planner = WorldPlanner(objective: objective)
        return planner.explain(planner.assign(world), of: world)
    }

    private func pairs(_ plan: WorldPlan) -> [String] { plan.assignments.map { "\($0.caseID)-\($0.unitID)" } }

    @Test("Minutes: the sum counts, not who is nearest to the first case")
    func leastSum() throws {
        let world = PlanningWorld(
            now: noon, cases: [try worldCase("A"), try worldCase("B")], units: [unit("T1"), unit("T2")],
            minutes: matrix([[5, 7.5], [6, 30]]))
        let plan = plan(world, .minutes)
        #expect(pairs(plan) == ["A-T2", "B-T1"])
        #expect(plan.totalCost == 13.5)
        #expect(plan.optimalityGap == 0)
        #expect(
            plan.assignments.first?.reasons == [
                "T2 needs 8 min",
                "T1 would be there 3 min sooner; it serves case B, which would wait 24 min more for T2",
            ])
    }

    @Test("Policy: the graver case gets the nearer unit, and the only one", arguments: Severity.allCases)
    func graver(severity: Severity) throws {
        let cases = [try worldCase("A", severity), try worldCase("B", .emergency)]
        let two = PlanningWorld(
            now: noon, cases: cases, units: [unit("T1"), unit("T2")], minutes: matrix([[5, 16], [6, 16]]))
        #expect(pairs(plan(two, .policy)) == (severity == .emergency ? ["A-T1", "B-T2"] : ["A-T2", "B-T1"]))
        let one = PlanningWorld(now: noon, cases: cases, units: [unit("T1")], minutes: matrix([[5], [6]]))
        let plan = plan(one, .policy)
        #expect(pairs(plan) == (severity == .emergency ? ["A-T1"] : ["B-T1"]))
        let alone = try #require(plan.unassigned.first)
        #expect(alone.reason.hasPrefix("fewer units than cases"), "\(alone.reason)")
    }

    @Test("Policy counts the wait until a unit is free and ready; minutes counts travel alone")
    func waiting() throws {
        var busy = unit("T1")
        busy.freeAt = noon.adding(seconds: 600)
        busy.readinessMinutes = 2
        let world = PlanningWorld(
            now: noon, cases: [try worldCase("A")], units: [busy, unit("T2")], minutes: matrix([[5, 16]]))
        #expect(pairs(plan(world, .policy)) == ["A-T2"])
        #expect(plan(world, .policy).totalCost == 16 * 60 * 8)
        #expect(pairs(plan(world, .minutes)) == ["A-T1"])
        #expect(plan(world, .minutes).totalCost == 5)
    }

    @Test("Who can't help or get there is not sent, and the reason says which")
    func refusals() throws {
        var heavy = try worldCase("D", needs: [.flatbed])
        heavy.need.massKg = 9_000
        let world = PlanningWorld(
            now: noon,
            cases: [
                try worldCase("A", needs: [.flatbed, .winch]), try worldCase("B", needs: [.flatbed]),
                try worldCase("C"), heavy,
            ],
            units: [unit("T1"), unit("T2", [.tyre])], minutes: matrix([[1, 1], [nil, 1], [9, 2], [1, 1]]))
        let plan = plan(world, .policy)
        #expect(pairs(plan) == ["C-T2"])
        #expect(
            plan.unassigned.map(\.reason) == [
                "no capable unit: none has flatbed, winch", "no unit that can help can get there",
                "no capable unit: none with flatbed is known to carry 9000 kg",
            ])
    }

    @Test("Each choice names the next three candidates and why they lost")
    func reasons() throws {
        let world = PlanningWorld(
            now: noon, cases: [try worldCase("A"), try worldCase("B")],
            units: ["T1", "T2", "T3", "T4", "T5"].map { unit($0) },
            minutes: matrix([[4, 9, 12, 50, 4.005], [30, 3, 30, 30, 30]]))
        #expect(
            plan(world, .policy).assignments.first?.reasons == [
                "T1 is there in 4 min, the soonest of all that can help", "T5 would be there as soon; it is free",
                "T2 would need 5 min more; it serves case B", "T3 would need 8 min more; it is free",
            ])
    }

    @Test("An empty world, one without units and one without cases are planned", arguments: PlanObjective.allCases)
    func empty(objective: PlanObjective) throws {
        #expect(plan(PlanningWorld(now: noon), objective).assignments.isEmpty)
        #expect(plan(PlanningWorld(now: noon), objective).optimalityGap == 0)
        let lonely = PlanningWorld(now: noon, cases: [try worldCase("A")])
        #expect(plan(lonely, objective).unassigned.map(\.reason) == ["there are no units"])
        #expect(plan(PlanningWorld(now: noon, units: [unit("T")]), objective).assignments.isEmpty)
    }

    @Test("A matrix of another shape is not believed")
    func wrongShape() throws {
        let world = PlanningWorld(
            now: noon, cases: [try worldCase("A")], units: [unit("T", at: try place(59.5, 24.7))],
            minutes: matrix([[1, 2]]))
        #expect(world.minutes == nil)
        #expect(pairs(plan(world, .policy)) == ["A-T"])
    }

    @Test("Small random worlds are planned as trying everything does", arguments: 0..<60 as Range<UInt64>)
    func bruteForce(seed: UInt64) throws {
        var random = Seeded(seed)
        let world = try randomWorld(
            cases: .random(in: 1...6, using: &random), units: .random(in: 1...5, using: &random), &random)
        for objective in PlanObjective.allCases {
            let plan = plan(world, objective)
            let best = leastOfAll(world, objective)
            #expect(plan.assignments.count == best.served)
            #expect(abs(plan.totalCost - best.cost) < 1e-6)
            #expect(plan.optimalityGap == 0)
        }
    }

    @Test("Seen from the units' side a surge costs the same", arguments: 0..<10 as Range<UInt64>)
    func surge(seed: UInt64) throws {
        var random = Seeded(seed)
        let crowded = try randomWorld(cases: 90, units: 40, &random)
        // Units that reach nobody turn the same world around: now there are as many units as cases.
        var rows: [[Double?]] = []
        for row in crowded.cases.indices {
            rows.append(
                crowded.units.indices.map { crowded.minutes?.minutes(case: row, unit: $0) }
                    + Array(repeating: nil, count: 50))
        }
        let wide = PlanningWorld(
            now: noon, cases: crowded.cases, units: crowded.units + (0..<50).map { unit("X\($0)") },
            minutes: matrix(rows))
        for objective in PlanObjective.allCases {
            let left = plan(crowded, objective)
            let right = plan(wide, objective)
            #expect(left.assignments.count == right.assignments.count)
            #expect(abs(left.totalCost - right.totalCost) < 1e-6)
            #expect(left.optimalityGap == 0)
            #expect(right.optimalityGap == 0)
        }
    }

    @Test("Estimated travel costs the same as a matrix of the estimates", arguments: 0..<10 as Range<UInt64>)
    func estimates(seed: UInt64) throws {
        var random = Seeded(seed)
        var units = try randomUnits(60, &random)
        units.indices.forEach { units[$0].reach = .phone }
        let cases = try (0..<40).map { index in
            try worldCase(
                "C\(index)", Severity.allCases.randomElement(using: &random) ?? .stop,
                needs: index % 3 == 0 ? [.flatbed] : [],
                at: place(.random(in: 58...60, using: &random), .random(in: 22...27, using: &random)))
        }
        let rows = cases.map { one in
            units.map { unit in
                unit.startingPoint.map {
                    Double(BuiltInTravelTime().seconds(from: $0, to: one.need.coordinate)) / 60
                }
            }
        }
        let estimated = PlanningWorld(now: noon, cases: cases, units: units)
        let given = PlanningWorld(now: noon, cases: cases, units: units, minutes: matrix(rows))
        for objective in PlanObjective.allCases {
            let left = plan(estimated, objective)
            let right = plan(given, objective)
            #expect(left.assignments.count == right.assignments.count)
            #expect(abs(left.totalCost - right.totalCost) < 1e-6)
            #expect(left.optimalityGap == 0)
        }
    }

    private func randomWorld(cases: Int, units: Int, _ random: inout Seeded) throws -> PlanningWorld {
        let severities: [Severity] = [.emergency, .stop, .limp, .info]
        let isCoarse = Bool.random(using: &random)
        let worldCases = try (0..<cases).map { index in
            try worldCase(
                "C\(index)", severities.randomElement(using: &random) ?? .stop,
                needs: Int.random(in: 0..<3, using: &random) == 0 ? [.flatbed] : [])
        }
        let worldUnits = (0..<units).map { index in
            var one = unit("U\(index)", Bool.random(using: &random) ? [.flatbed] : [.tyre])
            if Bool.random(using: &random) { one.readinessMinutes = Double(Int.random(in: 0...20, using: &random)) }
            return one
        }
        let rows: [[Double?]] = (0..<cases).map { _ in
            (0..<units).map { _ in
                guard Int.random(in: 0..<6, using: &random) > 0 else { return nil }
                return isCoarse ? Double(Int.random(in: 1...4, using: &random)) : .random(in: 0...90, using: &random)
            }
        }
        return PlanningWorld(now: noon, cases: worldCases, units: worldUnits, minutes: matrix(rows))
    }

    private struct Best: Comparable {
        var weight: Int64 = 0
        var cost = 0.0
        var served = 0

        static func < (left: Best, right: Best) -> Bool {
            (-left.weight, left.cost) < (-right.weight, right.cost)
        }
    }

    /// The best plan, by trying all: the greatest weight served, then the least cost.
    private func leastOfAll(_ world: PlanningWorld, _ objective: PlanObjective) -> Best {
        func best(from row: Int, used: Set<Int>) -> Best {
            guard row < world.cases.count else { return Best() }
            let one = world.cases[row]
            var least = best(from: row + 1, used: used)
            for (index, unit) in world.units.enumerated() where !used.contains(index) {
                let asked = one.need.options.first?.alternatives.first ?? []
                let isAble = asked.isSubset(of: unit.capabilities)
                guard isAble, let travel = world.minutes?.minutes(case: row, unit: index), travel < .infinity else {
                    continue
                }
                var found = best(from: row + 1, used: used.union([index]))
                let weight = PolicyWeights().weight(of: one)
                found.served += 1
                switch objective {
                case .minutes:
                    found.weight += 1
                    found.cost += travel
                case .policy:
                    found.weight += weight
                    found.cost += Double(weight) * ((travel + unit.readinessMinutes) * 60).rounded()
                }
                least = min(least, found)
            }
            return least
        }
        return best(from: 0, used: [])
    }
}
