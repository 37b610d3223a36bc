package import Casework
package import Outreach
package import Telemetry

/// A task as a list shows it: the lane's columns, the desk's, and what the lane has not dealt with yet.
package struct TaskEntry: Sendable, Equatable {
    package var row: TaskRow
    package var claimedBy: String?
    package var claimedAt: Timestamp?
    package var leaseUntil: Timestamp?
    /// How often somebody dialled.
    package var attempts: Int
    package var dialledAt: Timestamp?
    /// The outcome that waits for the lane.
    package var pendingOutcome: Outcome?
    /// Until when the task is to wait, if the lane has not seen that yet.
    package var pendingSnooze: Timestamp?
    package var token: Int64?

    /// Where the task stands for a person who looks at `now`; `claimed` is derived here and nowhere stored.
    package func state(at now: Timestamp) -> TaskState {
        if row.state.isOver { return row.state }
        if let pendingOutcome {
            switch pendingOutcome.consequence {
            case .done, .escalate: return .done
            case .tryAgain, .nextContact: return .waiting
            }
        }
        if isClaimed(at: now) { return .claimed }
        if pendingSnooze != nil { return .waiting }
        if row.state == .waiting { return row.notBefore.map { $0 <= now } == true ? .ready : .waiting }
        return .ready
    }

    /// Whether somebody has it.
    ///
    /// A claim that lies in the future by more than ``Desk/clockTolerance`` is from before the clock was set back: it
    /// would last for ever, and counts as over until its holder uses it again.
    package func isClaimed(at now: Timestamp) -> Bool {
        guard claimedBy != nil, let leaseUntil, leaseUntil > now else { return false }
        return claimedAt.map { $0 <= now.adding(seconds: Desk.clockTolerance) } ?? true
    }

    /// Somebody dialled, the lease ran out and no outcome came: they may still be on the phone.
    package func mayBeOnThePhone(at now: Timestamp) -> String? {
        guard let dialledAt, let claimedAt, dialledAt >= claimedAt, leaseUntil != nil, !isClaimed(at: now) else {
            return nil
        }
        return claimedBy
    }
}
