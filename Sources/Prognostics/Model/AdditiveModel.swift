internal import Foundation

/// A probability from facts: the log-odds are a base plus the weight of every fact that holds.
///
/// Additive on purpose: the terms are the explanation, and nothing else went into the number.
package struct AdditiveModel: Hashable, Codable, Sendable {
    /// Log-odds when no weighted fact holds.
    package let base: Double
    /// Sorted by term.
    package let weights: [WeightedTerm]

    /// - Parameters:
    ///   - base: Log-odds without any fact.
    ///   - weights: What facts count, in any order, each once.
    package init(base: Double, weights: [WeightedTerm]) {
        self.base = base
        self.weights = weights.sorted { $0.term < $1.term }
    }

    /// The log-odds for a set of facts; facts without a weight count nothing.
    package func logOdds(_ evidence: Evidence) -> Double {
        var sum = base
        for term in evidence.terms {
            if let found = weight(of: term) { sum += found.weight }
        }
        return sum
    }

    /// The probability of log-odds, 0 to 1.
    package static func probability(ofLogOdds logOdds: Double) -> Double {
        1 / (1 + exp(-logOdds))
    }

    /// What a fact counts, by binary search, or `nil`.
    package func weight(of term: EvidenceTerm) -> WeightedTerm? {
        var low = 0
        var high = weights.count
        while low < high {
            let middle = (low + high) / 2
            if weights[middle].term < term { low = middle + 1 } else { high = middle }
        }
        return low < weights.count && weights[low].term == term ? weights[low] : nil
    }
}
