package import Telemetry

/// A part of the screen.
struct Area: Sendable, Equatable {
    var row: Int
    var column: Int
    var width: Int
    var height: Int

    /// The first rows, and what is left of it.
    func split(top height: Int) -> (Area, Area) {
        let height = min(max(0, height), self.height)
        let top = Area(row: row, column: column, width: width, height: height)
        return (top, Area(row: row + height, column: column, width: width, height: self.height - height))
    }

    /// The first columns, and what is left behind a gap of two.
    func split(left width: Int) -> (Area, Area) {
        let width = min(max(0, width), self.width)
        let left = Area(row: row, column: column, width: width, height: height)
        let right = max(0, self.width - width - 2)
        return (left, Area(row: row, column: column + self.width - right, width: right, height: height))
    }
}

extension Grid {
    /// Writes a line into the first row of an area, if it has one.
    mutating func write(_ line: StyledLine, in area: Area, fill: Style? = nil) {
        guard area.height > 0 else { return }
        write(line, row: area.row, column: area.column, width: area.width, fill: fill)
    }
}

/// What a terminal of a given size shows.
extension Board {
    /// Below this a terminal gets one column of words.
    static let smallest = (columns: 40, rows: 10)
    /// Below this it is told what the board needs.
    static let least = (columns: 20, rows: 4)

    /// The whole screen; how far lists can be moved is kept, so that keys don't run past their ends.
    package mutating func frame(columns: Int, rows: Int, at now: Timestamp) -> Grid {
        var grid = Grid(columns: columns, rows: rows)
        if columns < Self.least.columns || rows < Self.least.rows {
            drawNeed(on: &grid)
        } else if columns < Self.smallest.columns || rows < Self.smallest.rows {
            drawSmall(on: &grid, at: now)
        } else {
            drawWhole(on: &grid, at: now)
        }
        return grid
    }

    private func drawNeed(on grid: inout Grid) {
        let words = "callahead board needs \(Self.smallest.columns) x \(Self.smallest.rows) characters"
        for (row, line) in words.wrapped(to: grid.columns).enumerated() { grid.write(StyledLine(line), row: row) }
    }

    private mutating func drawWhole(on grid: inout Grid, at now: Timestamp) {
        var area = Area(row: 0, column: 0, width: grid.columns, height: grid.rows)
        var part: Area
        (part, area) = area.split(top: 1)
        grid.write(title(width: part.width, at: now), in: part, fill: .inverse)
        (part, area) = area.split(top: 1)
        grid.write(tabs(width: part.width), in: part)
        let banners = Array(banners(at: now).prefix(grid.rows < 20 ? 2 : 4))
        for banner in banners {
            let lines = banner.text.terminalSafe.wrapped(to: grid.columns, indent: 2).prefix(2)
            for line in lines where area.height > 6 {
                (part, area) = area.split(top: 1)
                grid.write(StyledLine(line, banner.style), in: part, fill: banner.style)
            }
        }
        let keys = keyLines(width: grid.columns, limit: grid.rows < 16 ? 1 : 3)
        (area, part) = area.split(top: area.height - keys.count)
        for (index, line) in keys.enumerated() { grid.write(line, row: part.row + index) }
        (area, part) = area.split(top: area.height - 1)
        grid.write(StyledLine(String(repeating: "─", count: grid.columns), .dim), in: part)
        drawBody(on: &grid, in: area, at: now)
    }

    /// One pane at a time, or as many side by side as there is room for.
    private mutating func drawBody(on grid: inout Grid, in area: Area, at now: Timestamp) {
        if area.width >= 170 {
            let (left, rest) = area.split(left: area.width * 36 / 100)
            let (middle, right) = rest.split(left: rest.width * 58 / 100)
            drawQueue(on: &grid, in: left, isTitled: true, at: now)
            drawTask(on: &grid, in: middle, isTitled: true, at: now)
            if isAsking { drawForm(on: &grid, in: right) } else { drawOthers(on: &grid, in: right, at: now) }
        } else if area.width >= 116 {
            let (left, right) = area.split(left: area.width * 48 / 100)
            let (upper, lower) = left.split(top: left.height * 3 / 5)
            if isAsking {
                drawForm(on: &grid, in: left)
            } else if left.height >= 24 {
                drawQueue(on: &grid, in: upper, isTitled: true, at: now)
                drawOthers(on: &grid, in: lower, at: now)
            } else {
                drawQueue(on: &grid, in: left, isTitled: true, at: now)
            }
            let isOther = pane != .queue && pane != .task
            if isOther || shown == nil, left.height < 24 {
                drawOthers(on: &grid, in: right, at: now)
            } else {
                drawTask(on: &grid, in: right, isTitled: true, at: now)
            }
        } else if isAsking {
            drawForm(on: &grid, in: area)
        } else {
            switch pane {
            case .queue: drawQueue(on: &grid, in: area, isTitled: false, at: now)
            case .task: drawTask(on: &grid, in: area, isTitled: false, at: now)
            case .units, .levels, .campaigns, .foreseen:
                drawOther(pane, on: &grid, in: area, isTitled: false, at: now)
            }
        }
    }

    /// Units, service levels, campaigns and what is foreseen one above the other; the one that is looked at gets the
    /// room it needs.
    private mutating func drawOthers(on grid: inout Grid, in area: Area, at now: Timestamp) {
        let panes: [Pane] = [.units, .levels, .campaigns, .foreseen]
        func wanted(_ pane: Pane) -> Int { otherLines(pane, width: area.width, at: now).count + 2 }
        let focused = panes.contains(pane) ? min(wanted(pane), area.height * 3 / 5) : 0
        let free = area.height - focused
        var rest = area
        for pane in panes {
            let share =
                switch pane {
                case .units: free * 2 / 5
                case .levels: free * 3 / 10
                default: free * 3 / 20
                }
            let height = pane == self.pane ? focused : min(wanted(pane), max(2, share))
            let (part, below) = rest.split(top: pane == panes.last ? rest.height : height)
            drawOther(pane, on: &grid, in: part, isTitled: true, at: now)
            rest = below
        }
    }

    /// Whether a form or the help stands on the screen.
    var isAsking: Bool {
        switch mode {
        case .browsing, .filtering: false
        default: true
        }
    }

    /// Draws lines from `top` on, and says how many are left below; `top` is moved so that the page is full.
    func draw(_ lines: [StyledLine], on grid: inout Grid, in area: Area, top: inout Int) {
        guard area.height > 0, area.width > 0 else { return }
        let isCut = lines.count > area.height
        let room = isCut ? max(1, area.height - 1) : area.height
        top = min(max(0, top), max(0, lines.count - room))
        for (index, line) in lines.dropFirst(top).prefix(room).enumerated() {
            grid.write(line, row: area.row + index, column: area.column, width: area.width)
        }
        guard isCut, area.height > 1 else { return }
        let below = lines.count - top - room
        let words = below > 0 ? "… \(below) more line\(below == 1 ? "" : "s") (j)" : "end (k goes up)"
        grid.write(
            StyledLine(words, .dim), row: area.row + area.height - 1, column: area.column, width: area.width)
    }
}
