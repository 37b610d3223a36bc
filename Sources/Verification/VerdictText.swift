/// A verdict for people: a line for each row, then what is wrong.
package struct VerdictText: Sendable {
    /// At most this many details of a row are shown.
    package var limit: Int

    package init(limit: Int = 10) { self.limit = limit }

    package func lines(_ verdict: Verdict) -> [String] {
        let titles = verdict.rows.map(\.title.count).max() ?? 0
        let figures = verdict.rows.map(\.figure.count).max() ?? 0
        var lines = verdict.rows.map { row in
            let word = row.outcome == .failed ? "FAILED" : row.outcome.rawValue
            return [padded(word, 8), padded(row.title, titles), padded(row.figure, figures), row.bound ?? ""]
                .joined(separator: "  ").trimmed
        }
        for row in verdict.rows where !row.details.isEmpty {
            lines += ["", "\(row.title):"] + row.details.prefix(limit).map { "  \($0)" }
            if row.details.count > limit { lines.append("  and \(row.details.count - limit) more") }
        }
        let failed = verdict.rows.count { $0.outcome == .failed }
        lines += ["", failed == 0 ? "Every promise was kept." : "\(failed) of \(verdict.rows.count) rows FAILED."]
        return lines
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension String {
    /// Without spaces at the end.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
