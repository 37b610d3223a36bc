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
    var north = firstIndex(of: rows.count) { rows[$0].latitude >= need.coordinate.latitude }
    var south = north - 1
    while north < rows.count || south >= 0 {
        let northGap = north < rows.count ? rows[north].latitude - need.coordinate.latitude : .infinity
        let southGap = south >= 0 ? need.coordinate.latitude - rows[south].latitude : .infinity
        if search.isSettled(beyondMetres: min(northGap, southGap) * metresPerDegree) { break }
        let index = northGap <= southGap ? north : south
        if northGap <= southGap { north += 1 } else { south -= 1 }
        guard let unit = board.unit(rows[index].id), let start = unit.startingPoint else { continue }
        search.consider(unit, from: start)
    }
    return search.choice(board: board)
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

    init(need: RescueNeed, held: Set<String>, excluding: Set<String>, now: Timestamp, travel: Travel) {
        self.need = need
        self.held = held
        self.excluding = excluding
        self.now = now
        self.travel = travel
    }

    /// Whether nothing at this straight distance or more can change the answer.
    func isSettled(beyondMetres metres: Double) -> Bool {
        best.count == Self.keep && travel.leastSeconds(overMetres: metres) > best[Self.keep - 1].seconds
            && metres > best[0].metres
    }

    mutating func consider(_ unit: Unit, from start: Coordinate) {
        let metres = start.distance(to: need.coordinate)
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

    func choice(board: OperationsBoard) -> UnitChoice {
        var choice = UnitChoice()
        if let first = best.first {
            choice.chosen = candidate(first, because: .soonest(seconds: first.seconds))
            choice.runnersUp = best.dropFirst().map {
                candidate($0, because: .later(seconds: $0.seconds - first.seconds))
            }
        } else {
            choice.shortage = shortage(board)
            choice.nextTry = nextTry(board)
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

    /// The shortage that is nearest to being mended: busy, then declined, offline, off shift, no position, incapable.
    private func shortage(_ board: OperationsBoard) -> UnitChoice.Shortage {
        var worst = UnitChoice.Shortage.noUnits
        var rank = -1
        for unit in board.units {
            let found: (Int, UnitChoice.Shortage) =
                switch refusal(of: unit) {
                case .holdsAnotherJob: (5, .allBusy)
                case .declined: (4, .allDeclined)
                case .offline: (3, .offline)
                case .offShift, .shiftEndsFirst: (2, .offShift)
                case .noPosition: (1, .noPosition)
                default: (0, .noneCapable)
                }
            if found.0 > rank { (rank, worst) = found }
        }
        return worst
    }

    /// A minute from now, unless every capable unit is off shift: then when the first one begins.
    private func nextTry(_ board: OperationsBoard) -> Timestamp {
        var soonest: Timestamp?
        for unit in board.units {
            switch refusal(of: unit) {
            case .offShift:
                guard let start = unit.shift?.nextStart(after: now) else { continue }
                soonest = min(soonest ?? start, start)
            case .holdsAnotherJob, .offline, .noPosition: return now.adding(seconds: 60)
            default: continue
            }
        }
        return max(soonest ?? now.adding(seconds: 300), now.adding(seconds: 60))
    }

    private func refusal(of unit: Unit) -> UnitReason {
        if let reason = unit.refusal(of: need, held: held, excluding: excluding, now: now) { return reason }
        return unit.startingPoint == nil ? .noPosition : .shiftEndsFirst
    }
}
