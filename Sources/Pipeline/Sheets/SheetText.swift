import Casework
package import Persistence
import Telemetry

/// Call sheets as text: one page for each task, 80 columns, a form feed between pages.
package struct SheetText: Sendable {
    private static let width = 78

    private let scripts: ScriptBuilder
    private let clock: WallClock

    package init(scripts: ScriptBuilder, clock: WallClock) {
        self.scripts = scripts
        self.clock = clock
    }

    /// The whole sheet.
    package func text(_ sheet: PrintedSheet) -> String {
        sheet.pages.enumerated().map { index, task in page(task, index + 1, sheet) }.joined(separator: "\u{0C}\n")
    }

    private func page(_ task: TaskDetail, _ number: Int, _ sheet: PrintedSheet) -> String {
        let page = SheetPage(task, scripts: scripts, clock: clock, at: sheet.printedAt)
        var lines = [
            SheetWords.title(sheet, task.entry.row.id),
            SheetWords.printed(sheet, page: number, clock),
            String(repeating: "-", count: SheetText.width), page.heading, "",
        ]
        lines += page.addressee.flatMap(line)
        if !page.blocks.isEmpty { lines += ["", "SAY (\(page.language ?? ""))"] }
        for block in page.blocks {
            lines += wrapped(block.text, indent: 2)
            if let own = block.own { lines += wrapped(own, indent: 6, first: "\(page.ownLanguage ?? ""): ") }
        }
        lines += [""] + page.plan.flatMap(line) + wrapped("PLAN " + page.truth)
        lines += [""] + page.background.flatMap(line)
        lines += ["", "OUTCOME"] + boxes(SheetQuestions.outcomes)
        lines += ["ASKED, AND STAYED OPEN"] + boxes(SheetQuestions.open + ["other: ______________________"])
        lines += ["TOLD US"] + boxes(SheetQuestions.facts.map { "\($0) ____" }, mark: "")
        lines += [
            "", "TIME OF THE CALL __:__    BY ________________________________________________", "",
            "MINUTES THEY NAMED ______    CALL BACK AT __:__", "",
            "NOTE ________________________________________________________________________", "",
        ]
        return lines.map { $0.isEmpty ? "" : $0 }.joined(separator: "\n") + "\n"
    }

    private func line(_ fact: SheetPage.Fact) -> [String] {
        let label = fact.label.padding(to: 10)
        return wrapped(fact.text, indent: 10, first: label, firstIndent: 0)
    }

    /// As many on a line as fit.
    private func boxes(_ words: [String], mark: String = "[ ] ") -> [String] {
        var lines: [String] = []
        var line = " "
        for word in words {
            let box = " \(mark)\(word.replacing("_", with: word.contains("__") ? "_" : " "))  "
            if line.count + box.count > SheetText.width, line != " " {
                lines.append(line)
                line = " "
            }
            line += box
        }
        return lines + [line]
    }

    /// Lines of words that are no wider than the page, if no word is.
    private func wrapped(_ text: String, indent: Int = 0, first: String = "", firstIndent: Int? = nil) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for paragraph in text.split(separator: "\n") {
            var line = lines.isEmpty ? String(repeating: " ", count: firstIndent ?? indent) + first : margin
            var isFresh = true
            for word in paragraph.filter({ !$0.isControl }).split(separator: " ") {
                if !isFresh, line.count + word.count + 1 > SheetText.width {
                    lines.append(line)
                    line = margin
                    isFresh = true
                }
                line += isFresh ? word : " \(word)"
                isFresh = false
            }
            lines.append(line)
        }
        return lines
    }
}

/// What stands at the top of each page.
enum SheetWords {
    static func title(_ sheet: PrintedSheet, _ task: Int64) -> String {
        sheet.number > 0
            ? "CALL SHEET \(sheet.number) · TASK \(task)" : "CALL SHEET, NOT RECORDED · TASK \(task)"
    }

    static func printed(_ sheet: PrintedSheet, page: Int, _ clock: WallClock) -> String {
        let count = sheet.pages.count
        return "page \(page) of \(count) · printed \(clock.day(sheet.printedAt)) \(clock.name) by \(sheet.by) · "
            + "\(count) task\(count == 1 ? "" : "s")"
    }
}

extension Character {
    /// Whether it would move a printer's head or a terminal's cursor.
    fileprivate var isControl: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
}

extension String {
    /// With spaces up to a width.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}
