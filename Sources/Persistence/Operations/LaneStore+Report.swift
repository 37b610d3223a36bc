import Telemetry

extension LaneStore {
    /// Writes what the lane reads of itself, in a transaction of its own; for when there is no commit that takes it along.
    package func report(_ reading: LaneReading) throws(StoreError) {
        try inTransaction { () throws(StoreError) in try write(reading) }
        afterCommit()
    }

    /// Writes it into the transaction that is open.
    func write(_ reading: LaneReading) throws(StoreError) {
        guard let json = reading.json else { return }
        let statement = try connection.statement(
            """
            INSERT INTO lane_reading (id, at, body) VALUES (1, ?, ?)
            ON CONFLICT (id) DO UPDATE SET at = excluded.at, body = excluded.body
            """)
        statement.put(reading.at)
        statement.put(json)
        try statement.run()
    }
}
