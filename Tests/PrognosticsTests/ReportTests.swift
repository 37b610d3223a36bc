import Prognostics
import Telemetry
import Testing

import class Foundation.JSONEncoder

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
