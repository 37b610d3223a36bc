extension AssignmentSearch {
    /// The two cheapest ways of serving a row at the present column duals.
    private struct TwoBest {
        var first: Int64
        var second: Int64
        /// `none` is staying unassigned.
        var firstColumn = AssignmentSearch.none
        var secondColumn = AssignmentSearch.none
    }

    /// Augmenting row reduction, twice; the rows that are still to be served, ascending within a pass.
    ///
    /// A row takes its cheapest column and lowers that column's dual until the second cheapest would do as well; a row that
    /// loses its column looks again at once. What it costs is bounded: after eight looks per row the rest waits.
    mutating func reduceRows(more: More) -> [Int] {
        var waiting = Array(0..<rowCount)
        for pass in 0..<2 {
            if pass == 1 { updateHighestDual() }
            var looks = 8 * waiting.count
            var later: [Int] = []
            var next = 0
            while next < waiting.count {
                guard looks > 0 else {
                    later += waiting[next...]
                    break
                }
                looks -= 1
                let row = waiting[next]
                let best = twoBest(row, more: more)
                var column = Int(best.firstColumn)
                guard column >= 0 else {
                    rowDual[row] = best.first
                    next += 1
                    continue
                }
                let isStrict = best.first < best.second
                if isStrict {
                    columnDual[column] = columnDual[column] - (best.second - best.first)
                } else if rowOf[column] >= 0 {
                    column = Int(best.secondColumn)
                    guard column >= 0 else {
                        rowDual[row] = best.second
                        next += 1
                        continue
                    }
                }
                rowDual[row] = best.second
                let displaced = rowOf[column]
                rowOf[column] = Int32(row)
                columnOf[row] = Int32(column)
                if displaced < 0 {
                    freeColumns -= 1
                    next += 1
                } else {
                    columnOf[Int(displaced)] = Self.none
                    if isStrict {
                        waiting[next] = Int(displaced)
                    } else {
                        later.append(Int(displaced))
                        next += 1
                    }
                }
            }
            waiting = later
        }
        return waiting
    }

    private mutating func twoBest(_ row: Int, more: More) -> TwoBest {
        // Staying unassigned is the first known way, and it is preferred to an arc that costs as much.
        var best = TwoBest(first: unassigned[row], second: unassigned[row])
        var page = pageAfter(Self.none, ofRow: row, below: best.second &+ highestDual, more: more)
        while page >= 0 {
            let run = pages[Int(page)]
            for index in run.start..<run.end {
                let arc = arcs[index]
                // No dual is above the highest: neither this arc nor a later one can be among the best two.
                if arc.cost &- highestDual >= best.second { return best }
                let cost = arc.cost &- columnDual[Int(arc.column)]
                if cost < best.first {
                    best.second = best.first
                    best.secondColumn = best.firstColumn
                    best.first = cost
                    best.firstColumn = arc.column
                } else if cost < best.second {
                    best.second = cost
                    best.secondColumn = arc.column
                }
            }
            page = pageAfter(page, ofRow: row, below: best.second &+ highestDual, more: more)
        }
        return best
    }
}
