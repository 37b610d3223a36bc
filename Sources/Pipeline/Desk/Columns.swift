package import Telemetry

/// Aligned text for a terminal.
package struct Columns: Sendable {
    private var rows: [[String]] = []

    package init() {}

    /// Adds a labelled value; one that is missing or empty is left out.
    package mutating func add(_ label: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        rows.append([label, value])
    }

    /// Adds a row.
    package mutating func add(row: [String]) { rows.append(row) }

    /// The rows, each column as wide as its widest cell; nothing is cut off.
    package var lines: [String] {
        var widths: [Int] = []
        for row in rows {
            for (index, cell) in row.enumerated() {
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], cell.count)
            }
        }
        return rows.map { row in
            var line = ""
            for (index, cell) in row.enumerated() {
                line += cell
                if index < row.count - 1 { line += String(repeating: " ", count: widths[index] - cell.count + 2) }
            }
            return line
        }
    }
}

extension Timestamp {
    /// `14:30:05` of the day in UTC.
    package var clock: String { "\(iso8601.dropFirst(11).prefix(8))" }
    /// `14:30`.
    package var minute: String { "\(iso8601.dropFirst(11).prefix(5))" }
    /// `2026-11-22`.
    package var day: String { "\(iso8601.prefix(10))" }

    /// How long it is from this point until another, in words: `in 40 s`, `3 min ago`.
    package func spoken(until other: Timestamp) -> String {
        let seconds = other.seconds(since: self)
        let amount = seconds.magnitude
        let words =
            switch amount {
            case ..<120: "\(amount) s"
            case ..<7_200: "\(amount / 60) min"
            case ..<172_800: "\(amount / 3_600) h"
            default: "\(amount / 86_400) days"
            }
        if amount == 0 { return "now" }
        return seconds < 0 ? "\(words) ago" : "in \(words)"
    }
}

extension Double {
    /// With a fixed number of digits after the point.
    package func places(_ digits: Int) -> String {
        guard isFinite, magnitude < 1e12 else { return "\(self)" }
        var scale: Int64 = 1
        for _ in 0..<max(0, min(digits, 6)) { scale *= 10 }
        let scaled = Int64((magnitude * Double(scale)).rounded())
        let sign = self < 0 && scaled > 0 ? "-" : ""
        guard scale > 1 else { return "\(sign)\(scaled)" }
        let rest = "\(scaled % scale)"
        return "\(sign)\(scaled / scale).\(String(repeating: "0", count: max(0, digits - rest.count)))\(rest)"
    }
}
