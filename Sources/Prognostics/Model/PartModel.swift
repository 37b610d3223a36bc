/// How one part's prognosis is made from facts: weights, calibration, thresholds, and whether it may speak at all.
package struct PartModel: Hashable, Codable, Sendable {
    /// The part's number in the ``Vocabulary``.
    package let part: UInt16
    /// What age and model alone say: the prior by the part's age, the model and the asset's age, shrunk to the fleet.
    package let prior: AdditiveModel
    /// The calibrated model of all facts.
    package let full: AdditiveModel
    /// From this probability on it is worth watching; `nil` for never.
    package let watch: Double?
    /// From this probability on it is worth a call; `nil` for never.
    package let book: Double?
    /// What was measured on history kept back from learning, or `nil` if there was too little.
    package let skill: Skill?
    package let advice: Advice
    /// How strongly the weights were pulled, see ``LogisticFit``.
    package let strength: Double
    /// The line that is in the weights of ``full`` already.
    package let calibration: Calibration

    package init(
        part: UInt16, prior: AdditiveModel, full: AdditiveModel, watch: Double?, book: Double?, skill: Skill?,
        advice: Advice, strength: Double, calibration: Calibration
    ) {
        self.part = part
        self.prior = prior
        self.full = full
        self.watch = watch
        self.book = book
        self.skill = skill
        self.advice = advice
        self.strength = strength
        self.calibration = calibration
    }

    /// Whether it says more than the prior.
    package var isOn: Bool { advice.speaks }

    /// What published thresholds say of a part before a fleet has failures of its own: the starter battery, the alternator.
    ///
    /// - Returns: `nil` for a part of which nothing is published.
    package static func published(part: UInt16, name: String, horizon: Horizon) -> PartModel? {
        guard let model = BatteryPrior.model(ofPart: name, horizonSeconds: horizon.seconds) else { return nil }
        return PartModel(
            part: part, prior: AdditiveModel(base: model.base, weights: []), full: model, watch: BatteryPrior.watch,
            book: BatteryPrior.book, skill: nil, advice: .published, strength: BatteryPrior.strength,
            calibration: Calibration())
    }

    /// The probability of failure within the horizon.
    package func probability(_ evidence: Evidence) -> Double {
        AdditiveModel.probability(ofLogOdds: (isOn ? full : prior).logOdds(evidence))
    }

    /// What a probability of this model sets in motion.
    package func level(_ probability: Double) -> PrognosisLevel {
        guard isOn else { return .none }
        if let book, probability >= book { return .book }
        if let watch, probability >= watch { return .watch }
        return .none
    }

    /// What signals and the battery add to the log-odds.
    package func drift(_ evidence: Evidence) -> Double {
        guard isOn else { return 0 }
        var sum = 0.0
        for term in evidence.terms where term.kind == .signal || term.kind == .battery {
            sum += full.weight(of: term)?.weight ?? 0
        }
        return sum
    }

    /// The probability with its level and reasons.
    package func prognosis(_ evidence: Evidence) -> Prognosis {
        let model = isOn ? full : prior
        let reasons = evidence.terms.compactMap { model.weight(of: $0) }.filter { $0.weight != 0 }
            .sorted { (abs($0.weight), $1.term) > (abs($1.weight), $0.term) }
        let probability = probability(evidence)
        return Prognosis(
            part: part, probability: probability, level: level(probability), base: model.base, reasons: reasons)
    }
}
