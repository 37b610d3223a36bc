extension AssignmentSearch {
    /// Where the shortest path found so far ends.
    private enum End {
        /// A column that nobody has.
        case column(Int32)
        /// A row that stays unassigned from now on.
        case unassigned(Int32)
    }

    /// Serves one more row along a shortest path in reduced costs, and moves the duals so that they stay feasible.
    mutating func serve(_ row: Int, more: More) {
        updateHighestDual()
        var length = unassigned[row]
        var end = End.unassigned(Int32(row))
        scan(row, offset: 0, length: &length, end: &end, more: more)
        while let entry = heap.pop() {
            if entry.distance >= length { break }
            let column = Int(entry.column)
            guard entry.distance == distance[column] else { continue }
            // An equal entry of the same column can't follow: labels only ever fall.
            settled.append(entry.column)
            let owner = Int(rowOf[column])
            let offset = entry.distance &- rowDual[owner]
            scan(owner, offset: offset, length: &length, end: &end, more: more)
            if offset &+ unassigned[owner] < length {
                length = offset &+ unassigned[owner]
                end = .unassigned(Int32(owner))
            }
        }
        raiseDuals(to: length, row: row)
        augment(to: end)
        for column in touched.buffer { distance[Int(column)] = .max }
        touched.removeAll()
        settled.removeAll()
        heap.removeAll()
    }

    /// Looks at the arcs of a row that is reached at `offset`, as far as they can shorten the path.
    @inline(__always)
    private mutating func scan(_ row: Int, offset: Int64, length: inout Int64, end: inout End, more: More) {
        var limit = length &- offset &+ highestDual
        var page = pageAfter(Self.none, ofRow: row, below: limit, more: more)
        while page >= 0 {
            let run = pages[Int(page)]
            for index in run.start..<run.end {
                let arc = arcs[index]
                if arc.cost >= limit { return }
                let column = Int(arc.column)
                let reached = offset &+ arc.cost &- columnDual[column]
                guard reached < length, reached < distance[column] else { continue }
                if distance[column] == .max { touched.append(arc.column) }
                distance[column] = reached
                previousRow[column] = Int32(row)
                if rowOf[column] < 0 {
                    length = reached
                    limit = length &- offset &+ highestDual
                    end = .column(arc.column)
                } else {
                    heap.push(DistanceHeap.Entry(distance: reached, column: arc.column))
                }
            }
            page = pageAfter(page, ofRow: row, below: limit, more: more)
        }
    }

    private mutating func raiseDuals(to length: Int64, row: Int) {
        for column in settled.buffer {
            let slack = length &- distance[Int(column)]
            columnDual[Int(column)] = columnDual[Int(column)] &- slack
            let owner = Int(rowOf[Int(column)])
            rowDual[owner] = rowDual[owner] &+ slack
        }
        rowDual[row] = length
    }

    /// Flips the path: every row on it takes the column it was reached from.
    private mutating func augment(to end: End) {
        var column: Int32
        switch end {
        case .column(let free):
            column = free
            freeColumns -= 1
        case .unassigned(let other):
            column = columnOf[Int(other)]
            columnOf[Int(other)] = Self.none
        }
        while column >= 0 {
            let taker = previousRow[Int(column)]
            let given = columnOf[Int(taker)]
            rowOf[Int(column)] = taker
            columnOf[Int(taker)] = column
            column = given
        }
    }
}
