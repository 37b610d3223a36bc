#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// What published experience says of starter batteries before a fleet has a history of its own.
///
/// The weights are an expert's, made from the thresholds in ``BatteryTables``, so that no single fact is enough for a
/// call: a sensor that reads half a volt low shifts each of them, but not the decline of this very battery. A fleet's
/// own history moves them.
package enum BatteryPrior {
    /// Log-odds that an unremarkable battery leaves its vehicle standing within a horizon.
    ///
    /// About one in a thousand in a week: the ADAC came to 3.49 million breakdowns in 2021, 46 % of them batteries, for
    /// some 21 million members and 48 million cars, which is 0.6 to 1.5 in a thousand. Longer horizons in proportion.
    package static func base(horizonSeconds: Int64) -> Double {
        let weeks = Double(min(max(horizonSeconds, 60), 366 * 86_400)) / (7 * 86_400)
        let probability = min(0.5, 0.001 * weeks)
        return log(probability / (1 - probability))
    }

    /// What each fact adds to the log-odds of the part `starter_battery`.
    package static let starterBattery: [(term: EvidenceTerm, weight: Double)] = table([
        (.charge, [-0.3, 0.8, 2.3, 3.6, 4.8]),
        (.belowUsual, [0, 0.7, 1.5, 2.3]),
        (.decline, [0, 0.5, 1]),
        (.cranking, [-0.4, 0, 0.8, 1.8, 2.8]),
        (.crankingBelowUsual, [0, 0.6, 1.4, 2.2]),
        (.cold, [0, 0, 0.1, 0.2, 0, 0.5, 1.2, 1.8]),
        // A battery that nobody charges is flat and not broken: the other part is to be changed.
        (.charging, [0, -4, 0.5]),
        (.failedStart, [0.8, 2.2]),
    ])

    /// What each fact adds to the log-odds of the part `alternator`: only drives that do not charge make a call.
    package static let alternator: [(term: EvidenceTerm, weight: Double)] = table([
        // Alone it may be a regulator that saves fuel; with a battery that runs down it is not.
        (.charging, [-0.5, 5.2, 4.5]),
        (.charge, [0, 0.8, 1.8, 2.4, 2.4]),
        (.belowUsual, [0, 0.5, 1, 1]),
    ])

    /// From this probability on an expert's prognosis is worth a call, and from this one worth watching.
    package static let book = 0.3
    package static let watch = 0.03

    /// What published weights count against a fleet's own history, in independent questions: L2 pulls a learnt weight
    /// towards the published one as strongly as so many of them would.
    package static let strength = 4.0

    /// Names of the parts that it knows something of.
    package static let parts = ["starter_battery", "alternator"]

    /// The published weights as a model, for as long as a fleet has too little history of its own.
    ///
    /// - Parameter part: `starter_battery` or `alternator`.
    /// - Returns: `nil` for any other part.
    package static func model(ofPart part: String, horizonSeconds: Int64) -> AdditiveModel? {
        let weights: [(term: EvidenceTerm, weight: Double)]
        switch part {
        case "starter_battery": weights = starterBattery
        case "alternator": weights = alternator
        default: return nil
        }
        return AdditiveModel(
            base: base(horizonSeconds: horizonSeconds),
            weights: weights.map { WeightedTerm(term: $0.term, weight: $0.weight, rows: 0, failures: 0) })
    }

    private static func table(_ facts: [(BatteryFact, [Double])]) -> [(term: EvidenceTerm, weight: Double)] {
        facts.flatMap { fact, weights in
            weights.enumerated().map { (term: fact.term(UInt8($0.offset + 1)), weight: $0.element) }
        }
    }
}
