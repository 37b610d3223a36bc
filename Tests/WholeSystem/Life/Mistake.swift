import GRDB

/// A mistake made on purpose, to show that the rules find it: what a wrong build would leave behind when it dies.
package enum Mistake: String, Sendable, CaseIterable {
    /// Acknowledges before the commit; made by the lane itself.
    case earlyAcknowledgement = "early-ack"
    /// Acknowledges what it has read ahead with the batch before; made by the link.
    case forgetsApart = "forgets-apart"
    /// Keeps no receipts of what it has dealt with.
    case noReceipts = "no-receipts"
    /// Keeps timers in memory only.
    case noTimers = "no-timers"
    /// Forgets what it has still to send.
    case noOutbox = "no-outbox"
    /// Takes dispatchers' actions before it has done what they ask.
    case noActions = "no-actions"
    /// Forgets which units it holds.
    case noHolds = "no-holds"
    /// Withdraws calls by itself.
    case withdrawnCalls = "withdrawn-calls"
    /// Forgets the newest case.
    case lostCase = "lost-case"

    /// What the lane is told in `CALLAHEAD_FAILPOINT`.
    var failpoint: String? { self == .earlyAcknowledgement ? rawValue : nil }

    /// What it does to the files of a dead process.
    func spoil(_ path: String) throws {
        let sql: String
        switch self {
        case .earlyAcknowledgement, .forgetsApart: return
        case .noReceipts: sql = "DELETE FROM receipt"
        case .noTimers: sql = "DELETE FROM timer"
        case .noOutbox: sql = "UPDATE outbox SET sent_at = created_at WHERE sent_at IS NULL"
        case .noActions: sql = "DELETE FROM action"
        case .noHolds:
            sql = "UPDATE hold SET state = 'released', ended_at = since WHERE state IN ('held', 'asked', 'confirmed')"
        case .withdrawnCalls: sql = "UPDATE task SET state = 'withdrawn', closed_at = created_at WHERE state = 'ready'"
        case .lostCase:
            sql =
                "UPDATE case_file SET state = 'withdrawn', closed_at = opened_at WHERE id = (SELECT max(id) FROM case_file)"
        }
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }
}
