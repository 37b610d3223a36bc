import Casework
import Telemetry

extension AddresseeRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO case_addressee (case_id, contact_id, texts, wrong_number, rounds, tried_at, spoken_at, id, version)
        VALUES (?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE case_addressee SET case_id = ?, contact_id = ?, texts = ?, wrong_number = ?, rounds = ?, tried_at = ?,
            spoken_at = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectByCase: StaticString {
        """
        SELECT id, version, case_id, contact_id, texts, wrong_number, rounds, tried_at, spoken_at
        FROM case_addressee WHERE case_id = ? ORDER BY id
        """
    }

    func putColumns(_ statement: Statement) {
        statement.put(caseID)
        statement.put(contact)
        statement.put(TextList.encode(texts))
        statement.put(wrongNumber)
        statement.put(Int64(rounds))
        statement.put(triedAt)
        statement.put(spokenAt)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(id: row.int(0), caseID: row.int(2), contact: row.text(3))
        version = row.int(1)
        texts = try row.texts(4)
        wrongNumber = row.bool(5)
        rounds = Int(row.int(6))
        triedAt = row.timeOrNil(7)
        spokenAt = row.timeOrNil(8)
    }
}
