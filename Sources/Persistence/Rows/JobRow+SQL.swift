import Casework
import Telemetry

/// Where and when the unit drove stands in `job_drive`.
extension JobRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO job (case_id, leg_id, offer_id, unit, state, offered_at, expires_at, answered_at, eta_at, reason,
            eta_told_at, id, version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE job SET case_id = ?, leg_id = ?, offer_id = ?, unit = ?, state = ?, offered_at = ?, expires_at = ?,
            answered_at = ?, eta_at = ?, reason = ?, eta_told_at = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectByCase: StaticString {
        """
        SELECT j.id, j.version, j.case_id, j.leg_id, j.offer_id, j.unit, j.state, j.offered_at, j.expires_at,
            j.answered_at, j.eta_at, j.reason, d.from_lat, d.from_lon, d.departed_at, d.arrived_at, j.eta_told_at
        FROM job j LEFT JOIN job_drive d ON d.job_id = j.id
        WHERE j.case_id = ? ORDER BY j.id
        """
    }

    /// The drive ends where help is needed, which may move until the unit has arrived.
    static var driveSQL: StaticString {
        """
        INSERT INTO job_drive (job_id, from_lat, from_lon, departed_at, arrived_at, to_lat, to_lon)
        SELECT ?1, ?2, ?3, ?4, ?5, w.from_lat, w.from_lon
        FROM (SELECT 1) LEFT JOIN leg_place w ON w.leg_id = ?6 WHERE true
        ON CONFLICT (job_id) DO UPDATE SET from_lat = excluded.from_lat, from_lon = excluded.from_lon,
            departed_at = excluded.departed_at, arrived_at = excluded.arrived_at,
            to_lat = iif(job_drive.arrived_at IS NULL, excluded.to_lat, job_drive.to_lat),
            to_lon = iif(job_drive.arrived_at IS NULL, excluded.to_lon, job_drive.to_lon)
        """
    }

    static var noDriveSQL: StaticString { "DELETE FROM job_drive WHERE job_id = ?" }

    func putColumns(_ statement: Statement) {
        statement.put(caseID)
        statement.put(legID)
        statement.put(offerID)
        statement.put(unit)
        statement.put(state.rawValue)
        statement.put(offeredAt)
        statement.put(expiresAt)
        statement.put(answeredAt)
        statement.put(etaAt)
        statement.put(reason)
        statement.put(etaToldAt)
    }

    /// Writes where and when the unit drove, or takes it away; the leg's places must stand on disk by now.
    func writeDrive(on connection: SQLConnection) throws(StoreError) {
        guard departedFrom != nil || departedAt != nil || arrivedAt != nil else {
            guard version > 1 else { return }
            let statement = try connection.statement(JobRow.noDriveSQL)
            statement.put(id)
            return try statement.run()
        }
        let statement = try connection.statement(JobRow.driveSQL)
        statement.put(id)
        statement.put(departedFrom)
        statement.put(departedAt)
        statement.put(arrivedAt)
        statement.put(legID)
        try statement.run()
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), caseID: row.int(2), legID: row.int(3), offerID: row.int(4), unit: row.text(5),
            offeredAt: row.time(7), expiresAt: row.time(8))
        version = row.int(1)
        state = try row.word(6)
        answeredAt = row.timeOrNil(9)
        etaAt = row.timeOrNil(10)
        reason = row.textOrNil(11)
        departedFrom = row.coordinateOrNil(12)
        departedAt = row.timeOrNil(14)
        arrivedAt = row.timeOrNil(15)
        etaToldAt = row.timeOrNil(16)
    }
}
