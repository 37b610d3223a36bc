import Telemetry

/// Assigns the units of a world to its cases, all of them together and exactly.
package struct WorldPlanner: Sendable {
    package var objective: PlanObjective
    package var weights: PolicyWeights

    package init(objective: PlanObjective = .policy, weights: PolicyWeights = PolicyWeights()) {
        self.objective = objective
        self.weights = weights
    }

    /// Which unit helps which case: the solving alone, without a word about why.
    ///
    /// As many cases as possible are served and, where units are too few and the objective is policy, the worst ones:
    /// a case left alone costs more, by its weight, than all travel together, and of the sets of cases that can be served
    /// at once the one of the greatest weight is also a largest one (they form a matroid).
    package func assign(_ world: PlanningWorld) -> WorldAssignment {
        let frame = WorldFrame(world: world, objective: objective, weights: weights)
        let alone = frame.unassignedCosts
        let solution: AssignmentSolution
        if let minutes = world.minutes, world.cases.count > world.units.count,
            let costs = TransposedCosts(minutes, frame: frame)
        {
            return assignUnits(world, costs: costs, alone: alone)
        } else if let minutes = world.minutes {
            var candidates = MatrixCandidates(
                matrix: minutes, offsets: frame.offsets, classOfRow: frame.classOfCase, scale: frame.scale)
            solution = solveAssignment(columnCount: world.units.count, unassignedCosts: alone) {
                candidates.more($0, &$1)
            }
        } else {
            var candidates = NearbyCandidates(world: world, frame: frame)
            solution = solveAssignment(columnCount: world.units.count, unassignedCosts: alone) {
                candidates.more($0, &$1)
            }
        }
        return WorldAssignment(units: solution.columns, gap: solution.gap, listed: solution.listedArcs)
    }

    /// The same from the units' side; the bound moves by what all cases would cost alone, as the cost does.
    private func assignUnits(_ world: PlanningWorld, costs: TransposedCosts, alone: [Int64]) -> WorldAssignment {
        var candidates = MatrixCandidates(
            costs: costs, unitCount: world.units.count, caseCount: world.cases.count)
        let solution = solveAssignment(
            columnCount: world.cases.count, unassignedCosts: Array(repeating: 0, count: world.units.count)
        ) { candidates.more($0, &$1) }
        var units = [Int?](repeating: nil, count: world.cases.count)
        for (unit, row) in solution.columns.enumerated() {
            if let row { units[row] = unit }
        }
        return WorldAssignment(units: units, gap: solution.gap, listed: solution.listedArcs)
    }
}

/// Which unit helps which case.
package struct WorldAssignment: Sendable, Equatable {
    /// By case, the index of its unit; `nil` if nobody comes.
    package var units: [Int?]
    /// How far the cost may be from the optimum, as a share of it.
    package var gap: Double
    /// How many pairs of case and unit were weighed.
    package var listed: Int

    package init(units: [Int?] = [], gap: Double = 0, listed: Int = 0) {
        self.units = units
        self.gap = gap
        self.listed = listed
    }
}
