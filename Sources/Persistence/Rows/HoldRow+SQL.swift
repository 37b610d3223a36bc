import Casework
import Telemetry

extension HoldRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO hold (case_id, kind, resource, state, since, ended_at, id, version) VALUES (?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE hold SET case_id = ?, kind = ?, resource = ?, state = ?, since = ?, ended_at = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    /// Live ones, and what was refused: that is not asked for again.
    static var selectKeptByCase: StaticString {
        """
        SELECT id, version, case_id, kind, resource, state, since, ended_at
        FROM hold WHERE case_id = ? AND state IN ('held', 'asked', 'confirmed', 'refused') ORDER BY id
        """
    }

    static var selectLive: StaticString {
        """
        SELECT id, version, case_id, kind, resource, state, since, ended_at
        FROM hold WHERE state IN ('held', 'asked', 'confirmed') ORDER BY id
        """
    }

    var isEnded: Bool { !state.isLive }

    func putColumns(_ statement: Statement) {
        statement.put(caseID)
        statement.put(kind.rawValue)
        statement.put(resource)
        statement.put(state.rawValue)
        statement.put(since)
        statement.put(endedAt)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), caseID: row.int(2), kind: try row.word(3), resource: row.text(4), state: try row.word(5),
            since: row.time(6))
        version = row.int(1)
        endedAt = row.timeOrNil(7)
    }
}
