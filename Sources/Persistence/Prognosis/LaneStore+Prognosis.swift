package import Casework
package import Telemetry

/// What the lane keeps of prognosis: sights of codes, repairs, memories, forecasts, offers.
extension LaneStore {
    // MARK: Writing

    /// Keeps that a code became active, and once an hour that it was seen again: a prognosis learns from it.
    func note(sightOf fault: FaultRow) throws(StoreError) {
        guard let at = fault.sight else { return }
        let statement = try connection.statement(
            """
            INSERT OR IGNORE INTO code_sight (asset_key, code, at, pending)
            SELECT key, ?, ?, ? FROM asset
            WHERE key = ? AND (instr(purposes, 'prevent') > 0 OR instr(purposes, 'improve') > 0)
            """)
        statement.put(fault.code)
        statement.put(at)
        statement.put(fault.status == .pending)
        statement.put(fault.asset)
        try statement.run()
    }

    func write(_ repair: RepairRow) throws(StoreError) {
        let statement = try connection.statement(
            """
            INSERT OR IGNORE INTO repair (asset, time, part, reason, source)
            SELECT id, ?, ?, ?, ? FROM asset WHERE key = ?
            """)
        statement.put(repair.at)
        statement.put(repair.part)
        statement.put(repair.reason.rawValue)
        statement.put(repair.source)
        statement.put(repair.asset)
        try statement.run()
    }

    func write(_ record: PrognosisRecord) throws(StoreError) {
        if !record.signals.isEmpty {
            Journal.encode(positions: [], signals: record.signals, symbols: symbols, into: writer)
            let statement = try connection.statement("INSERT INTO memory_journal (batch, body) VALUES (?,?)")
            statement.put(nextBatch)
            statement.put(writer.bytes)
            try statement.run()
        }
        if let first = record.journalFrom {
            let statement = try connection.statement("DELETE FROM memory_journal WHERE batch < ?")
            statement.put(first)
            try statement.run()
        }
        for memory in record.memories {
            let statement = try connection.statement(
                """
                INSERT INTO prognosis_memory (asset_key, model_version, batch, written_at, body) VALUES (?,?,?,?,?)
                ON CONFLICT (asset_key) DO UPDATE SET model_version = excluded.model_version, batch = excluded.batch,
                    written_at = excluded.written_at, body = excluded.body
                """)
            statement.put(memory.asset)
            statement.put(memory.model)
            statement.put(memory.batch)
            statement.put(now)
            statement.put(memory.body)
            try statement.run()
        }
        for row in record.forecasts {
            let statement = try connection.statement(
                """
                INSERT INTO forecast (asset_key, part, level, probability, horizon_s, since, at, terms)
                VALUES (?,?,?,?,?,?,?,?)
                ON CONFLICT (asset_key, part) DO UPDATE SET level = excluded.level,
                    probability = excluded.probability, horizon_s = excluded.horizon_s, since = excluded.since,
                    at = excluded.at, terms = excluded.terms
                """)
            statement.put(row.asset)
            statement.put(row.part)
            statement.put(row.level.rawValue)
            statement.put(row.probability)
            statement.put(row.horizon)
            statement.put(row.since)
            statement.put(row.at)
            statement.put(ForecastTerm.json(row.terms))
            try statement.run()
        }
        for gone in record.gone {
            let statement = try connection.statement("DELETE FROM forecast WHERE asset_key = ? AND part = ?")
            statement.put(gone.asset)
            statement.put(gone.part)
            try statement.run()
        }
    }

    // MARK: Reading

    func readOffers(into snapshot: inout Snapshot, at now: Timestamp) throws(StoreError) {
        let row = try connection.statement(PreventOfferRow.selectCurrent)
        row.put(now.adding(seconds: -7 * 86_400))
        while try row.step() { snapshot.offers.append(try PreventOfferRow(reading: row)) }
    }

    /// The number of the newest model; 0 without one.
    package func modelVersion() throws(StoreError) -> Int64 {
        try number("SELECT ifnull(max(version), 0) FROM prognosis_model")
    }

    /// The newest model, if there is one.
    package func model() throws(StoreError) -> StoredModel? {
        let row = try connection.statement(
            "SELECT version, learnt_until, made_at, body FROM prognosis_model ORDER BY version DESC LIMIT 1")
        defer { row.start() }
        guard try row.step() else { return nil }
        return StoredModel(version: row.int(0), learntUntil: row.time(1), madeAt: row.time(2), body: row.text(3))
    }

    /// What was remembered, in the numbers of whatever model there was, of assets that may be foreseen.
    package func memories() throws(StoreError) -> [PrognosisRecord.Memory] {
        let row = try connection.statement(
            """
            SELECT asset_key, body, model_version, batch FROM prognosis_memory JOIN asset ON key = asset_key
            WHERE instr(purposes, 'prevent') > 0 ORDER BY asset_key
            """)
        var memories: [PrognosisRecord.Memory] = []
        while try row.step() {
            memories.append(
                PrognosisRecord.Memory(
                    asset: row.int(0), model: row.int(2), batch: row.int(3), body: row.withBlob(1) { Array($0) }))
        }
        return memories
    }

    /// Goes through what signals told that some memory on disk may lack, in the order in which it came.
    ///
    /// A row that can't be read is passed over: no prognosis may stop a service.
    package func journalForMemories(_ body: (JournalledSignal) throws(StoreError) -> Void) throws(StoreError) {
        let row = try connection.statement("SELECT batch, body FROM memory_journal ORDER BY batch")
        defer { row.start() }
        while try row.step() {
            guard let content = try? row.withBlob(1, { try Journal.decode($0) }) else { continue }
            for signal in content.signals {
                try body(JournalledSignal(signal, names: content.names, batch: row.int(0)))
            }
        }
    }

    /// The newest batch in the journal for memories; 0 without one.
    package func lastMemoryBatch() throws(StoreError) -> Int64 {
        try number("SELECT ifnull(max(batch), 0) FROM memory_journal")
    }

    /// Sights of codes after a time, of assets that may be foreseen, by asset.
    package func sights(since time: Timestamp) throws(StoreError) -> [CodeSight] {
        let row = try connection.statement(
            """
            SELECT asset_key, code, at, pending FROM code_sight JOIN asset ON key = asset_key
            WHERE at > ? AND instr(purposes, 'prevent') > 0 ORDER BY asset_key, at, code
            """)
        row.put(time)
        var sights: [CodeSight] = []
        while try row.step() {
            sights.append(CodeSight(asset: row.int(0), code: row.text(1), at: row.time(2), pending: row.bool(3)))
        }
        return sights
    }

    /// Repairs with a number above `id`, of assets that may be foreseen, in the order in which they came; one that was
    /// imported and is a finished case's as well is the case's.
    ///
    /// - Returns: With the number of the last repair there is: lower than `id` if the newest were forgotten.
    package func repairs(after id: Int64) throws(StoreError) -> (rows: [RepairRow], last: Int64) {
        let last = try number("SELECT ifnull(max(id), 0) FROM repair")
        guard last > id else { return ([], last) }
        let row = try connection.statement(
            """
            SELECT key, part, time, reason, source FROM repair_known AS known_repair
                JOIN asset ON asset.id = known_repair.asset
            WHERE known_repair.id > ? AND instr(purposes, 'prevent') > 0 ORDER BY known_repair.id
            """)
        row.put(id)
        var rows: [RepairRow] = []
        while try row.step() {
            rows.append(
                RepairRow(
                    asset: row.int(0), part: row.text(1), at: row.time(2), reason: try row.word(3),
                    source: row.text(4)))
        }
        return (rows, last)
    }

    /// What is shown of assets now.
    package func forecasts() throws(StoreError) -> [ForecastRow] {
        let row = try connection.statement(
            """
            SELECT asset_key, part, level, probability, horizon_s, since, at, terms FROM forecast
            ORDER BY asset_key, part
            """)
        var rows: [ForecastRow] = []
        while try row.step() {
            rows.append(
                ForecastRow(
                    asset: row.int(0), part: row.text(1), level: try row.word(2), probability: row.double(3),
                    horizon: row.int(4), since: row.time(5), at: row.time(6), terms: ForecastTerm.read(row.text(7))))
        }
        return rows
    }

    /// What ``description(of:)`` says of several assets; those of which it says nothing are left out.
    package func descriptions(of assets: [Int64]) throws(StoreError) -> [AssetDescription] {
        // One look at the file for all of them.
        try connection.statement("BEGIN").run()
        defer { rollback() }
        var described: [AssetDescription] = []
        for asset in assets {
            if let description = try description(of: asset) { described.append(description) }
        }
        return described
    }

    /// Model and year of an asset, or `nil` if it may not be foreseen or nobody has told us of it.
    package func description(of asset: Int64) throws(StoreError) -> AssetDescription? {
        let row = try connection.statement(
            """
            SELECT key, id, make, model, year FROM asset
            WHERE key = ? AND known = 1 AND instr(purposes, 'prevent') > 0
            """)
        row.put(asset)
        defer { row.start() }
        guard try row.step() else { return nil }
        return AssetDescription(
            asset: row.int(0), id: row.text(1), make: row.textOrNil(2), model: row.textOrNil(3),
            year: row.intOrNil(4).map { Int(clamping: $0) })
    }
}
