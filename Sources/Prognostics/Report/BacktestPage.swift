/// A backtest as one page of HTML with its pictures inside and no reference to anything outside.
package struct BacktestPage: Sendable {
    private let report: BacktestReport
    private let pictures: BacktestPictures

    package init(report: BacktestReport, pictures: BacktestPictures) {
        self.report = report
        self.pictures = pictures
    }

    /// The whole page.
    package var html: String {
        var parts = [head]
        parts.append(summary)
        for (name, result) in report.results { parts.append(section(name, result)) }
        parts.append(TimelinePicture(pictures: pictures, horizon: report.model.horizon).html)
        parts.append("</main></body></html>\n")
        return parts.joined(separator: "\n")
    }

    private var head: String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Backtest</title>
        <style>
        body{font:15px/1.45 system-ui,sans-serif;color:#1d2730;background:#fff;margin:0}
        main{max-width:1040px;margin:0 auto;padding:24px}
        h1{font-size:24px}h2{font-size:19px;margin-top:36px;border-top:1px solid #d5dce2;padding-top:18px}
        h3{font-size:15px;margin:14px 0 2px}
        table{border-collapse:collapse;margin:10px 0}th,td{padding:3px 10px;text-align:right;border-bottom:1px solid #e4e9ed}
        th:first-child,td:first-child{text-align:left}th{font-weight:600}
        .row{display:flex;flex-wrap:wrap;gap:18px}figure{margin:0}figcaption{font-size:13px;color:#51606c}
        svg text{font:11px system-ui,sans-serif;fill:#51606c}.axis{stroke:#9aa7b1;fill:none}.grid{stroke:#e4e9ed}
        .curve{stroke:#1f5fa8;stroke-width:2;fill:none}.fill{fill:#1f5fa8}.soft{fill:#a9c4e3}.diagonal{stroke:#9aa7b1;stroke-dasharray:4 3}
        .watch{fill:#e6a817}.book{fill:#c0392b}.failure{stroke:#000;stroke-width:2}.planned{fill:none;stroke:#51606c}
        .code{stroke:#3b7d4f;stroke-width:2}.drift{stroke:#8246af;fill:none}.off{color:#8a4b00}.on{color:#1c6b35}
        .scroll{overflow-x:auto}
        </style></head><body><main>
        """
    }

    private var summary: String {
        var rows = ""
        for (name, result) in report.results {
            let word = result.isSwitchedOn ? "on" : "off"
            let book = result.book
            let figures: [Double?] = [
                result.averagePrecision, book?.precision, book?.recall, book?.f1, book?.eventRecall,
                book?.falseAlarmsPerAssetMonth,
            ]
            var cells = ["\(result.failures)"] + figures.map { $0.map(BacktestReport.figure) ?? "–" }
            cells.append(book?.lead(quantile: 0.5).map(BacktestReport.span) ?? "–")
            rows += "<tr><td>\(HTML.escaped(name))</td><td class=\"\(word)\">\(word)</td>"
            rows += cells.map { "<td>\($0)</td>" }.joined() + "</tr>\n"
        }
        let notes = report.notes.map { "<li>\(HTML.escaped($0))</li>" }.joined()
        return """
            <h1>What the past would have told</h1>
            <p>\(report.assets) assets, \(report.counts.faults) codes, \(report.counts.signals) signal values, \
            \(report.counts.repairs) repairs. Learnt from \(BacktestReport.minute(report.trainFrom)) to \
            \(BacktestReport.minute(report.model.learntUntil)), judged from \(BacktestReport.minute(report.testFrom)) to \
            \(BacktestReport.minute(report.testUntil)) UTC: does the part fail within \
            \(BacktestReport.span(Double(report.model.horizon.seconds)))? Asked every \
            \(BacktestReport.span(Double(report.model.horizon.stepSeconds))). At no point was more known than at that time.</p>
            \(notes.isEmpty ? "" : "<ul>\(notes)</ul>")
            <div class="scroll"><table><tr><th>Part</th><th>Advice</th><th>Failures</th><th>Average precision</th>
            <th>Precision</th><th>Recall</th><th>F1</th><th>Failures foreseen</th><th>False alarms per asset and month</th>
            <th>Lead time</th></tr>
            \(rows)</table></div>
            """
    }

    private func section(_ name: String, _ result: PartResult) -> String {
        var html = "<h2>\(HTML.escaped(name))</h2>\n<p>\(HTML.escaped(BacktestReport.why(result)))</p>\n"
        guard result.isJudged else {
            return html
                + "<p>Not enough failures in the test to judge: \(result.failures), and "
                + "\(PartResult.judgedFailures) are needed.</p>"
        }
        html += "<div class=\"row\">"
        html += PrecisionRecallPicture(result: result).figure
        html += CalibrationPicture(bins: result.calibration).figure
        if let book = result.book ?? result.watch, !book.leads.isEmpty {
            html += LeadTimePicture(leads: book.leads, horizon: report.model.horizon).figure
        }
        return html + "</div>"
    }
}

extension PartResult {
    /// Whether the advice is to let the part speak.
    package var isSwitchedOn: Bool { advice.speaks }
}
