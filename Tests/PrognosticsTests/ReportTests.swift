import Telemetry
import Testing

import class Foundation.JSONEncoder

@testable import Prognostics

@Suite("A backtest's report")
struct ReportTests {
    private func report() -> (BacktestReport, BacktestPictures) {
        let fleet = InventedFleet(assets: 20)
        let history = fleet.history(learntUntil: fleet.day(65))
        let model = fleet.trainer(until: 65).model(of: history)
        let backtest = Backtest(model: model, from: fleet.day(65), until: fleet.day(89))
        var pictures = BacktestPictures(history: history, parts: history.parts, backtest: backtest)
        let results = backtest.run(on: history, parts: history.parts) { pictures.take($0) }
        let report = BacktestReport(
            model: model, trainFrom: fleet.day(1), testFrom: fleet.day(65), testUntil: fleet.day(89), history: history,
            notes: ["<script>alert(1)</script>"], results: results)
        return (report, pictures)
    }

    @Test("The page stands alone, and what stands in a log is text in it")
    func page() {
        let (report, pictures) = report()
        let page = BacktestPage(report: report, pictures: pictures).html
        for outside in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] {
            #expect(!page.contains(outside), "\(outside)")
        }
        #expect(page.contains("&lt;script&gt;"))
        #expect(page.contains("Precision and recall"))
        #expect(page.contains("Time line of a"))
        #expect(!page.contains("nan"))
        #expect(page.split(separator: "<svg").count == page.split(separator: "</svg>").count)
    }

    @Test("The page has colours for a dark screen, and every colour of its pictures comes from them")
    func dark() throws {
        let (report, pictures) = report()
        let page = BacktestPage(report: report, pictures: pictures).html
        #expect(page.contains("@media(prefers-color-scheme:dark)"))
        let body = try #require(page.split(separator: "</style>").last)
        #expect(!body.contains("#1d2730") && !body.contains("stroke:#") && !body.contains("fill:#"))
        let used = Set(page.matches(of: /var\((--[a-z]+)\)/).map { String($0.1) })
        #expect(used.count > 8)
        for name in used {
            #expect(page.split(separator: "\(name):").count == 3, "\(name) once for light, once for dark")
        }
    }

    @Test("An alarm is one band from question to question, and every label has room")
    func timeline() {
        let (report, pictures) = report()
        let page = BacktestPage(report: report, pictures: pictures).html
        let widths = page.matches(of: /<rect class="(?:watch|book)"[^>]*? width="(\d+)"/).compactMap { Int($0.1) }
        #expect(!widths.isEmpty)
        // A step is 3 h of 24 days, so 4 points of 900: a band of one point would be a stripe.
        #expect(widths.allSatisfy { $0 >= 3 }, "\(widths)")
        for label in page.matches(of: /text-anchor="end">([^<]*)<title>/) { #expect(label.1.count <= 21) }
        #expect(!page.contains("24.0 h"))
    }

    @Test("The page tells thresholds and the quarters of the lead times, and what came of it")
    func figures() throws {
        let (report, pictures) = report()
        let page = BacktestPage(report: report, pictures: pictures).html
        let result = try #require(report.results.first { $0.result.book?.leads.isEmpty == false })
        let row = try #require(page.split(separator: "\n").first { $0.hasPrefix("<tr><td>\(result.name)</td>") })
        var expected = [result.result.watchThreshold, result.result.bookThreshold].compactMap { $0 }
            .map { BacktestReport.figure($0) }
        #expect(expected.count == 2)
        expected += [0.25, 0.5, 0.75].compactMap { result.result.book?.lead(quantile: $0) }
            .map { BacktestReport.span($0) }
        for figure in expected { #expect(row.contains("<td>\(figure)</td>"), "\(figure): \(row)") }
        let heads = page.split(separator: "<tr><th>")[1].split(separator: "</tr>")[0].split(separator: "<th").count
        #expect(row.split(separator: "<td").count - 1 == heads)
        #expect(page.contains("in short: ") && report.lines.last == report.summary)
    }

    @Test("What can't be judged is said in words, and is null in JSON")
    func unjudged() throws {
        let (report, _) = report()
        let text = report.lines.joined(separator: "\n")
        #expect(text.contains("lamp: off - not enough failures to judge"))
        let json = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
        #expect(json.contains("\"average_precision\":null"))
        #expect(json.contains("\"advice\":\"off\""))
    }
}
