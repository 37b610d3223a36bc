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
    /// The asset that pulls this one.
    var tractor: Int64?
    /// The job that a unit has and slips with; it keeps it unless somebody comes much sooner.
    var replaces: Int64?
    /// What staying without another unit counts as: a month where nobody comes.
    var unassignedSeconds = Demand.longest

    static let longest: Int64 = 30 * 86_400

    /// Weighted time.
    func cost(ofSeconds seconds: Int64) -> Int64 { min(max(seconds, 0), Demand.longest) * weight }
}

/// The unit chosen for a demand, and what it was weighed against.
struct Assignment {
    var chosen: UnitCandidate?
    /// One sentence for each candidate that counted, the choice first.
    var reasons: [String]
    var shortage: UnitChoice.Shortage?
    var nextTry: Timestamp?
    /// How far all choices of the step may be from the best, as a share of their cost.
    var gap: Double
}
