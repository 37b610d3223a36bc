import Casework
import Outreach
import Planning
import Telemetry

extension History {
    /// What must be so of every open case.
    func checkOpen(_ record: CaseRecord) throws {
        try checkHolds(record)
        try checkTimers(record)
        try checkHelp(record)
        try checkWords(record)
        try checkLife(record)
        try checkGrouping(record)
    }

    /// A campaign only marks a case; a call with others is one that is made, and only for what can wait.
    private func checkGrouping(_ record: CaseRecord) throws {
        let row = record.row
        if let id = row.campaign, ledger.campaigns[id] == nil {
            throw BrokenRule("case \(row.id) belongs to campaign \(id), which does not exist")
        }
        for task in record.openTasks where task.campaign != nil && task.campaign != row.campaign {
            throw BrokenRule("\(task.name) belongs to another campaign than its case")
        }
        guard let group = ledger.groups.first(where: { $0.id == row.group }), group.isOpen else { return }
        guard row.severity < .stop, !row.immobile, row.toldAt == nil, !record.hasOpenCall else {
            throw BrokenRule("case \(row.id) is \(row.severity) and waits for the call with others")
        }
    }

    /// Whether its call and its helper are those of another case of the same site, which is open.
    func hangsOnSite(_ record: CaseRecord) -> Bool {
        guard ledger.references[record.row.asset]?.traits.kind.isStationary == true,
            let lead = record.row.parent.flatMap({ ledger.cases[$0] })
        else { return false }
        return !lead.row.state.isEnd && lead.row.severity >= record.row.severity
    }

    private func checkHolds(_ record: CaseRecord) throws {
        for hold in record.holds where hold.state.isLive && hold.kind == .unit {
            // Stood down, it is free when it has confirmed.
            let job = record.jobs.last { $0.unit == hold.resource }
            guard let job, !job.state.isFinal else {
                throw BrokenRule(
                    "\(hold.name) keeps \(hold.resource), whose job is \(job?.state.rawValue ?? "none")")
            }
        }
        for hold in record.holds where (hold.endedAt == nil) != hold.state.isLive {
            throw BrokenRule("\(hold.name) is \(hold.state) and ended at \(hold.endedAt?.iso8601 ?? "no time")")
        }
        let slots = record.holds.filter { $0.kind == .slot && $0.state.isLive }
        guard slots.count <= 1 else { throw BrokenRule("case \(record.row.id) holds \(slots.count) slots") }
    }

    private func checkTimers(_ record: CaseRecord) throws {
        for timer in record.timers {
            let exists: Bool =
                switch timer.kind {
                case .offerExpiry: record.jobs.contains { $0.id == timer.reference && $0.state == .offered }
                case .taskUnclaimed, .messageFallback: record.openTasks.contains { $0.id == timer.reference }
                case .cancelOverdue: record.jobs.contains { $0.id == timer.reference && $0.state == .stoodDown }
                case .arrivalOverdue, .unitSilent: record.liveJobs.contains { $0.id == timer.reference }
                case .holdExpiry:
                    record.holds.contains { $0.id == timer.reference && $0.state.isLive && $0.kind == .slot }
                case .legDue: record.legs.contains { $0.id == timer.reference }
                case .replan, .recovery, .approvalOverdue, .normalDriving: true
                // Belongs to no case.
                case .campaignQuiet, .preventDue: false
                }
            guard exists else {
                throw BrokenRule(
                    "\(timer.name) of case \(record.row.id) is about \(timer.reference ?? 0), which is over")
            }
        }
        for job in record.jobs where job.state == .offered && !record.hasTimer(.offerExpiry, of: job.id) {
            throw BrokenRule("\(job.name) is offered for ever")
        }
    }

    /// A grave case with a place has help, or says why not and when it is tried again; and somebody is told.
    private func checkHelp(_ record: CaseRecord) throws {
        let row = record.row
        guard row.severity >= .stop, !row.chargingOnly, !hangsOnSite(record) else { return }
        guard record.tasks.contains(where: { $0.isCall && $0.state != .withdrawn }) else {
            throw BrokenRule("case \(row.id) is \(row.severity.rawValue) and nobody is to be rung")
        }
        guard let plan = record.plans.last else { throw BrokenRule("case \(row.id) has no plan") }
        guard plan.place != nil, record.liveJobs.isEmpty else { return }
        // What stands in a yard has further to go.
        if let state = record.legs.last?.state, state.isDone, state != .stored { return }
        switch plan.state {
        case .noneAvailable:
            guard let next = plan.nextTryAt, plan.reason != nil,
                record.timers.contains(where: { $0.kind == .replan && $0.dueAt == next })
            else { throw BrokenRule("case \(row.id) has no unit, and nothing tries again") }
        case .needsApproval:
            guard record.hasTimer(.approvalOverdue) || record.hasOpenCall || plan.approval == .refused else {
                throw BrokenRule("case \(row.id) waits for an approval that nobody asks for")
            }
        case .needsLocation:
            guard record.hasOpenCall else { throw BrokenRule("case \(row.id) has no place, and nobody asks") }
        case .noneNeeded:
            // It drives normally again: whoever was sent was stood down, and somebody speaks to the driver.
            if record.legs.last?.state == .stoodDown { return }
            // The truck that fetches the tractor takes the trailer along.
            guard let parent = row.parent.flatMap({ ledger.cases[$0] }), parent.row.state != .withdrawn,
                !parent.liveJobs.isEmpty || parent.jobs.contains(where: { $0.state.isDone })
            else { throw BrokenRule("case \(row.id) needs somebody, and the plan says that nobody has to come") }
        case .made, .provisional:
            // People must speak to each other first, or the next leg waits for its hour.
            let failed = record.jobs.last.map { $0.state == .goneOnArrival || $0.state == .noAccess } ?? false
            let isCalledOff = record.legs.contains { $0.state == .stoodDown }
            guard failed || isCalledOff || record.hasTimer(.legDue) else {
                throw BrokenRule("case \(row.id) has a plan that is \(plan.state.rawValue) and nobody comes")
            }
        }
    }

    /// What was said is true, or somebody is rung again.
    private func checkWords(_ record: CaseRecord) throws {
        switch record.row.state {
        case .onScene, .inTransit, .inWorkshop: return
        default: break
        }
        let live = record.liveJobs.map(\.unit)
        for named in [record.row.promise?.unit, record.said?.unit] {
            guard let named, !live.contains(named), !record.hasOpenCall else { continue }
            // It came and did its work.
            if record.jobs.last(where: { $0.unit == named })?.state.isDone ?? false { continue }
            throw BrokenRule("case \(record.row.id): \(named) was named, \(live) has the job, and nobody is rung")
        }
    }
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
