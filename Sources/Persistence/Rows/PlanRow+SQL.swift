import Casework
import Telemetry

/// The place of a plan stands in `plan_place`; see ``PlanRow/putPlace(_:)``.
extension PlanRow: StoredRow {
    static var insertSQL: StaticString {
        """
        INSERT INTO plan (case_id, state, reason, next_try_at, reasons, standby, alternative, gap, approval,
            repaired_at, id, version, current)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,1)
        """
    }

    static var updateSQL: StaticString {
        """
        UPDATE plan SET case_id = ?, state = ?, reason = ?, next_try_at = ?, reasons = ?, standby = ?, alternative = ?,
            gap = ?, approval = ?, repaired_at = ?, version = ?
        WHERE id = ? AND version = ?
        """
    }

    static var selectByCase: StaticString {
        """
        SELECT p.id, p.version, p.case_id, p.state, p.reason, p.next_try_at, p.reasons, w.lat, w.lon, w.time,
            w.accuracy, w.source, w.confirmed, w.speed, p.standby, p.alternative, p.gap, p.approval, p.repaired_at
        FROM plan p LEFT JOIN plan_place w ON w.plan_id = p.id
        WHERE p.case_id = ? AND p.current = 1
        """
    }

    /// Whatever plan the case had is no longer the current one.
    static var retireSQL: StaticString { "UPDATE plan SET current = 0 WHERE case_id = ? AND current = 1 AND id <> ?" }

    static var placeSQL: StaticString {
        """
        INSERT INTO plan_place (plan_id, lat, lon, time, accuracy, source, confirmed, speed) VALUES (?,?,?,?,?,?,?,?)
        ON CONFLICT (plan_id) DO UPDATE SET lat = excluded.lat, lon = excluded.lon, time = excluded.time,
            accuracy = excluded.accuracy, source = excluded.source, confirmed = excluded.confirmed,
            speed = excluded.speed
        """
    }

    static var noPlaceSQL: StaticString { "DELETE FROM plan_place WHERE plan_id = ?" }

    func putColumns(_ statement: Statement) {
        statement.put(caseID)
        statement.put(state.rawValue)
        statement.put(reason)
        statement.put(nextTryAt)
        statement.put(TextList.encode(reasons))
        statement.put(standby)
        statement.put(alternative)
        statement.put(gap)
        statement.put(approval?.rawValue)
        statement.put(repairedAt)
    }

    /// Writes the place, or takes it away.
    func writePlace(on connection: SQLConnection) throws(StoreError) {
        guard let place else {
            guard version > 1 else { return }
            let statement = try connection.statement(PlanRow.noPlaceSQL)
            statement.put(id)
            return try statement.run()
        }
        let statement = try connection.statement(PlanRow.placeSQL)
        statement.put(id)
        statement.put(place.coordinate)
        statement.put(place.time)
        statement.put(place.accuracy)
        statement.put(place.source.rawValue)
        statement.put(place.confirmed)
        statement.put(place.speed)
        try statement.run()
    }

    init(reading row: Statement) throws(StoreError) {
        self.init(id: row.int(0), caseID: row.int(2), state: try row.word(3))
        version = row.int(1)
        reason = row.textOrNil(4)
        nextTryAt = row.timeOrNil(5)
        reasons = try row.texts(6)
        standby = row.textOrNil(14)
        alternative = row.textOrNil(15)
        gap = row.doubleOrNil(16)
        approval = try row.wordOrNil(17)
        repairedAt = row.timeOrNil(18)
        guard let coordinate = row.coordinateOrNil(7) else { return }
        place = Place(
            coordinate: coordinate, time: row.time(9), accuracy: row.floatOrNil(10), source: try row.word(11),
            confirmed: row.bool(12), speed: row.floatOrNil(13))
    }
}
