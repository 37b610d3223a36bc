import Casework
import Telemetry

extension JobRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO job (case_id, leg_id, offer_id, unit, state, offered_at, expires_at, answered_at, eta_at, reason,
            id, version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE job SET case_id = ?, leg_id = ?, offer_id = ?, unit = ?, state = ?, offered_at = ?, expires_at = ?,
            answered_at = ?, eta_at = ?, reason = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectByCase: StaticString {
        """
        SELECT id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at, answered_at, eta_at, reason
        FROM job WHERE case_id = ? ORDER BY id
        """
    }

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
    }
}
