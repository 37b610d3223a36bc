import Telemetry

extension WorldPlanner {
    /// Puts an assignment of this planner into words.
    package func explain(_ assignment: WorldAssignment, of world: PlanningWorld) -> WorldPlan {
        let frame = WorldFrame(world: world, objective: objective, weights: weights)
        var explanation = WorldExplanation(world: world, frame: frame, objective: objective, assignment: assignment)
        var plan = WorldPlan(optimalityGap: assignment.gap)
        for row in world.cases.indices {
            if row < assignment.units.count, let unit = assignment.units[row] {
                let minutes = frame.minutes(case: row, unit: unit, in: world)
                plan.assignments.append(
                    WorldPlan.Assignment(
                        caseID: world.cases[row].id, unitID: world.units[unit].id, minutes: minutes,
                        reasons: explanation.reasons(case: row, unit: unit)))
                switch objective {
                case .minutes: plan.totalCost += minutes
                case .policy: plan.totalCost += Double(frame.scale.cost(of: minutes, row: row))
                }
            } else {
                plan.unassigned.append(
                    WorldPlan.Unassigned(caseID: world.cases[row].id, reason: explanation.reasonAlone(case: row)))
            }
        }
        return plan
    }
}

/// Finds the words for the choices of one plan.
private struct WorldExplanation {
    let world: PlanningWorld
    let frame: WorldFrame
    let objective: PlanObjective
    /// By unit, the case that it helps.
    private var served: [Int?]
    private var selection = RowSelection()

    init(world: PlanningWorld, frame: WorldFrame, objective: PlanObjective, assignment: WorldAssignment) {
        self.world = world
        self.frame = frame
        self.objective = objective
        served = Array(repeating: nil, count: world.units.count)
        for (row, unit) in assignment.units.enumerated() {
            if let unit { served[unit] = row }
        }
    }

    /// The choice first, then the three next candidates, soonest first.
    mutating func reasons(case row: Int, unit chosen: Int) -> [String] {
        let minutes = frame.minutes(case: row, unit: chosen, in: world)
        let others = soonest(4, of: row).filter { $0.column != chosen }.prefix(3)
        let sooner = others.filter { $0.key < minutes }
        let name = world.units[chosen].id
        var first = objective == .minutes ? "\(name) needs \(words(minutes))" : "\(name) is there in \(words(minutes))"
        if sooner.isEmpty {
            first += others.isEmpty ? ", the only one that can help" : ", the soonest of all that can help"
        }
        var lines = [first]
        let wait = frame.offsets[frame.classOfCase[row]][chosen]
        if wait > 0 { lines.append("\(name) can leave in \(words(wait))") }
        if let people = world.cases[row].need.passengers, let seats = world.units[chosen].seats, people > seats {
            lines.append("\(people) people, \(name) has \(seats) seats")
        }
        for other in others {
            lines.append(lost(other.column, by: other.key - minutes, to: chosen))
        }
        return lines
    }

    /// Why a candidate did not get the case.
    private func lost(_ unit: Int, by difference: Double, to chosen: Int) -> String {
        let name = world.units[unit].id
        let when =
            seconds(difference) == 0
            ? "would be there as soon"
            : difference > 0 ? "would need \(words(difference)) more" : "would be there \(words(-difference)) sooner"
        guard let other = served[unit] else { return "\(name) \(when); it is free" }
        var line = "\(name) \(when); it serves case \(world.cases[other].id)"
        guard difference < 0 || seconds(difference) == 0 else { return line }
        if objective == .policy { line += " (\(world.cases[other].need.severity.rawValue))" }
        let instead = frame.minutes(case: other, unit: chosen, in: world)
        let now = frame.minutes(case: other, unit: unit, in: world)
        if instead == .infinity {
            line += ", which \(world.units[chosen].id) can't help"
        } else if instead > now, seconds(instead - now) > 0 {
            line += ", which would wait \(words(instead - now)) more for \(world.units[chosen].id)"
        }
        return line
    }

    /// Why nobody comes.
    mutating func reasonAlone(case row: Int) -> String {
        guard !world.units.isEmpty else { return "there are no units" }
        let offsets = frame.offsets[frame.classOfCase[row]]
        guard offsets.contains(where: { $0 < .infinity }) else { return noneCapable(case: row) }
        guard let nearest = soonest(1, of: row).first else { return "no unit that can help can get there" }
        let unit = "\(world.units[nearest.column].id) (\(words(nearest.key)))"
        guard let other = served[nearest.column] else { return "not worth sending \(unit)" }
        return "fewer units than cases: all that can help and get there serve other cases; the nearest, \(unit), "
            + "serves case \(world.cases[other].id)"
            + (objective == .policy ? " (\(world.cases[other].need.severity.rawValue))" : "")
    }

    /// Names what is missing if it is the same thing everywhere.
    private func noneCapable(case row: Int) -> String {
        let need = world.cases[row].need
        let asked = need.options.first?.alternatives.first?.names.joined(separator: ", ") ?? ""
        let isAble = world.units.contains { unit in
            need.options.contains { option in
                option.alternatives.isEmpty || option.alternatives.contains { $0.isSubset(of: unit.capabilities) }
            }
        }
        if isAble, let mass = need.massKg {
            return "no capable unit: none with \(asked) is known to carry \(mass) kg"
        }
        return "no capable unit: none has \(asked)"
    }

    /// The units that can help a case, soonest first.
    private mutating func soonest(_ count: Int, of row: Int) -> [RankedColumn] {
        guard let matrix = world.minutes else {
            var units = NearbyUnits(case: row, world: world, frame: frame)
            var found: [RankedColumn] = []
            while found.count < count, let next = units.next() { found.append(next) }
            return found
        }
        let columns = matrix.columnCount
        matrix.values.withUnsafeBufferPointer { values in
            frame.offsets[frame.classOfCase[row]].withUnsafeBufferPointer { offsets in
                _ = selection.takeLeast(
                    count,
                    of: RowKeys(
                        minutes: UnsafeBufferPointer(rebasing: values[row * columns..<(row + 1) * columns]),
                        offsets: offsets))
            }
        }
        return selection.found
    }

    private func seconds(_ minutes: Double) -> Int64 { Int64((min(abs(minutes), 1e9) * 60).rounded()) }

    private func words(_ minutes: Double) -> String {
        let whole = seconds(minutes)
        return whole < 60 ? "\(whole) s" : "\((whole + 30) / 60) min"
    }
}
