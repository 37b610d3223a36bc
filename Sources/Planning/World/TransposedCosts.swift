/// The same assignment seen from the units: for more cases than units.
///
/// A unit that helps a case saves what the case would cost alone, so every unit is worth assigning and none has to be
/// refused; seen from the cases, each of the many that stay alone would have to look at every unit first.
struct TransposedCosts {
    /// Whole costs, which doubles hold exactly up to 2^53: a row per unit, a column per case.
    let values: [Double]

    /// - Returns: `nil` if the costs don't fit.
    init?(_ minutes: MinuteMatrix, frame: WorldFrame) {
        let rows = minutes.rowCount
        let columns = minutes.columnCount
        guard frame.unassignedCosts.allSatisfy({ $0 < 1 << 52 }) else { return nil }
        var values = [Double](repeating: .infinity, count: rows * columns)
        // Square by square, so that both matrices stay in the cache.
        let side = 32
        values.withUnsafeMutableBufferPointer { values in
            minutes.values.withUnsafeBufferPointer { minutes in
                for top in stride(from: 0, to: rows, by: side) {
                    for left in stride(from: 0, to: columns, by: side) {
                        for row in top..<min(top + side, rows) {
                            let alone = frame.unassignedCosts[row]
                            frame.offsets[frame.classOfCase[row]].withUnsafeBufferPointer { offsets in
                                for column in left..<min(left + side, columns) {
                                    let key = minutes[row * columns + column] + offsets[column]
                                    guard key < .infinity else { continue }
                                    values[column * rows + row] = Double(frame.scale.cost(of: key, row: row) - alone)
                                }
                            }
                        }
                    }
                }
            }
        }
        self.values = values
    }
}
