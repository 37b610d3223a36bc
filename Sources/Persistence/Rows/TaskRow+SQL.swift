import Casework
import Outreach
import Telemetry

/// The lane's columns only: what commands own is neither set by the insert nor named by the update.
extension TaskRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO task (kind, state, case_id, asset_key, contact_id, priority, due_at, not_before, created_at, reasons,
            unit, job_id, alarm, outcome, closed_at, change, slot_id, changed_at, skills, step, campaign_id,
            urgency, call_group, reserved_for, reserved_until, id, version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE task SET kind = ?, state = ?, case_id = ?, asset_key = ?, contact_id = ?, priority = ?, due_at = ?,
            not_before = ?, created_at = ?, reasons = ?, unit = ?, job_id = ?, alarm = ?, outcome = ?, closed_at = ?,
            change = ?, slot_id = ?, changed_at = ?, skills = ?, step = ?, campaign_id = ?,
            urgency = ?, call_group = ?, reserved_for = ?, reserved_until = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectOpenByCase: StaticString {
        """
        SELECT id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, not_before, created_at,
            reasons, unit, job_id, alarm, outcome, closed_at, change, slot_id, changed_at,
            skills, step, campaign_id, urgency, call_group, reserved_for, reserved_until
        FROM task WHERE case_id = ? AND state NOT IN ('done', 'withdrawn') ORDER BY id
        """
    }

    /// Open calls about several cases.
    static var selectGroups: StaticString {
        """
        SELECT id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, not_before, created_at,
            reasons, unit, job_id, alarm, outcome, closed_at, change, slot_id, changed_at,
            skills, step, campaign_id, urgency, call_group, reserved_for, reserved_until
        FROM task WHERE call_group IS NOT NULL AND state NOT IN ('done', 'withdrawn') ORDER BY id
        """
    }

    /// Open tasks of an asset's cases that have ended, and those that belong to no case.
    static var selectErrands: StaticString {
        """
        SELECT t.id, t.version, t.kind, t.state, t.case_id, t.asset_key, t.contact_id, t.priority, t.due_at,
            t.not_before, t.created_at, t.reasons, t.unit, t.job_id, t.alarm, t.outcome, t.closed_at, t.change,
            t.slot_id, t.changed_at, t.skills, t.step, t.campaign_id, t.urgency, t.call_group, t.reserved_for,
            t.reserved_until
        FROM case_file c JOIN task t ON t.case_id = c.id
        WHERE c.asset_key = ?1 AND c.state IN ('solved', 'withdrawn', 'declined', 'referred', 'unreached', 'merged')
            AND t.state NOT IN ('done', 'withdrawn')
        UNION ALL
        SELECT t.id, t.version, t.kind, t.state, t.case_id, t.asset_key, t.contact_id, t.priority, t.due_at,
            t.not_before, t.created_at, t.reasons, t.unit, t.job_id, t.alarm, t.outcome, t.closed_at, t.change,
            t.slot_id, t.changed_at, t.skills, t.step, t.campaign_id, t.urgency, t.call_group, t.reserved_for,
            t.reserved_until
        FROM task t
        WHERE t.asset_key = ?1 AND t.case_id IS NULL AND t.state NOT IN ('done', 'withdrawn')
        ORDER BY 1
        """
    }

    /// An open task that belongs to no asset.
    static var selectLoose: StaticString {
        """
        SELECT id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, not_before, created_at,
            reasons, unit, job_id, alarm, outcome, closed_at, change, slot_id, changed_at,
            skills, step, campaign_id, urgency, call_group, reserved_for, reserved_until
        FROM task WHERE id = ? AND asset_key IS NULL AND call_group IS NULL AND state NOT IN ('done', 'withdrawn')
        """
    }

    var isEnded: Bool { !isOpen }

    func putColumns(_ statement: Statement) {
        statement.put(kind.rawValue)
        statement.put(state.rawValue)
        statement.put(caseID)
        statement.put(asset)
        statement.put(contact)
        statement.put(priority)
        statement.put(dueAt)
        statement.put(notBefore)
        statement.put(createdAt)
        statement.put(TextList.encode(reasons))
        statement.put(unit)
        statement.put(job)
        statement.put(alarm)
        statement.put(outcome?.rawValue)
        statement.put(closedAt)
        statement.put(change?.rawValue)
        statement.put(slot)
        statement.put(changedAt)
        statement.put(TextList.encode(skills))
        statement.put(Int64(step))
        statement.put(campaign)
        statement.put(TextList.encode(urgency))
        statement.put(group?.rawValue)
        statement.put(reservedFor)
        statement.put(reservedUntil)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), kind: try row.word(2), caseID: row.intOrNil(4), asset: row.intOrNil(5),
            contact: row.textOrNil(6), priority: Int(row.int(7)), dueAt: row.time(8), createdAt: row.time(10),
            reasons: try row.texts(11))
        version = row.int(1)
        state = try row.word(3)
        notBefore = row.timeOrNil(9)
        unit = row.textOrNil(12)
        job = row.intOrNil(13)
        alarm = row.bool(14)
        outcome = try row.wordOrNil(15)
        closedAt = row.timeOrNil(16)
        change = try row.wordOrNil(17)
        slot = row.intOrNil(18)
        changedAt = row.timeOrNil(19)
        skills = try row.texts(20)
        step = Int(row.int(21))
        campaign = row.intOrNil(22)
        urgency = try row.texts(23)
        group = try row.wordOrNil(24)
        reservedFor = row.textOrNil(25)
        reservedUntil = row.timeOrNil(26)
    }
}
