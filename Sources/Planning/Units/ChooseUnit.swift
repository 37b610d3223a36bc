package import Telemetry

/// The unit that has the asset repaired soonest, by estimated travel times.
///
/// - Parameters:
///   - need: Where help is needed and how it may be given.
///   - held: Units that hold another job or an offer.
///   - excluding: Units not to be asked again for this leg.
///   - now: The time of the decision.
/// - Returns: The choice with the next best and the reasons; without a unit, the shortage and when to look again.
package func chooseUnit(
    for need: RescueNeed, board: OperationsBoard, held: Set<String>, excluding: Set<String>, at now: Timestamp,
    travel: some TravelTimeEstimator = BuiltInTravelTime()
) -> UnitChoice {
    let result = unitCandidates(
        for: need, board: board, held: held, excluding: excluding, at: now, roads: RoadTimes(), travel: travel,
        limit: UnitChoice.shown)
    // Without a router nothing is asked.
    guard case .found(let found) = result else { return UnitChoice() }
    return UnitChoice(found)
}

extension UnitChoice {
    /// How many candidates a choice shows: the chosen one and the next three.
    package static let shown = 4
}

/// The units that can help with a case, the least cost first: seconds until arrival and from then until repaired.
///
/// Each option of the need has a cursor of its own over the units that can serve it, outwards by straight distance, and
/// the one that may bring the least cost goes on next: so a patrol with the part is looked for further away than a tow that
/// leads to a late slot. The search ends when nothing further away can be among the best. Equal costs are decided by
/// the earlier arrival, then the lower id.
///
/// Where a router is asked, a drive's lower bound is its straight distance at the fastest speed of roads, drives are asked
/// for ten at a time, and the search ends when nothing further away can beat the best `exact` found: they are exact, as
/// long as no road is faster; those after them are the best of the units that were asked about. A drive without a way rules its unit
/// out; one without an answer counts as its estimate, and its reasons say so.
///
/// - Parameters:
///   - need: Where help is needed and how it may be given.
///   - held: Units that hold another job or an offer.
///   - excluding: Units not to be asked again for this leg.
///   - now: The time of the decision.
///   - roads: What a router has said so far about drives from where units start to the need's place.
///   - travel: The estimate.
///   - limit: At most this many candidates; at least 1.
///   - exact: How many of the best must be exact where a router is asked: more of them are more questions. Cases that
///     compete for the same units want more than 1. Without a router all candidates are.
/// - Returns: The candidates, or the drives that must be known first.
package func unitCandidates(
    for need: RescueNeed, board: OperationsBoard, held: Set<String>, excluding: Set<String>, at now: Timestamp,
    roads: RoadTimes, travel: some TravelTimeEstimator, limit: Int, exact: Int = 1
) -> UnitSearchResult {
    var search = UnitSearch(
        context: UnitAssessor(
            need: need, stock: board.stock, held: held, excluding: excluding, now: now, roads: roads, travel: travel),
        rows: board.rows, limit: max(limit, 1), exact: exact)
    return search.run()
}
