import Casework
import Telemetry

extension LaneStore {
    /// A fix that gets its row at once, and its place in the track of the open case.
    func writeLive(_ fix: AssetFix) throws(StoreError) {
        try write(fix)
        try prune(fix.asset)
        let position = fix.position
        let statement = try connection.statement(
            """
            INSERT INTO track (case_id, time, lat, lon, speed, heading, accuracy)
            SELECT id, ?, ?, ?, ?, ?, ? FROM case_file
            WHERE asset_key = ?
                AND state NOT IN ('solved', 'withdrawn', 'declined', 'referred', 'unreached', 'merged')
            ON CONFLICT DO NOTHING
            """)
        statement.put(fix.time)
        statement.put(position.coordinate)
        statement.put(position.speed)
        statement.put(position.heading)
        statement.put(position.accuracy)
        statement.put(fix.asset)
        try statement.run()
    }

    func write(_ fix: AssetFix) throws(StoreError) {
        let statement = try connection.statement(
            """
            INSERT INTO position (asset_key, time, time_trusted, lat, lon, speed, heading, accuracy)
            VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING
            """)
        try run(statement, with: fix)
    }

    /// Runs a statement whose parameters are the columns of a fix.
    func run(_ statement: Statement, with fix: AssetFix) throws(StoreError) {
        let position = fix.position
        statement.put(fix.asset)
        statement.put(fix.time)
        statement.put(fix.timeTrusted)
        statement.put(position.coordinate)
        statement.put(position.speed)
        statement.put(position.heading)
        statement.put(position.accuracy)
        try statement.run()
    }

    /// Leaves the last three positions of an asset.
    func prune(_ asset: Int64) throws(StoreError) {
        let statement = try connection.statement(
            """
            DELETE FROM position WHERE asset_key = ?1 AND time <
                (SELECT time FROM position WHERE asset_key = ?1 ORDER BY time DESC LIMIT 1 OFFSET 2)
            """)
        statement.put(asset)
        try statement.run()
    }

    /// Keeps a signal if it is not older than what is known.
    func write(_ signal: Journal.Signal, named name: Int64) throws(StoreError) {
        let statement = try connection.statement(
            """
            INSERT INTO signal (asset_key, name_id, time, time_trusted, value, since) VALUES (?,?,?,?,?,?)
            ON CONFLICT (asset_key, name_id) DO UPDATE SET time = excluded.time, time_trusted = excluded.time_trusted,
                value = excluded.value, since = excluded.since
            WHERE excluded.time >= time
            """)
        statement.put(signal.asset)
        statement.put(name)
        statement.put(signal.time)
        statement.put(signal.timeTrusted)
        switch signal.value {
        case .number(let number) where number.isNaN: return  // SQLite has no NaN
        case .number(let number): statement.put(number)
        case .flag(let flag): statement.put(flag)
        case .text(let text): statement.put(text)
        }
        statement.put(signal.since)
        try statement.run()
    }

    /// The number of a signal's name in this database, made if it is new.
    func signalID(_ name: String) throws(StoreError) -> Int64 {
        let symbol = symbols.intern(name)
        if let known = signalIDs[symbol] { return known }
        let insert = try connection.statement("INSERT INTO signal_name (name) VALUES (?) ON CONFLICT DO NOTHING")
        insert.put(name)
        try insert.run()
        let select = try connection.statement("SELECT id FROM signal_name WHERE name = ?")
        select.put(name)
        defer { select.start() }
        guard try select.step() else { throw StoreError(.other, "the name of a signal was not kept") }
        return select.int(0)
    }
}
