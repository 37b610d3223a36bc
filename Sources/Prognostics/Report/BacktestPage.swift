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
        :root{color-scheme:light dark;--ink:#1d2730;--soft:#51606c;--ground:#fff;--line:#d5dce2;--grid:#e4e9ed;
        --axis:#9aa7b1;--curve:#1f5fa8;--bar:#a9c4e3;--watch:#d9920a;--book:#c0392b;--code:#3b7d4f;--drift:#8246af;
        --off:#8a4b00;--on:#1c6b35}
        @media(prefers-color-scheme:dark){:root{--ink:#e3e9ee;--soft:#a8b5c0;--ground:#14191e;--line:#3a4651;
        --grid:#2b353e;--axis:#6f7e8b;--curve:#7fb2ee;--bar:#3f6796;--watch:#f0b840;--book:#ff7b6b;--code:#6fc48a;
        --drift:#c49be8;--off:#f0b060;--on:#79d499}}
        body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--ground);margin:0}
        main{max-width:1060px;margin:0 auto;padding:24px}
        h1{font-size:24px}h2{font-size:19px;margin-top:36px;border-top:1px solid var(--line);padding-top:18px}
        h1,h2,h3{overflow-wrap:anywhere}h3{font-size:15px;margin:14px 0 2px}
        table{border-collapse:separate;border-spacing:0;margin:10px 0}th,td{padding:3px 10px;text-align:right;border-bottom:1px solid var(--grid)}
        td{white-space:nowrap}th{font-weight:600;vertical-align:bottom;line-height:1.25}
        th:first-child,td:first-child{text-align:left;position:sticky;left:0;background:var(--ground)}.broad{min-width:105px}
        td:first-child{white-space:normal;overflow-wrap:anywhere;min-width:135px}
        .row{display:flex;flex-wrap:wrap;gap:18px}figure{margin:0;width:292px}figcaption{font-size:13px;color:var(--soft)}
        svg text{font:11px system-ui,sans-serif;fill:var(--soft)}.axis{stroke:var(--axis);fill:none}.grid{stroke:var(--grid)}
        .curve{stroke:var(--curve);stroke-width:2;fill:none}.fill{fill:var(--curve)}.soft{fill:var(--bar)}
        .diagonal{stroke:var(--axis);stroke-dasharray:4 3}.ring{fill:none;stroke:var(--watch);stroke-width:3}
        .watch{fill:var(--watch)}.book{fill:var(--book)}.failure{stroke:var(--ink);stroke-width:2}
        .planned{fill:none;stroke:var(--soft)}.code{stroke:var(--code);stroke-width:2}.drift{stroke:var(--drift);fill:none}
        .off{color:var(--off)}.on{color:var(--on)}.scroll{overflow-x:auto}
        .line{display:block;width:100%;min-width:820px;height:auto}
        @media(max-width:600px){main{padding:14px}}
        </style></head><body><main>
        """
    }

    private var summary: String {
        var rows = ""
        for (name, result) in report.results {
            let word = result.isSwitchedOn ? "on" : "off"
            let advice = result.advice == .watchOnly ? "watch only" : word
            let book = result.book
            let figures: [Double?] = [
                result.averagePrecision, book?.precision, book?.recall, book?.f1, book?.eventRecall,
                book?.falseAlarmsPerAssetMonth,
            ]
            let thresholds = [result.watchThreshold, result.bookThreshold]
            var cells = ["\(result.failures)"] + (thresholds + figures).map { $0.map(BacktestReport.figure) ?? "–" }
            for quantile in [0.25, 0.5, 0.75] {
                cells.append(book?.lead(quantile: quantile).map(BacktestReport.span) ?? "–")
            }
            rows += "<tr><td>\(HTML.escaped(name))</td><td class=\"\(word)\">\(advice)</td>"
            rows += cells.map { "<td>\($0)</td>" }.joined() + "</tr>\n"
        }
        let notes = report.notes.map { "<li>\(HTML.escaped($0))</li>" }.joined()
        return """
            <h1>What the past would have told</h1>
            <p>\(HTML.count(report.assets, "asset")), \(HTML.count(report.counts.faults, "code")), \
            \(HTML.count(report.counts.signals, "signal value")), \(HTML.count(report.counts.repairs, "repair")). Learnt from \(BacktestReport.minute(report.trainFrom)) to \
            \(BacktestReport.minute(report.model.learntUntil)), judged from \(BacktestReport.minute(report.testFrom)) to \
            \(BacktestReport.minute(report.testUntil)) UTC: does the part fail within \
            \(BacktestReport.span(Double(report.model.horizon.seconds)))? Asked every \
            \(BacktestReport.span(Double(report.model.horizon.stepSeconds))). At no point was more known than at that time.</p>
            \(notes.isEmpty ? "" : "<ul>\(notes)</ul>")
            <div class="scroll"><table><tr><th>Part</th><th>Advice</th><th>Failures</th><th>Watch from</th><th>Book from</th><th>Average precision</th>
            <th>Precision</th><th>Recall</th><th>F1</th><th>Failures foreseen</th><th class="broad">False alarms per asset and month</th>
            <th>Lead time, a quarter under</th><th>half under</th><th>three quarters under</th></tr>
            \(rows)</table></div>
            <p>\(HTML.escaped(report.summary)).</p>
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
