internal import Foundation
internal import Outreach
internal import Telemetry

/// Shows the demo: the queue, redrawn twice a second, at a terminal; line by line without one.
struct DemoOutput {
    private let isTerminal: Bool
    private let started: Timestamp
    private var drawn = ContinuousClock.now - .seconds(1)
    private var recent: [String] = []
    private var isDrawing = false

    init(isTerminal: Bool, started: Timestamp) {
        self.isTerminal = isTerminal
        self.started = started
    }

    /// Prints a line at once.
    static func line(_ text: String) { StandardStream.output.write("\(text)\n") }

    /// Takes the screen over, at a terminal.
    mutating func begin() {
        guard isTerminal else { return }
        isDrawing = true
        // The other screen, without a cursor: what stood on the terminal comes back.
        DemoOutput.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    /// Gives the screen back.
    mutating func end() {
        guard isDrawing else { return }
        isDrawing = false
        DemoOutput.write("\u{1B}[?25h\u{1B}[?1049l")
    }

    /// Shows what has happened since the last call.
    mutating func show(_ events: DemoEvents, now: Timestamp) {
        for (at, text) in events.takeLines() {
            let seconds = Double(max(0, at.milliseconds - started.milliseconds)) / 1_000
            let line = "\(DemoOutput.padded(DemoOutput.oneDecimal(seconds), 5)) s  \(text)"
            if isDrawing { recent.append(line) } else { DemoOutput.line(line) }
        }
        guard isDrawing, ContinuousClock.now - drawn >= .milliseconds(500) else { return }
        drawn = .now
        draw(events.rows, elapsed: now.seconds(since: started))
    }

    private mutating func draw(_ rows: [QueueRow], elapsed: Int64) {
        var size = winsize()
        let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 10 && size.ws_col > 40
        let (height, width) = known ? (Int(size.ws_row), Int(size.ws_col)) : (24, 80)
        let open = rows.filter { !$0.isOver }
        var lines = [
            "Callahead demo: \(elapsed) s, \(open.count) open calls, \(rows.count - open.count) done. Ctrl-C ends it.",
            "Drives and work of crews are played 20 times as quick as in life; minutes are those of life.", "",
            DemoOutput.row("severity", "task", "asset", "symptom", "help", "state"),
        ]
        let news = min(10, max(3, height / 3))
        for row in rows.prefix(max(1, height - lines.count - news - 1)) {
            let holder = row.state == .claimed ? row.claimedBy.map { "\($0) on the phone" } : nil
            lines.append(
                DemoOutput.row(
                    row.severity?.rawValue ?? "-", "\(row.task) \(row.kind.rawValue)", row.asset, row.symptom ?? "-",
                    row.help, holder ?? row.state.rawValue))
        }
        while lines.count < height - news - 1 { lines.append("") }
        lines.append(String(repeating: "-", count: min(width, 110)))
        if recent.count > 200 { recent.removeFirst(recent.count - 200) }
        lines += recent.suffix(news)
        let text = lines.prefix(height).map { "\(String($0.prefix(width)))\u{1B}[K" }.joined(separator: "\r\n")
        DemoOutput.write("\u{1B}[H\(text)\u{1B}[J")
    }

    private static func row(
        _ severity: String, _ task: String, _ asset: String, _ symptom: String, _ help: String, _ state: String
    ) -> String {
        [
            padded(severity, 12, left: true), padded(task, 20, left: true), padded(asset, 10, left: true),
            padded(symptom, 22, left: true), padded(help, 34, left: true), state,
        ].joined(separator: " ")
    }

    /// One digit after the point.
    static func oneDecimal(_ value: Double) -> String {
        guard value.isFinite, value >= 0, value < 1e9 else { return "-" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Filled up with spaces; nothing is cut off.
    static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + space : space + text
    }

    private static func write(_ text: String) { StandardStream.output.write(text) }
}
