import Casework
import Telemetry

extension CampaignRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO campaign (kind, cause, code, make, model, site_id, opened_at, first_at, last_at, quiet_at,
            closed_at, assets, lead_case, id, version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE campaign SET kind = ?, cause = ?, code = ?, make = ?, model = ?, site_id = ?, opened_at = ?,
            first_at = ?, last_at = ?, quiet_at = ?, closed_at = ?, assets = ?, lead_case = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectOpen: StaticString {
        """
        SELECT id, version, kind, code, make, model, site_id, opened_at, first_at, last_at, quiet_at, closed_at,
            assets, lead_case
        FROM campaign WHERE closed_at IS NULL ORDER BY id
        """
    }

    var isEnded: Bool { !isOpen }

    func putColumns(_ statement: Statement) {
        statement.put(cause.kind.rawValue)
        statement.put(cause.key)
        statement.put(cause.code)
        statement.put(cause.make)
        statement.put(cause.model)
        statement.put(cause.siteID)
        statement.put(openedAt)
        statement.put(firstAt)
        statement.put(lastAt)
        statement.put(quietAt)
        statement.put(closedAt)
        statement.put(Int64(assets))
        statement.put(leadCase)
    }

    init(reading row: Statement) throws(StoreError) {
        let cause = Cause(
            try row.word(2), code: row.textOrNil(3), make: row.textOrNil(4), model: row.textOrNil(5),
            siteID: row.textOrNil(6))
        self.init(
            id: row.int(0), cause: cause, openedAt: row.time(7), firstAt: row.time(8), quietAt: row.time(10))
        version = row.int(1)
        lastAt = row.time(9)
        closedAt = row.timeOrNil(11)
        assets = Int(row.int(12))
        leadCase = row.intOrNil(13)
    }
}
