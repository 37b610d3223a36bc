package import Telemetry

/// The unit that can be there soonest: readiness + end of the current job + travel, within its shift.
///
/// Candidates are visited outwards by latitude, whose difference is a lower bound of the distance, and the walk ends when
/// nothing further away can be among the best four: few units of a spread fleet are looked at, all of them at worst
/// (n straight distances). Equal arrivals, in whole seconds, are decided by the lower id.
///
/// - Parameters:
///   - need: Where help is needed and what it must be able to do.
///   - held: Units that hold another job or an offer.
///   - excluding: Units not to be asked again for this leg.
///   - now: The time of the decision.
/// - Returns: The choice with the next best and the reasons; without a unit, the shortage and when to look again.
package func chooseUnit(
    for need: RescueNeed, board: OperationsBoard, held: Set<String>, excluding: Set<String>, at now: Timestamp,
    travel: some TravelTimeEstimator = BuiltInTravelTime()
) -> UnitChoice {
    var search = UnitSearch(need: need, held: held, excluding: excluding, now: now, travel: travel)
    let rows = board.northwards
    var north = firstIndex(of: rows.count) { rows[$0].coordinate.latitude >= need.coordinate.latitude }
    var south = north - 1
    while north < rows.count || south >= 0 {
        let northGap = north < rows.count ? rows[north].coordinate.latitude - need.coordinate.latitude : .infinity
        let southGap = south >= 0 ? need.coordinate.latitude - rows[south].coordinate.latitude : .infinity
        if search.isSettled(beyondMetres: min(northGap, southGap) * metresPerDegree) { break }
        let index = northGap <= southGap ? north : south
        if northGap <= southGap { north += 1 } else { south -= 1 }
        let metres = rows[index].coordinate.distance(to: need.coordinate)
        if search.isSettled(beyondMetres: metres) { continue }
        guard let unit = board.unit(rows[index].id) else { continue }
        search.consider(unit, from: rows[index].coordinate, metres: metres)
    }
    if search.hasNobody, rows.count < board.units.count {
        for unit in board.units where unit.startingPoint == nil { search.considerLost(unit) }
    }
    return search.choice()
}

/// Metres of one degree of latitude on the sphere of `Coordinate.distance`, rounded down.
private let metresPerDegree = 111_195.0

/// The state of one search: the best four, the nearest that did not qualify.
private struct UnitSearch<Travel: TravelTimeEstimator> {
    private static var keep: Int { 4 }
    private static var keepRejected: Int { 5 }

    let need: RescueNeed
    let held: Set<String>
    let excluding: Set<String>
    let now: Timestamp
    let travel: Travel

    private struct Found {
        var unit: Unit
        var seconds: Int64
        var metres: Double
    }

    private var best: [Found] = []
    private var rejected: [(metres: Double, id: String, reason: UnitReason)] = []

    private var settledFrom = Double.infinity
    private var rank = 0
    private var shortage = UnitChoice.Shortage.noUnits
    private var nextStart: Timestamp?

    init(need: RescueNeed, held: Set<String>, excluding: Set<String>, now: Timestamp, travel: Travel) {
        self.need = need
        self.held = held
        self.excluding = excluding
        self.now = now
        self.travel = travel
    }

    /// Whether nothing at this straight distance or more can change the answer.
    mutating func isSettled(beyondMetres metres: Double) -> Bool {
        if metres >= settledFrom { return true }  // the best only get better: what was too far stays too far
        guard best.count == Self.keep, metres > best[0].metres,
            travel.leastSeconds(overMetres: metres) > best[Self.keep - 1].seconds
        else { return false }
        settledFrom = metres
        return true
    }

    /// Whether no unit qualified so far.
    var hasNobody: Bool { best.isEmpty }

    /// Looks at a unit whose position is unknown: it only says why there is none.
    mutating func considerLost(_ unit: Unit) {
        noteShortage(unit, unit.refusal(of: need, held: held, excluding: excluding, now: now) ?? .noPosition)
    }

    /// Looks at a unit that starts from a place this straight distance away.
    mutating func consider(_ unit: Unit, from start: Coordinate, metres: Double) {
        var seconds: Int64 = 0
        var reason = unit.refusal(of: need, held: held, excluding: excluding, now: now)
        if reason == nil {
            seconds = unit.secondsToLeave(at: now) + travel.seconds(from: start, to: need.coordinate)
            if let end = unit.shift?.end(runningAt: now), now.adding(seconds: seconds) > end {
                reason = .shiftEndsFirst
            }
        }
        if let reason {
            keepRejected(metres: metres, id: unit.id, reason: reason)
            if best.isEmpty { noteShortage(unit, reason) }
        } else {
            let at = firstIndex(of: best.count) { (best[$0].seconds, best[$0].unit.id) >= (seconds, unit.id) }
            guard at < Self.keep else { return }
            best.insert(Found(unit: unit, seconds: seconds, metres: metres), at: at)
            if best.count > Self.keep { best.removeLast() }
        }
    }

    private mutating func keepRejected(metres: Double, id: String, reason: UnitReason) {
        let at = firstIndex(of: rejected.count) { (rejected[$0].metres, rejected[$0].id) >= (metres, id) }
        guard at < Self.keepRejected else { return }
        rejected.insert((metres, id, reason), at: at)
        if rejected.count > Self.keepRejected { rejected.removeLast() }
    }

    func choice() -> UnitChoice {
        var choice = UnitChoice()
        if let first = best.first {
            choice.chosen = candidate(first, because: .soonest(seconds: first.seconds))
            choice.runnersUp = best.dropFirst().map {
                candidate($0, because: .later(seconds: $0.seconds - first.seconds))
            }
        } else {
            choice.shortage = shortage
            choice.nextTry = max(nextStart ?? now.adding(seconds: 300), now.adding(seconds: 60))
        }
        choice.rejected = rejected.filter { $0.metres < best.first?.metres ?? .infinity }
            .map { UnitChoice.Rejected(unitID: $0.id, metres: Int($0.metres), reason: $0.reason) }
        return choice
    }

    private func candidate(_ found: Found, because reason: UnitReason) -> UnitChoice.Candidate {
        var reasons = [reason]
        if let freeAt = found.unit.freeAt, freeAt > now {
            reasons.append(.finishesJobFirst(seconds: freeAt.seconds(since: now)))
        }
        if let people = need.passengers, let seats = found.unit.seats, people > seats {
            reasons.append(.seatsMissing(people: people, seats: seats))
        }
        return UnitChoice.Candidate(
            unitID: found.unit.id, unitKind: found.unit.kind, arrival: now.adding(seconds: found.seconds),
            eta: EtaRange(estimatedSeconds: found.seconds), metres: Int(found.metres), reasons: reasons)
    }

    /// Keeps the shortage that is nearest to being mended: busy, then declined, offline, off shift, no position,
    /// incapable; and when to look again: in a minute, or when the first shift begins if all are off.
    private mutating func noteShortage(_ unit: Unit, _ reason: UnitReason) {
        let found: (rank: Int, shortage: UnitChoice.Shortage) =
            switch reason {
            case .holdsAnotherJob: (6, .allBusy)
            case .declined: (5, .allDeclined)
            case .offline: (4, .offline)
            case .offShift, .shiftEndsFirst: (3, .offShift)
            case .noPosition: (2, .noPosition)
            default: (1, .noneCapable)
            }
        if found.rank > rank { (rank, shortage) = found }
        let retry: Timestamp? =
            switch reason {
            case .offShift: unit.shift?.nextStart(after: now)
            case .holdsAnotherJob, .offline, .noPosition: now
            default: nil
            }
        if let retry { nextStart = min(nextStart ?? retry, retry) }
    }
}
