import Casework
import Outreach
package import Telemetry

/// A claim that holds: the fencing token stands in every further change.
package struct Claimed: Sendable {
    package var token: Int64
    package var detail: TaskDetail
}

extension Desk {
    /// Hands out the next open task that is ready: the most urgent, of these the one that is due first.
    ///
    /// - Parameter lease: Seconds until somebody else may claim it.
    /// - Returns: `nil` if there is nothing to do.
    package func claimNext(
        _ filter: TaskFilter = TaskFilter(), as actor: DeskActor, lease: Int64 = defaultLease, at now: Timestamp
    ) throws -> Claimed? {
        // Most tries find nothing; they must not take the lock that the lane needs.
        guard try read({ try $0.next(filter, at: now) }) != nil else { return nil }
        return try write { sql in
            guard let entry = try sql.next(filter, at: now) else { return nil }
            return try claim(entry, as: actor, lease: lease, at: now, sql)
        }
    }

    /// Claims a certain task, also before it is due.
    ///
    /// - Throws: ``DeskError``: not found, over, or with somebody else.
    package func claim(
        _ task: Int64, as actor: DeskActor, lease: Int64 = defaultLease, at now: Timestamp
    ) throws -> Claimed {
        try write { sql in
            guard let entry = try sql.task(task) else { throw DeskError.notFound("task \(task)") }
            try Desk.requireOpen(entry)
            if let holder = entry.claimedBy, let until = entry.leaseUntil, until > now {
                throw DeskError.taken(task: task, by: holder, until: until)
            }
            return try claim(entry, as: actor, lease: lease, at: now, sql)
        }
    }

    /// Claims within a transaction of the caller's, which has looked who holds it.
    func claim(
        _ entry: TaskEntry, as actor: DeskActor, lease: Int64, at now: Timestamp, _ sql: DeskSQL
    ) throws -> Claimed {
        let id = entry.row.id
        if let old = entry.token { try sql.endClaim(old, by: "expiry", at: now) }
        let token = try sql.first("INSERT INTO claim (task_id, actor, os_user, at) VALUES (?,?,?,?) RETURNING token") {
            $0.put(id)
            $0.put(actor.name)
            $0.put(actor.osUser)
            $0.put(now)
        } row: {
            $0.int(0)
        }
        guard let token else { throw StoreError(.other, "the claim got no token") }
        let changed = try sql.run(
            """
            UPDATE task SET claimed_by = ?, claimed_at = ?, lease_until = ?, token = ?
            WHERE id = ? AND state NOT IN ('done', 'withdrawn') AND (claimed_by IS NULL OR lease_until <= ?)
            """
        ) {
            $0.put(actor.name)
            $0.put(now)
            $0.put(now.adding(seconds: lease))
            $0.put(token)
            $0.put(id)
            $0.put(now)
        }
        guard changed == 1 else { throw DeskError.taken(task: id, by: entry.claimedBy ?? "", until: entry.leaseUntil) }
        try sql.audit("claim", actor, task: entry.row, at: now, detail: "token \(token)")
        return Claimed(token: token, detail: try sql.show(id, under: token, at: now))
    }

    /// Stretches a claim that is still current, and shows the task as it is now.
    package func renew(
        _ task: Int64, token: Int64, as actor: DeskActor, lease: Int64 = defaultLease, at now: Timestamp
    ) throws -> Claimed {
        try write { sql in
            let entry = try sql.current(task, token)
            let actor = actor.under(entry)
            try sql.stretch(entry, token, until: now.adding(seconds: lease))
            try sql.audit("renew", actor, task: entry.row, at: now)
            return Claimed(token: token, detail: try sql.show(task, under: token, at: now))
        }
    }

    /// Notes that the dispatcher is dialling: opens an attempt and stretches the lease for a conversation.
    package func dial(
        _ task: Int64, token: Int64, as actor: DeskActor, channel: String = "voice", at now: Timestamp
    ) throws -> TaskDetail {
        try write { sql in
            let entry = try sql.current(task, token)
            let actor = actor.under(entry)
            try sql.endAttempts(task, outcome: nil, at: now)
            try sql.run(
                "INSERT INTO attempt (task_id, token, actor, contact_id, channel, at) VALUES (?,?,?,?,?,?)"
            ) {
                $0.put(task)
                $0.put(token)
                $0.put(actor.name)
                $0.put(entry.row.contact)
                $0.put(channel)
                $0.put(now)
            }
            try sql.run("UPDATE task SET attempts = attempts + 1, dialled_at = ? WHERE id = ? AND token = ?") {
                $0.put(now)
                $0.put(task)
                $0.put(token)
            }
            try sql.stretch(entry, token, until: now.adding(seconds: Desk.callLease))
            try sql.audit("dial", actor, task: entry.row, at: now)
            return try sql.show(task, under: token, at: now)
        }
    }

    /// Gives a claim back: anybody may have the task at once.
    package func release(_ task: Int64, token: Int64, as actor: DeskActor, at now: Timestamp) throws {
        try write { sql in
            let entry = try sql.current(task, token)
            let actor = actor.under(entry)
            try sql.endAttempts(task, outcome: nil, at: now)
            try sql.dropClaim(task, token, by: "release", at: now)
            try sql.audit("release", actor, task: entry.row, at: now)
        }
    }

    static func requireOpen(_ entry: TaskEntry) throws(DeskError) {
        guard entry.row.isOpen else { throw .over(task: entry.row.id, because: entry.row.state.rawValue) }
        if let outcome = entry.pendingOutcome {
            throw .over(task: entry.row.id, because: "its outcome is \(outcome.rawValue)")
        }
    }
}
