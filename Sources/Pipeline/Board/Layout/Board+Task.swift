import Telemetry

/// The screen of a task.
extension Board {
    mutating func drawTask(on grid: inout Grid, in area: Area, isTitled: Bool, at now: Timestamp) {
        var area = area
        var head: Area
        if isTitled {
            (head, area) = area.split(top: 1)
            grid.write(heading(.task), in: head)
        }
        guard let task = shown else {
            let words =
                looked != nil || held != nil
                ? "reading …"
                : "You have no task. c takes the most urgent one; Enter on a line of the queue shows it first."
            for (index, line) in words.wrapped(to: area.width).enumerated() where index < area.height {
                grid.write(StyledLine(line), row: area.row + index, column: area.column, width: area.width)
            }
            return
        }
        for line in taskHeading(task, at: now) {
            (head, area) = area.split(top: 1)
            grid.write(line, in: head)
        }
        page = max(1, area.height - 1)
        draw(taskLines(task, width: area.width), on: &grid, in: area, top: &taskTop)
    }

    /// Whose it is, and whom to call: always on the screen, however far the rest is scrolled.
    private func taskHeading(_ task: TaskView, at now: Timestamp) -> [StyledLine] {
        var line = StyledLine()
        if looked != nil {
            line.add("LOOKING AT TASK \(task.id)", .bold)
            line.add(": not yours. c takes it, Esc goes back.")
        } else if let left = leaseLeft(at: now) {
            line.add("YOUR TASK \(task.id)", .bold)
            let words = left > 0 ? "  claim ends in \(left.minutesAndSeconds)" : "  YOUR CLAIM HAS ENDED"
            line.add(words, left <= 60 ? .warning : .plain)
            if let dialled = task.dialledAt { line.add("  dialled \(dialled.clock)") }
        } else {
            line.add("TASK \(task.id), NOT YOURS ANY MORE", .bold)
        }
        var call = StyledLine("CALL  ", .bold)
        call.add(task.addressee, .bold)
        return [line, call]
    }

    /// The lines of the claimed task that are new since the dispatcher saw it.
    var changedLines: Set<Int> {
        guard let mine, looked == nil, !expectsChange, !seen.isEmpty else { return [] }
        return Set(mine.essences.enumerated().filter { !$1.isEmpty && !seen.contains($1) }.map(\.offset))
    }

    /// The screen's lines in this width; new ones have a star before them.
    func taskLines(_ task: TaskView, width: Int) -> [StyledLine] {
        let changed = changedLines
        var lines: [StyledLine] = []
        var isScript = false
        for (index, text) in task.lines.enumerated() {
            let text = text.terminalSafe
            if text.isEmpty { isScript = false }
            let isHeading = text.hasPrefix("SAY") || text == "IF THEY ASK"
            if isHeading { isScript = true }
            let indent = text.prefix { $0 == " " }.count
            let rest = isScript ? indent : max(indent + 4, text.valueColumn ?? 0)
            let style: Style =
                changed.contains(index)
                ? .warning : index == 0 || isHeading ? .bold : isScript && indent > 4 ? .dim : .plain
            for (part, words) in text.wrapped(to: max(1, width - 2), indent: rest).enumerated() {
                var line = StyledLine(changed.contains(index) && part == 0 ? "* " : "  ", .warning)
                line.add(words, style)
                lines.append(line)
            }
        }
        return lines
    }
}

extension String {
    /// Where the value stands in a line such as `PLACE     59.43, 24.75`.
    fileprivate var valueColumn: Int? {
        guard let label = prefixMatch(of: /[A-Z][A-Z ]*? {2,}(?=[^ ])/) else { return nil }
        let column = distance(from: startIndex, to: label.range.upperBound)
        return column <= 16 ? column : nil
    }
}
