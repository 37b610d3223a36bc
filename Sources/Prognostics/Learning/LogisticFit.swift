internal import Foundation

/// Weights of facts by ridge logistic regression, so that facts that come together are not counted twice.
///
/// A plain sum of log-likelihood ratios takes facts for independent and overshoots as soon as two of them are the same
/// news. Fitting all weights together on the same counts keeps the sum and its explanation and mends that. The ridge
/// shrinks every weight towards 0, which is the whole fleet's rate: a model or an age with few failures stays there.
package struct LogisticFit: Sendable {
    /// How strongly weights are pulled to 0: as if each had been seen with this much contrary information.
    package var ridge: Double
    /// At most this many facts get a weight: those that separate failures best.
    package static let termLimit = 400

    package init(ridge: Double = 5) {
        self.ridge = ridge
    }

    /// The additive model of a table's counts.
    ///
    /// - Parameters:
    ///   - patterns: Sorted, with at least one failure and one row without.
    ///   - admits: Which facts may get a weight.
    package func model(
        of patterns: [PatternTable.Pattern], admitting admits: (EvidenceTerm) -> Bool = { _ in true }
    ) -> AdditiveModel {
        let tally = TermTally(patterns, admitting: admits).strongest(LogisticFit.termLimit)
        var design = Design(patterns: patterns, tally: tally)
        let solution = design.solve(ridge: ridge)
        let weights = zip(tally.entries, solution.dropFirst()).map { entry, weight in
            WeightedTerm(term: entry.term, weight: weight, rows: entry.rows, failures: entry.failures)
        }
        return AdditiveModel(base: solution.first ?? 0, weights: weights)
    }
}

/// The rows as numbers: for each pattern the places of its weights.
private struct Design {
    private let rows: [Double]
    private let failures: [Double]
    /// Places of all patterns, one after the other; place 0 is the base and is not listed.
    private var places: [Int32] = []
    private var ends: [Int] = []
    private let size: Int

    init(patterns: [PatternTable.Pattern], tally: TermTally) {
        size = tally.entries.count + 1
        // Patterns that differ only in facts without a weight are one.
        var merged: [[Int32]: (rows: Double, failures: Double)] = [:]
        for pattern in patterns {
            let key = pattern.terms.compactMap { tally.place(of: $0).map { Int32($0 + 1) } }
            let old = merged[key] ?? (0, 0)
            merged[key] = (old.rows + Double(pattern.rows), old.failures + Double(pattern.failures))
        }
        let sorted = merged.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        rows = sorted.map(\.value.rows)
        failures = sorted.map(\.value.failures)
        for entry in sorted {
            places += entry.key
            ends.append(places.count)
        }
    }

    /// Newton's method; the base is not shrunk.
    mutating func solve(ridge: Double) -> [Double] {
        let total = rows.reduce(0, +)
        let failed = failures.reduce(0, +)
        guard total > failed, failed > 0 else { return [Double](repeating: 0, count: size) }
        var weights = [Double](repeating: 0, count: size)
        weights[0] = log(failed / (total - failed))
        var gradient = [Double](repeating: 0, count: size)
        var curvature = [Double](repeating: 0, count: size * size)
        for _ in 0..<60 {
            derivatives(at: weights, ridge: ridge, gradient: &gradient, curvature: &curvature)
            guard Cholesky.solve(&curvature, &gradient, size: size) else { break }
            let largest = gradient.reduce(0) { max($0, abs($1)) }
            // A long step from far away may leap over the maximum.
            let scale = largest > 2 ? 2 / largest : 1
            for index in weights.indices { weights[index] += scale * gradient[index] }
            if largest < 1e-9 { break }
        }
        return weights
    }

    private func derivatives(
        at weights: [Double], ridge: Double, gradient: inout [Double], curvature: inout [Double]
    ) {
        for index in gradient.indices { gradient[index] = index == 0 ? 0 : -ridge * weights[index] }
        for index in curvature.indices { curvature[index] = 0 }
        for index in 0..<size { curvature[index * size + index] = index == 0 ? 1e-9 : ridge }
        var start = 0
        for row in rows.indices {
            let end = ends[row]
            var logOdds = weights[0]
            for place in start..<end { logOdds += weights[Int(places[place])] }
            let probability = AdditiveModel.probability(ofLogOdds: logOdds)
            let residual = failures[row] - rows[row] * probability
            let spread = rows[row] * probability * (1 - probability)
            gradient[0] += residual
            curvature[0] += spread
            for place in start..<end {
                let left = Int(places[place])
                gradient[left] += residual
                // The lower triangle: places of a pattern are ascending.
                curvature[left * size] += spread
                for other in start...place { curvature[left * size + Int(places[other])] += spread }
            }
            start = end
        }
    }
}
