/// How often each set of facts held when the question was asked, and how often the part then failed.
///
/// All that learning needs of the past: counts, so the order of rows decides nothing, two tables can be added, and the
/// same history always gives the same weights. Rows without anything observed are few patterns however many they are;
/// of the others at most ``limit`` different ones are kept.
package struct PatternTable: Equatable, Sendable {
    /// How many different patterns a table holds; rows of a further one are counted in ``left`` and forgotten.
    package static let limit = 200_000

    /// A set of facts with its counts.
    package struct Pattern: Equatable, Sendable {
        /// In their order.
        package let terms: [EvidenceTerm]
        package var rows: Int
        package var failures: Int
    }

    private struct Count: Equatable {
        var rows = 0
        var failures = 0
    }

    private var counts: [[EvidenceTerm]: Count] = [:]
    /// Rows of all patterns together.
    package private(set) var rows = 0
    /// Rows of all patterns after which the part failed.
    package private(set) var failures = 0
    /// Rows that found no room.
    package private(set) var left = 0

    package init() {}

    /// Counts rows of one set of facts.
    ///
    /// - Parameters:
    ///   - evidence: The facts, sorted.
    ///   - rows: How many rows.
    ///   - failures: How many of them the part failed after, within the horizon.
    package mutating func add(_ evidence: Evidence, rows: Int = 1, failures: Int) {
        add(terms: evidence.terms, rows: rows, failures: failures)
    }

    private mutating func add(terms: [EvidenceTerm], rows: Int, failures: Int) {
        if let place = counts.index(forKey: terms) {
            counts.values[place].rows += rows
            counts.values[place].failures += failures
        } else {
            guard counts.count < PatternTable.limit else {
                left += rows
                return
            }
            // A copy of its own: the caller's room is used again.
            counts[Array(terms[...])] = Count(rows: rows, failures: failures)
        }
        self.rows += rows
        self.failures += failures
    }

    /// Adds another table's counts.
    package mutating func add(_ other: PatternTable) {
        for pattern in other.patterns { add(terms: pattern.terms, rows: pattern.rows, failures: pattern.failures) }
        left += other.left
    }

    /// All patterns, sorted by their terms.
    package var patterns: [Pattern] {
        counts.map { Pattern(terms: $0.key, rows: $0.value.rows, failures: $0.value.failures) }
            .sorted { $0.terms.lexicographicallyPrecedes($1.terms) }
    }
}

extension PatternTable: Codable {
    private struct Stored: Codable {
        var terms: [UInt64]
        var rows: Int
        var failures: Int
    }

    package init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        left = try container.decode(Int.self)
        while !container.isAtEnd {
            let stored = try container.decode(Stored.self)
            let terms = stored.terms.compactMap { EvidenceTerm(bits: $0) }
            guard terms.count == stored.terms.count, stored.rows >= stored.failures, stored.failures >= 0 else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a pattern")
            }
            add(terms: terms, rows: stored.rows, failures: stored.failures)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(left)
        for pattern in patterns {
            try container.encode(
                Stored(terms: pattern.terms.map(\.bits), rows: pattern.rows, failures: pattern.failures))
        }
    }
}
