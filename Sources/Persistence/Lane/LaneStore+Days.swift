import Casework
internal import Telemetry

/// The days of signals: the running one beside the newest value, those that are over in a table.
///
/// Both change in the transaction that takes the values off the journal, so a crash loses no value and counts none twice.
extension LaneStore {
    /// Writes what a fold has of one signal of one asset.
    ///
    /// Mostly the day of the newest value goes on, which is one statement, as without days.
    /// - Parameters:
    ///   - newest: The newest value.
    ///   - values: All of them, in order of time.
    ///   - closed: Takes days that are over now.
    func fold(
        _ newest: Journal.Signal, _ values: some Sequence<Journal.Signal>, named name: Int64,
        closed: inout [(name: Int64, day: SignalDay)]
    ) throws(StoreError) {
        let days = RunningDay.days(of: values)
        guard let first = days.first else { return try write(newest, named: name) }
        if days.count == 1, try goOn(first, newest, named: name) { return }
        try write(newest, named: name)
        try turn(days, of: newest.asset, named: name, closed: &closed)
    }

    /// Adds to the stored day if that is the same one.
    private func goOn(_ day: RunningDay, _ newest: Journal.Signal, named name: Int64) throws(StoreError) -> Bool {
        // What is no number at all is not stored as one.
        if case .number(let number) = newest.value, number.isNaN { return false }
        let statement = try connection.statement(
            """
            UPDATE signal SET time = max(time, ?3), time_trusted = iif(?3 >= time, ?4, time_trusted),
                value = iif(?3 >= time, ?5, value), since = iif(?3 >= time, ?6, since),
                day_count = day_count + ?7, day_sum = day_sum + ?8, day_low = min(day_low, ?9),
                day_high = max(day_high, ?10)
            WHERE asset_key = ?1 AND name_id = ?2 AND day = ?11
            """)
        statement.put(newest.asset)
        statement.put(name)
        statement.put(newest.time)
        statement.put(newest.timeTrusted)
        switch newest.value {
        case .number(let number): statement.put(number)
        case .flag(let flag): statement.put(flag)
        case .text(let text): statement.put(text)
        }
        statement.put(newest.since)
        statement.put(day.count)
        statement.put(day.sum)
        statement.put(day.low)
        statement.put(day.high)
        statement.put(day.day)
        return try statement.runCounting() == 1
    }

    /// Ends the stored day if a later one has begun; what came after its end is not taken any more.
    private func turn(
        _ days: [RunningDay], of asset: Int64, named name: Int64, closed: inout [(name: Int64, day: SignalDay)]
    ) throws(StoreError) {
        let row = try connection.statement(
            """
            SELECT day, day_count, day_sum, day_low, day_high,
                EXISTS (SELECT 1 FROM asset WHERE key = asset_key
                    AND (instr(purposes, 'prevent') > 0 OR instr(purposes, 'improve') > 0))
            FROM signal WHERE asset_key = ? AND name_id = ?
            """)
        row.put(asset)
        row.put(name)
        var running: RunningDay?
        var isAllowed = false
        if try row.step() {
            isAllowed = row.bool(5)
            if let day = row.intOrNil(0) {
                running = RunningDay(
                    day: day, count: row.int(1), sum: row.double(2), low: row.double(3), high: row.double(4))
            }
        }
        row.start()
        guard isAllowed else {
            if running != nil { try store(nil, of: asset, named: name) }
            return
        }
        for day in days {
            guard let before = running, before.day <= day.day else {
                if running == nil { running = day }
                continue
            }
            if before.day == day.day {
                running?.add(day)
                continue
            }
            try close(before, at: day.first, of: asset, named: name, into: &closed)
            running = day
        }
        try store(running, of: asset, named: name)
    }

    private func close(
        _ day: RunningDay, at time: Timestamp, of asset: Int64, named name: Int64,
        into closed: inout [(name: Int64, day: SignalDay)]
    ) throws(StoreError) {
        guard day.count > 0 else { return }
        let digest = SignalDay(
            asset: asset, name: "", day: day.day, closedAt: time, count: day.count,
            mean: day.sum / Double(day.count), low: day.low, high: day.high)
        let statement = try connection.statement(
            """
            INSERT INTO signal_day (asset_key, day, name_id, closed_at, count, mean, low, high)
            VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING
            """)
        statement.put(asset)
        statement.put(digest.day)
        statement.put(name)
        statement.put(time)
        statement.put(digest.count)
        statement.put(digest.mean)
        statement.put(digest.low)
        statement.put(digest.high)
        if try statement.runCounting() == 1 { closed.append((name, digest)) }
    }

    private func store(_ day: RunningDay?, of asset: Int64, named name: Int64) throws(StoreError) {
        let statement = try connection.statement(
            """
            UPDATE signal SET day = ?, day_count = ?, day_sum = ?, day_low = ?, day_high = ?
            WHERE asset_key = ? AND name_id = ?
            """)
        statement.put(day?.day)
        statement.put(day?.count)
        statement.put(day?.sum)
        statement.put(day?.low)
        statement.put(day?.high)
        statement.put(asset)
        statement.put(name)
        try statement.run()
    }

    // MARK: Reading

    /// The days of an asset's signals that are over, the earliest first.
    package func days(of asset: Int64) throws(StoreError) -> [SignalDay] {
        let row = try connection.statement(
            """
            SELECT name, day, closed_at, count, mean, low, high FROM signal_day
                JOIN signal_name ON signal_name.id = name_id
            WHERE asset_key = ? ORDER BY day, name_id
            """)
        row.put(asset)
        defer { row.start() }
        var days: [SignalDay] = []
        while try row.step() {
            days.append(
                SignalDay(
                    asset: asset, name: row.text(0), day: row.int(1), closedAt: row.time(2), count: row.int(3),
                    mean: row.double(4), low: row.double(5), high: row.double(6)))
        }
        return days
    }

    /// The assets that may be foreseen and have days of signals, in order.
    package func assetsWithDays() throws(StoreError) -> [Int64] {
        let row = try connection.statement(
            """
            SELECT key FROM asset WHERE instr(purposes, 'prevent') > 0
                AND EXISTS (SELECT 1 FROM signal_day WHERE asset_key = key) ORDER BY key
            """)
        var assets: [Int64] = []
        while try row.step() { assets.append(row.int(0)) }
        return assets
    }
}
