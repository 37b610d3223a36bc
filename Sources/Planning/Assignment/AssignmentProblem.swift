/// One way to serve a row: a column and what that costs.
package struct AssignmentArc: Sendable, Equatable, BitwiseCopyable {
    package var cost: Int64
    package var column: Int32

    package init(column: Int, cost: Int64) {
        self.cost = AssignmentCost.clamped(cost)
        self.column = Int32(exactly: column) ?? -1
    }

    /// Cheaper first; of equal costs the lower column.
    static func comesFirst(_ left: AssignmentArc, _ right: AssignmentArc) -> Bool {
        (left.cost, left.column) < (right.cost, right.column)
    }
}

/// What costs may be.
package enum AssignmentCost {
    /// The largest magnitude that counts: a cost beyond it counts as this much.
    ///
    /// Sums of a few costs and duals then fit into 64 bits, whatever the caller gives.
    package static let limit: Int64 = 1 << 58

    package static func clamped(_ cost: Int64) -> Int64 { max(-limit, min(limit, cost)) }
}

/// Rows to be served by columns, each column by at most one row, at the least cost in all.
///
/// Rows are cases and columns are units, or any other things that are matched once. Only the arcs that exist are kept
/// (compressed rows), so a thousand cases with sixteen candidates each are sixteen thousand arcs, however many units there
/// are. A row may stay unassigned at a cost of its own; one without arcs always does.
package struct AssignmentProblem: Sendable {
    package let columnCount: Int
    /// What each row costs if no column serves it.
    package private(set) var unassignedCosts: [Int64] = []
    /// The arcs of all rows, one row after the other, each ascending.
    private(set) var arcs: [AssignmentArc] = []
    /// Where each row's arcs end.
    private(set) var ends: [Int] = []

    /// - Parameter columnCount: How many columns there are; below zero counts as none.
    package init(columnCount: Int) { self.columnCount = max(0, min(columnCount, Int(Int32.max))) }

    package var rowCount: Int { ends.count }

    /// Adds a row; its index is the number of rows before it.
    ///
    /// Arcs may come in any order; one to a column that does not exist is left out.
    package mutating func addRow(_ rowArcs: some Sequence<AssignmentArc>, unassignedCost: Int64) {
        let start = arcs.count
        for arc in rowArcs where arc.column >= 0 && Int(arc.column) < columnCount { arcs.append(arc) }
        arcs[start...].sort(by: AssignmentArc.comesFirst)
        ends.append(arcs.count)
        unassignedCosts.append(AssignmentCost.clamped(unassignedCost))
    }

    /// The arcs of a row, ascending.
    func arcs(ofRow row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

    /// The arcs of a row, ascending; none for a row that does not exist.
    package func listedArcs(ofRow row: Int) -> [AssignmentArc] {
        (0..<rowCount).contains(row) ? Array(arcs[arcs(ofRow: row)]) : []
    }

    /// The least total cost, and the duals that prove it.
    package func solve() -> AssignmentSolution {
        var search = AssignmentSearch(problem: self)
        return search.solve { _, _ in false }
    }
}
