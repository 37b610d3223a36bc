import Casework
package import Persistence
import Telemetry

/// Call sheets as one HTML file for an A4 printer: black on white, nothing fetched from anywhere, everything escaped.
package struct SheetHTML: Sendable {
    private let scripts: ScriptBuilder
    private let clock: WallClock

    package init(scripts: ScriptBuilder, clock: WallClock) {
        self.scripts = scripts
        self.clock = clock
    }

    /// The whole document.
    package func text(_ sheet: PrintedSheet) -> String {
        let pages = sheet.pages.enumerated().map { index, task in page(task, index + 1, sheet) }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(escaped(sheet.number > 0 ? "Call sheet \(sheet.number)" : "Call sheet"))</title>
            <style>\(SheetHTML.style)</style></head><body>
            \(pages.joined(separator: "\n"))
            </body></html>

            """
    }

    private func page(_ task: TaskDetail, _ number: Int, _ sheet: PrintedSheet) -> String {
        let page = SheetPage(task, scripts: scripts, clock: clock, at: sheet.printedAt)
        var lines = [
            "<section>",
            "<header><b>\(escaped(SheetWords.title(sheet, task.entry.row.id)))</b>"
                + "<span>\(escaped(SheetWords.printed(sheet, page: number, clock)))</span></header>",
            "<h1>\(escaped(page.heading))</h1>", table(page.addressee),
        ]
        if !page.blocks.isEmpty {
            lines.append("<h2>Say</h2><table class=\"say\">")
            for block in page.blocks {
                let own = block.own.map { "<td\(language(page.ownLanguage))>\(paragraphs($0))</td>" } ?? ""
                let span = page.ownLanguage == nil || block.own != nil ? "" : " colspan=\"2\""
                lines.append("<tr><td\(span)\(language(page.language))>\(paragraphs(block.text))</td>\(own)</tr>")
            }
            lines.append("</table>")
        }
        lines.append("<h2>Plan <small>\(escaped(page.truth))</small></h2>\(table(page.plan))\(table(page.background))")
        lines.append("<h2>Outcome</h2>\(boxes(SheetQuestions.outcomes))")
        lines.append("<h2>Asked, and stayed open</h2>\(boxes(SheetQuestions.open + ["other:"]))")
        lines.append("<h2>Told us</h2>\(blanks(SheetQuestions.facts))")
        lines.append(
            "<h2>Call</h2>\(blanks(["time of the call", "by", "minutes they named", "call back at"]))"
                + "<p class=\"note\">Note</p></section>")
        return lines.joined(separator: "\n")
    }

    private func table(_ facts: [SheetPage.Fact]) -> String {
        guard !facts.isEmpty else { return "" }
        let rows = facts.map { "<tr><th>\(escaped($0.label))</th><td>\(escaped($0.text))</td></tr>" }
        return "<table>\(rows.joined())</table>"
    }

    private func boxes(_ words: [String]) -> String {
        "<p>\(words.map { "<span class=\"box\">☐ \(escaped($0.wordsOfKey))</span>" }.joined(separator: " "))</p>"
    }

    private func blanks(_ words: [String]) -> String {
        "<p>\(words.map { "<span class=\"blank\">\(escaped($0))</span>" }.joined(separator: " "))</p>"
    }

    private func paragraphs(_ text: String) -> String { escaped(text).replacing("\n", with: "<br>") }

    private func language(_ tag: String?) -> String { tag.map { " lang=\"\(escaped($0))\"" } ?? "" }

    /// For text and for attributes in double quotes; control characters have no place on paper.
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n": result += "\n"
            default:
                if scalar.properties.generalCategory != .control { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    private static let style = """
        @page { size: A4; margin: 12mm }
        body { font: 10.5pt/1.3 sans-serif; color: #000; background: #fff; margin: 0 }
        section { break-after: page; max-width: 186mm; margin: 0 auto }
        section:last-child { break-after: auto }
        header { display: flex; justify-content: space-between; border-bottom: 1.5pt solid #000 }
        h1 { font-size: 13pt; margin: 2mm 0 } h2 { font-size: 10.5pt; margin: 2.5mm 0 .5mm } h2 small { font-weight: normal }
        table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3mm 2mm .3mm 0 }
        th { width: 24mm } .say td { border-bottom: .5pt solid #000; width: 50% } p { margin: 0 }
        .box { display: inline-block; white-space: nowrap; margin-right: 4mm }
        .blank { display: inline-block; min-width: 42mm; border-bottom: .5pt solid #000; margin: 0 3mm 2.5mm 0 }
        .note { border-bottom: .5pt solid #000; height: 14mm }
        """
}
