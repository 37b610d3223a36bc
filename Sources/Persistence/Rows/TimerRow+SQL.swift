import Casework
import Telemetry

extension TimerRow: StoredRow {
    static var insertSQL: StaticString {
        "INSERT INTO timer (kind, due_at, case_id, asset_key, reference, id, version) VALUES (?,?,?,?,?,?,?)"
    }

    static var updateSQL: StaticString {
        """
        UPDATE timer SET kind = ?, due_at = ?, case_id = ?, asset_key = ?, reference = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectByCase: StaticString {
        """
        SELECT id, version, kind, due_at, case_id, asset_key, reference FROM timer WHERE case_id = ? ORDER BY id
        """
    }

    func putColumns(_ statement: Statement) {
        statement.put(kind.rawValue)
        statement.put(dueAt)
        statement.put(caseID)
        statement.put(asset)
        statement.put(reference)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), kind: try row.word(2), dueAt: row.time(3), caseID: row.int(4), asset: row.int(5),
            reference: row.intOrNil(6))
        version = row.int(1)
    }
}
