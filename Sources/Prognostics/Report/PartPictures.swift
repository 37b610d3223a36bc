/// Precision against recall, with the point at which calls begin.
struct PrecisionRecallPicture {
    let result: PartResult

    var figure: String {
        // Of very many thresholds those that can be told apart.
        var path = ""
        var last = (x: -1.0, y: -1.0)
        for cut in result.cuts {
            let (x, y) = UnitSquare.place(cut.recall, cut.precision)
            guard abs(x - last.x) + abs(y - last.y) >= 0.5 else { continue }
            path += "\(path.isEmpty ? "M" : "L")\(HTML.point(x)) \(HTML.point(y))"
            last = (x, y)
        }
        var inside = "<path class=\"curve\" d=\"\(path)\"/>"
        for (level, name) in [(result.watch, "watch"), (result.book, "book")] {
            guard let level else { continue }
            let (x, y) = UnitSquare.place(level.recall, level.precision)
            // Where both are one point, both are seen.
            inside += "<circle class=\"\(name == "watch" ? "ring" : name)\" cx=\"\(HTML.point(x))\" "
            inside += "cy=\"\(HTML.point(y))\" r=\"\(name == "watch" ? 7 : 5)\">"
            inside += "<title>\(name): precision \(BacktestReport.figure(level.precision)), "
            inside += "recall \(BacktestReport.figure(level.recall))</title></circle>"
        }
        return UnitSquare(across: "recall", up: "precision").figure(
            inside,
            caption:
                "Precision and recall; average precision \(result.averagePrecision.map(BacktestReport.figure) ?? "–"). "
                + "Red dot: calls begin here; amber ring: watching.")
    }
}

/// What was said against what happened.
struct CalibrationPicture {
    let bins: [CalibrationBin]

    var figure: String {
        let start = UnitSquare.place(0, 0)
        let end = UnitSquare.place(1, 1)
        var inside = "<line class=\"diagonal\" x1=\"\(start.x)\" y1=\"\(start.y)\" x2=\"\(end.x)\" y2=\"\(end.y)\"/>"
        var path = ""
        for bin in bins {
            let (x, y) = UnitSquare.place(bin.predicted, bin.observed)
            path += "\(path.isEmpty ? "M" : "L")\(HTML.point(x)) \(HTML.point(y))"
            let digits = Double(String(bin.rows).count)
            inside += "<circle class=\"fill\" cx=\"\(HTML.point(x))\" cy=\"\(HTML.point(y))\" r=\"\(1.5 + digits)\">"
            inside +=
                "<title>said \(BacktestReport.figure(bin.predicted)), seen \(BacktestReport.figure(bin.observed)), "
            inside += "\(bin.rows) rows</title></circle>"
        }
        inside += "<path class=\"curve\" style=\"stroke-width:1\" d=\"\(path)\"/>"
        return UnitSquare(across: "said", up: "seen").figure(
            inside,
            caption: "Calibration: on the broken line what is said is what happens. The larger a point, the more "
                + "questions.")
    }
}

/// How long before the failure the first alarm came.
struct LeadTimePicture {
    let leads: [Int64]
    let horizon: Horizon

    private static let bars = 12

    var figure: String {
        var counts = [Int](repeating: 0, count: LeadTimePicture.bars)
        for lead in leads {
            let bar = Int(Double(lead) / Double(horizon.seconds) * Double(LeadTimePicture.bars) - 1e-9)
            counts[min(LeadTimePicture.bars - 1, max(0, bar))] += 1
        }
        let most = Double(max(1, counts.max() ?? 1))
        let width = 220.0 / Double(LeadTimePicture.bars)
        var svg = ""
        for (bar, count) in counts.enumerated() {
            let height = 200 * Double(count) / most
            let x = 36 + Double(bar) * width
            svg += "<rect class=\"soft\" x=\"\(HTML.point(x + 1))\" y=\"\(HTML.point(230 - height))\" "
            svg += "width=\"\(HTML.point(width - 2))\" height=\"\(HTML.point(height))\"><title>\(count)</title></rect>"
            if count > 0 {
                svg += "<text x=\"\(HTML.point(x + width / 2))\" y=\"\(HTML.point(226 - height))\" "
                svg += "text-anchor=\"middle\">\(count)</text>"
            }
        }
        svg += "<path class=\"axis\" d=\"M36 10V230H256\"/>"
        for share in [0, 0.5, 1] {
            svg += "<text x=\"\(36 + share * 220)\" y=\"245\" text-anchor=\"middle\">"
            svg += share == 0 ? "0</text>" : "\(BacktestReport.span(share * Double(horizon.seconds)))</text>"
        }
        svg += "<text x=\"146\" y=\"261\" text-anchor=\"middle\">before the failure</text>"
        svg += "<text transform=\"translate(26 120) rotate(-90)\" text-anchor=\"middle\">failures</text>"
        return "<figure><svg width=\"280\" height=\"268\" role=\"img\" aria-label=\"Lead times\">\(svg)</svg>"
            + "<figcaption>Lead time: from the first alarm to the failure, "
            + "\(HTML.count(leads.count, "failure")).</figcaption></figure>"
    }
}
