import Planning
import Telemetry

/// A case that wants a unit in this step.
struct Demand {
    var asset: Int64
    /// What a unit must be and do, and the ways of helping.
    var need: RescueNeed
    /// Units that said no for this leg.
    var declined: Set<String>
    /// Units that let an offer lapse: asked again only if everybody else said no.
    var silent: Set<String>
    /// Whether nobody was found the last time.
    var mayAskSilent: Bool
    /// What a second of waiting weighs.
    var weight: Int64

    /// What staying without help counts as: a month.
    static let secondsUnassigned: Int64 = 30 * 86_400

    /// Weighted time.
    func cost(ofSeconds seconds: Int64) -> Int64 { min(max(seconds, 0), Demand.secondsUnassigned) * weight }
}

/// The unit chosen for a demand, and what it was weighed against.
struct Assignment {
    var chosen: UnitCandidate?
    /// One sentence for each candidate that counted, the choice first.
    var reasons: [String]
    var shortage: UnitChoice.Shortage?
    var nextTry: Timestamp?
    /// What a unit that is still busy could do.
    var alternative: String?
    /// How far all choices of the step may be from the best, as a share of their cost.
    var gap: Double
}
