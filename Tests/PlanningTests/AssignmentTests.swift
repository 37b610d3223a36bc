import Planning
import Testing

@Suite("Assigning rows to columns")
struct AssignmentTests {
    @Test("Two rows that want the same column share out so that the sum is least")
    func sharesOut() {
        var problem = AssignmentProblem(columnCount: 2)
        problem.addRow([AssignmentArc(column: 0, cost: 1), AssignmentArc(column: 1, cost: 2)], unassignedCost: 100)
        problem.addRow([AssignmentArc(column: 0, cost: 2), AssignmentArc(column: 1, cost: 9)], unassignedCost: 100)
        let solution = problem.solve()
        #expect(solution.columns == [1, 0])
        #expect(solution.cost == 4)
        #expect(solution.bound == 4)
        #expect(solution.gap == 0)
    }

    @Test("A row without arcs stays unassigned, whatever that costs")
    func staysUnassigned() {
        var problem = AssignmentProblem(columnCount: 1)
        problem.addRow([], unassignedCost: .max)
        problem.addRow([AssignmentArc(column: 0, cost: 7)], unassignedCost: 1_000)
        let solution = problem.solve()
        #expect(solution.columns == [nil, 0])
        #expect(solution.cost == AssignmentCost.limit + 7)
        #expect(solution.gap == 0)
    }

    @Test("Of more rows than columns those stay unassigned that cost least unassigned")
    func leavesTheCheapest() {
        var problem = AssignmentProblem(columnCount: 1)
        for cost in [50, 90, 70] as [Int64] {
            problem.addRow([AssignmentArc(column: 0, cost: 10)], unassignedCost: cost)
        }
        #expect(problem.solve().columns == [nil, 0, nil])
        #expect(problem.solve().cost == 130)
    }

    @Test("Serving a row for more than it costs unassigned is not done")
    func leavesTheDear() {
        var problem = AssignmentProblem(columnCount: 3)
        problem.addRow([AssignmentArc(column: 2, cost: 11)], unassignedCost: 10)
        #expect(problem.solve().columns == [nil])
    }

    @Test(
        "Costs at the ends of 64 bits neither trap nor mislead",
        arguments: [(Int64.max, Int64.min), (.min, .max), (.max, .max), (.min, .min)])
    func extremes(cost: Int64, unassigned: Int64) throws {
        var problem = AssignmentProblem(columnCount: 2)
        for _ in 0..<3 {
            problem.addRow(
                [AssignmentArc(column: 0, cost: cost), AssignmentArc(column: 1, cost: 0)], unassignedCost: unassigned)
        }
        let solution = problem.solve()
        #expect(solution.gap == 0)
        try Proof(problem: problem).check(solution)
    }

    @Test("Arcs to columns that do not exist are left out")
    func strangeColumns() {
        var problem = AssignmentProblem(columnCount: 1)
        problem.addRow(
            [
                AssignmentArc(column: 1, cost: 0), AssignmentArc(column: -1, cost: 0),
                AssignmentArc(column: .max, cost: 0),
            ],
            unassignedCost: 5)
        #expect(problem.solve().columns == [nil])
    }

    @Test("Nothing to assign costs nothing")
    func empty() {
        #expect(AssignmentProblem(columnCount: 3).solve().cost == 0)
        #expect(AssignmentProblem(columnCount: -3).solve().gap == 0)
        var problem = AssignmentProblem(columnCount: 0)
        problem.addRow([], unassignedCost: 4)
        #expect(problem.solve().cost == 4)
    }

    @Test("Small random worlds cost what trying everything finds", arguments: 0..<40 as Range<UInt64>)
    func bruteForce(seed: UInt64) throws {
        var random = Seeded(seed)
        for _ in 0..<50 {
            let problem = randomProblem(
                rows: .random(in: 0...6, using: &random), columns: .random(in: 0...6, using: &random),
                largest: [2, 10, 1_000_000].randomElement(using: &random) ?? 1,
                density: .random(in: 0...1, using: &random),
                &random)
            let solution = problem.solve()
            let best = leastCost(of: problem)
            #expect(solution.cost == best)
            try Proof(problem: problem).check(solution)
        }
    }

    @Test(
        "Large random worlds are proven by their duals",
        arguments: [(300, 1_000), (300, 300), (1_000, 300), (50, 2_000)], [0.01, 0.2])
    func duals(size: (Int, Int), density: Double) throws {
        var random = Seeded(UInt64(size.0 * 10_000 + size.1))
        for largest in [3, 1_000, 1_000_000_000] as [Int64] {
            let problem = randomProblem(
                rows: size.0, columns: size.1, largest: largest, density: density, &random)
            let solution = problem.solve()
            #expect(solution.gap == 0)
            #expect(solution.cost == solution.bound)
            try Proof(problem: problem).check(solution)
        }
    }

    @Test("Equal problems have equal answers, to the dual")
    func deterministic() {
        var first = Seeded(7)
        var second = Seeded(7)
        let left = randomProblem(rows: 80, columns: 60, largest: 5, density: 0.3, &first).solve()
        let right = randomProblem(rows: 80, columns: 60, largest: 5, density: 0.3, &second).solve()
        let isEqual = left == right
        #expect(isEqual)
    }

    @Test("Rows that want the same columns in the same order are solved exactly")
    func sameWishes() throws {
        var problem = AssignmentProblem(columnCount: 120)
        for row in 0..<100 {
            problem.addRow(
                (0..<120).map { AssignmentArc(column: $0, cost: Int64((row + 1) * ($0 + 1))) }, unassignedCost: 1 << 40)
        }
        let solution = problem.solve()
        // The least sum of products pairs the largest factor with the smallest.
        var least = 0
        for factor in 1...100 { least += factor * (101 - factor) }
        #expect(solution.cost == Int64(least))
        try Proof(problem: problem).check(solution)
    }
}
