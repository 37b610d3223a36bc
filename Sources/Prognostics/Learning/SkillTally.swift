/// Adds up how much better a model's probabilities were than the prior's, row by row.
///
/// Rows of one asset in one week tell the same story, so not rows but blocks of one asset and seven horizons count as
/// independent when asking whether the gain could be chance.
package struct SkillTally: Sendable {
    /// So many standard errors must lie between the measured gain and none: about one in forty by chance.
    ///
    /// Rarer still in truth: weights that were learnt from noise lose against the prior, they do not draw.
    package static let standardErrors = 1.96

    private var priorLoss = 0.0
    private var gain = 0.0
    private var squares = 0.0
    private var blockGain = 0.0
    private var block: (asset: Int, number: Int64)?
    private var blocks = 0
    private var rows = 0

    package init() {}

    /// Takes a row; rows come asset by asset, in order of time.
    ///
    /// - Parameters:
    ///   - model: The model's probability.
    ///   - prior: The prior's.
    ///   - failed: What happened.
    ///   - asset: Which asset.
    ///   - block: Which stretch of seven horizons.
    package mutating func add(model: Double, prior: Double, failed: Bool, asset: Int, block number: Int64) {
        if block?.asset != asset || block?.number != number {
            close()
            block = (asset, number)
            blocks += 1
        }
        let truth = failed ? 1.0 : 0.0
        let before = (prior - truth) * (prior - truth)
        priorLoss += before
        blockGain += before - (model - truth) * (model - truth)
        rows += 1
    }

    private mutating func close() {
        gain += blockGain
        squares += blockGain * blockGain
        blockGain = 0
    }

    /// What was measured, or `nil` without rows.
    ///
    /// - Parameter failures: How many failures the rows covered.
    package func skill(failures: Int) -> Skill? {
        var copy = self
        copy.close()
        guard copy.priorLoss > 0, copy.blocks > 1 else { return nil }
        let spread = max(0, copy.squares - copy.gain * copy.gain / Double(copy.blocks)).squareRoot()
        return Skill(
            failures: failures, rows: rows, value: copy.gain / copy.priorLoss,
            lowerBound: (copy.gain - SkillTally.standardErrors * spread) / copy.priorLoss)
    }
}
