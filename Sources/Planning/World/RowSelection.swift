/// A column and what ranks it; equal keys are ranked by column.
struct RankedColumn {
    var key: Double
    var column: Int

    @inline(__always)
    static func < (left: RankedColumn, right: RankedColumn) -> Bool {
        left.key < right.key || (left.key == right.key && left.column < right.column)
    }
}

/// The keys of one row: minutes of travel plus minutes until the unit can leave; infinite where there is no way.
struct RowKeys {
    let minutes: UnsafeBufferPointer<Double>
    /// As many as there are minutes.
    let offsets: UnsafeBufferPointer<Double>

    @inline(__always)
    var count: Int { minutes.count }

    @inline(__always)
    subscript(column: Int) -> Double { minutes[column] + offsets[column] }

    /// Eight at once, from a column at least eight before the end.
    @inline(__always)
    func eight(at column: Int) -> SIMD8<Double> {
        let place = column * MemoryLayout<Double>.stride
        return UnsafeRawBufferPointer(minutes).loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
            + UnsafeRawBufferPointer(offsets).loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
    }
}

/// Finds the least keys of a row; its memory serves for many rows.
struct RowSelection {
    /// What was found last, ascending.
    private(set) var found: [RankedColumn] = []
    private var sample: [Double] = []

    /// Finds the least few of a row.
    ///
    /// - Returns: The last of them; `nil` if nothing is beyond it.
    mutating func takeLeast(_ room: Int, of keys: RowKeys) -> RankedColumn? {
        found.removeAll(keepingCapacity: true)
        var worst = Double.infinity
        var column = 0
        // Mostly none of eight is among the least.
        while column + 8 <= keys.count {
            let eight = keys.eight(at: column)
            if any(eight .< worst) {
                for lane in 0..<8 where eight[lane] < worst {
                    insert(RankedColumn(key: eight[lane], column: column + lane), room: room, worst: &worst)
                }
            }
            column += 8
        }
        while column < keys.count {
            if keys[column] < worst {
                insert(RankedColumn(key: keys[column], column: column), room: room, worst: &worst)
            }
            column += 1
        }
        return found.count == room ? found.last : nil
    }

    @inline(__always)
    private mutating func insert(_ ranked: RankedColumn, room: Int, worst: inout Double) {
        if found.count == room { found.removeLast() }
        var at = found.count
        found.append(ranked)
        // A later column goes behind an equal key.
        while at > 0, found[at - 1].key > ranked.key {
            found[at] = found[at - 1]
            at -= 1
        }
        found[at] = ranked
        if found.count == room { worst = found[room - 1].key }
    }

    /// Finds about as many as are wanted of those after a candidate.
    ///
    /// - Returns: The candidate up to which everything was found; `nil` if nothing is beyond.
    mutating func take(about wanted: Int, of keys: RowKeys, after last: RankedColumn) -> RankedColumn? {
        let step = max(1, keys.count / 256)
        sample.removeAll(keepingCapacity: true)
        for column in stride(from: step / 2, to: keys.count, by: step) {
            let key = keys[column]
            if key > last.key, key < .infinity { sample.append(key) }
        }
        sample.sort()
        let place = wanted / step
        let limit = place < sample.count ? sample[place] : .infinity

        found.removeAll(keepingCapacity: true)
        for column in 0..<keys.count {
            let key = keys[column]
            guard key <= limit, key >= last.key, key < .infinity else { continue }
            let ranked = RankedColumn(key: key, column: column)
            if last < ranked { found.append(ranked) }
        }
        found.sort(by: <)
        return limit < .infinity ? RankedColumn(key: limit, column: .max) : nil
    }
}
