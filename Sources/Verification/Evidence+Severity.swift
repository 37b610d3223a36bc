import FleetSimulator
import Persistence

extension Evidence {
    /// Whether what was found is as bad as it truly was, and whether grave cases were kept.
    var severityRows: [VerdictRow] {
        var agreed = 0
        var total = 0
        var unheard = 0
        var matrix: [String: Double] = [:]
        var details: [String] = []
        for row in facts.cases {
            let about = breakdowns(of: row).filter { $0.truth.detectability != .undetectable }
            let truth = about.map(\.truth.severity).max {
                Evidence.rank(ofSeverity: $0) < Evidence.rank(ofSeverity: $1)
            }
            guard let truth else { continue }
            if Evidence.rank(ofSeverity: row.severity) < Evidence.rank(ofSeverity: truth),
                about.contains(where: isPartlyLostByBroker)
            {
                unheard += 1
                continue
            }
            total += 1
            matrix["\(truth)_found_\(row.severity)", default: 0] += 1
            if truth == row.severity {
                agreed += 1
            } else {
                details.append("case \(row.id), \(row.asset): truly \(truth), found \(row.severity)")
            }
        }
        matrix["lost_by_broker"] = Double(unheard)
        let withdrawn = stopsWithdrawn
        let (immobile, wronglyImmobile) = immobility
        return [
            expected.row(
                .severityAgreement, "Severity as it truly was", share: agreed, of: total, values: matrix,
                details: details),
            expected.row(
                .immobileAgreement, "Immobile as it truly was", share: immobile.agreed, of: immobile.total,
                values: immobile.matrix, details: wronglyImmobile),
            expected.row(
                .stopWithdrawn, "Stops withdrawn without a person's word", count: withdrawn.count, details: withdrawn),
        ]
    }

    /// Whether the broker had taken something that tells of a breakdown, its codes or values beside them, and never
    /// delivered it: then it may be worse than anybody could know.
    private func isPartlyLostByBroker(_ breakdown: Breakdown) -> Bool {
        guard !taken.isEmpty else { return false }
        let last = self.last(of: breakdown)
        func isLost(_ message: LedgerEntry.Sent) -> Bool {
            message.qos > 0 && acknowledged.contains(message.message) && !taken.contains(message.digest)
        }
        return breakdown.messages.contains { isLost($0) && !breakdown.isCleared(by: $0) }
            || sent.contains {
                $0.message.asset == breakdown.truth.asset && $0.message.about == "signals" && $0.at >= breakdown.at
                    && $0.at <= last && isLost($0.message)
            }
    }

    /// Whether what can't move was found to be so, over the cases whose breakdowns electronics can tell.
    private var immobility: ((agreed: Int, total: Int, matrix: [String: Double]), details: [String]) {
        var (agreed, total) = (0, 0)
        var matrix: [String: Double] = [:]
        var details: [String] = []
        for row in facts.cases {
            let about = breakdowns(of: row).filter { $0.truth.detectability != .undetectable }
            guard !about.isEmpty else { continue }
            let truth = about.contains(where: \.truth.isImmobile)
            total += 1
            let words = (truth ? "immobile" : "mobile", row.isImmobile ? "immobile" : "mobile")
            matrix["\(words.0)_found_\(words.1)", default: 0] += 1
            if truth == row.isImmobile {
                agreed += 1
            } else {
                details.append("case \(row.id), \(row.asset): truly \(words.0), found \(words.1)")
            }
        }
        return ((agreed, total, matrix), details)
    }

    private static func rank(ofSeverity severity: String) -> Int { severities.firstIndex(of: severity) ?? -1 }

    /// What a person said, or a crew: with one of these a grave case may end.
    private static let words: Set<String> = [
        "driver_no_help", "driver_cancel", "job_fixed", "job_delivered", "job_stored", "job_made_safe",
        "job_gone_on_arrival", "nobody_reached",
    ]

    private var stopsWithdrawn: [String] {
        var wrong: [String] = []
        for row in facts.cases {
            let isGrave = Evidence.isGrave(row.severity) || row.isImmobile
            guard isGrave else { continue }
            if row.state == "withdrawn" || row.state == "solved", !hasWord(row) {
                wrong.append("case \(row.id), \(row.asset): \(row.state), and nobody had said so")
            }
            guard row.toldAt == nil else { continue }
            let calls = (tasksByCase[row.id] ?? []).filter { Evidence.peopleKinds.contains($0.kind) }
            for task in calls where task.state == "withdrawn" {
                let closed = task.closedAt ?? .max
                let hasNext = calls.contains {
                    $0.id != task.id && $0.state != "withdrawn" && ($0.closedAt ?? .max) >= closed
                }
                if (row.closedAt ?? .max) > closed, !hasNext, !hasWord(row) {
                    wrong.append("task \(task.id) of case \(row.id): withdrawn, and nobody had been told")
                }
            }
        }
        return wrong
    }

    private func hasWord(_ row: StoreFacts.Case) -> Bool {
        let events = eventsByCase[row.id] ?? []
        if events.contains(where: { Evidence.words.contains($0.kind) }) { return true }
        // Five minutes of normal driving speak for a stop, never for an emergency.
        if row.severity != "emergency", events.contains(where: { $0.kind == "drives_normally" }) { return true }
        let told = Evidence.toldOutcomes.map { "task_\($0)" }
        if events.contains(where: { told.contains($0.kind) }) { return true }
        if facts.audits.contains(where: { $0.caseID == row.id && $0.command == "close" }) { return true }
        return (tasksByCase[row.id] ?? []).contains { $0.outcome.map(Evidence.toldOutcomes.contains) ?? false }
    }
}
