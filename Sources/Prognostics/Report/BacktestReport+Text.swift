import Telemetry

extension BacktestReport {
    /// The report for a terminal.
    package var lines: [String] {
        var lines = [
            "\(assets) assets, \(counts.faults) codes, \(counts.signals) signal values, \(counts.repairs) repairs",
            "learnt \(BacktestReport.minute(trainFrom)) to \(BacktestReport.minute(model.learntUntil)), "
                + "tested \(BacktestReport.minute(testFrom)) to \(BacktestReport.minute(testUntil)) UTC, "
                + "\(BacktestReport.span(Double(model.horizon.seconds))) ahead, "
                + "every \(BacktestReport.span(Double(model.horizon.stepSeconds)))",
        ]
        lines += notes.map { "note: \($0)" }
        for (name, result) in results { lines += [""] + BacktestReport.lines(name, result) }
        lines.append("")
        if let macro = macroLine { lines.append(macro) }
        return lines + [summary]
    }

    private static func lines(_ name: String, _ result: PartResult) -> [String] {
        var lines = [
            "\(name): \(result.advice == .watchOnly ? "watch only" : result.isSwitchedOn ? "on" : "off") - \(why(result))",
            "  \(result.failures) failures, \(result.positives) of \(result.rows) rows before one "
                + "(\(figure(result.rows == 0 ? 0 : Double(result.positives) / Double(result.rows))))",
        ]
        guard result.isJudged else {
            return lines + ["  not enough failures in the test to judge (\(PartResult.judgedFailures) are needed)"]
        }
        var facts = ["average precision \(result.averagePrecision.map(figure) ?? "-")"]
        if let skill = result.skill { facts.append("skill against the prior \(figure(skill.value))") }
        lines.append("  " + facts.joined(separator: ", "))
        for (level, threshold, figures) in [
            ("book", result.bookThreshold, result.book), ("watch", result.watchThreshold, result.watch),
        ] {
            guard let figures, let threshold else { continue }
            lines.append(
                "  \(level) from \(figure(threshold)): precision \(figure(figures.precision)), "
                    + "recall \(figure(figures.recall)), F1 \(figure(figures.f1)), "
                    + "failures foreseen \(figure(figures.eventRecall)), "
                    + "false alarms \(figure(figures.falseAlarmsPerAssetMonth)) per asset and month")
            if let median = figures.lead(quantile: 0.5), let early = figures.lead(quantile: 0.75),
                let late = figures.lead(quantile: 0.25)
            {
                lines.append("    lead time \(span(median)), the middle half \(span(late)) to \(span(early))")
            }
        }
        lines.append("  said and seen:")
        for bin in result.calibration {
            lines.append("    \(figure(bin.predicted)) said, \(figure(bin.observed)) seen, \(bin.rows) rows")
        }
        return lines
    }

    /// What came of it all, in a line.
    package var summary: String {
        func parts(_ words: String, _ isOne: (PartResult) -> Bool) -> String? {
            let names = results.filter { isOne($0.result) }.map(\.name)
            guard !names.isEmpty else { return nil }
            let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
            return "\(names.count) of \(results.count) parts \(words) (\(shown))"
        }
        var sentences = [
            parts("on") { $0.isSwitchedOn && $0.advice != .watchOnly },
            parts("only watched") { $0.advice == .watchOnly },
            parts("silent") { !$0.isSwitchedOn },
        ].compactMap(\.self)
        if sentences.isEmpty { sentences = ["no part to judge"] }
        var text = "in short: " + sentences.joined(separator: ", ")
        if !booked.isEmpty {
            let failures = booked.reduce(0) { $0 + $1.failures }
            let foreseen = booked.reduce(0.0) { $0 + ($1.book?.eventRecall ?? 0) * Double($1.failures) }
            let alarms = booked.reduce(0.0) { $0 + ($1.book?.falseAlarmsPerAssetMonth ?? 0) }
            text +=
                "; a call before \(Int(foreseen.rounded())) of \(failures) failures, "
                + "\(BacktestReport.figure(alarms)) false alarms per asset and month"
        }
        return text
    }

    private var macroLine: String? {
        guard !booked.isEmpty else { return nil }
        let figures = [
            ("average precision", macro(\.averagePrecision)), ("precision", macro { $0.book?.precision }),
            ("recall", macro { $0.book?.recall }), ("F1", macro { $0.book?.f1 }),
            ("failures foreseen", macro { $0.book?.eventRecall }),
            ("false alarms per asset and month", macro { $0.book?.falseAlarmsPerAssetMonth }),
        ]
        return "mean over parts: "
            + figures.map { "\($0.0) \($0.1.map(BacktestReport.figure) ?? "-")" }.joined(separator: ", ")
    }

    /// `2015-07-31 00:00`.
    static func minute(_ time: Timestamp) -> String {
        String(time.iso8601.prefix(16)).replacing("T", with: " ")
    }
}
