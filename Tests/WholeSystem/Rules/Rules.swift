import Casework
import Outreach
import Planning
import Telemetry

/// What must be so whenever the service is at rest: when it has done everything that could be done by now.
struct Rules {
    let ledger: Ledger
    let now: Timestamp
    /// Whether the lane lets offers stand, because a crew's answer may wait at the broker.
    let letsOffersStand: Bool

    func check() throws(BrokenRule) {
        for id in ledger.cases.keys.sorted() {
            guard let row = ledger.cases[id] else { continue }
            if row.state.isEnd { try checkEnded(row) } else { try checkOpen(row) }
        }
        try checkTimers()
        try checkUnits()
    }

    private func checkOpen(_ row: CaseRow) throws(BrokenRule) {
        let tasks = tasks(of: row.id)
        let jobs = ledger.jobs.values.filter { $0.caseID == row.id }
        try checkTold(row, tasks)
        switch row.state {
        case .onScene, .inTransit, .inWorkshop: break
        default:
            // What was said is true, or somebody is rung again.
            guard let named = row.promise?.unit, !jobs.contains(where: { $0.unit == named && $0.isLive }),
                !tasks.contains(where: { $0.isOpen && $0.isCall })
            else { break }
            let last = jobs.sorted { $0.id < $1.id }.last { $0.unit == named }
            guard last?.state.isDone ?? false else {
                throw BrokenRule("case \(row.id): \(named) was promised, does not come, and nobody is rung")
            }
        }
        for job in jobs where job.state == .offered {
            guard ledger.timers.values.contains(where: { $0.kind == .offerExpiry && $0.reference == job.id }) else {
                throw BrokenRule("job \(job.id) is offered to \(job.unit) for ever: its timer is lost")
            }
        }
    }

    /// A grave case is told, or is being told; nothing takes that call away but a person's word.
    private func checkTold(_ row: CaseRow, _ tasks: [TaskRow]) throws(BrokenRule) {
        guard row.severity >= .stop || row.immobile, row.parent == nil, row.toldAt == nil, row.group == nil else {
            return
        }
        guard !tasks.contains(where: { $0.isOpen && $0.isCall }) else { return }
        throw BrokenRule("case \(row.id) is \(row.severity.rawValue), nobody was told and nobody is rung")
    }

    /// An ended case reserves nothing; a grave one does not end by itself before somebody was told.
    private func checkEnded(_ row: CaseRow) throws(BrokenRule) {
        if let hold = ledger.holds.values.first(where: { $0.caseID == row.id && $0.state.isLive }) {
            throw BrokenRule("case \(row.id) has ended and holds \(hold.kind.rawValue) \(hold.resource)")
        }
        if let job = ledger.jobs.values.first(where: { $0.caseID == row.id && $0.isLive }) {
            throw BrokenRule("case \(row.id) has ended and job \(job.id) of \(job.unit) is \(job.state.rawValue)")
        }
        guard row.severity >= .stop, row.toldAt == nil, row.parent == nil, row.state != .merged,
            !ledger.touchedByPeople.contains(row.id)
        else { return }
        throw BrokenRule(
            "case \(row.id) was \(row.severity.rawValue) and is \(row.state.rawValue) without anybody's word")
    }

    private func checkTimers() throws(BrokenRule) {
        for timer in ledger.timers.values where timer.dueAt <= now {
            if timer.kind == .offerExpiry, letsOffersStand { continue }
            throw BrokenRule("timer \(timer.id), \(timer.kind.rawValue), was due at \(timer.dueAt.iso8601) and stays")
        }
    }

    /// A unit has one job at most, and who has one is held for it.
    private func checkUnits() throws(BrokenRule) {
        var busy: [String: JobRow] = [:]
        for job in ledger.jobs.values where job.isLive && !job.unit.hasPrefix("zone:") {
            if let other = busy.updateValue(job, forKey: job.unit) {
                throw BrokenRule("\(job.unit) has the jobs \(other.id) and \(job.id) at once")
            }
            let isHeld = ledger.holds.values.contains {
                $0.kind == .unit && $0.resource == job.unit && $0.state.isLive && $0.caseID == job.caseID
            }
            guard isHeld else { throw BrokenRule("job \(job.id) is \(job.state.rawValue) and \(job.unit) is not held") }
        }
        for hold in ledger.holds.values where hold.kind == .unit && hold.state.isLive {
            let job = ledger.jobs.values.filter { $0.unit == hold.resource && $0.caseID == hold.caseID }
                .max { $0.id < $1.id }
            guard let job, !job.state.isFinal else {
                throw BrokenRule("\(hold.resource) stays held for case \(hold.caseID), whose job is over")
            }
        }
    }

    private func tasks(of id: Int64) -> [TaskRow] { ledger.tasks.values.filter { $0.caseID == id } }
}

extension JobRow {
    /// Whether a unit has been asked, or has taken it and not ended it.
    fileprivate var isLive: Bool { !state.isFinal && state != .stoodDown }
}

extension JobState {
    /// Whether the unit did what it came for.
    fileprivate var isDone: Bool {
        switch self {
        case .fixed, .delivered, .stored, .madeSafe: true
        default: false
        }
    }
}
