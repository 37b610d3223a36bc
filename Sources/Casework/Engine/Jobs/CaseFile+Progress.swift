import Outreach
import Planning
import Telemetry

extension CaseFile {
    /// Moves the case forward; messages never move it back.
    mutating func advance(to state: CaseState) {
        if state.progress > row.state.progress { row.state = state }
    }

    /// Moves the case back to waiting: the unit that was coming, or there, did not help.
    mutating func waitAgain() {
        guard row.state == .underWay || row.state == .onScene || row.state == .inTransit else { return }
        row.state = row.toldAt == nil ? .planned : .told
    }

    /// Withdraws open tasks.
    mutating func withdrawTasks(reason: String, at now: Timestamp, where condition: (TaskRow) -> Bool) {
        for index in tasks.indices where tasks[index].isOpen && condition(tasks[index]) {
            tasks[index].state = .withdrawn
            tasks[index].closedAt = now
            tasks[index].reasons.append("withdrawn: \(reason)")
            let id = tasks[index].id
            timers.removeAll { ($0.kind == .taskUnclaimed || $0.kind == .messageFallback) && $0.reference == id }
        }
    }

    /// Drops what was to happen about a job.
    mutating func dropTimers(ofJob job: Int64) {
        timers.removeAll { timer in
            guard timer.reference == job else { return false }
            switch timer.kind {
            case .offerExpiry, .arrivalOverdue, .unitSilent, .cancelOverdue: return true
            default: return false
            }
        }
    }

    /// Remembers that a unit said no to a leg.
    mutating func decline(leg: Int, unit: String) {
        if !legs[leg].declined.contains(unit) { legs[leg].declined.append(unit) }
    }

    /// Forgets what was said about a unit, because somebody is rung about it.
    mutating func forgetPromise(of unit: String) {
        guard row.promise?.unit == unit else { return }
        row.promise?.unit = nil
        row.promise?.latest = nil
    }

    /// Sets when a leg's unit arrives and who says so, with the range that may be said.
    mutating func setArrival(_ arrival: Timestamp, leg: Int, by source: EtaSource, at now: Timestamp) {
        setArrival(arrival, leg: leg, at: now)
        legs[leg].etaSource = source
    }
}

extension CaseState {
    /// How far the case is on its way.
    fileprivate var progress: Int {
        switch self {
        case .open: 0
        case .planned: 1
        case .told: 2
        case .underWay: 3
        case .onScene: 4
        case .inTransit: 5
        case .inWorkshop: 6
        case .solved, .withdrawn, .declined, .referred, .unreached, .merged: 7
        }
    }
}
