import Planning
import Testing

@Suite("Assigning with lists that grow")
struct AssignmentListsTests {
    /// Lists of which a few candidates are shown at a time.
    private struct Lists {
        let problem: AssignmentProblem
        let rows: [[AssignmentArc]]
        var shown: [Int]
        let pageSize: Int
        var pagesLeft = Int.max

        init(_ problem: AssignmentProblem, pageSize: Int) {
            self.problem = problem
            self.pageSize = pageSize
            rows = (0..<problem.rowCount).map { problem.listedArcs(ofRow: $0) }
            shown = Array(repeating: 0, count: rows.count)
        }

        mutating func more(_ row: Int, _ page: inout CandidatePage) -> Bool {
            guard pagesLeft > 0 else { return false }
            pagesLeft -= 1
            let end = min(rows[row].count, shown[row] + pageSize)
            page.arcs = Array(rows[row][shown[row]..<end])
            page.boundBeyond = end == rows[row].count ? nil : rows[row][end].cost
            shown[row] = end
            return true
        }

        mutating func solve() -> AssignmentSolution {
            solveAssignment(columnCount: problem.columnCount, unassignedCosts: problem.unassignedCosts) {
                more($0, &$1)
            }
        }
    }

    @Test("Short lists that grow on demand give the optimum over all candidates", arguments: 0..<30 as Range<UInt64>)
    func exact(seed: UInt64) throws {
        var random = Seeded(seed)
        let problem = randomProblem(
            rows: .random(in: 1...60, using: &random), columns: .random(in: 1...60, using: &random),
            largest: [3, 1_000].randomElement(using: &random) ?? 3, density: .random(in: 0...1, using: &random), &random
        )
        var lists = Lists(problem, pageSize: .random(in: 1...5, using: &random))
        let solution = lists.solve()
        #expect(solution.cost == problem.solve().cost)
        #expect(solution.gap == 0)
        #expect(solution.rowsWantingMore.isEmpty)
        try Proof(problem: problem).check(solution)
    }

    @Test("Where units are many, most candidates are never listed")
    func short() throws {
        var random = Seeded(11)
        let problem = randomProblem(rows: 200, columns: 2_000, largest: 1_000_000, density: 1, &random)
        var lists = Lists(problem, pageSize: 4)
        let solution = lists.solve()
        #expect(solution.gap == 0)
        #expect(solution.listedArcs < 200 * 12)
        try Proof(problem: problem).check(solution)
    }

    @Test("A source that stops leaves a gap that is told and is true", arguments: 0..<30 as Range<UInt64>)
    func stopped(seed: UInt64) throws {
        var random = Seeded(seed)
        let problem = randomProblem(rows: 40, columns: 50, largest: 1_000, density: 0.8, &random)
        let optimum = problem.solve().cost
        var lists = Lists(problem, pageSize: 2)
        lists.pagesLeft = .random(in: 0...80, using: &random)
        let solution = lists.solve()
        #expect(solution.bound <= optimum)
        #expect(solution.cost >= optimum)
        #expect((solution.gap > 0) == (solution.cost > solution.bound))
        #expect(solution.rowsWantingMore.isEmpty == (solution.gap == 0))
        try Proof(problem: problem).check(solution)
    }

    @Test("A source that says the same for ever counts as one that refuses")
    func repeating() {
        let solution = solveAssignment(columnCount: 2, unassignedCosts: [50]) { _, page in
            page.boundBeyond = 3
            return true
        }
        #expect(solution.columns == [nil])
        #expect(solution.rowsWantingMore == [0])
        #expect(solution.bound == 3)
    }

    @Test("A page out of order is put in order")
    func disorder() {
        let solution = solveAssignment(columnCount: 3, unassignedCosts: [50]) { _, page in
            page.arcs = [AssignmentArc(column: 2, cost: 9), AssignmentArc(column: 0, cost: 4)]
            return true
        }
        #expect(solution.columns == [0])
        #expect(solution.gap == 0)
    }
}
