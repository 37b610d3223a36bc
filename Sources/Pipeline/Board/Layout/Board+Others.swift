import Telemetry

/// Units, service levels, campaigns, and what is foreseen.
extension Board {
    mutating func drawOther(_ pane: Pane, on grid: inout Grid, in area: Area, isTitled: Bool, at now: Timestamp) {
        var area = area
        if isTitled {
            let head: Area
            (head, area) = area.split(top: 1)
            grid.write(heading(pane), in: head)
        }
        let lines = otherLines(pane, width: area.width, at: now)
        guard pane == self.pane else {
            var top = 0
            return draw(lines, on: &grid, in: area, top: &top)
        }
        page = max(1, area.height - 1)
        draw(lines, on: &grid, in: area, top: &otherTop)
    }

    func otherLines(_ pane: Pane, width: Int, at now: Timestamp) -> [StyledLine] {
        guard let snapshot else { return [StyledLine("reading …", .dim)] }
        switch pane {
        case .units: return unitLines(snapshot.units, width: width, at: now)
        case .levels: return levelLines(snapshot.levels, width: width)
        case .campaigns: return campaignLines(snapshot.campaigns, width: width, at: now)
        case .foreseen: return forecastLines(snapshot, width: width, at: now)
        case .queue, .task: return []
        }
    }

    private func unitLines(_ units: [UnitLine], width: Int, at now: Timestamp) -> [StyledLine] {
        guard !units.isEmpty else { return [StyledLine("No units: `callahead import units FILE.csv` brings them.")] }
        let name = width >= 60 ? 16 : 10
        let kind = width >= 76 ? 10 : 0
        let cells = units.map { unit in
            let there = unit.isComing ? unit.arrival.map { Self.arrival($0, at: now) } ?? "" : ""
            return [unit.name, unit.kind, unit.state, there, unit.goes]
        }
        let least = [name, kind, 14, 12]
        let widths = ColumnFit.widths(least: least, cells: cells, room: width - least.count { $0 > 0 })
        return [Self.row(["UNIT", "KIND", "STATE", "THERE", "GOES TO"], widths, .dim)]
            + zip(units, cells).map { unit, cells in
                let style: Style = unit.isBusy ? .plain : unit.state == "away" ? .dim : .plain.coloured(.green)
                return Self.row(cells, widths, style)
            }
    }

    /// A row of cells of these widths with a gap between; the last one takes the rest.
    private static func row(_ cells: [String], _ widths: [Int], _ style: Style) -> StyledLine {
        var line = StyledLine()
        for (text, width) in zip(cells, widths) where width > 0 {
            line.add(text, width: width, style)
            line.add(" ")
        }
        line.add(cells.last ?? "", style)
        return line
    }

    private static func arrival(_ time: Timestamp, at now: Timestamp) -> String {
        let seconds = time.seconds(since: now)
        return seconds < 0 ? "LATE \((-seconds).briefTime)" : "~\(seconds.briefTime)"
    }

    private func levelLines(_ levels: [LevelLine], width: Int) -> [StyledLine] {
        guard !levels.isEmpty else { return [StyledLine("reading …", .dim)] }
        return levels.map { level in
            var line = StyledLine()
            line.add(level.isBad ? "! " : "  ", .warning)
            line.add(level.label, width: min(28, max(10, width / 2)))
            line.add(" ")
            line.add(level.value, level.isBad ? .warning : .plain)
            return line
        }
    }

    private func campaignLines(_ campaigns: [CampaignLine], width: Int, at now: Timestamp) -> [StyledLine] {
        guard !campaigns.isEmpty else { return [StyledLine("No campaigns: no cause stands behind many cases.")] }
        return campaigns.map { campaign in
            var line = StyledLine()
            line.add(campaign.cause, width: max(10, width - 36), .bold)
            line.add(" \(campaign.told) told, \(campaign.open) open, since \(now.length(since: campaign.since))")
            return line
        }
    }

    /// Those worth a call first; how many are left out is said at the end.
    private func forecastLines(_ snapshot: BoardSnapshot, width: Int, at now: Timestamp) -> [StyledLine] {
        let count = snapshot.foreseenCount
        guard !snapshot.foreseen.isEmpty else {
            let basis =
                count.isLearnt
                ? "" : " Nothing was learnt of this fleet yet: only batteries and alternators are judged."
            return "Nothing is foreseen: no part is worth watching now.\(basis)".wrapped(to: width).map {
                StyledLine($0)
            }
        }
        let isWide = width >= 70
        let least = [5, width >= 50 ? 10 : 9, width >= 90 ? 22 : isWide ? 18 : width >= 50 ? 16 : 14, isWide ? 19 : 9]
        let cells = snapshot.foreseen.map { line in
            let since = max(0, now.seconds(since: line.since)).briefTime
            return [
                line.isBooked ? "book" : "watch", line.asset, line.part,
                isWide ? "\(line.share) in \(line.within)" : line.share,
                line.offer.isEmpty ? since : "\(since) · \(line.offer)",
            ]
        }
        let widths = ColumnFit.widths(least: least, cells: cells, room: width - least.count)
        var lines = [Self.row(["LEVEL", "ASSET", "PART", "LIKELY", "SINCE / OFFER"], widths, .dim)]
        lines += zip(snapshot.foreseen, cells).map { line, cells in
            Self.row(cells, widths, line.isOpen ? .bold : line.isBooked ? .plain : .dim)
        }
        let more = count.all - snapshot.foreseen.count
        if more > 0 { lines.append(StyledLine("and \(more) more: callahead prognosis list", .dim)) }
        return lines
    }
}
