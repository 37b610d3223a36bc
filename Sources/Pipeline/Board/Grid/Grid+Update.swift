extension Grid {
    /// What to send to a terminal that shows `old` so that it shows this; empty if that is so already.
    ///
    /// Only cells that differ are sent, in one synchronized update (mode 2026; terminals that don't know it ignore it).
    ///
    /// - Parameters:
    ///   - old: `nil` if nobody knows what the terminal shows.
    ///   - showsColour: False where `NO_COLOR` is set.
    package func update(from old: Grid?, showsColour: Bool) -> String {
        let known = old?.columns == columns && old?.rows == rows ? old : nil
        var changes = ""
        var style: Style?
        for row in 0..<rows {
            // The column at which the terminal's cursor stands, if we know.
            var cursor: Int?
            for column in 0..<columns {
                let cell = self[row, column]
                guard let character = cell.character else { continue }
                let isWide = character.columns == 2
                if let known, known[row, column] == cell,
                    !isWide || known[row, column + 1] == self[row, column + 1]
                {
                    continue
                }
                if cursor != column { changes += "\u{1B}[\(row + 1);\(column + 1)H" }
                if style != cell.style {
                    changes += cell.style.sequence(showsColour: showsColour)
                    style = cell.style
                }
                changes.append(character)
                // Where terminals disagree about a width, the next cell is addressed anew.
                cursor = character.isPlain && !isWide ? column + 1 : nil
            }
        }
        guard !changes.isEmpty else { return "" }
        return "\u{1B}[?2026h\(changes)\u{1B}[0m\u{1B}[?2026l"
    }
}
