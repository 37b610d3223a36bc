import Casework
package import Telemetry

/// What somebody leaves behind at the end of a shift.
package struct Handover: Sendable {
    /// Tasks that they have right now.
    package var claimed: [TaskDetail] = []
    /// Open cases that are theirs, those first whose promise runs out first.
    package var owned: [CaseDetail] = []
    /// Tasks that they put off.
    package var snoozed: [TaskDetail] = []
    /// Tasks of people whom they promised to call back.
    package var callBacks: [TaskDetail] = []

    package var isEmpty: Bool { claimed.isEmpty && owned.isEmpty && snoozed.isEmpty && callBacks.isEmpty }
}

extension Desk {
    /// What is still open of a dispatcher's.
    package func handover(of actor: String, at now: Timestamp) throws -> Handover {
        var handover = Handover()
        let ids = try read { sql in
            (
                claimed: try sql.claimed(by: actor, at: now).map(\.row.id),
                owned: try sql.owned(by: actor),
                snoozed: try sql.putOff(by: actor, "audit.command = 'snooze'", at: now),
                callBacks: try sql.putOff(by: actor, "audit.command = 'finish' AND audit.detail = 'call_back'", at: now)
            )
        }
        handover.claimed = try details(ids.claimed, at: now)
        handover.owned = try caseDetails(ids.owned)
        handover.snoozed = try details(ids.snoozed.filter { !ids.claimed.contains($0) }, at: now)
        handover.callBacks = try details(ids.callBacks.filter { !ids.claimed.contains($0) }, at: now)
        return handover
    }

    /// Gives what is open to a colleague: cases change their owner, claims are given back.
    ///
    /// - Returns: How many cases and how many claims.
    package func handOver(from actor: DeskActor, to colleague: String, at now: Timestamp) throws -> (Int, Int) {
        try write { sql in
            let owned = try sql.owned(by: actor.name)
            for caseID in owned {
                try sql.post(.own(caseID: caseID, owner: colleague), actor, at: now)
                try sql.audit("handover", actor, caseID: caseID, at: now, detail: "to \(colleague)")
            }
            let claimed = try sql.claimed(by: actor.name, at: now)
            for entry in claimed {
                guard let token = entry.token else { continue }
                try sql.endAttempts(entry.row.id, outcome: nil, at: now)
                try sql.dropClaim(entry.row.id, token, by: "handover", at: now)
                try sql.audit("handover", actor, task: entry.row, at: now, detail: "to \(colleague)")
            }
            return (owned.count, claimed.count)
        }
    }
}

extension DeskSQL {
    fileprivate func claimed(by actor: String, at now: Timestamp) throws -> [TaskEntry] {
        try all(
            """
            \(DeskSQL.tasks) WHERE task.claimed_by = ? AND task.claimed_by IS NOT NULL
                AND task.state NOT IN ('done', 'withdrawn')
            \(DeskSQL.queueOrder)
            """, { $0.put(actor) }
        ) { try DeskSQL.entry($0).task }.filter { $0.isClaimed(at: now) }
    }

    fileprivate func owned(by actor: String) throws -> [Int64] {
        try all(
            """
            SELECT id FROM case_file WHERE owner = ? AND state NOT IN (\(Words.endOfCase))
            ORDER BY promise_latest IS NULL, promise_latest, id
            """, { $0.put(actor) }
        ) { $0.int(0) }
    }

    fileprivate func putOff(by actor: String, _ condition: String, at now: Timestamp) throws -> [Int64] {
        try all(
            """
            SELECT DISTINCT task.id, task.not_before FROM audit JOIN task ON task.id = audit.task_id
            WHERE audit.actor = ?1 AND \(condition) AND task.state NOT IN ('done', 'withdrawn')
                AND (task.not_before > ?2 OR task.pending_action IS NOT NULL)
            ORDER BY task.not_before, task.id
            """
        ) {
            $0.put(actor)
            $0.put(now)
        } row: {
            $0.int(0)
        }
    }
}
