import Casework
import Telemetry

/// Refused jumps: they were acknowledged, so the next process must know of them.
extension LaneStore {
    /// Keeps a refused fix in the place of an earlier one.
    func write(suspect fix: AssetFix) throws(StoreError) {
        let statement = try connection.statement(
            """
            INSERT OR REPLACE INTO suspect_position (asset_key, time, time_trusted, lat, lon, speed, heading, accuracy)
            VALUES (?,?,?,?,?,?,?,?)
            """)
        try run(statement, with: fix)
    }

    /// Keeps a unit's refused position in the place of an earlier one.
    func write(suspect state: UnitStateRow) throws(StoreError) {
        guard let coordinate = state.coordinate, let time = state.positionTime else { return }
        let statement = try connection.statement(
            """
            INSERT INTO suspect_unit (unit_id, time, lat, lon) VALUES (?,?,?,?)
            ON CONFLICT (unit_id) DO UPDATE SET time = excluded.time, lat = excluded.lat, lon = excluded.lon
            """)
        statement.put(state.unit)
        statement.put(time)
        statement.put(coordinate)
        try statement.run()
    }

    func suspects() throws(StoreError) -> [AssetFix] {
        try fixes(
            connection.statement(
                """
                SELECT asset_key, time, time_trusted, lat, lon, speed, heading, accuracy FROM suspect_position
                ORDER BY asset_key
                """))
    }

    func suspectUnits() throws(StoreError) -> [UnitStateRow] {
        let row = try connection.statement("SELECT unit_id, time, lat, lon FROM suspect_unit ORDER BY unit_id")
        var units: [UnitStateRow] = []
        while try row.step() {
            guard let coordinate = row.coordinateOrNil(2) else { continue }
            units.append(
                UnitStateRow(unit: row.text(0), coordinate: coordinate, positionTime: row.time(1), online: true))
        }
        return units
    }
}
