internal import Foundation

/// Weights of facts by ridge logistic regression, so that facts that come together are not counted twice.
///
/// A plain sum of log-likelihood ratios takes facts for independent and overshoots as soon as two of them are the same
/// news. Fitting all weights together on the same counts keeps the sum and its explanation and mends that. The ridge
/// shrinks every weight towards 0, which is the whole fleet's rate: a model or an age with few failures stays there.
package struct LogisticFit: Sendable {
    /// How strongly weights are pulled: as if each had been seen with this much contrary information.
    ///
    /// In rows that are independent. Rows of a grid that is finer than the horizon overlap and tell the same story
    /// several times; ``init(strength:horizon:centres:)`` allows for that.
    package let ridge: Double
    /// Facts whose weight is known from elsewhere, and are pulled there instead of to 0; sorted by term.
    package let centres: [Centre]
    /// At most this many facts get a weight: those that separate failures best.
    package static let termLimit = 600

    /// What is known of a fact's weight before anything is learnt.
    package struct Centre: Equatable, Sendable {
        package let term: EvidenceTerm
        package let weight: Double

        package init(term: EvidenceTerm, weight: Double) {
            self.term = term
            self.weight = weight
        }
    }

    /// - Parameters:
    ///   - strength: How strongly weights are pulled, in independent rows.
    ///   - horizon: How often a row tells the same story again.
    ///   - centres: Where weights are pulled to, if not to 0; each term once.
    package init(strength: Double, horizon: Horizon, centres: [Centre] = []) {
        ridge = strength * Double(horizon.seconds) / Double(horizon.stepSeconds)
        self.centres = centres.sorted { $0.term < $1.term }
    }

    /// As ``init(strength:horizon:centres:)``, with what is published of a part of that name.
    package init(strength: Double, horizon: Horizon, part: String) {
        let known = BatteryPrior.model(ofPart: part, horizonSeconds: horizon.seconds)?.weights ?? []
        self.init(
            strength: strength, horizon: horizon, centres: known.map { Centre(term: $0.term, weight: $0.weight) })
    }

    /// The prior and the full model of a table, neither calibrated.
    ///
    /// - Parameter start: A full model that is near the one to be found.
    package func models(
        of table: PatternTable, start: AdditiveModel? = nil
    ) -> (prior: AdditiveModel, full: AdditiveModel) {
        guard table.failures > 0, table.rows > table.failures else {
            // Never failed: as rare as half a failure in everything that was seen.
            let base = AdditiveModel(base: -log(2 * Double(max(1, table.rows))), weights: [])
            return (base, base)
        }
        let patterns = table.patterns
        return (model(of: patterns, admitting: \.isPrior), model(of: patterns, start: start))
    }

    /// The additive model of a table's counts.
    ///
    /// - Parameters:
    ///   - patterns: Sorted, with at least one failure and one row without.
    ///   - admits: Which facts may get a weight.
    ///   - start: A model that is near the one to be found.
    package func model(
        of patterns: [PatternTable.Pattern], admitting admits: (EvidenceTerm) -> Bool = { _ in true },
        start: AdditiveModel? = nil
    ) -> AdditiveModel {
        let counts = TermTally(patterns, admitting: admits)
        let patterns = patterns.map {
            PatternTable.Pattern(terms: AgeLadder.climbed($0.terms), rows: $0.rows, failures: $0.failures)
        }
        let tally = TermTally(patterns, admitting: admits).strongest(LogisticFit.termLimit)
        let design = Design(patterns: patterns, tally: tally)
        let pulls = tally.entries.map { entry in
            Pull(ridge: ridge * LogisticFit.pull(of: entry.term.kind), centre: centre(of: entry.term) ?? 0)
        }
        let first = start.map { [$0.base] + AgeLadder.rungs(of: $0, terms: tally.entries.map(\.term)) }
        let solution = design.solve([Pull(ridge: 1e-9, centre: 0)] + pulls, start: first)
        var weights = zip(tally.entries, solution.dropFirst()).map { entry, weight in
            WeightedTerm(term: entry.term, weight: weight, rows: entry.rows, failures: entry.failures)
        }
        for centre in centres where admits(centre.term) && tally.place(of: centre.term) == nil {
            weights.append(WeightedTerm(term: centre.term, weight: centre.weight, rows: 0, failures: 0))
        }
        return AdditiveModel(base: solution.first ?? 0, weights: AgeLadder.added(weights, counts: counts))
    }

    /// Facts that only refine another are pulled harder, so that the other speaks first.
    private static func pull(of kind: EvidenceTerm.Kind) -> Double {
        switch kind {
        case .repetition: 4
        default: 1
        }
    }

    private func centre(of term: EvidenceTerm) -> Double? {
        centres.first { $0.term == term }?.weight
    }
}

/// How strongly a weight is pulled, and where to.
private struct Pull {
    let ridge: Double
    let centre: Double
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

    /// Newton's method; `pulls` of the base, then of each weight.
    func solve(_ pulls: [Pull], start: [Double]?) -> [Double] {
        let total = rows.reduce(0, +)
        let failed = failures.reduce(0, +)
        guard total > failed, failed > 0 else { return [Double](repeating: 0, count: size) }
        var weights = pulls.map(\.centre)
        weights[0] = log(failed / (total - failed))
        if let start, start.count == size { weights = start }
        var gradient = [Double](repeating: 0, count: size)
        var curvature = [Double](repeating: 0, count: size * size)
        for _ in 0..<60 {
            for index in curvature.indices { curvature[index] = 0 }
            for index in 0..<size {
                gradient[index] = -pulls[index].ridge * (weights[index] - pulls[index].centre)
                curvature[index * size + index] = pulls[index].ridge
            }
            addRows(at: weights, gradient: &gradient, curvature: &curvature)
            guard Cholesky.solve(&curvature, &gradient, size: size) else { break }
            let largest = gradient.reduce(0) { max($0, abs($1)) }
            // A long step from far away may leap over the maximum.
            let scale = largest > 2 ? 2 / largest : 1
            for index in weights.indices { weights[index] += scale * gradient[index] }
            if largest < 1e-7 { break }
        }
        return weights
    }

    /// Adds what the rows say of the way up and of its bend; of the latter the lower triangle.
    private func addRows(at weights: [Double], gradient: inout [Double], curvature: inout [Double]) {
        let size = size
        weights.withUnsafeBufferPointer { weights in
            gradient.withUnsafeMutableBufferPointer { gradient in
                curvature.withUnsafeMutableBufferPointer { curvature in
                    places.withUnsafeBufferPointer { places in
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
                                // Places of a pattern are ascending.
                                curvature[left * size] += spread
                                for other in start...place { curvature[left * size + Int(places[other])] += spread }
                            }
                            start = end
                        }
                    }
                }
            }
        }
    }
}
