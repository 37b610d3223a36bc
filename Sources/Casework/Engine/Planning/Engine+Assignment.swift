import Planning
import Telemetry

/// Units for all cases of a step that want one, chosen together.
extension Engine {
    /// What choosing comes to.
    enum Choosing {
        case chosen([Int64: Assignment])
        /// Driving times that must be known first.
        case needs([Drive])
    }

    /// The units that bring all demands the least weighted time until repaired; nobody waits for a later step.
    ///
    /// Each case lists its best few; if two want the same unit the assignment is solved exactly, and a list grows as long
    /// as the duals say that a unit beyond it could do better, so that the result is the optimum over all units.
    func choose(for demands: [Demand], _ draft: Draft) -> Choosing {
        var lists: [UnitCandidates] = []
        var missing: [Drive] = []
        for demand in demands {
            switch candidates(for: demand, limit: policy.candidatesPerCase, draft) {
            case .found(let found): lists.append(found)
            case .needs(let drives): missing += drives
            }
        }
        guard missing.isEmpty else { return .needs(missing) }
        var limits = [Int](repeating: policy.candidatesPerCase, count: demands.count)
        while true {
            let joint = JointChoice(lists, demands)
            let short = demands.indices.filter { row in
                guard let beyond = lists[row].boundBeyond, limits[row] < Engine.longestList else { return false }
                return joint.solution.rowDuals[row] > demands[row].cost(ofSeconds: beyond)
            }
            guard !short.isEmpty else { return .chosen(assignments(demands, lists, joint, draft)) }
            for row in short {
                limits[row] *= 4
                switch candidates(for: demands[row], limit: limits[row], draft) {
                case .found(let found): lists[row] = found
                case .needs(let drives): missing += drives
                }
            }
            guard missing.isEmpty else { return .needs(missing) }
        }
    }

    /// Beyond this a case's list does not grow; what that may cost stands in the gap.
    private static let longestList = 1_024

    private func candidates(for demand: Demand, limit: Int, _ draft: Draft) -> UnitSearchResult {
        func search(excluding: Set<String>) -> UnitSearchResult {
            unitCandidates(
                for: demand.need, board: draft.board, held: draft.heldUnits, excluding: excluding, at: draft.now,
                roads: draft.set.roads, travel: policy.travel, limit: limit,
                // By road only so many of a list are proven; a list that grows must prove more.
                exact: max(1, limit / max(1, policy.candidatesPerCase)))
        }
        let first = search(excluding: demand.declined.union(demand.silent))
        // Everybody else said no: whoever was only silent may have come back.
        if case .found(let found) = first, found.candidates.isEmpty, demand.mayAskSilent, !demand.silent.isEmpty {
            return search(excluding: demand.declined)
        }
        return first
    }

    private func assignments(
        _ demands: [Demand], _ lists: [UnitCandidates], _ joint: JointChoice, _ draft: Draft
    ) -> [Int64: Assignment] {
        var taker: [String: Int64] = [:]
        var picks: [UnitCandidate?] = []
        for row in demands.indices {
            let pick = joint.pick(row, of: lists[row])
            picks.append(pick)
            if let pick { taker[pick.unitID] = draft.file(of: demands[row].asset)?.current?.row.id }
        }
        var assignments: [Int64: Assignment] = [:]
        for (row, demand) in demands.enumerated() {
            let list = lists[row]
            var reasons: [String] = []
            if let pick = picks[row] { reasons.append("\(pick.unitID): \(Engine.words(pick.reasons))") }
            let others = list.candidates.lazy.filter { $0.unitID != picks[row]?.unitID }.prefix(3)
            for other in others {
                let own = draft.file(of: demand.asset)?.current?.row.id
                if let other = taker[other.unitID].flatMap({ $0 == own ? nil : $0 }).map({ (other, $0) }) {
                    reasons.append("\(other.0.unitID): goes to case \(other.1), where it counts more")
                } else {
                    reasons.append("\(other.unitID): \(Engine.words(other.reasons))")
                }
            }
            reasons += list.rejected.map { "\($0.unitID): \($0.reason)" }
            var assignment = Assignment(reasons: reasons, gap: joint.solution.gap)
            assignment.chosen = picks[row]
            if picks[row] == nil {
                assignment.shortage = list.shortage ?? .allBusy
                assignment.nextTry = list.nextTry
            }
            assignments[demand.asset] = assignment
        }
        return assignments
    }

    private static func words(_ reasons: [UnitReason]) -> String {
        reasons.map(\.description).joined(separator: "; ")
    }
}

/// The exact assignment of the units that the cases list.
private struct JointChoice {
    let solution: AssignmentSolution
    private let columns: [String: Int]

    init(_ lists: [UnitCandidates], _ demands: [Demand]) {
        var columns: [String: Int] = [:]
        for list in lists {
            for candidate in list.candidates where columns[candidate.unitID] == nil {
                columns[candidate.unitID] = columns.count
            }
        }
        var problem = AssignmentProblem(columnCount: columns.count)
        for (list, demand) in zip(lists, demands) {
            let arcs = list.candidates.compactMap { candidate in
                columns[candidate.unitID].map {
                    AssignmentArc(column: $0, cost: demand.cost(ofSeconds: candidate.costSeconds))
                }
            }
            problem.addRow(arcs, unassignedCost: demand.cost(ofSeconds: demand.unassignedSeconds))
        }
        solution = problem.solve()
        self.columns = columns
    }

    /// The unit that a case gets.
    func pick(_ row: Int, of list: UnitCandidates) -> UnitCandidate? {
        guard let column = solution.columns[row] else { return nil }
        return list.candidates.first { columns[$0.unitID] == column }
    }
}
