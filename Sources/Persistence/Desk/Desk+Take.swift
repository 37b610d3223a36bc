package import Casework
import Outreach
package import Telemetry

/// What came of answering somebody who rang, or of asking the lane for a task.
package enum Answered: Sendable {
    /// The task is theirs.
    case claimed(Claimed)
    /// The lane makes the task first: see ``Desk/reply(to:)``.
    case asked(DeskTicket)
}

/// The number under which a command finds what came of its request.
package struct DeskTicket: Sendable, Equatable {
    package var action: Int64
    /// Events up to this one are older.
    package var after: Int64
}

/// What the lane has done about a request.
package enum DeskAnswer: Sendable, Equatable {
    case done(caseID: Int64?, task: Int64?)
    case refused(String)
}

extension Desk {
    /// They rang first: their open call is ours at once, with an attempt; if there is none, the lane makes one.
    ///
    /// - Parameters:
    ///   - contact: Who rings; `nil` if nobody knows.
    ///   - force: Why it is taken from a colleague; recorded.
    /// - Throws: ``DeskError/taken(task:by:until:)`` if a colleague has the call right now.
    package func takeInbound(
        _ caseID: Int64, contact: String? = nil, force: String? = nil, as actor: DeskActor, at now: Timestamp
    ) throws -> Answered {
        try write { sql in
            try sql.requireOpen(caseID: caseID)
            let call = try sql.openCall(of: caseID, contact: contact)
            if let call, force == nil, let holder = call.claimedBy, holder != actor.name, call.isClaimed(at: now) {
                throw DeskError.taken(task: call.row.id, by: holder, until: call.leaseUntil)
            }
            let action = try sql.post(.inbound(caseID: caseID, contact: contact), actor, at: now)
            try sql.audit(
                "take", actor, task: call?.row.id, caseID: caseID, at: now, detail: force.map { "force: \($0)" })
            // Another person's call becomes theirs first: the lane does that.
            guard let call, call.pendingOutcome == nil, contact == nil || call.row.contact == contact else {
                return .asked(DeskTicket(action: action, after: try sql.lastEvent()))
            }
            return .claimed(try sql.answer(call, as: actor, force: force, at: now))
        }
    }

    /// Claims the call that the lane has made for somebody who is on the telephone.
    package func answer(_ task: Int64, as actor: DeskActor, at now: Timestamp) throws -> Claimed {
        try write { sql in
            guard let entry = try sql.task(task) else { throw DeskError.notFound("task \(task)") }
            try Desk.requireOpen(entry)
            if let holder = entry.claimedBy, holder != actor.name, entry.isClaimed(at: now) {
                throw DeskError.taken(task: task, by: holder, until: entry.leaseUntil)
            }
            return try sql.answer(entry, as: actor, at: now)
        }
    }

    /// Leaves a task by hand for the lane to make.
    package func add(_ task: NewTask, as actor: DeskActor, at now: Timestamp) throws -> DeskTicket {
        try write { sql in
            if let caseID = task.caseID { try sql.requireOpen(caseID: caseID) }
            if let asset = task.asset {
                let key = try sql.first("SELECT key FROM asset WHERE id = ?", { $0.put(asset) }, row: { $0.int(0) })
                if key == nil { throw DeskError.notFound("asset \(asset)") }
            }
            if let contact = task.contact {
                let id = try sql.first("SELECT id FROM person WHERE id = ?", { $0.put(contact) }, row: { $0.text(0) })
                if id == nil { throw DeskError.notFound("contact \(contact)") }
            }
            let action = try sql.post(.add(task), actor, at: now)
            try sql.audit("add", actor, caseID: task.caseID, at: now, detail: task.kind.rawValue)
            return DeskTicket(action: action, after: try sql.lastEvent())
        }
    }

    /// What the lane has done about a request; `nil` while it has not come to it.
    package func reply(to ticket: DeskTicket) throws -> DeskAnswer? {
        try read { sql in
            try sql.first(
                """
                SELECT kind, case_id, task_id, detail FROM event
                WHERE id > ?1 AND kind IN ('\(DeskReply.done)', '\(DeskReply.refused)')
                    AND (detail = CAST(?2 AS TEXT) OR detail LIKE CAST(?2 AS TEXT) || ' %')
                ORDER BY id LIMIT 1
                """
            ) {
                $0.put(ticket.after)
                $0.put(ticket.action)
            } row: { row in
                row.text(0) == DeskReply.done
                    ? .done(caseID: row.intOrNil(1), task: row.intOrNil(2))
                    : .refused(row.text(3).split(separator: " ").dropFirst().joined(separator: " "))
            }
        }
    }
}

extension DeskSQL {
    func lastEvent() throws -> Int64 { try first("SELECT ifnull(max(id), 0) FROM event") { $0.int(0) } ?? 0 }

    func requireOpen(caseID: Int64) throws {
        let state = try first("SELECT state FROM case_file WHERE id = ?", { $0.put(caseID) }) {
            try $0.word(0) as CaseState
        }
        guard let state else { throw DeskError.notFound("case \(caseID)") }
        if state.isEnd { throw DeskError.caseOver(caseID, because: state.rawValue) }
    }

    /// The call that the lane would take for somebody who rings: theirs, else the first that is open.
    fileprivate func openCall(of caseID: Int64, contact: String?) throws -> TaskEntry? {
        try first(
            """
            \(DeskSQL.tasks) WHERE task.case_id = ?1 AND task.state NOT IN ('done', 'withdrawn')
                AND task.kind IN (\(Words.callKind))
            ORDER BY task.contact_id IS NOT ?2, task.id LIMIT 1
            """
        ) {
            $0.put(caseID)
            $0.put(contact)
        } row: {
            try DeskSQL.entry($0).task
        }
    }

    /// Claims a call and opens its attempt: they are on the telephone already.
    fileprivate func answer(
        _ entry: TaskEntry, as actor: DeskActor, force: String? = nil, at now: Timestamp
    ) throws -> Claimed {
        let isMine = entry.claimedBy == actor.name && entry.isClaimed(at: now)
        let claimed = try claim(
            entry, as: actor, lease: Desk.callLease, force: force ?? (isMine ? "they rang while it was claimed" : nil),
            at: now)
        var current = entry
        current.claimedAt = now
        try openAttempt(current, claimed.token, actor, channel: "inbound", at: now)
        return Claimed(
            token: claimed.token, detail: try show(entry.row.id, under: claimed.token, for: actor, at: now))
    }
}
