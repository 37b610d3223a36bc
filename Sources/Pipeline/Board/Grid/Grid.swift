/// What a terminal shows: a cell for each place, each with one character.
package struct Grid: Sendable, Equatable {
    /// One place of the terminal.
    struct Cell: Sendable, Equatable {
        /// `nil` is the right half of a wide character.
        var character: Character?
        var style: Style

        static let blank = Cell(character: " ", style: .plain)
    }

    package let columns: Int
    package let rows: Int
    private(set) var cells: [Cell]

    /// A blank grid; a terminal that says it has no size gets one cell.
    package init(columns: Int, rows: Int) {
        self.columns = min(max(columns, 1), 2_000)
        self.rows = min(max(rows, 1), 2_000)
        cells = Array(repeating: .blank, count: self.columns * self.rows)
    }

    subscript(_ row: Int, _ column: Int) -> Cell { cells[row * columns + column] }

    /// Writes a line; what does not fit is cut off with an ellipsis, what lies outside is left out.
    ///
    /// - Parameters:
    ///   - width: At most this many columns; the rest of them is filled with `fill`.
    ///   - fill: The style of the columns behind the text; `nil` leaves them as they are.
    package mutating func write(
        _ line: StyledLine, row: Int, column: Int = 0, width: Int? = nil, fill: Style? = nil
    ) {
        guard (0..<rows).contains(row), (0..<columns).contains(column) else { return }
        let room = max(0, min(width ?? columns, columns - column))
        let isCut = line.columns > room
        let end = isCut ? room - 1 : room
        var used = 0
        var last = Style.plain
        text: for span in line.spans {
            last = span.style
            for character in span.text {
                guard used + character.columns <= end else { break text }
                put(character, span.style, row: row, column: column + used)
                used += character.columns
            }
        }
        if isCut, used < room {
            put("…", last, row: row, column: column + used)
            used += 1
        }
        guard let fill else { return }
        for column in column + used..<column + max(room, used) { put(" ", fill, row: row, column: column) }
    }

    private mutating func put(_ character: Character, _ style: Style, row: Int, column: Int) {
        let at = row * columns + column
        // Half of a wide character that is overwritten does not stay alone.
        if cells[at].character == nil, column > 0 { cells[at - 1] = Cell(character: " ", style: cells[at - 1].style) }
        let end = at + character.columns
        if column + character.columns < columns, cells[end].character == nil {
            cells[end] = Cell(character: " ", style: cells[end].style)
        }
        cells[at] = Cell(character: character, style: style)
        if character.columns == 2 { cells[at + 1] = Cell(character: nil, style: style) }
    }

    /// The words of a row, without trailing spaces.
    package func text(row: Int) -> String {
        guard (0..<rows).contains(row) else { return "" }
        var text = ""
        for column in 0..<columns {
            if let character = self[row, column].character { text.append(character) }
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The words of all rows.
    package var text: String { (0..<rows).map { text(row: $0) }.joined(separator: "\n") }
}
