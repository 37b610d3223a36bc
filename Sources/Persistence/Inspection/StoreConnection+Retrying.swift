import Foundation
import GRDB
package import Telemetry

/// A kept message that was tried again and is still not understood.
package struct FailedRetry: Sendable, Equatable {
    package var id: Int64
    /// Why, by the profiles of now.
    package var reason: String
    /// Name of the profile that its topic belongs to now.
    package var profile: String?

    package init(id: Int64, reason: String, profile: String?) {
        self.id = id
        self.reason = reason
        self.profile = profile
    }
}

/// Handing kept messages back to the lane.
///
/// A command only ever moves a message from `new` to `retrying`; the lane alone moves it on, in the transaction with
/// its consequences. So a message is taken once, whether the lane runs now or starts later.
extension StoreConnection {
    /// Kept messages that nobody has dealt with, oldest first.
    ///
    /// - Parameters:
    ///   - id: Only messages after this one.
    ///   - limit: At most this many.
    package func quarantineToRetry(
        _ selection: QuarantineSelection, after id: Int64, limit: Int
    ) throws -> [QuarantinedMessage] {
        try read { db in
            switch selection {
            case .all:
                try Row.fetchAll(
                    db, sql: "SELECT * FROM quarantine WHERE state = 'new' AND id > ? ORDER BY id LIMIT ?",
                    arguments: [id, limit]
                ).map(QuarantinedMessage.init(row:))
            case .ids(let ids):
                try ids.sorted().filter { $0 > id }.prefix(limit).compactMap { id in
                    try Row.fetchOne(
                        db, sql: "SELECT * FROM quarantine WHERE state = 'new' AND id = ?", arguments: [id]
                    ).map(QuarantinedMessage.init(row:))
                }
            }
        }
    }

    /// Hands messages to the lane and keeps the new reasons of others, in one transaction.
    ///
    /// - Returns: How many were handed over; one that somebody else has handed over meanwhile does not count.
    package func retry(
        _ ids: [Int64], failed: [FailedRetry], as actor: DeskActor, at now: Timestamp
    ) throws -> Int {
        try write { db in
            var handed = 0
            for id in ids {
                try db.execute(
                    sql: "UPDATE quarantine SET state = 'retrying' WHERE id = ? AND state = 'new'", arguments: [id])
                handed += db.changesCount
            }
            for one in failed {
                try db.execute(
                    sql: "UPDATE quarantine SET reason = ?, profile = ? WHERE id = ? AND state = 'new'",
                    arguments: [one.reason, one.profile, one.id])
            }
            if handed > 0 {
                try db.execute(
                    sql: "INSERT INTO audit (at, actor, os_user, command, detail) VALUES (?,?,?,'quarantine_retry',?)",
                    arguments: [now.milliseconds, actor.name, actor.osUser, "\(handed) messages"])
            }
            return handed
        }
    }
}
