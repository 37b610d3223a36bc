import Outreach
import Telemetry

/// The queue.
extension Board {
    mutating func drawQueue(on grid: inout Grid, in area: Area, isTitled: Bool, at now: Timestamp) {
        var area = area
        var head: Area
        if isTitled {
            (head, area) = area.split(top: 1)
            grid.write(heading(.queue), in: head)
        }
        guard snapshot != nil else {
            return grid.write(StyledLine("reading …", .dim), in: area)
        }
        let lines = lines
        guard !lines.isEmpty else {
            let words = filter.value == nil ? "Nothing to do: no open tasks." : "No line fits the filter."
            return grid.write(StyledLine(words), in: area)
        }
        let isNarrow = QueueColumns(width: area.width).isNarrow
        let heading = area
        if !isNarrow { (_, area) = area.split(top: 1) }
        let selected = selected(at: now)?.id
        let place = lines.firstIndex { $0.id == selected } ?? 0
        page = max(1, area.height)
        // The selection stays on the page.
        queueTop = min(max(queueTop, place - page + 1), place)
        queueTop = max(0, min(queueTop, lines.count - page))
        let columns = QueueColumns(
            width: area.width, for: lines.dropFirst(queueTop).prefix(area.height), mine: held?.task, at: now)
        if !isNarrow { grid.write(columns.heading, in: heading) }
        for (index, line) in lines.dropFirst(queueTop).prefix(area.height).enumerated() {
            let isSelected = line.id == selected
            var row = columns.row(line, isSelected: isSelected, isMine: line.id == held?.task, at: now)
            if isSelected, pane == .queue { row = row.inverted }
            grid.write(
                row, row: area.row + index, column: area.column, width: area.width,
                fill: isSelected && pane == .queue ? .inverse : nil)
        }
    }

    /// The name of a pane above it, where several stand side by side.
    func heading(_ pane: Pane) -> StyledLine {
        let name = name(of: pane).uppercased()
        return pane == self.pane ? StyledLine("[\(name)]", .bold) : StyledLine(" \(name) ", .dim)
    }
}

/// Which columns of the queue have room.
struct QueueColumns: Sendable {
    private let width: Int
    /// Whether only the start of a severity and of a time has room.
    var isNarrow: Bool { width < 30 }
    private var signs: Bool { width >= 44 }
    private var severity: Int { isNarrow ? 4 : 9 }
    private var due: Int
    private var kind: Int
    private var asset: Int
    private var who: Int

    init(width: Int) {
        self.width = width
        due = width < 30 ? 6 : 11
        kind = width >= 70 ? 10 : 0
        asset = width >= 38 ? 9 : 0
        who = width >= 60 ? min(22, 12 + max(0, width - 90) / 3) : 0
    }

    /// Columns that what stands in these lines fits into, as far as there is room.
    init(width: Int, for lines: ArraySlice<QueueLine>, mine: Int64?, at now: Timestamp) {
        self.init(width: width)
        guard width >= 50 else { return }
        let cells = lines.map { line in
            [
                line.asset, line.who, Self.due(line, isMine: line.id == mine, isNarrow: false, at: now),
                Self.short(line.kind), line.symptom,
            ]
        }
        let least = [asset, who, due, kind]
        // The marker, the sign and the severity, and a space before each column.
        let room = width - 2 - (signs ? 4 : 0) - severity - 1 - least.count { $0 > 0 }
        let widths = ColumnFit.widths(least: least, cells: cells, room: room)
        (asset, who, due, kind) = (widths[0], widths[1], widths[2], widths[3])
    }

    var heading: StyledLine {
        row(
            marker: "", sign: "", severity: "SEVERITY", due: "DUE / WITH", kind: "CALL", asset: "ASSET", who: "WHO",
            symptom: "SYMPTOM", style: .dim)
    }

    func row(_ line: QueueLine, isSelected: Bool, isMine: Bool, at now: Timestamp) -> StyledLine {
        row(
            marker: isSelected ? ">" : isMine ? "*" : "", sign: Self.sign(line), severity: Self.word(line),
            due: Self.due(line, isMine: isMine, isNarrow: isNarrow, at: now), kind: Self.short(line.kind),
            asset: line.asset, who: line.who,
            symptom: line.symptom, style: Self.style(line, isMine: isMine, at: now))
    }

    private func row(
        marker: String, sign: String, severity: String, due: String, kind: String, asset: String, who: String,
        symptom: String, style: Style
    ) -> StyledLine {
        var line = StyledLine()
        line.add(marker, width: isNarrow ? 1 : 2, .bold)
        if signs { line.add(sign, width: 4, style) }
        line.add(severity, width: self.severity, style)
        line.add(" ")
        line.add(due, width: self.due, style)
        for (text, width) in [(kind, self.kind), (asset, self.asset), (who, self.who)] where width > 0 {
            line.add(" ")
            line.add(text, width: width, style)
        }
        line.add(" ")
        if self.asset == 0 { line.add("\(asset) ", style) }
        if width >= 50 { line.add(symptom, style) }
        return line
    }

    /// How bad, without colour.
    static func sign(_ line: QueueLine) -> String {
        switch line.severity {
        case .emergency: "!!!"
        case .stop: "!!"
        case .limp: "!"
        case .unknown: "?"
        default: line.immobile ? "!" : ""
        }
    }

    static func word(_ line: QueueLine) -> String {
        switch line.severity {
        case .emergency: "EMERGENCY"
        case .stop: "STOP"
        case .serviceSoon: line.immobile ? "immobile" : "service"
        case .maintenance: line.immobile ? "immobile" : "upkeep"
        case let severity?: line.immobile ? "\(severity.rawValue) *" : severity.rawValue
        case nil: "-"
        }
    }

    static func due(_ line: QueueLine, isMine: Bool, isNarrow: Bool, at now: Timestamp) -> String {
        if isMine { return "YOURS" }
        if line.state == .done || line.state == .withdrawn { return line.state.rawValue }
        if let holder = line.holder, let until = line.leaseUntil, until > now { return holder }
        if let name = line.onThePhone { return "\(name)?" }
        if line.state == .waiting, let until = line.notBefore, until > now {
            return isNarrow ? "waits" : "waits \(until.seconds(since: now).briefTime)"
        }
        let late = now.seconds(since: line.dueAt)
        if isNarrow { return late > 0 ? "LATE" : (-late).briefTime }
        return late > 0 ? "LATE \(late.briefTime)" : "in \((-late).briefTime)"
    }

    private static func style(_ line: QueueLine, isMine: Bool, at now: Timestamp) -> Style {
        var style = Style.plain
        guard isMine || line.isFree(at: now) else { return .dim }
        switch line.severity {
        case .emergency, .stop:
            style.colour = .red
            style.isBold = true
        case .limp: style.colour = .yellow
        case .unknown: style.colour = .magenta
        default: break
        }
        return style
    }

    static func short(_ kind: TaskKind) -> String {
        switch kind {
        case .breakdownCall: "breakdown"
        case .authorityCall: "authority"
        case .providerCall: "provider"
        case .workshopCall: "workshop"
        case .serviceOffer: "service"
        case .preventOffer: "prevent"
        case .siteCall, .callAgain, .triage, .followUp: kind.rawValue.wordsOfKey
        }
    }
}

extension Int64 {
    /// Seconds in at most six columns: `40 s`, `12 min`, `5 h`, `3 d`.
    var briefTime: String {
        switch self {
        case ..<100: "\(self) s"
        case ..<6_000: "\(self / 60) min"
        case ..<172_800: "\(self / 3_600) h"
        default: "\(self / 86_400) d"
        }
    }

    /// Seconds as `4:12`.
    var minutesAndSeconds: String {
        let rest = magnitude % 60
        return "\(self < 0 ? "-" : "")\(magnitude / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
