/// Who serves whom, what that costs, and the proof that nothing costs less.
///
/// The duals are feasible: `rowDuals[i] + columnDuals[j]` is at most the cost of every arc, listed or not, a row's dual is
/// at most its unassigned cost, and no column's dual is above zero. Their sum is therefore a lower bound of every
/// assignment's cost.
package struct AssignmentSolution: Sendable, Equatable {
    /// The column of each row; `nil` stays unassigned.
    package var columns: [Int?] = []
    /// What the assignment costs, unassigned rows included; saturated at the ends of `Int64`.
    package var cost: Int64 = 0
    /// No assignment costs less than this; saturated likewise.
    package var bound: Int64 = 0
    /// How far the cost may be above the optimum: `(cost - bound) / max(1, |cost|)`, 0 if it is the optimum.
    package var gap: Double = 0
    package var rowDuals: [Int64] = []
    package var columnDuals: [Int64] = []
    /// The rows whose longer lists could lower the cost, ascending; empty if the cost is the optimum.
    package var rowsWantingMore: [Int] = []
    /// How many arcs were looked at or listed.
    package var listedArcs = 0
}
