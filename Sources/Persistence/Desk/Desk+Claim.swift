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
        guard try read({ try $0.next(filter, for: actor.name, at: now) }) != nil else { return nil }
        return try write { sql in
            guard let entry = try sql.next(filter, for: actor.name, at: now) else { return nil }
            return try sql.claim(entry, as: actor, lease: lease, at: now)
        }
    }

    /// Claims a certain task, also before it is due.
    ///
    /// - Parameter force: Why it is taken although somebody else has it or talks to the same person; recorded.
    /// - Throws: ``DeskError``: not found, over, or with somebody else.
    package func claim(
        _ task: Int64, as actor: DeskActor, lease: Int64 = defaultLease, force: String? = nil, at now: Timestamp
    ) throws -> Claimed {
        try write { sql in
            guard let entry = try sql.task(task) else { throw DeskError.notFound("task \(task)") }
            try Desk.requireOpen(entry)
            if force == nil {
                if let holder = entry.claimedBy, entry.isClaimed(at: now) {
                    throw DeskError.taken(task: task, by: holder, until: entry.leaseUntil)
                }
                if let talk = try sql.conversation(of: entry.row, besides: actor.name, at: now) {
                    throw DeskError.onThePhone(task: task, with: talk.with, about: talk.task)
                }
            }
            return try sql.claim(entry, as: actor, lease: lease, force: force, at: now)
        }
    }

    /// Stretches a claim that is still current, and shows the task as it is now.
    package func renew(
        _ task: Int64, token: Int64, as actor: DeskActor, lease: Int64 = defaultLease, at now: Timestamp
    ) throws -> Claimed {
        try write { sql in
            let entry = try sql.current(task, token)
            let actor = actor.under(entry)
            try sql.stretch(entry, token, until: now.adding(seconds: lease), at: now)
            try sql.audit("renew", actor, task: entry.row, at: now)
            return Claimed(token: token, detail: try sql.show(task, under: token, for: actor, at: now))
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

    /// Says that somebody is at their desk, although they only wait.
    package func attend(_ actor: DeskActor, at now: Timestamp) throws {
        try write { try $0.see(actor, at: now) }
    }

    static func requireOpen(_ entry: TaskEntry) throws(DeskError) {
        guard entry.row.isOpen else { throw .over(task: entry.row.id, because: entry.row.state.rawValue) }
        if let outcome = entry.pendingOutcome {
            throw .over(task: entry.row.id, because: "its outcome is \(outcome.rawValue)")
        }
    }
}

extension DeskSQL {
    /// Gives a task to somebody, with a token that was never used before.
    func claim(
        _ entry: TaskEntry, as actor: DeskActor, lease: Int64, force: String? = nil, at now: Timestamp
    ) throws -> Claimed {
        let id = entry.row.id
        if let old = entry.token { try endClaim(old, by: force == nil ? "expiry" : "force", at: now) }
        let token = try first("INSERT INTO claim (task_id, actor, os_user, at) VALUES (?,?,?,?) RETURNING token") {
            $0.put(id)
            $0.put(actor.name)
            $0.put(actor.osUser)
            $0.put(now)
        } row: {
            $0.int(0)
        }
        guard let token else { throw StoreError(.other, "the claim got no token") }
        let changed = try run(
            """
            UPDATE task SET claimed_by = ?1, claimed_at = ?2, lease_until = ?3, token = ?4
            WHERE id = ?5 AND state NOT IN ('done', 'withdrawn')
                AND (?6 OR claimed_by IS NULL OR lease_until <= ?2 OR claimed_at > ?2 + \(Desk.clockTolerance * 1_000))
            """
        ) {
            $0.put(actor.name)
            $0.put(now)
            $0.put(now.adding(seconds: lease))
            $0.put(token)
            $0.put(id)
            $0.put(force != nil)
        }
        guard changed == 1 else { throw DeskError.taken(task: id, by: entry.claimedBy ?? "", until: entry.leaseUntil) }
        var detail = "token \(token)"
        if let force { detail += ", taken from \(entry.claimedBy ?? "nobody"): \(force)" }
        try audit("claim", actor, task: entry.row, at: now, detail: detail)
        return Claimed(token: token, detail: try show(id, under: token, for: actor, at: now))
    }
}
