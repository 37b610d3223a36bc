/// How likely a part fails within the horizon, and why.
package struct Prognosis: Equatable, Sendable {
    /// The part's number in the ``Vocabulary``.
    package let part: UInt16
    /// 0 to 1, calibrated on this fleet's own history.
    ///
    /// For a part that is switched off: what its age and model alone say.
    package let probability: Double
    package let level: PrognosisLevel
    /// Log-odds without any fact; with the weights of `reasons` it makes the probability.
    package let base: Double
    /// The facts that counted, strongest first, ties by term.
    package let reasons: [WeightedTerm]
}
