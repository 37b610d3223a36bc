/// How often each score was given and how often the part then failed: all that ranking, thresholds and calibration need.
///
/// Scores that differ by less than one part in eight thousand are one, so a table stays small however many rows there are.
package struct ScoreTable: Sendable {
    /// Rows with one score.
    package struct Entry: Equatable, Sendable {
        package let score: Double
        package var rows: Int
        package var failures: Int
    }

    private var counts: [UInt64: (rows: Int, failures: Int)] = [:]
    package private(set) var rows = 0
    package private(set) var failures = 0

    package init() {}

    /// Counts a row.
    package mutating func add(score: Double, failed: Bool) {
        let key = ScoreTable.key(score)
        let old = counts[key] ?? (0, 0)
        counts[key] = (old.rows + 1, old.failures + (failed ? 1 : 0))
        rows += 1
        if failed { failures += 1 }
    }

    /// The bits of a score, rounded to twelve binary digits.
    private static func key(_ score: Double) -> UInt64 {
        guard score != 0, score.isFinite else { return 0 }
        return (score.bitPattern &+ (1 << 39)) & ~((1 << 40) - 1)
    }

    /// Highest score first.
    package var descending: [Entry] {
        counts.map { Entry(score: Double(bitPattern: $0.key), rows: $0.value.rows, failures: $0.value.failures) }
            .sorted { $0.score > $1.score }
    }

    /// The same rows with other scores.
    package func mapped(_ transform: (Double) -> Double) -> ScoreTable {
        var copy = ScoreTable()
        for entry in descending {
            let score = transform(entry.score)
            let key = ScoreTable.key(score)
            let old = copy.counts[key] ?? (0, 0)
            copy.counts[key] = (old.rows + entry.rows, old.failures + entry.failures)
        }
        copy.rows = rows
        copy.failures = failures
        return copy
    }

    /// A threshold with what it would have done: the rows at or above it.
    package struct Cut: Equatable, Sendable {
        /// The middle between two neighbouring scores, so that a score a hair lower still counts.
        package let threshold: Double
        package let precision: Double
        package let recall: Double
    }

    /// Every threshold between two scores, highest first; equal scores are never parted.
    package var cuts: [Cut] {
        guard failures > 0 else { return [] }
        let entries = descending
        var alarms = 0
        var hits = 0
        var cuts: [Cut] = []
        for (index, entry) in entries.enumerated() {
            alarms += entry.rows
            hits += entry.failures
            let next = index + 1 < entries.count ? entries[index + 1].score : entry.score
            cuts.append(
                Cut(
                    threshold: (entry.score + next) / 2, precision: Double(hits) / Double(alarms),
                    recall: Double(hits) / Double(failures)))
        }
        return cuts
    }

    /// The threshold with the best F measure; of equal ones the highest.
    ///
    /// - Parameter beta: 1 weighs precision and recall alike; 2 weighs recall more.
    package func bestCut(beta: Double = 1) -> Cut? {
        var best: (cut: Cut, value: Double)?
        for cut in cuts where cut.precision > 0 {
            let value = (1 + beta * beta) * cut.precision * cut.recall / (beta * beta * cut.precision + cut.recall)
            if value > best?.value ?? 0 { best = (cut, value) }
        }
        return best?.cut
    }

    /// Average precision: the mean of the precision over the recall, ties taken together.
    package var averagePrecision: Double? {
        guard failures > 0 else { return nil }
        var last = 0.0
        var sum = 0.0
        for cut in cuts {
            sum += cut.precision * (cut.recall - last)
            last = cut.recall
        }
        return sum
    }
}
