/// A count of a total, told so that 14,998 of 15,000 is never 100 %, and 1 of 15,000 never 0 %.
package struct Share: Sendable, Equatable {
    package var count: Int
    package var total: Int

    package init(_ count: Int, of total: Int) { (self.count, self.total) = (count, total) }

    /// "14998 of 15000 (99.98 %)".
    package var words: String {
        guard total > 0 else { return "0 of 0" }
        return "\(count) of \(total) (\(percent))"
    }

    /// Hundredths of a percent, truncated.
    private var hundredths: Int {
        guard total > 0, count > 0 else { return 0 }
        let (product, overflow) = count.multipliedReportingOverflow(by: 10_000)
        return overflow ? count / max(1, total / 10_000) : product / total
    }

    private var percent: String {
        if count > 0, hundredths == 0 { return "less than 0.01 %" }
        return Share.words(hundredths)
    }

    /// The share, cut off after four decimals.
    var truncated: Double { Double(hundredths) / 10_000 }

    /// A bound between 0 and 1 in percent.
    static func percent(_ bound: Double) -> String {
        guard bound.isFinite, abs(bound) < 1_000 else { return "\(bound)" }
        return words(Int((bound * 10_000).rounded()))
    }

    private static func words(_ hundredths: Int) -> String {
        let fraction = hundredths % 100
        guard fraction != 0 else { return "\(hundredths / 100) %" }
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) %"
    }
}

/// A number with at most one decimal, cut off.
func plain(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
    let tenths = Int64((number * 10).rounded(.towardZero))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
