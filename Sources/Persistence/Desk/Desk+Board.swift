package import Casework
import Outreach
package import Planning
package import Telemetry

/// An open task as one line of the board.
package struct BoardTask: Sendable, Equatable {
    package var entry: TaskEntry
    package var severity: Severity?
    package var immobile = false
    /// Key of the case's symptom.
    package var symptom: String?
    /// The plate, else the asset's id.
    package var asset: String?
    /// Whom to call: the contact's name, else the helper's.
    package var who: String?
}

/// How many tasks there are.
package struct BoardCounts: Sendable, Equatable {
    /// Neither done nor withdrawn.
    package var open = 0
    /// Of these, ready, with nobody, and past the time that they were due.
    package var overdue = 0

    package init() {}
}

/// A unit as one line of the board.
package struct BoardUnit: Sendable, Equatable {
    package var id: String
    package var name: String
    package var kind: String?
    package var online: Bool
    package var reach: Unit.Reach
    /// The case that it is held for.
    package var caseID: Int64?
    /// Where its job stands; `nil` without one.
    package var state: JobState?
    package var leg: LegKind?
    /// The best guess of its arrival.
    package var arrival: Timestamp?
    /// The plate or id of the asset that it goes to.
    package var asset: String?
    package var severity: Severity?
    /// Where it brings the asset.
    package var workshop: String?
}

/// Many cases with one cause, as one line of the board.
package struct BoardCampaign: Sendable, Equatable {
    package var cause: Cause
    package var since: Timestamp
    /// Cases that have not ended.
    package var open: Int
    /// Of these, those of whom somebody was told.
    package var told: Int
}

/// What the board shows, each in a snapshot of its own that ends with the call.
extension Desk {
    /// The first open tasks in the order of the queue.
    package func boardTasks(limit: Int) throws -> [BoardTask] {
        try read { sql in
            let entries = try sql.all(
                """
                \(DeskSQL.tasks) WHERE task.state NOT IN ('done', 'withdrawn') \(DeskSQL.queueOrder) LIMIT ?
                """, { $0.put(max(0, limit)) }
            ) { try DeskSQL.entry($0).task }
            return try entries.map { try sql.boardTask($0) }
        }
    }

    /// How many open tasks there are.
    package func boardCounts(at now: Timestamp) throws -> BoardCounts {
        try read { sql in
            try sql.first(
                """
                SELECT count(*), count(*) FILTER (WHERE state = 'ready' AND due_at < ?1
                    AND (claimed_by IS NULL OR lease_until <= ?1) AND (not_before IS NULL OR not_before <= ?1))
                FROM task WHERE state NOT IN ('done', 'withdrawn')
                """, { $0.put(now) }
            ) { row in
                var counts = BoardCounts()
                counts.open = Int(row.int(0))
                counts.overdue = Int(row.int(1))
                return counts
            } ?? BoardCounts()
        }
    }

    /// The task that somebody has claimed and still holds, with its token: a board that starts again goes on with it.
    ///
    /// - Parameter actor: The claim must be of this name and of this user of the operating system.
    package func boardClaim(of actor: DeskActor, at now: Timestamp) throws -> TaskEntry? {
        guard actor.isNamed else { return nil }
        return try read { sql in
            try sql.first(
                """
                \(DeskSQL.tasks) JOIN claim ON claim.token = task.token
                WHERE task.state NOT IN ('done', 'withdrawn') AND task.claimed_by = ?1 AND task.lease_until > ?2
                    AND claim.os_user IS ?3 AND task.pending_action IS NULL
                ORDER BY task.claimed_at DESC, task.id LIMIT 1
                """
            ) {
                $0.put(actor.name)
                $0.put(now)
                $0.put(actor.osUser)
            } row: {
                try DeskSQL.entry($0).task
            }
        }
    }

    /// Campaigns that go on, the largest first.
    package func boardCampaigns() throws -> [BoardCampaign] {
        try read { sql in
            try sql.all(
                """
                SELECT g.kind, g.code, g.make, g.model, g.site_id, g.opened_at, count(c.id), count(c.told_at)
                FROM campaign g LEFT JOIN case_file c ON c.campaign_id = g.id
                    AND c.state NOT IN ('solved', 'withdrawn', 'declined', 'referred', 'unreached', 'merged')
                WHERE g.closed_at IS NULL GROUP BY g.id ORDER BY count(c.id) DESC, g.id
                """
            ) { row in
                BoardCampaign(
                    cause: Cause(
                        try row.word(0), code: row.textOrNil(1), make: row.textOrNil(2), model: row.textOrNil(3),
                        siteID: row.textOrNil(4)),
                    since: row.time(5), open: Int(row.int(6)), told: Int(row.int(7)))
            }
        }
    }

    /// Units that may be sent: those with a job first, the next to arrive before the others.
    package func boardUnits(limit: Int) throws -> [BoardUnit] {
        try read { sql in
            try sql.all(
                """
                SELECT u.id, coalesce(u.name, u.id), u.kind, ifnull(s.online, 0), u.reach, h.case_id, j.state, l.kind,
                    l.eta_at, coalesce(a.plate, a.id), c.severity, coalesce(w.name, l.workshop)
                FROM unit u
                    LEFT JOIN unit_state s ON s.unit_id = u.id
                    LEFT JOIN hold h ON h.kind = 'unit' AND h.resource = u.id
                        AND h.state IN ('held', 'asked', 'confirmed')
                    LEFT JOIN job j ON j.id = (SELECT max(id) FROM job WHERE job.case_id = h.case_id AND job.unit = u.id)
                    LEFT JOIN leg l ON l.id = j.leg_id
                    LEFT JOIN workshop w ON w.id = l.workshop
                    LEFT JOIN case_file c ON c.id = h.case_id
                    LEFT JOIN asset a ON a.key = c.asset_key
                WHERE u.retired = 0
                ORDER BY h.case_id IS NULL, l.eta_at IS NULL, l.eta_at, s.online IS NOT 1 AND u.reach = 'mqtt', u.id
                LIMIT ?
                """, { $0.put(max(0, limit)) }
            ) { row in
                BoardUnit(
                    id: row.text(0), name: row.text(1), kind: row.textOrNil(2), online: row.bool(3),
                    reach: try row.word(4), caseID: row.intOrNil(5), state: try row.wordOrNil(6),
                    leg: try row.wordOrNil(7), arrival: row.timeOrNil(8), asset: row.textOrNil(9),
                    severity: try row.wordOrNil(10), workshop: row.textOrNil(11))
            }
        }
    }
}

extension DeskSQL {
    fileprivate func boardTask(_ entry: TaskEntry) throws -> BoardTask {
        var task = BoardTask(entry: entry)
        if let caseID = entry.row.caseID {
            try first("SELECT severity, immobile, symptom FROM case_file WHERE id = ?") {
                $0.put(caseID)
            } row: {
                task.severity = try $0.word(0)
                task.immobile = $0.bool(1)
                task.symptom = $0.text(2)
            }
        }
        if entry.row.group != nil {
            try first(
                """
                SELECT count(*), max(severity = 'emergency'), max(severity = 'stop'), max(severity = 'limp'),
                    max(severity = 'service_soon'), min(symptom), max(symptom)
                FROM case_file WHERE group_task = ?
                """, { $0.put(entry.row.id) }
            ) { row in
                let worst: [Severity] = [.emergency, .stop, .limp, .serviceSoon]
                task.severity = zip(worst, Int32(1)...4).first { _, column in row.bool(column) }?.0
                task.asset = "\(row.int(0)) assets"
                task.symptom = row.text(5) == row.text(6) ? row.text(5) : nil
            }
        } else if let asset = entry.row.asset {
            task.asset = try first("SELECT coalesce(plate, id) FROM asset WHERE key = ?") {
                $0.put(asset)
            } row: {
                $0.text(0)
            }
        }
        if let contact = entry.row.contact {
            task.who =
                try first("SELECT name FROM person WHERE id = ?", { $0.put(contact) }, row: { $0.textOrNil(0) })
                ?? contact
        } else if let helper = try addressee(entry.row, nil) {
            task.who = helper.name ?? helper.phone
        }
        return task
    }
}
