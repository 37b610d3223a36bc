import Telemetry

/// A terminal with little room: one column, the most urgent first.
extension Board {
    mutating func drawSmall(on grid: inout Grid, at now: Timestamp) {
        var area = Area(row: 0, column: 0, width: grid.columns, height: grid.rows)
        var part: Area
        if let banner = banners(at: now).first {
            let lines = banner.text.terminalSafe.wrapped(to: grid.columns).prefix(grid.rows > 6 ? 3 : 1)
            for line in lines {
                (part, area) = area.split(top: 1)
                grid.write(StyledLine(line, banner.style), in: part, fill: banner.style)
            }
        }
        (area, part) = area.split(top: area.height - 1)
        grid.write(shortKeys(width: grid.columns), in: part)
        if isAsking { return drawForm(on: &grid, in: area) }
        switch pane {
        case .queue: drawQueue(on: &grid, in: area, isTitled: area.height > 3, at: now)
        case .task: drawTask(on: &grid, in: area, isTitled: false, at: now)
        case .units, .levels, .campaigns, .foreseen:
            drawOther(pane, on: &grid, in: area, isTitled: true, at: now)
        }
    }
}
