package import Planning

extension WorldPlan {
    /// The plan as JSON.
    ///
    /// - Parameter elapsedMs: What the solving alone took.
    package func json(objective: PlanObjective, elapsedMs: Double) -> JSONValue {
        .object([
            "objective": .text(objective.rawValue),
            "cost_unit": .text(objective == .minutes ? "minutes" : "weighted_seconds"),
            "assignments": .array(
                assignments.map { assignment in
                    .object([
                        "case": .text(assignment.caseID), "unit": .text(assignment.unitID),
                        "minutes": .number(assignment.minutes), "reasons": JSONValue(assignment.reasons),
                    ])
                }),
            "unassigned": .array(
                unassigned.map { .object(["case": .text($0.caseID), "reason": .text($0.reason)]) }),
            "total_cost": .number(totalCost),
            "optimality_gap": .number(optimalityGap),
            "elapsed_ms": .number(elapsedMs),
        ])
    }

    /// The plan as a table with its reasons, and what it comes to.
    package func lines(objective: PlanObjective, elapsedMs: Double) -> [String] {
        var lines: [String] = []
        var table = Columns()
        table.add(row: ["CASE", "UNIT", "MINUTES", "WHY"])
        for assignment in assignments {
            table.add(
                row: [
                    assignment.caseID, assignment.unitID, assignment.minutes.places(1), assignment.reasons.first ?? "",
                ])
            for reason in assignment.reasons.dropFirst() { table.add(row: ["", "", "", reason]) }
        }
        for alone in unassigned { table.add(row: [alone.caseID, "-", "-", alone.reason]) }
        if !assignments.isEmpty || !unassigned.isEmpty { lines += table.lines }
        let cost =
            objective == .minutes ? "\(totalCost.places(1)) minutes in all" : "weighted seconds \(totalCost.places(0))"
        let proof =
            optimalityGap == 0 ? "no plan costs less" : "at most \((optimalityGap * 100).places(2)) % above the least"
        lines.append(
            "\(assignments.count) of \(assignments.count + unassigned.count) cases served, \(cost); \(proof); "
                + "solved in \(elapsedMs.places(1)) ms")
        return lines
    }
}
