/// A straight line that makes log-odds honest: what was said with 30 % happened in 30 of 100.
///
/// Fitted on rows that the model had not learnt from (Platt, "Probabilistic outputs for support vector machines",
/// 1999), pulled to the line that changes nothing while there are few failures. As a line it goes into the weights, so
/// the model stays a plain sum.
package struct Calibration: Hashable, Codable, Sendable {
    package var offset = 0.0
    package var slope = 1.0

    package init() {}

    /// The line for rows whose scores are log-odds.
    ///
    /// - Parameter pull: How strongly the line is kept at offset 0 and slope 1.
    package init(fitting table: ScoreTable, pull: Double = 5) {
        guard table.failures > 0 else { return }
        let entries = table.descending
        for _ in 0..<50 {
            var gradient = (-pull * offset, -pull * (slope - 1))
            var curvature = (pull, 0.0, pull)
            for entry in entries {
                let probability = AdditiveModel.probability(ofLogOdds: offset + slope * entry.score)
                let residual = Double(entry.failures) - Double(entry.rows) * probability
                let spread = Double(entry.rows) * probability * (1 - probability)
                gradient.0 += residual
                gradient.1 += residual * entry.score
                curvature.0 += spread
                curvature.1 += spread * entry.score
                curvature.2 += spread * entry.score * entry.score
            }
            let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
            guard determinant > 0 else { break }
            var step = (
                (gradient.0 * curvature.2 - gradient.1 * curvature.1) / determinant,
                (gradient.1 * curvature.0 - gradient.0 * curvature.1) / determinant
            )
            let largest = max(abs(step.0), abs(step.1))
            if largest > 1 { step = (step.0 / largest, step.1 / largest) }
            offset += step.0
            slope += step.1
            if largest < 1e-9 { break }
        }
        // A line that turns the order round, or flattens it, is chance.
        if !(0.2...2).contains(slope) || !offset.isFinite { self = Calibration() }
    }

    /// The model with the line in its weights.
    package func applied(to model: AdditiveModel) -> AdditiveModel {
        AdditiveModel(
            base: offset + slope * model.base,
            weights: model.weights.map {
                WeightedTerm(term: $0.term, weight: slope * $0.weight, rows: $0.rows, failures: $0.failures)
            })
    }
}
