import FleetSimulator
import Persistence

extension Evidence {
    /// What may be once only.
    var doubleRows: [VerdictRow] {
        let conversations = doubleConversations
        return [
            expected.row(.doubleCases, "Double cases", count: doubleCases.count, details: doubleCases),
            expected.row(.doubleCalls, "People told the same twice", count: doubleCalls.count, details: doubleCalls),
            expected.row(
                .doubleConversations, "Two desks in conversation with one person", count: conversations.wrong.count,
                values: ["after_lease": Double(conversations.excused.count)],
                details: conversations.wrong + conversations.excused.map { "\($0) (its lease was over: not counted)" }),
            expected.row(.doubleBookings, "Double bookings", count: doubleBookings.count, details: doubleBookings),
            expected.row(.twoUnits, "Two units for one breakdown", count: twoUnits.count, details: twoUnits),
            expected.row(
                .inVainAgain, "Units sent to nobody for the third time", count: inVainAgain.count,
                values: ["gone_on_arrival": Double(goneOnArrival.count)], details: inVainAgain),
        ]
    }

    /// Two cases of an asset at once, or a second one while the same thing was still broken.
    private var doubleCases: [String] {
        var wrong: [String] = []
        for asset in casesByAsset.keys.sorted() {
            let rows = (casesByAsset[asset] ?? []).sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
            for (first, second) in zip(rows, rows.dropFirst()) where first.state != "merged" {
                if (first.closedAt ?? .max) > second.openedAt {
                    wrong.append("\(asset): cases \(first.id) and \(second.id) were open at once")
                    continue
                }
                // Something else broke in between: a case of its own.
                let isNew = (breakdownsByAsset[asset] ?? []).contains {
                    breakdowns[$0].at > first.openedAt && breakdowns[$0].at <= second.openedAt
                }
                let isSame = breakdowns(of: first).contains { breakdown in
                    breakdown.endedAt.map { $0 > second.openedAt } ?? true
                }
                if isSame, !isNew {
                    wrong.append(
                        "\(asset): case \(second.id) is about what case \(first.id) (\(first.state)) was about")
                }
            }
        }
        return wrong
    }

    /// Somebody who had been told was told again, and nothing had changed.
    private var doubleCalls: [String] {
        struct Key: Hashable {
            var caseID: Int64
            var contact: String
        }
        let tasks = Dictionary(facts.tasks.map { ($0.id, $0) }) { first, _ in first }
        var told: [Key: LedgerEntry.Call] = [:]
        var wrong: [String] = []
        let calls = calls.filter {
            !$0.isRefused && Evidence.peopleKinds.contains($0.kind) && Evidence.toldOutcomes.contains($0.outcome)
        }
        for call in calls.sorted(by: { ($0.ended ?? 0, $0.task) < ($1.ended ?? 0, $1.task) }) {
            guard let caseID = call.caseID, let contact = call.contact else { continue }
            let key = Key(caseID: caseID, contact: contact)
            if let before = told[key], !hasReason(call, after: before, tasks[call.task]) {
                wrong.append(
                    "\(contact) was told about case \(caseID) in task \(before.task) (\(before.kind)) and again in task "
                        + "\(call.task) (\(call.kind))")
            }
            told[key] = call
        }
        return wrong + doubleAuthorityCalls(tasks)
    }

    /// The authorities were told again what they knew.
    private func doubleAuthorityCalls(_ tasks: [Int64: StoreFacts.Task]) -> [String] {
        var told: [Int64: StoreFacts.Task] = [:]
        var wrong: [String] = []
        for call in calls where call.kind == "authority_call" && call.outcome == "reached" && !call.isRefused {
            guard let caseID = call.caseID, let task = tasks[call.task] else { continue }
            if let before = told[caseID], Set(task.reasons).isSubset(of: before.reasons) {
                wrong.append(
                    "the authorities were told of case \(caseID) in task \(before.id) and again in task \(task.id)")
            }
            told[caseID] = task
        }
        return wrong
    }

    private func hasReason(
        _ call: LedgerEntry.Call, after before: LedgerEntry.Call, _ task: StoreFacts.Task?
    ) -> Bool {
        guard call.task != before.task else { return false }
        if call.kind == "call_again" || call.kind == "follow_up" || task?.change != nil { return true }
        // It has become worse, or somebody asked for a call: the task is younger than what was said.
        return (eventsByCase[call.caseID ?? -1] ?? []).contains {
            ["severity_raised", "driver_need_help", "inbound"].contains($0.kind) && $0.at >= (before.dialled ?? 0)
                && $0.at <= (call.dialled ?? .max)
        }
    }

    private var doubleConversations: (wrong: [String], excused: [String]) {
        var wrong: [String] = []
        var excused: [String] = []
        let talks = Dictionary(grouping: calls.filter { $0.contact != nil && $0.dialled != nil }) { $0.contact ?? "" }
        for contact in talks.keys.sorted() {
            let lines = (talks[contact] ?? []).sorted { ($0.dialled ?? 0, $0.task) < ($1.dialled ?? 0, $1.task) }
            for (index, first) in lines.enumerated() {
                for second in lines.dropFirst(index + 1) {
                    guard (second.dialled ?? 0) < (first.ended ?? first.dialled ?? 0) else { break }
                    guard first.desk != second.desk else { continue }
                    let words =
                        "\(contact): \(first.desk) (task \(first.task)) and \(second.desk) (task \(second.task))"
                    if first.isRefused { excused.append(words) } else { wrong.append(words) }
                }
            }
        }
        return (wrong, excused)
    }

    /// A unit, slot or part that two cases held at one time.
    private var doubleBookings: [String] {
        var wrong: [String] = []
        let holds = Dictionary(grouping: facts.holds) { "\($0.kind) \($0.resource)" }
        for name in holds.keys.sorted() {
            let rows = (holds[name] ?? []).sorted { ($0.since, $0.id) < ($1.since, $1.id) }
            var longest: StoreFacts.Hold?
            for row in rows {
                if let before = longest, (before.endedAt ?? .max) > row.since {
                    wrong.append("\(name): held for case \(before.caseID) and for case \(row.caseID)")
                }
                if (row.endedAt ?? .max) >= (longest?.endedAt ?? (longest == nil ? .min : .max)) { longest = row }
            }
        }
        return wrong
    }

    /// Crews that drove to one breakdown at once by their own word, and neither had failed.
    private var twoUnits: [String] {
        struct Drive {
            var unit: String
            var from: Int64
            var to: Int64
            /// From when on it could not be counted on.
            var failedAt: Int64?
        }
        let ends: Set<String> = [
            "declined", "unable", "fixed", "delivered", "stored", "made_safe", "gone_on_arrival", "no_access",
            "part_needed", "cancel_confirmed", "stand_down", "refused_at_destination",
        ]
        var wrong: [String] = []
        let lines = Dictionary(grouping: unitLines.filter { $0.word.asset != nil }) { $0.word.asset ?? "" }
        for asset in lines.keys.sorted() {
            var drives: [Drive] = []
            for line in lines[asset] ?? [] {
                let word = line.word
                let index = drives.lastIndex { $0.unit == word.unit && $0.to == .max }
                switch word.word {
                case "accepted" where index == nil: drives.append(Drive(unit: word.unit, from: line.at, to: .max))
                case "silent", "stuck", "delayed":
                    if let index, drives[index].failedAt == nil { drives[index].failedAt = line.at }
                case let end where ends.contains(end): if let index { drives[index].to = line.at }
                default: break
                }
            }
            for (index, first) in drives.enumerated() {
                for second in drives.dropFirst(index + 1) where second.unit != first.unit && second.from < first.to {
                    // The first one was called back as soon as the second one came.
                    if first.to <= second.from &+ lag { continue }
                    if let failed = first.failedAt, failed <= second.from { continue }
                    if isCalledOff(first.unit, of: asset, by: second.from &+ lag) { continue }
                    wrong.append("\(asset): \(first.unit) and \(second.unit)")
                }
            }
        }
        return wrong
    }

    private var goneOnArrival: [UnitLine] { unitLines.filter { $0.word.word == "gone_on_arrival" } }

    /// One crew that finds nobody is bad luck, a second one may be; a third one need not have been sent.
    private var inVainAgain: [String] {
        var trips: [String: Int] = [:]
        var wrong: [String] = []
        for line in goneOnArrival {
            guard let asset = line.word.asset else { continue }
            trips[asset, default: 0] += 1
            if let count = trips[asset], count > 2 { wrong.append("\(asset): \(line.word.unit) was the \(count)th") }
        }
        return wrong
    }

    /// Whether the store says that a unit was taken off, gave up, answered too late, or could not be reached.
    private func isCalledOff(_ unit: String, of asset: String, by time: Int64) -> Bool {
        let kinds: Set<String> = [
            "job_stood_down", "job_unable", "job_expired", "cancel_unconfirmed", "unit_silent",
        ]
        return (casesByAsset[asset] ?? []).contains { row in
            (eventsByCase[row.id] ?? []).contains { event in
                event.at <= time && kinds.contains(event.kind) && event.detail?.hasPrefix(unit) == true
            }
        }
    }
}
