import FleetSimulator

/// The bounds of one verdict.
struct Expectations {
    private let given: [String: Double]

    init(_ given: [String: Double]) { self.given = given }

    /// Names that are no bound.
    var unknown: [String] { given.keys.filter { Expectation(rawValue: $0) == nil }.sorted() }

    func bound(_ name: Expectation) -> Double? { given[name.rawValue] ?? name.standard }

    /// What a row of nothing says; a bound that was set on purpose and had nothing to hold is worth a word.
    private func nothing(_ name: Expectation) -> String {
        given[name.rawValue] == nil ? "none" : "none, although a bound is set"
    }

    /// A row of a count that must not be more than its bound.
    func row(
        _ name: Expectation, _ title: String, count: Int, of total: Int? = nil, values: [String: Double] = [:],
        details: [String] = []
    ) -> VerdictRow {
        let figure = total.map { "\(count) of \($0)" } ?? String(count)
        var values = values
        values["count"] = Double(count)
        if let total { values["total"] = Double(total) }
        guard let bound = bound(name) else {
            return VerdictRow(name.rawValue, title, .reported, figure, values: values, details: details)
        }
        return VerdictRow(
            name.rawValue, title, Double(count) <= bound ? .ok : .failed, figure, bound: "at most \(plain(bound))",
            values: values, details: details)
    }

    /// A row of a share that must reach its bound; of nothing there is no share.
    func row(
        _ name: Expectation, _ title: String, share count: Int, of total: Int, values: [String: Double] = [:],
        details: [String] = []
    ) -> VerdictRow {
        var values = values
        values["count"] = Double(count)
        values["total"] = Double(total)
        if total > 0 { values["share"] = Share(count, of: total).truncated }
        guard total > 0 else { return VerdictRow(name.rawValue, title, .reported, nothing(name), values: values) }
        let figure = Share(count, of: total).words
        guard let bound = bound(name) else {
            return VerdictRow(name.rawValue, title, .reported, figure, values: values, details: details)
        }
        // Compared as counts: no rounding can lift a share over its bound.
        let isReached = Double(count) >= bound * Double(total) - 1e-9
        return VerdictRow(
            name.rawValue, title, isReached ? .ok : .failed, figure, bound: "at least \(Share.percent(bound))",
            values: values, details: details)
    }

    /// A row of a measure that must not exceed its bound.
    func row(
        _ name: Expectation, _ title: String, measure: Double?, unit: String, of total: Int,
        values: [String: Double] = [:], details: [String] = []
    ) -> VerdictRow {
        var values = values
        values["total"] = Double(total)
        guard let measure else { return VerdictRow(name.rawValue, title, .reported, nothing(name), values: values) }
        values["measure"] = measure
        let figure = "\(plain(measure)) \(unit), \(total) counted"
        guard let bound = bound(name) else {
            return VerdictRow(name.rawValue, title, .reported, figure, values: values, details: details)
        }
        return VerdictRow(
            name.rawValue, title, measure <= bound ? .ok : .failed, figure, bound: "at most \(plain(bound)) \(unit)",
            values: values, details: details)
    }
}
