import FleetSimulator
import Persistence

extension Evidence {
    /// Whether the ledger itself can be trusted.
    var ledgerRows: [VerdictRow] {
        var details = ledger.problems
        if ledger.isCutOff { details.append("the last line is cut off") }
        if !ledger.isFinished { details.append("the run did not come to its end: there is no line finished") }
        for line in ledger.lines {
            guard case .finished(let told) = line.entry else { continue }
            if told.sent != sent.count { details.append("it tells of \(told.sent) messages and has \(sent.count)") }
            if told.acknowledged != acknowledged.count {
                details.append("it tells of \(told.acknowledged) acknowledged messages and has \(acknowledged.count)")
            }
            let found = Dictionary(grouping: ledger.lines, by: \.entry.kind).mapValues(\.count)
            for (kind, count) in (told.lines ?? [:]).sorted(by: { $0.key < $1.key }) where found[kind] ?? 0 != count {
                details.append("it tells of \(count) lines \(kind) and has \(found[kind] ?? 0)")
            }
        }
        details += expected.unknown.map { "expects: \($0) is no bound" }
        return [
            VerdictRow(
                "ledger", "The ledger is whole", details.isEmpty ? .ok : .failed, "\(ledger.lines.count) lines",
                bound: "whole", values: ["lines": Double(ledger.lines.count)], details: details)
        ]
    }

    /// Whether what broke was found, and what was found had broken.
    var recallRows: [VerdictRow] {
        var rows: [VerdictRow] = []
        var foundInAll = 0
        for (kind, name, title) in [
            (LedgerEntry.Detectability.detectable, Expectation.recall, "Detectable breakdowns found"),
            (.late, .recallLate, "Late breakdowns found"),
        ] {
            let all = breakdowns.filter { $0.truth.detectability == kind }
            // What never reached the broker, or never left it, is no fault of the service: it is told apart.
            let judged = all.filter { isReported($0) && !isLostByBroker($0) }
            let missed = judged.filter { !isFound($0) }
            foundInAll += all.count { isFound($0) }
            rows.append(
                expected.row(
                    name, title, share: judged.count - missed.count, of: judged.count,
                    values: [
                        "unreported": Double(all.count { !isReported($0) }),
                        "lost_by_broker": Double(all.count { isReported($0) && isLostByBroker($0) }),
                    ],
                    details: missed.map(whyMissed)))
        }
        let hidden = breakdowns.filter { $0.truth.detectability == .undetectable }
        foundInAll += hidden.count { isFound($0) }
        rows.append(
            expected.row(
                .coverage, "Breakdowns of every kind found", share: foundInAll, of: breakdowns.count,
                values: ["undetectable": Double(hidden.count)]))
        return rows
    }

    /// Whether there is a case, and a call if there should be one.
    func isFound(_ breakdown: Breakdown) -> Bool {
        let cases = cases(of: breakdown)
        guard !cases.isEmpty else { return false }
        return !breakdown.truth.wantsCall || !callTasks(of: cases, since: breakdown.toldFrom).isEmpty
    }

    func isLostByBroker(_ breakdown: Breakdown) -> Bool {
        !taken.isEmpty
            && !breakdown.messages.contains {
                !breakdown.isCleared(by: $0) && ($0.qos == 0 || taken.contains($0.digest))
            }
    }

    private func whyMissed(_ breakdown: Breakdown) -> String {
        let truth = breakdown.truth
        let name = "breakdown \(truth.breakdown), \(truth.asset), \(truth.cause)"
        let refused = breakdown.messages.first { message in
            facts.quarantined.contains { $0.digest == message.digest && $0.state != "retried" }
        }
        if let refused { return "\(name): its message \(refused.message) is in quarantine" }
        let codes = Set(facts.faults.filter { $0.asset == truth.asset }.map(\.code))
        if codes.isEmpty {
            let isLoose = breakdown.messages.allSatisfy { $0.qos == 0 }
            return "\(name): the store knows no fault of it\(isLoose ? "; it spoke with QoS 0 only" : "")"
        }
        guard let row = cases(of: breakdown).first else {
            return "\(name): the store knows \(codes.sorted().joined(separator: ", ")), and has no case"
        }
        return "\(name): case \(row.id) (\(row.severity)) has no call"
    }

    /// Cases and calls against what had to be.
    var workRows: [VerdictRow] {
        var unexpectedCases: [String] = []
        var unexpectedTasks: [String] = []
        for row in facts.cases where !isExpected(row) {
            unexpectedCases.append("case \(row.id), \(row.asset), \(row.severity): nothing had broken")
        }
        var wanted: Set<Int64> = []
        for breakdown in breakdowns where breakdown.truth.wantsCall {
            for row in cases(of: breakdown) {
                wanted.insert(row.id)
                if let parent = row.parent { wanted.insert(parent) }
            }
        }
        for task in facts.tasks where Evidence.peopleKinds.contains(task.kind) {
            let about = Set(task.group + (task.caseID.map { [$0] } ?? []))
            guard !about.isEmpty, wanted.isDisjoint(with: about) else { continue }
            if Evidence.offerKinds.contains(task.kind), about.contains(where: isOffered) { continue }
            unexpectedTasks.append(
                "task \(task.id), \(task.kind) about \(task.asset ?? "several"): nobody had to be called")
        }
        let shouldHaveCase = breakdowns.filter { $0.truth.detectability != .undetectable && isReported($0) }
        let shouldCall = shouldHaveCase.filter(\.truth.wantsCall)
        return [
            VerdictRow(
                "cases", "Cases expected, and found", .reported,
                "\(shouldHaveCase.count), \(shouldHaveCase.count { !cases(of: $0).isEmpty })",
                values: [
                    "expected": Double(shouldHaveCase.count),
                    "found": Double(shouldHaveCase.count { !cases(of: $0).isEmpty }),
                    "in_store": Double(facts.cases.count),
                ]),
            VerdictRow(
                "tasks", "Breakdowns to call about, with a call, dialled", .reported,
                "\(shouldCall.count), \(shouldCall.count(where: isFound)), \(shouldCall.count(where: isDialled))",
                values: [
                    "expected": Double(shouldCall.count), "found": Double(shouldCall.count(where: isFound)),
                    "dialled": Double(shouldCall.count(where: isDialled)), "in_store": Double(facts.tasks.count),
                ]),
            expected.row(
                .unexpectedCases, "Cases of what had not broken", count: unexpectedCases.count, of: facts.cases.count,
                details: unexpectedCases),
            expected.row(
                .unexpectedTasks, "Calls that nobody needed", count: unexpectedTasks.count, of: facts.tasks.count,
                details: unexpectedTasks),
        ]
    }

    private func isExpected(_ row: StoreFacts.Case) -> Bool {
        // What was only foreseen has rows of its own.
        if !breakdowns(of: row).isEmpty || isOffered(row.id) { return true }
        guard let parent = row.parent.flatMap({ casesByID[$0] }) else { return false }
        return !breakdowns(of: parent).isEmpty
    }
}
