import Casework
import Outreach
import Planning
import Telemetry

/// What was committed, kept apart from the service: over all of its processes, as a clerk at the disk would write it.
final class Ledger {
    private(set) var cases: [Int64: CaseRow] = [:]
    private(set) var plans: [Int64: PlanRow] = [:]
    private(set) var legs: [Int64: LegRow] = [:]
    private(set) var jobs: [Int64: JobRow] = [:]
    private(set) var holds: [Int64: HoldRow] = [:]
    private(set) var tasks: [Int64: TaskRow] = [:]
    private(set) var timers: [Int64: TimerRow] = [:]
    private(set) var outbox: [OutboxRow] = []
    /// Numbers of rows that are gone: they never come again.
    private var usedTimers: Set<Int64> = []
    private var usedActions: Set<Int64> = []
    /// Cases of which a person, an app or a crew has said something that may end them.
    private(set) var touchedByPeople: Set<Int64> = []
    private(set) var commits = 0

    /// Whether a dispatcher could find anything on the desk.
    var hasOpenTasks: Bool { tasks.values.contains(where: \.isOpen) }

    /// Takes a commit in.
    ///
    /// - Throws: ``BrokenRule`` if a row came twice, was changed after its end, or skipped a version.
    func take(_ changes: Changes) throws(BrokenRule) {
        commits += 1
        for id in changes.consumedActions where !usedActions.insert(id).inserted {
            throw BrokenRule("action \(id) was dealt with twice")
        }
        for id in changes.deletedTimers { timers[id] = nil }
        for timer in changes.timers {
            if timer.version <= 1, !usedTimers.insert(timer.id).inserted {
                throw BrokenRule("timer \(timer.id) got a number that was used before")
            }
            timers[timer.id] = timer
        }
        for id in changes.deletedTimers { timers[id] = nil }
        for row in changes.cases {
            try check(row, cases[row.id], isOver: cases[row.id]?.state.isEnd ?? false, "case \(row.id)")
            cases[row.id] = row
        }
        for row in changes.plans {
            try check(row, plans[row.id], isOver: false, "plan \(row.id)")
            plans[row.id] = row
        }
        for row in changes.legs {
            try check(row, legs[row.id], isOver: false, "leg \(row.id)")
            legs[row.id] = row
        }
        for row in changes.jobs {
            let old = jobs[row.id]
            let isOver = (old?.state.isFinal ?? false) && old?.state != row.state
            try check(row, old, isOver: isOver, "job \(row.id) of \(row.unit)")
            jobs[row.id] = row
        }
        for row in changes.holds {
            let old = holds[row.id]
            try check(row, old, isOver: old.map { !$0.state.isLive } ?? false, "hold \(row.id) of \(row.resource)")
            holds[row.id] = row
        }
        for row in changes.tasks {
            try check(row, tasks[row.id], isOver: tasks[row.id].map { !$0.isOpen } ?? false, "task \(row.id)")
            tasks[row.id] = row
        }
        outbox += changes.outbox
        note(people: changes)
        try checkKeys()
    }

    private func note(people changes: Changes) {
        if !changes.consumedActions.isEmpty || !changes.facts.isEmpty {
            touchedByPeople.formUnion(changes.cases.map(\.id))
        }
        touchedByPeople.formUnion(changes.facts.compactMap(\.caseID))
        touchedByPeople.formUnion(changes.jobs.filter { $0.answeredAt != nil }.map(\.caseID))
    }

    private func check<Row: VersionedRow>(
        _ row: Row, _ old: Row?, isOver: Bool, _ name: String
    ) throws(BrokenRule) {
        if isOver { throw BrokenRule("\(name) changes after its end") }
        let expected = (old?.version ?? 0) + 1
        guard row.version == expected else {
            throw BrokenRule(
                "\(name) has version \(row.version) instead of \(expected): a commit was lost or done twice")
        }
    }

    /// What may be there only once.
    private func checkKeys() throws(BrokenRule) {
        var seen: Set<String> = []
        for row in cases.values where !row.state.isEnd {
            if !seen.insert("open case of asset \(row.asset)").inserted {
                throw BrokenRule("asset \(row.asset) has two open cases")
            }
        }
        for row in holds.values where row.state.isLive {
            if !seen.insert("\(row.kind.rawValue) \(row.resource)").inserted {
                throw BrokenRule("\(row.kind.rawValue) \(row.resource) is held twice")
            }
        }
        for row in tasks.values where row.isOpen && row.isCall && row.caseID != nil {
            if !seen.insert("call of \(row.caseID ?? 0) to \(row.contact ?? "nobody")").inserted {
                throw BrokenRule("case \(row.caseID ?? 0) has two open calls to \(row.contact ?? "nobody")")
            }
        }
    }
}
