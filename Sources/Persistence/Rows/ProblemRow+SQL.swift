import Casework
import Telemetry

extension ProblemRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO problem (case_id, component, symptom, part, severity, immobile, codes, opened_at, cleared_at, id,
            version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE problem SET case_id = ?, component = ?, symptom = ?, part = ?, severity = ?, immobile = ?, codes = ?,
            opened_at = ?, cleared_at = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectByCase: StaticString {
        """
        SELECT id, version, case_id, component, symptom, part, severity, immobile, codes, opened_at, cleared_at
        FROM problem WHERE case_id = ? ORDER BY id
        """
    }

    func putColumns(_ statement: Statement) {
        statement.put(caseID)
        statement.put(component)
        statement.put(symptom)
        statement.put(part)
        statement.put(severity.rawValue)
        statement.put(immobile)
        statement.put(TextList.encode(codes))
        statement.put(openedAt)
        statement.put(clearedAt)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), caseID: row.int(2), component: row.text(3), symptom: row.text(4), part: row.textOrNil(5),
            severity: try row.word(6), immobile: row.bool(7), codes: try row.texts(8), openedAt: row.time(9))
        version = row.int(1)
        clearedAt = row.timeOrNil(10)
    }
}
