import Telemetry

/// Time lines of a few assets: codes, drift, alarms and failures.
struct TimelinePicture {
    let pictures: BacktestPictures
    let horizon: Horizon

    private static let left = 150.0
    private static let band = 30.0

    var html: String {
        var html = "<h2>Time lines</h2>\n<p>"
        html += pictures.lines.count == 1 ? "The asset" : "The \(pictures.lines.count) assets"
        html += " with the most failures in the test, of equal ones by id"
        html += pictures.others > 0 ? "; \(pictures.others) more not shown. " : ". "
        html += "Green: codes. Blue: the probability. Violet: what signals added. Amber: watching. Red: calls. "
        html += "Cross: failure. Circle: replaced by plan. "
        html += "Parts of an asset with neither an alarm nor a replacement are left out.</p>\n"
        for line in pictures.lines { html += "<h3>\(HTML.escaped(line.asset))</h3>" + svg(line) + "\n" }
        return html
    }

    private func svg(_ line: BacktestPictures.Line) -> String {
        var y = 4.0
        var svg = ""
        for (name, columns) in line.codes {
            svg += label(name, at: y + 11)
            for column in columns {
                let x = HTML.point(TimelinePicture.left + Double(column))
                svg += "<line class=\"code\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(y + 2)\" y2=\"\(y + 12)\"/>"
            }
            y += 14
        }
        for part in line.parts where !part.isUneventful {
            svg += label(part.name, at: y + 20)
            svg += band(part, at: y)
            y += TimelinePicture.band + 6
        }
        let right = TimelinePicture.left + Double(BacktestPictures.width)
        svg += "<line class=\"axis\" x1=\"\(TimelinePicture.left)\" x2=\"\(right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
        for quarter in 0...4 {
            let share = Double(quarter) / 4
            let span = Double(pictures.until.milliseconds - pictures.from.milliseconds)
            let time = pictures.from.adding(milliseconds: Int64(share * span))
            let x = TimelinePicture.left + share * Double(BacktestPictures.width)
            let anchor = quarter == 0 ? "start" : quarter == 4 ? "end" : "middle"
            svg += "<text x=\"\(HTML.point(x))\" y=\"\(y + 14)\" text-anchor=\"\(anchor)\">\(tick(time))</text>"
        }
        return
            "<div class=\"scroll\"><svg class=\"line\" viewBox=\"0 0 \(Int(right) + 4) \(Int(y) + 20)\" role=\"img\" "
            + "aria-label=\"Time line of \(HTML.escaped(line.asset))\">\(svg)</svg></div>"
    }

    /// The day; with the hour where the days would be the same.
    private func tick(_ time: Timestamp) -> String {
        let isShort = pictures.until.seconds(since: pictures.from) < 5 * 86_400
        return isShort ? BacktestReport.minute(time) : String(time.iso8601.prefix(10))
    }

    private func label(_ text: String, at y: Double) -> String {
        "<text x=\"\(TimelinePicture.left - 6)\" y=\"\(y)\" text-anchor=\"end\">\(HTML.escaped(HTML.short(text, 21)))"
            + "<title>\(HTML.escaped(text))</title></text>"
    }

    private func band(_ part: BacktestPictures.PartLine, at y: Double) -> String {
        let bottom = y + TimelinePicture.band
        var svg = ""
        let levels = held(part)
        for (level, name) in [(PrognosisLevel.watch, "watch"), (.book, "book")] {
            for run in TimelinePicture.runs(levels, of: level) {
                let x = TimelinePicture.left + Double(run.lowerBound)
                svg += "<rect class=\"\(name)\" opacity=\"0.45\" x=\"\(HTML.point(x))\" y=\"\(y)\" "
                svg += "width=\"\(max(1, run.count))\" height=\"\(TimelinePicture.band)\"/>"
            }
        }
        svg += curve(part.probability, most: 1, bottom: bottom, name: "curve")
        let most = part.drift.max() ?? 0
        if most > 0.05 { svg += curve(part.drift, most: max(most, 3), bottom: bottom, name: "drift") }
        svg += "<line class=\"grid\" x1=\"\(TimelinePicture.left)\" "
        svg += "x2=\"\(TimelinePicture.left + Double(BacktestPictures.width))\" y1=\"\(bottom)\" y2=\"\(bottom)\"/>"
        for column in part.replacements {
            let x = HTML.point(TimelinePicture.left + Double(column))
            svg += "<circle class=\"planned\" cx=\"\(x)\" cy=\"\(bottom - 5)\" r=\"3.5\"/>"
        }
        for column in part.failures {
            let x = TimelinePicture.left + Double(column)
            svg += "<path class=\"failure\" d=\"M\(HTML.point(x - 5)) \(y + 8)l10 10m0 -10l-10 10\"/>"
        }
        return svg
    }

    private func curve(_ values: [Double], most: Double, bottom: Double, name: String) -> String {
        var path = ""
        var isDown = false
        for (column, value) in values.enumerated() where value >= 0 {
            // A flat stretch is one line.
            if isDown, column > 0, column + 1 < values.count, abs(values[column - 1] - value) < 0.002,
                abs(values[column + 1] - value) < 0.002
            {
                continue
            }
            let x = HTML.point(TimelinePicture.left + Double(column))
            let y = HTML.point(bottom - min(1, value / most) * TimelinePicture.band)
            path += "\(isDown ? "L" : "M")\(x) \(y)"
            isDown = true
        }
        return "<path class=\"\(name)\" style=\"stroke-width:1\" d=\"\(path)\"/>"
    }

    /// The level at each point: what was said stands until the next question, and no longer than a step.
    private func held(_ part: BacktestPictures.PartLine) -> [PrognosisLevel] {
        let span = max(1, pictures.until.seconds(since: pictures.from))
        let step = Double(horizon.stepSeconds) / Double(span) * Double(BacktestPictures.width)
        let reach = Int(min(step.rounded(.up), Double(BacktestPictures.width)))
        var levels = part.level
        var asked = -1
        for column in levels.indices {
            if part.probability[column] >= 0 {
                asked = column
            } else if asked >= 0, column - asked <= reach {
                levels[column] = levels[asked]
            }
        }
        return levels
    }

    /// Stretches at exactly a level.
    private static func runs(_ levels: [PrognosisLevel], of level: PrognosisLevel) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (column, value) in levels.enumerated() {
            if value == level {
                start = start ?? column
            } else if let begun = start {
                runs.append(begun..<column)
                start = nil
            }
        }
        if let start { runs.append(start..<levels.count) }
        return runs
    }
}
