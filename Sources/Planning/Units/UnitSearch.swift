import Telemetry

/// One search for units: see ``unitCandidates(for:board:held:excluding:at:roads:travel:limit:exact:)``.
struct UnitSearch {
    /// Drives asked for at once.
    private static let batch = 10
    private static let busyLimit = 3
    private static let rejectedLimit = 5
    /// Units looked at for those that were nearer and did not qualify.
    private static let nearerLimit = 64

    private typealias Able = UnitAssessor.Able

    private let context: UnitAssessor
    private let rows: UnitRows
    private let limit: Int
    /// So many of the best are exact.
    private let exact: Int

    private var walks: [Walk] = []
    private var visited: Set<UnitRows.Reference> = []
    private var found: [Able] = []
    private var busy: [Able] = []
    private var asked: [Drive] = []
    private var passedOver = 0
    private var boundBeyond: Int64?
    private var shortage = ShortageFinder()

    /// A cursor over the units that can serve an option, and the least cost of the one it has come to.
    private struct Walk {
        var cursor: UnitRows.Cursor
        var repaired: Int64
        var unit: UnitRows.Reference
        var metres: Double
        var leastCost: Int64
    }

    init(context: UnitAssessor, rows: UnitRows, limit: Int, exact: Int) {
        self.context = context
        self.rows = rows
        self.limit = limit
        self.exact = context.roads.isRouted ? min(max(exact, 1), limit) : limit
        for option in context.need.options {
            var cursor = rows.cursor(
                near: context.need.coordinate, filter: CapabilityFilter(anyOf: option.alternatives))
            guard let first = cursor.next() else { continue }
            walks.append(
                Walk(
                    cursor: cursor, repaired: option.boundedSeconds, unit: first.unit, metres: first.metres,
                    leastCost: option.boundedSeconds + context.leastSeconds(overMetres: first.metres)))
        }
    }

    mutating func run() -> UnitSearchResult {
        let many = walks.count > 1
        while asked.count < UnitSearch.batch, let next = nextWalk() {
            // Not the whole walk: a copy of its cursor would make the cursor copy what it goes on with.
            let (unit, metres, leastCost) = (walks[next].unit, walks[next].metres, walks[next].leastCost)
            if isBeyond(limit, leastCost) || passedOver >= UnitSearch.batch {
                noteBeyond(leastCost)
                break
            }
            advance(next)
            if many, !visited.insert(unit).inserted { continue }
            consider(unit, metres: metres)
        }
        return asked.isEmpty ? .found(result()) : .needs(asked)
    }

    private func nextWalk() -> Int? {
        guard var next = walks.indices.first else { return nil }
        for index in walks.indices.dropFirst() where walks[index].leastCost < walks[next].leastCost { next = index }
        return next
    }

    private mutating func advance(_ index: Int) {
        guard let next = walks[index].cursor.next() else {
            walks.remove(at: index)
            return
        }
        walks[index].unit = next.unit
        walks[index].metres = next.metres
        walks[index].leastCost = walks[index].repaired + context.leastSeconds(overMetres: next.metres)
    }

    /// Whether a unit that costs at least this can't be among the best few.
    private func isBeyond(_ few: Int, _ leastCost: Int64) -> Bool {
        found.count >= few && leastCost > found[few - 1].cost
    }

    private mutating func noteBeyond(_ cost: Int64) { boundBeyond = min(boundBeyond ?? cost, cost) }

    private mutating func consider(_ reference: UnitRows.Reference, metres: Double) {
        guard let unit = rows[reference] else { return }
        switch context.assess(unit, metres: metres) {
        case .able(let able):
            if let dropped = UnitSearch.insert(able, into: &found, limit: limit) { noteBeyond(dropped.cost) }
        case .unknown(let drive, let leastCost):
            if isBeyond(exact, leastCost) {
                // Not worth a question; others further away may be known from before.
                passedOver += 1
                noteBeyond(leastCost)
            } else if !asked.contains(drive) {
                asked.append(drive)
            }
        case .refused(let reason, let able):
            if let able { _ = UnitSearch.insert(able, into: &busy, limit: UnitSearch.busyLimit) }
            if found.isEmpty { shortage.note(unit, reason, at: context.now) }
        }
    }

    /// Puts one where it belongs; returns the one that had to leave.
    private static func insert(_ able: Able, into list: inout [Able], limit: Int) -> Able? {
        let at = firstIndex(of: list.count) { !(list[$0] < able) }
        guard at < limit else { return able }
        list.insert(able, at: at)
        return list.count > limit ? list.removeLast() : nil
    }

    // MARK: Result

    private mutating func result() -> UnitCandidates {
        var result = UnitCandidates()
        let fastest = found.map(\.seconds).min()
        if let best = found.first {
            result.candidates = found.enumerated().compactMap { place, able in
                candidate(able, because: reasons(able, isBest: place == 0, best: best, fastest: fastest))
            }
            result.boundBeyond = boundBeyond
        } else {
            rows.forEachUnplaced { unit in
                let option = unit.option(
                    for: context.need, stock: context.stock, held: context.held, excluding: context.excluding,
                    now: context.now)
                guard case .failure(let refusal) = option else {
                    return shortage.note(unit, .noPosition, at: context.now)
                }
                shortage.note(unit, refusal.reason, at: context.now)
            }
            if rows.count > 0 { shortage.noteSomebody() }
            result.shortage = shortage.shortage
            result.nextTry = shortage.nextTry(at: context.now)
        }
        result.busy = busy.compactMap { candidate($0, because: [.holdsAnotherJob]) }
        result.rejected = rejected(nearerThan: found.first?.metres ?? .infinity)
        return result
    }

    private func reasons(_ able: Able, isBest: Bool, best: Able, fastest: Int64?) -> [UnitReason] {
        if isBest {
            return [able.seconds == fastest ? .soonest(seconds: able.seconds) : .repairedSoonest(seconds: able.cost)]
        }
        let sameRepair = able.cost - able.seconds == best.cost - best.seconds
        return [
            sameRepair
                ? .later(seconds: able.seconds - best.seconds) : .repairedLater(seconds: able.cost - best.cost)
        ]
    }

    private func candidate(_ able: Able, because first: [UnitReason]) -> UnitCandidate? {
        guard let unit = rows[able.id] else { return nil }
        var reasons = first
        let wait = unit.secondsUntilFree(at: context.now)
        if wait > 0 { reasons.append(.finishesJobFirst(seconds: wait)) }
        if able.isUnanswered { reasons.append(.estimatedWithoutRoads) }
        if let people = context.need.passengers, let seats = unit.seats, people > seats {
            reasons.append(.seatsMissing(people: people, seats: seats))
        }
        let option = context.need.options[able.option]
        return UnitCandidate(
            unitID: unit.id, unitKind: unit.kind, option: able.option, kind: option.kind, part: option.part,
            arrival: context.now.adding(seconds: able.seconds), eta: EtaRange(estimatedSeconds: able.seconds),
            costSeconds: able.cost, repairedSeconds: able.cost - able.seconds, metres: Int(able.metres),
            roadFactor: able.roadFactor, reasons: reasons)
    }

    /// The nearest units that did not qualify, up to a distance.
    private func rejected(nearerThan metres: Double) -> [UnitChoice.Rejected] {
        var rejected: [(metres: Double, id: String, reason: UnitReason)] = []
        var cursor = rows.cursor(near: context.need.coordinate, filter: CapabilityFilter(anyOf: []))
        var seen = 0
        var last = 0.0
        while let next = cursor.next(), next.metres < metres {
            // All at the same distance are looked at: of them the lower ids count.
            if rejected.count >= UnitSearch.rejectedLimit || seen >= UnitSearch.nearerLimit, next.metres > last {
                break
            }
            seen += 1
            last = next.metres
            guard let unit = rows[next.unit], case .refused(let reason, _) = context.assess(unit, metres: next.metres)
            else { continue }
            rejected.append((next.metres, unit.id, reason))
        }
        rejected.sort { ($0.metres, $0.id) < ($1.metres, $1.id) }
        return rejected.prefix(UnitSearch.rejectedLimit).map {
            UnitChoice.Rejected(unitID: $0.id, metres: Int($0.metres), reason: $0.reason)
        }
    }
}
