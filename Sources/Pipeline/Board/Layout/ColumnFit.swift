/// Columns of a table that grow where what stands in them needs it and there is room.
enum ColumnFit {
    /// The widths of all columns but the last one, which takes the rest.
    ///
    /// - Parameters:
    ///   - least: What each column has in any case; one of 0 is not shown and does not grow.
    ///   - cells: What stands in them, row by row, the last column too.
    ///   - room: The width of the table less all gaps.
    static func widths(least: [Int], cells: [[String]], room: Int) -> [Int] {
        func wanted(_ column: Int) -> Int {
            cells.lazy.map { $0.indices.contains(column) ? $0[column].terminalSafe.columns : 0 }.max() ?? 0
        }
        var widths = least
        var spare = room - least.reduce(0, +) - wanted(least.count)
        for column in widths.indices where widths[column] > 0 && spare > 0 {
            let more = min(spare, max(0, wanted(column) - widths[column]))
            widths[column] += more
            spare -= more
        }
        return widths
    }
}
