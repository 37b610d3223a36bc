/// Shortest augmenting paths with potentials (Jonker and Volgenant, 1987), on sparse rows that may grow.
///
/// Augmenting row reduction settles most rows with one look at their cheapest arcs; each row that is left gets a shortest
/// path in reduced costs, at whose end is a free column or a row that stays unassigned. Three things are particular:
/// - Every row has a private dummy column at its unassigned cost, so a path always exists and no distance exceeds it.
/// - A row's arcs ascend and column duals are never above zero: a row is read only until an arc costs more than the best
///   end known, and its list grows only if that point is not reached.
/// - If no column is free, all duals have a common upper bound below zero, and rows are read less far still.
///
/// Distances and duals are sums of at most four costs of at most `AssignmentCost.limit`, so nothing overflows.
struct AssignmentSearch: ~Copyable {
    typealias More = (_ row: Int, _ page: inout CandidatePage) -> Bool

    /// A run of a row's arcs, and the next one.
    struct Page {
        var start: Int
        var end: Int
        var next: Int32 = -1
    }

    static let none: Int32 = -1
    /// The bound of a row whose list is complete.
    static let complete = Int64.max

    let rowCount: Int
    let columnCount: Int
    let unassigned: Slab<Int64>

    var arcs: Slab<AssignmentArc>
    var pages: Slab<Page>
    let firstPage: Slab<Int32>
    let lastPage: Slab<Int32>
    /// Nothing unlisted in a row is cheaper than this.
    let beyond: Slab<Int64>
    /// Rows whose source refused to list more.
    let refused: Slab<Bool>

    let rowDual: Slab<Int64>
    let columnDual: Slab<Int64>
    let columnOf: Slab<Int32>
    let rowOf: Slab<Int32>
    var freeColumns: Int
    /// At least every column dual.
    var highestDual: Int64 = 0

    // Of one shortest path; distances are cleaned up after it.
    let distance: Slab<Int64>
    let previousRow: Slab<Int32>
    var touched: Slab<Int32>
    var settled: Slab<Int32>
    var heap = DistanceHeap()

    init(columnCount: Int, unassignedCosts: [Int64]) {
        let columns = max(0, min(columnCount, Int(Int32.max)))
        let rows = unassignedCosts.count
        self.columnCount = columns
        rowCount = rows
        unassigned = Slab(repeating: 0, count: rows)
        for row in 0..<rows { unassigned[row] = AssignmentCost.clamped(unassignedCosts[row]) }
        arcs = Slab(capacity: rows * 16)
        pages = Slab(capacity: rows)
        firstPage = Slab(repeating: Self.none, count: rows)
        lastPage = Slab(repeating: Self.none, count: rows)
        beyond = Slab(repeating: -AssignmentCost.limit, count: rows)
        refused = Slab(repeating: false, count: rows)
        rowDual = Slab(repeating: 0, count: rows)
        columnDual = Slab(repeating: 0, count: columns)
        columnOf = Slab(repeating: Self.none, count: rows)
        rowOf = Slab(repeating: Self.none, count: columns)
        freeColumns = columns
        distance = Slab(repeating: .max, count: columns)
        previousRow = Slab(repeating: Self.none, count: columns)
        touched = Slab(capacity: 256)
        settled = Slab(capacity: 256)
    }

    init(problem: AssignmentProblem) {
        self.init(columnCount: problem.columnCount, unassignedCosts: problem.unassignedCosts)
        for arc in problem.arcs { arcs.append(arc) }
        for row in 0..<rowCount {
            let range = problem.arcs(ofRow: row)
            firstPage[row] = Int32(row)
            lastPage[row] = Int32(row)
            pages.append(Page(start: range.lowerBound, end: range.upperBound))
            beyond[row] = Self.complete
        }
    }

    mutating func solve(more: More) -> AssignmentSolution {
        for row in reduceRows(more: more) { serve(row, more: more) }
        return solution()
    }

    /// Lists more candidates of a row; false if its source has none or refuses.
    mutating func extend(_ row: Int, more: More) -> Bool {
        guard beyond[row] != Self.complete, !refused[row] else { return false }
        var page = CandidatePage()
        guard more(row, &page) else {
            refused[row] = true
            return false
        }
        let bound = page.boundBeyond.map(AssignmentCost.clamped) ?? Self.complete
        guard !page.arcs.isEmpty || bound > beyond[row] else {
            refused[row] = true
            return false
        }
        let start = arcs.count
        for arc in page.arcs where arc.column >= 0 && Int(arc.column) < columnCount { arcs.append(arc) }
        for index in stride(from: start + 1, to: arcs.count, by: 1)
        where AssignmentArc.comesFirst(arcs[index], arcs[index - 1]) {
            var listed = arcs.buffer
            listed[start...].sort(by: AssignmentArc.comesFirst)
            break
        }
        let number = Int32(pages.count)
        pages.append(Page(start: start, end: arcs.count))
        if lastPage[row] == Self.none {
            firstPage[row] = number
        } else {
            let pages = pages.buffer
            pages[Int(lastPage[row])].next = number
        }
        lastPage[row] = number
        beyond[row] = bound
        return true
    }

    /// The page after another of a row, listing it if something cheaper than `limit` may be in it; `none` if not.
    mutating func pageAfter(_ page: Int32, ofRow row: Int, below limit: Int64, more: More) -> Int32 {
        let next = page == Self.none ? firstPage[row] : pages[Int(page)].next
        if next != Self.none { return next }
        guard beyond[row] < limit, extend(row, more: more) else { return Self.none }
        return lastPage[row]
    }

    /// Brings `highestDual` up to date; it may be stale otherwise, which is only less sharp, for duals never rise.
    mutating func updateHighestDual() {
        guard freeColumns == 0, let highest = columnDual.buffer.max() else { return }
        highestDual = highest
    }

    private mutating func solution() -> AssignmentSolution {
        updateHighestDual()
        var solution = AssignmentSolution()
        var cost = Int128(0)
        var bound = Int128(0)
        for row in 0..<rowCount {
            let column = Int(columnOf[row])
            cost += Int128(column < 0 ? unassigned[row] : rowDual[row] + columnDual[column])
            // Anything unlisted costs at least `beyond`, less the highest dual; a dual above that proves nothing.
            if beyond[row] != Self.complete, rowDual[row] > beyond[row] - highestDual {
                solution.rowsWantingMore.append(row)
                rowDual[row] = beyond[row] - highestDual
            }
            bound += Int128(rowDual[row])
        }
        for dual in columnDual.buffer { bound += Int128(dual) }
        solution.columns = columnOf.buffer.map { $0 < 0 ? nil : Int($0) }
        solution.cost = Int64(clamping: cost)
        solution.bound = Int64(clamping: bound)
        solution.gap = Double(cost - bound) / max(1, Double(cost.magnitude))
        solution.rowDuals = Array(rowDual.buffer)
        solution.columnDuals = Array(columnDual.buffer)
        solution.listedArcs = arcs.count
        return solution
    }
}
