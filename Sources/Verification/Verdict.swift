package import FleetSimulator
package import Persistence

/// What a run's truth says about what its store holds: one row for each promise.
///
/// A pure comparison: equal ledgers and facts give equal verdicts.
package struct Verdict: Sendable, Equatable {
    package var rows: [VerdictRow]

    /// Whether every promise was kept.
    package var holds: Bool { rows.allSatisfy { $0.outcome != .failed } }

    package init(rows: [VerdictRow]) { self.rows = rows }

    /// Compares a run with the store that it left.
    package init(of ledger: Ledger, and facts: StoreFacts) {
        let evidence = Evidence(ledger, facts)
        rows =
            evidence.ledgerRows + evidence.recallRows + evidence.messageRows + evidence.workRows + evidence.doubleRows
            + evidence.lossRows + evidence.latencyRows + evidence.waitingRows + evidence.promiseRows + evidence.wordRows
            + evidence.severityRows + evidence.preventionRows + evidence.storeRows
    }

    package subscript(_ key: String) -> VerdictRow? { rows.first { $0.key == key } }
}

/// One line of a verdict.
package struct VerdictRow: Sendable, Equatable, Encodable {
    /// Whether a promise was kept; `reported` is only told.
    package enum Outcome: String, Sendable, Encodable {
        case ok, failed, reported
    }

    /// Stable, in small letters.
    package var key: String
    package var title: String
    package var outcome: Outcome
    /// The figure in words: counts as counts, shares never rounded up.
    package var figure: String
    /// What it has to be, in words; `nil` for what is only told.
    package var bound: String?
    /// The figures by name.
    package var values: [String: Double]
    /// What is wrong, a line for each thing.
    package var details: [String]

    private enum CodingKeys: String, CodingKey {
        case key, title, outcome, figure, bound, values, details
    }

    /// With every key, also where there is no bound: who reads it need not ask.
    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(key, forKey: .key)
        try row.encode(title, forKey: .title)
        try row.encode(outcome, forKey: .outcome)
        try row.encode(figure, forKey: .figure)
        try row.encode(bound, forKey: .bound)
        try row.encode(values, forKey: .values)
        try row.encode(details, forKey: .details)
    }

    package init(
        _ key: String, _ title: String, _ outcome: Outcome, _ figure: String, bound: String? = nil,
        values: [String: Double] = [:], details: [String] = []
    ) {
        (self.key, self.title, self.outcome, self.figure) = (key, title, outcome, figure)
        (self.bound, self.values, self.details) = (bound, values, details)
    }
}
