/// The candidates of each row of a matrix, a page of the cheapest at a time, without sorting what nobody asks for.
///
/// A page costs one pass over the row, which compares each number with the worst that is kept. The first page is short,
/// each further one eight times as long.
struct MatrixCandidates {
    let matrix: MinuteMatrix
    /// What is added per column, by class of row; infinite where the unit can't do what the class needs.
    let offsets: [[Double]]
    /// The class of each row.
    let classOfRow: [Int]
    let scale: CostScale

    private struct Shown {
        var count = 0
        var key = -Double.infinity
        var column = -1
    }

    private struct Candidate {
        var key: Double
        var column: Int
    }

    private var shown: [Shown]
    private var kept: [Candidate] = []

    init(matrix: MinuteMatrix, offsets: [[Double]], classOfRow: [Int], scale: CostScale) {
        self.matrix = matrix
        self.offsets = offsets
        self.classOfRow = classOfRow
        self.scale = scale
        shown = Array(repeating: Shown(), count: classOfRow.count)
    }

    /// Fills a page with the next cheapest of a row.
    mutating func more(_ row: Int, _ page: inout CandidatePage) -> Bool {
        let last = shown[row]
        let room = last.count == 0 ? 16 : last.count * 8
        let count = matrix.columnCount
        matrix.values.withUnsafeBufferPointer { values in
            offsets[classOfRow[row]].withUnsafeBufferPointer { offsets in
                let minutes = UnsafeBufferPointer(rebasing: values[row * count..<(row + 1) * count])
                MatrixCandidates.select(
                    room, of: minutes, offsets, after: (last.key, last.column), into: &kept)
            }
        }
        page.arcs.reserveCapacity(kept.count)
        for candidate in kept {
            page.arcs.append(AssignmentArc(column: candidate.column, cost: scale.cost(of: candidate.key, row: row)))
        }
        guard kept.count == room, let worst = kept.last else { return true }
        page.boundBeyond = page.arcs.last?.cost
        shown[row] = Shown(count: last.count + room, key: worst.key, column: worst.column)
        return true
    }

    /// The least of a row that come after one that was shown before, ascending, equal ones by column.
    private static func select(
        _ room: Int, of minutes: UnsafeBufferPointer<Double>, _ offsets: UnsafeBufferPointer<Double>,
        after last: (key: Double, column: Int), into kept: inout [Candidate]
    ) {
        kept.removeAll(keepingCapacity: true)
        var worst = Double.infinity
        var column = 0
        // Eight at a time: mostly none of them is among the least.
        while column + 8 <= minutes.count {
            let keys = eight(minutes, at: column) + eight(offsets, at: column)
            if any(keys .< worst) {
                for lane in 0..<8 {
                    insert(Candidate(key: keys[lane], column: column + lane), room, after: last, &kept, &worst)
                }
            }
            column += 8
        }
        while column < minutes.count {
            insert(Candidate(key: minutes[column] + offsets[column], column: column), room, after: last, &kept, &worst)
            column += 1
        }
    }

    @inline(__always)
    private static func eight(_ numbers: UnsafeBufferPointer<Double>, at index: Int) -> SIMD8<Double> {
        UnsafeRawBufferPointer(numbers).loadUnaligned(
            fromByteOffset: index * MemoryLayout<Double>.stride, as: SIMD8<Double>.self)
    }

    @inline(__always)
    private static func insert(
        _ candidate: Candidate, _ room: Int, after last: (key: Double, column: Int), _ kept: inout [Candidate],
        _ worst: inout Double
    ) {
        guard candidate.key < worst,
            candidate.key > last.key || (candidate.key == last.key && candidate.column > last.column)
        else { return }
        if kept.count == room { kept.removeLast() }
        let at = firstIndex(of: kept.count) { kept[$0].key > candidate.key }
        kept.insert(candidate, at: at)
        if kept.count == room { worst = kept[room - 1].key }
    }
}

/// How minutes become whole costs.
struct CostScale {
    let objective: PlanObjective
    let weights: [Int64]

    /// Millionths of a minute, or whole seconds times the weight of the row; it never falls as the minutes rise.
    @inline(__always)
    func cost(of minutes: Double, row: Int) -> Int64 {
        switch objective {
        case .minutes: Int64((min(minutes, 1e9) * 1e6).rounded())
        case .policy: Int64((min(minutes, 1e9) * 60).rounded()) * weights[row]
        }
    }
}
