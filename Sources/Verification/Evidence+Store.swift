import FleetSimulator
import Persistence

extension Evidence {
    /// What must hold of any store, whatever has happened.
    var storeRows: [VerdictRow] {
        let health = facts.health
        let isDurable = health.journalMode == "wal" && health.synchronous == 2
        return [
            row("integrity", "SQLite finds the file whole", wrong: health.damage),
            row("foreign_keys", "Every reference leads somewhere", wrong: health.brokenReferences),
            row("constraints", "The constraints are there", wrong: health.missingConstraints),
            VerdictRow(
                "durability", "Commits reach the disk", isDurable ? .ok : .failed,
                "\(health.journalMode), synchronous \(health.synchronous)", bound: "wal, synchronous 2",
                values: ["synchronous": Double(health.synchronous)]),
            row("tokens", "Claims and their tokens", wrong: tokenProblems, of: facts.claims.count),
        ]
    }

    private func row(_ key: String, _ title: String, wrong: [String], of total: Int? = nil) -> VerdictRow {
        var values = ["count": Double(wrong.count)]
        if let total { values["total"] = Double(total) }
        return VerdictRow(
            key, title, wrong.isEmpty ? .ok : .failed,
            total.map { "\(wrong.count) wrong of \($0)" } ?? "\(wrong.count) wrong", bound: "0 wrong", values: values,
            details: wrong)
    }

    /// A task has one claim at a time, and whoever dialled had it.
    private var tokenProblems: [String] {
        var wrong: [String] = []
        let byTask = Dictionary(grouping: facts.claims) { $0.task }
        for task in byTask.keys.sorted() {
            let claims = (byTask[task] ?? []).sorted { $0.token < $1.token }
            for (first, second) in zip(claims, claims.dropFirst()) where (first.endedAt ?? .max) > second.at {
                wrong.append("task \(task): token \(first.token) held beyond the claim of token \(second.token)")
            }
            if claims.count(where: \.isCurrent) > 1 { wrong.append("task \(task): two tokens stand on it") }
            let given = claims.count { $0.endedBy == "finish" }
            if given > finishes[task] ?? 0 { wrong.append("task \(task): an outcome without a record of who gave it") }
        }
        let byToken = Dictionary(facts.claims.map { ($0.token, $0) }) { first, _ in first }
        if byToken.count != facts.claims.count { wrong.append("a token was given twice") }
        for attempt in facts.attempts {
            guard let token = attempt.token else { continue }
            guard let claim = byToken[token], claim.task == attempt.task else {
                wrong.append("attempt \(attempt.id): token \(token) was never given for task \(attempt.task)")
                continue
            }
            if attempt.at < claim.at || attempt.at > claim.endedAt ?? .max {
                wrong.append("attempt \(attempt.id): dialled outside the claim of token \(token)")
            }
        }
        return wrong
    }

    private var finishes: [Int64: Int] {
        var counts: [Int64: Int] = [:]
        for audit in facts.audits where audit.command == "finish" {
            if let task = audit.task { counts[task, default: 0] += 1 }
        }
        return counts
    }
}
