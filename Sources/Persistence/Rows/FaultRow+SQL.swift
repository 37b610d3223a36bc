import Casework
import Telemetry

extension FaultRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO fault (asset_key, source, code, status, kind, active, raised_at, seen_at, cleared_at, activations,
            id, version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE fault SET asset_key = ?, source = ?, code = ?, status = ?, kind = ?, active = ?, raised_at = ?,
            seen_at = ?, cleared_at = ?, activations = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectByAsset: StaticString {
        """
        SELECT id, version, asset_key, source, code, status, kind, active, raised_at, seen_at, cleared_at, activations
        FROM fault WHERE asset_key = ? ORDER BY source, code
        """
    }

    func putColumns(_ statement: Statement) {
        statement.put(asset)
        statement.put(source)
        statement.put(code)
        statement.put(status.rawValue)
        statement.put(kind.rawValue)
        statement.put(active)
        statement.put(raisedAt)
        statement.put(seenAt)
        statement.put(clearedAt)
        statement.put(activations)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), asset: row.int(2), source: row.text(3), code: row.text(4), status: try row.word(5),
            kind: try row.word(6), active: row.bool(7), raisedAt: row.time(8), seenAt: row.time(9),
            activations: Int(row.int(11)))
        version = row.int(1)
        clearedAt = row.timeOrNil(10)
    }
}

extension FaultSourceRow: StoredRow {
    static var insertSQL: StaticString {
        "INSERT INTO fault_source (asset_key, source, set_at, id, version) VALUES (?,?,?,?,?)"
    }

    static var updateSQL: StaticString {
        "UPDATE fault_source SET asset_key = ?, source = ?, set_at = ?, version = ? WHERE id = ? AND version = ?"
    }

    static var selectByAsset: StaticString {
        "SELECT id, version, asset_key, source, set_at FROM fault_source WHERE asset_key = ? ORDER BY id"
    }

    func putColumns(_ statement: Statement) {
        statement.put(asset)
        statement.put(source)
        statement.put(setAt)
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(id: row.int(0), asset: row.int(2), source: row.text(3), setAt: row.time(4))
        version = row.int(1)
    }
}
