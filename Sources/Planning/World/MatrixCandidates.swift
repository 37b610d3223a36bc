/// The candidates of each row of a matrix, a page of the cheapest at a time, without sorting what nobody asks for.
///
/// The first page keeps the least eight in one pass over the row. A further page takes everything up to a limit that a
/// sample of the row puts at about three times as many as before, so it costs one pass and the sorting of what it lists.
struct MatrixCandidates {
    let columnCount: Int
    /// Row after row.
    let values: [Double]
    /// What is added per column, by class of row; infinite where the unit can't do what the class needs.
    let offsets: [[Double]]
    /// The class of each row.
    let classOfRow: [Int]
    /// `nil` if the numbers are costs already.
    let scale: CostScale?

    /// What was listed of a row: everything up to this candidate.
    private struct Shown {
        var count = 0
        var last = RankedColumn(key: -.infinity, column: -1)
    }

    private var shown: [Shown]
    private var selection = RowSelection()

    init(matrix: MinuteMatrix, offsets: [[Double]], classOfRow: [Int], scale: CostScale) {
        columnCount = matrix.columnCount
        values = matrix.values
        self.offsets = offsets
        self.classOfRow = classOfRow
        self.scale = scale
        shown = Array(repeating: Shown(), count: classOfRow.count)
    }

    /// Candidates in a matrix of whole costs, a row per unit and a column per case.
    init(costs: TransposedCosts, unitCount: Int, caseCount: Int) {
        columnCount = caseCount
        values = costs.values
        offsets = [Array(repeating: 0, count: caseCount)]
        classOfRow = Array(repeating: 0, count: unitCount)
        scale = nil
        shown = Array(repeating: Shown(), count: unitCount)
    }

    /// Fills a page with the next cheapest of a row.
    mutating func more(_ row: Int, _ page: inout CandidatePage) -> Bool {
        let before = shown[row]
        let count = columnCount
        let limit = values.withUnsafeBufferPointer { values in
            offsets[classOfRow[row]].withUnsafeBufferPointer { offsets in
                let keys = RowKeys(
                    minutes: UnsafeBufferPointer(rebasing: values[row * count..<(row + 1) * count]), offsets: offsets)
                return before.count == 0
                    ? selection.takeLeast(8, of: keys)
                    : selection.take(about: before.count * 3, of: keys, after: before.last)
            }
        }
        page.arcs.reserveCapacity(selection.found.count)
        for found in selection.found {
            let cost = scale?.cost(of: found.key, row: row) ?? Int64(found.key)
            page.arcs.append(AssignmentArc(column: found.column, cost: cost))
        }
        guard let limit else { return true }
        page.boundBeyond = scale?.cost(of: limit.key, row: row) ?? Int64(limit.key)
        shown[row] = Shown(count: before.count + selection.found.count, last: limit)
        return true
    }
}

/// How minutes become whole costs.
struct CostScale {
    let objective: PlanObjective
    let weights: [Int64]

    /// Millionths of a minute, or whole seconds times the weight of the row; it never falls as the minutes rise.
    @inline(__always)
    func cost(of minutes: Double, row: Int) -> Int64 {
        // Half is added and the rest cut off, for `rounded()` is a call where the processor has no instruction for it.
        switch objective {
        case .minutes: Int64(min(minutes, 1e9) * 1e6 + 0.5)
        case .policy: Int64(min(minutes, 1e9) * 60 + 0.5) * weights[row]
        }
    }
}
