import Planning
import Testing

/// What must hold of an assignment and its duals, whatever the problem: then it is the optimum.
struct Proof {
    let columnCount: Int
    let unassigned: [Int64]
    let rows: [[AssignmentArc]]

    init(problem: AssignmentProblem) {
        columnCount = problem.columnCount
        unassigned = problem.unassignedCosts
        rows = (0..<problem.rowCount).map { problem.listedArcs(ofRow: $0) }
    }

    init(columnCount: Int, unassigned: [Int64], rows: [[AssignmentArc]]) {
        self.columnCount = columnCount
        self.unassigned = unassigned
        self.rows = rows
    }

    enum Failure: Error, Equatable {
        case shape, columnTwice, columnDual(Int), rowDual(Int), arcDual(row: Int, column: Int), noSuchArc(row: Int)
        case cost, bound
    }

    func check(_ solution: AssignmentSolution) throws {
        guard solution.columns.count == rows.count, solution.columnDuals.count == columnCount else {
            throw Failure.shape
        }
        let used = solution.columns.compactMap(\.self)
        guard Set(used).count == used.count else { throw Failure.columnTwice }
        let free = Set(0..<columnCount).subtracting(used)
        for column in 0..<columnCount {
            let dual = solution.columnDuals[column]
            guard dual <= 0, dual == 0 || !free.contains(column) else { throw Failure.columnDual(column) }
        }
        var cost = Int128(0)
        for (row, arcs) in rows.enumerated() {
            guard solution.rowDuals[row] <= unassigned[row] else { throw Failure.rowDual(row) }
            for arc in arcs
            where solution.rowDuals[row] + solution.columnDuals[Int(arc.column)] > arc.cost {
                throw Failure.arcDual(row: row, column: Int(arc.column))
            }
            if let column = solution.columns[row] {
                guard let arc = arcs.first(where: { $0.column == column }) else { throw Failure.noSuchArc(row: row) }
                cost += Int128(arc.cost)
            } else {
                cost += Int128(unassigned[row])
            }
        }
        guard Int64(clamping: cost) == solution.cost else { throw Failure.cost }
        let bound = (solution.rowDuals + solution.columnDuals).reduce(Int128(0)) { $0 + Int128($1) }
        guard Int64(clamping: bound) == solution.bound, bound <= cost else { throw Failure.bound }
    }
}

func randomProblem(
    rows: Int, columns: Int, largest: Int64, density: Double, _ random: inout Seeded
) -> AssignmentProblem {
    var problem = AssignmentProblem(columnCount: columns)
    let isPatient = Bool.random(using: &random)
    for _ in 0..<rows {
        var arcs: [AssignmentArc] = []
        for column in 0..<columns where Double.random(in: 0..<1, using: &random) < density {
            arcs.append(AssignmentArc(column: column, cost: .random(in: 0...largest, using: &random)))
        }
        problem.addRow(arcs, unassignedCost: isPatient ? largest * 1_000 : .random(in: 0...largest, using: &random))
    }
    return problem
}

/// The least cost of all assignments, by trying them.
func leastCost(of problem: AssignmentProblem) -> Int64 {
    let rows = (0..<problem.rowCount).map { problem.listedArcs(ofRow: $0) }
    func least(from row: Int, used: Set<Int32>) -> Int64 {
        guard row < rows.count else { return 0 }
        var best = problem.unassignedCosts[row] + least(from: row + 1, used: used)
        for arc in rows[row] where !used.contains(arc.column) {
            best = min(best, arc.cost + least(from: row + 1, used: used.union([arc.column])))
        }
        return best
    }
    return least(from: 0, used: [])
}
