/// Lets neighbouring ages learn from each other.
///
/// Bins of an age are few failures each. While weights are fitted, an age stands on all the rungs up to its own, each
/// with a weight of its own that is pulled to 0, so two neighbours differ only as far as failures say so. Afterwards
/// the rungs are added up, and each bin has one weight again.
enum AgeLadder {
    /// The facts with every age replaced by its rungs, in order.
    static func climbed(_ terms: [EvidenceTerm]) -> [EvidenceTerm] {
        guard terms.contains(where: isRung) else { return terms }
        var climbed: [EvidenceTerm] = []
        climbed.reserveCapacity(terms.count + 16)
        for term in terms {
            if isRung(term) {
                for bin in 0...term.bin { climbed.append(EvidenceTerm(term.kind, bin: bin)) }
            } else {
                climbed.append(term)
            }
        }
        return climbed
    }

    /// One weight for each bin of each age, instead of the rungs'.
    ///
    /// - Parameters:
    ///   - weights: Sorted by term.
    ///   - counts: How often each bin held, of terms as they were observed.
    static func added(_ weights: [WeightedTerm], counts: TermTally) -> [WeightedTerm] {
        var result = weights.filter { !isRung($0.term) }
        for kind in [EvidenceTerm.Kind.partAge, .assetAge] {
            let rungs = weights.filter { $0.term.kind == kind && isRung($0.term) }
            guard !rungs.isEmpty else { continue }
            var sum = 0.0
            for bin in 0..<AgeBins.unknown {
                let term = EvidenceTerm(kind, bin: bin)
                sum += rungs.first { $0.term == term }?.weight ?? 0
                let count = counts.place(of: term).map { counts.entries[$0] }
                result.append(
                    WeightedTerm(term: term, weight: sum, rows: count?.rows ?? 0, failures: count?.failures ?? 0))
            }
        }
        return result
    }

    /// The weights of terms that may be rungs, from a model of one weight for each bin.
    static func rungs(of model: AdditiveModel, terms: [EvidenceTerm]) -> [Double] {
        terms.map { term in
            let own = model.weight(of: term)?.weight ?? 0
            guard isRung(term), term.bin > 0 else { return own }
            return own - (model.weight(of: EvidenceTerm(term.kind, bin: term.bin - 1))?.weight ?? 0)
        }
    }

    private static func isRung(_ term: EvidenceTerm) -> Bool {
        (term.kind == .partAge || term.kind == .assetAge) && term.bin < AgeBins.unknown
    }
}
