import Casework
import Telemetry

/// Everything that was ever stored about a case, ended rows included.
final class CaseRecord {
    var row: CaseRow
    var problems: [ProblemRow] = []
    var plans: [PlanRow] = []
    var legs: [LegRow] = []
    var jobs: [JobRow] = []
    var holds: [HoldRow] = []
    var tasks: [TaskRow] = []
    var timers: [TimerRow] = []
    var addressees: [AddresseeRow] = []
    /// What people told: the dispatchers' commands write it.
    var facts = CaseFacts()
    /// What somebody of this case was told last about the help that comes.
    var said: Promise?
    /// Whom the program wrote to, and why.
    var written: Set<String> = []
    /// Whose number led to somebody else.
    var wrongNumbers: Set<String> = []
    /// When a reason was added to a call that was open already.
    var newsAt: [Int64: Timestamp] = [:]

    init(row: CaseRow) { self.row = row }

    /// The case as a step reads it: without what has ended.
    var file: CaseFile {
        var file = CaseFile(row: row)
        file.problems = problems
        file.plan = plans.last
        file.legs = legs
        file.jobs = jobs
        file.holds = holds.filter { $0.state.isLive || $0.state == .refused }
        file.tasks = tasks.filter(\.isOpen)
        file.timers = timers
        file.addressees = addressees
        file.facts = facts
        return file
    }

    /// The jobs that occupy their unit.
    var liveJobs: [JobRow] { jobs.filter(\.isLive) }

    var openTasks: [TaskRow] { tasks.filter(\.isOpen) }

    /// Calls that outlive the case: a crew is still to be told that it need not come.
    var errands: [TaskRow] { row.state.isEnd ? openTasks : [] }

    /// Whether somebody waits to be rung, or rung again.
    var hasOpenCall: Bool { tasks.contains { $0.isOpen && $0.isCall } }

    func hasTimer(_ kind: TimerKind, of reference: Int64? = nil) -> Bool {
        timers.contains { $0.kind == kind && (reference == nil || $0.reference == reference) }
    }
}

extension JobRow {
    /// Whether a unit has been asked, or has taken it and not ended it.
    var isLive: Bool { !state.isFinal && state != .stoodDown }

    /// Whether somebody else's firm has it, not one of our units.
    var isThirdParty: Bool { unit.hasPrefix("zone:") }
}
