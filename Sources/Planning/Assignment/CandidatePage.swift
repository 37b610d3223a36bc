/// The next candidates of a row, for an assignment whose lists grow only where that can matter.
package struct CandidatePage: Sendable, Equatable {
    /// Ascending in cost; none is cheaper than what was listed for this row before.
    package var arcs: [AssignmentArc] = []
    /// No candidate that is still unlisted is cheaper than this; `nil` if the row's list is now complete.
    package var boundBeyond: Int64?

    package init(arcs: [AssignmentArc] = [], boundBeyond: Int64? = nil) {
        self.arcs = arcs
        self.boundBeyond = boundBeyond
    }
}

/// Solves an assignment whose rows list their candidates a page at a time, cheapest first.
///
/// A page is asked for only when a candidate that costs `boundBeyond` could change the answer: no column's dual is above
/// zero, so an unlisted one is of no use to a row whose dual is at most its `boundBeyond`. The result is therefore the
/// optimum over every candidate, though most were never listed. If `more` refuses, the row goes on with what it has; the
/// duals are lowered to its bound, and `gap` and `rowsWantingMore` tell what that may have cost.
///
/// - Parameters:
///   - columnCount: How many columns there are, listed or not.
///   - unassignedCosts: What each row costs if it stays unassigned; as many as there are rows.
///   - more: Fills the (empty) page with the next candidates of a row; `false` refuses. A page that is not ascending is
///     sorted; one without arcs that does not raise the bound counts as a refusal.
package func solveAssignment(
    columnCount: Int, unassignedCosts: [Int64], more: (_ row: Int, _ page: inout CandidatePage) -> Bool
) -> AssignmentSolution {
    var search = AssignmentSearch(columnCount: columnCount, unassignedCosts: unassignedCosts)
    return search.solve(more: more)
}
