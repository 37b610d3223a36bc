import Casework
import Telemetry

/// The two ends of a leg stand in `leg_place`.
extension LegRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO leg (case_id, plan_id, ordinal, kind, state, unit, provider, workshop, eta_at, eta_low, eta_high,
            declined, eta_source, road_factor, part, not_before, id, version)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE leg SET case_id = ?, plan_id = ?, ordinal = ?, kind = ?, state = ?, unit = ?, provider = ?, workshop = ?,
            eta_at = ?, eta_low = ?, eta_high = ?, declined = ?, eta_source = ?, road_factor = ?, part = ?,
            not_before = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectByCase: StaticString {
        """
        SELECT l.id, l.version, l.case_id, l.plan_id, l.ordinal, l.kind, l.state, l.unit, l.provider, l.workshop,
            l.eta_at, l.eta_low, l.eta_high, l.declined, w.from_lat, w.from_lon, w.to_lat, w.to_lon,
            l.eta_source, l.road_factor, l.part, l.not_before
        FROM leg l LEFT JOIN leg_place w ON w.leg_id = l.id
        WHERE l.case_id = ? ORDER BY l.id
        """
    }

    static var placeSQL: StaticString {
        """
        INSERT INTO leg_place (leg_id, from_lat, from_lon, to_lat, to_lon) VALUES (?,?,?,?,?)
        ON CONFLICT (leg_id) DO UPDATE SET from_lat = excluded.from_lat, from_lon = excluded.from_lon,
            to_lat = excluded.to_lat, to_lon = excluded.to_lon
        """
    }

    func putColumns(_ statement: Statement) {
        statement.put(caseID)
        statement.put(planID)
        statement.put(ordinal)
        statement.put(kind.rawValue)
        statement.put(state?.rawValue)
        statement.put(unit)
        statement.put(provider)
        statement.put(workshop)
        statement.put(etaAt)
        statement.put(etaLow)
        statement.put(etaHigh)
        statement.put(TextList.encode(declined))
        statement.put(etaSource?.rawValue)
        statement.put(roadFactor)
        statement.put(part)
        statement.put(notBefore)
    }

    /// Writes the two ends.
    func writePlaces(on connection: SQLConnection) throws(StoreError) {
        guard version > 1 || from != nil || to != nil else { return }
        let statement = try connection.statement(LegRow.placeSQL)
        statement.put(id)
        statement.put(from)
        statement.put(to)
        try statement.run()
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(
            id: row.int(0), caseID: row.int(2), planID: row.int(3), ordinal: Int(row.int(4)), kind: try row.word(5))
        version = row.int(1)
        state = try row.wordOrNil(6)
        unit = row.textOrNil(7)
        provider = row.textOrNil(8)
        workshop = row.textOrNil(9)
        etaAt = row.timeOrNil(10)
        etaLow = row.timeOrNil(11)
        etaHigh = row.timeOrNil(12)
        declined = try row.texts(13)
        from = row.coordinateOrNil(14)
        to = row.coordinateOrNil(16)
        etaSource = try row.wordOrNil(18)
        roadFactor = row.doubleOrNil(19)
        part = row.textOrNil(20)
        notBefore = row.timeOrNil(21)
    }
}
