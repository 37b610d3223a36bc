import Casework
import GRDBSQLite
package import Telemetry

extension LaneStore {
    /// Reads everything that the lane keeps in memory, in one moment.
    ///
    /// - Parameters:
    ///   - signalNames: The signals that are to be resident; others stay on disk.
    ///   - now: The time at which roles and slots are looked at.
    package func loadSnapshot(signalNames: [String], at now: Timestamp) throws(StoreError) -> Snapshot {
        try connection.statement("BEGIN").run()
        defer { rollback() }
        var snapshot = Snapshot()
        snapshot.assets = try assets(from: 0)
        snapshot.positions = try positions()
        snapshot.signals = try signals(named: signalNames)
        snapshot.suspects = try suspects()
        snapshot.suspectUnits = try suspectUnits()
        try replayJournals(into: &snapshot, signalNames: signalNames)
        for key in try openAssets() {
            if let file = try files.file(key, at: now) { snapshot.openFiles.append(file) }
        }
        let holds = try connection.statement(HoldRow.selectLive)
        while try holds.step() { snapshot.holds.append(try HoldRow(reading: holds)) }
        try readCampaigns(into: &snapshot)
        try readOffers(into: &snapshot, at: now)
        snapshot.sequences = try sequences()
        snapshot.receipts = try receipts()
        snapshot.reference = try loadReference(at: now)
        snapshot.quarantined = Int(try number("SELECT count(*) FROM quarantine WHERE state = 'new'"))
        return snapshot
    }

    private func positions() throws(StoreError) -> [AssetFix] {
        try fixes(
            connection.statement(
                """
                SELECT asset_key, time, time_trusted, lat, lon, speed, heading, accuracy FROM position
                ORDER BY asset_key, time
                """))
    }

    /// The fixes of a statement that selects their columns.
    func fixes(_ row: Statement) throws(StoreError) -> [AssetFix] {
        var fixes: [AssetFix] = []
        while try row.step() {
            guard let coordinate = row.coordinateOrNil(3) else { continue }
            fixes.append(
                AssetFix(
                    asset: row.int(0), time: row.time(1), timeTrusted: row.bool(2),
                    position: Position(
                        coordinate: coordinate, speed: row.floatOrNil(5), heading: row.floatOrNil(6),
                        accuracy: row.floatOrNil(7))))
        }
        return fixes
    }

    private func signals(named names: [String]) throws(StoreError) -> [AssetSignal] {
        var symbolOf: [Int64: Symbol] = [:]
        let known = try connection.statement("SELECT id, name FROM signal_name")
        while try known.step() {
            if names.contains(known.text(1)) { symbolOf[known.int(0)] = symbols.intern(known.text(1)) }
        }
        let row = try connection.statement(
            "SELECT asset_key, name_id, time, time_trusted, value, since FROM signal ORDER BY asset_key, name_id")
        var signals: [AssetSignal] = []
        while try row.step() {
            guard let name = symbolOf[row.int(1)] else { continue }
            let value: SignalValue
            switch row.type(4) {
            case SQLITE_FLOAT: value = .number(row.double(4))
            case SQLITE_INTEGER: value = .flag(row.bool(4))
            default: continue
            }
            signals.append(
                AssetSignal(
                    asset: row.int(0), name: name, time: row.time(2), timeTrusted: row.bool(3), value: value,
                    since: row.timeOrNil(5)))
        }
        return signals
    }

    private func replayJournals(into snapshot: inout Snapshot, signalNames: [String]) throws(StoreError) {
        let wanted = Set(signalNames)
        for (_, content) in try readJournals(limit: .max) {
            snapshot.positions += content.positions
            for signal in content.signals where wanted.contains(content.names[signal.name]) {
                if case .text = signal.value { continue }
                snapshot.signals.append(
                    AssetSignal(
                        asset: signal.asset, name: symbols.intern(content.names[signal.name]), time: signal.time,
                        timeTrusted: signal.timeTrusted, value: signal.value, since: signal.since))
            }
        }
    }

    private func openAssets() throws(StoreError) -> [Int64] {
        let row = try connection.statement(
            """
            SELECT asset_key FROM case_file
            WHERE state NOT IN ('solved', 'withdrawn', 'declined', 'referred', 'unreached', 'merged')
            ORDER BY asset_key
            """)
        var keys: [Int64] = []
        while try row.step() { keys.append(row.int(0)) }
        return keys
    }

    private func receipts() throws(StoreError) -> [UInt64] {
        receiptSizes = []
        var digests: [UInt64] = []
        let row = try connection.statement("SELECT batch, digests FROM receipt ORDER BY batch")
        while try row.step() {
            let before = digests.count
            row.withBlob(1) { bytes in
                for place in stride(from: 0, to: bytes.count - bytes.count % 8, by: 8) {
                    digests.append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
                }
            }
            receiptSizes.append((row.int(0), digests.count - before))
        }
        return Array(digests.suffix(LaneStore.receiptsKept))
    }

    /// The next free numbers: one more than the largest, or what `sequence` says of rows that are deleted.
    private func sequences() throws(StoreError) -> Sequences {
        var next = Sequences()
        next.asset = try number("SELECT ifnull(max(key), 0) + 1 FROM asset")
        next.caseRow = try number("SELECT ifnull(max(id), 0) + 1 FROM case_file")
        next.problem = try number("SELECT ifnull(max(id), 0) + 1 FROM problem")
        next.fault = try number("SELECT ifnull(max(id), 0) + 1 FROM fault")
        next.faultSource = try number("SELECT ifnull(max(id), 0) + 1 FROM fault_source")
        next.plan = try number("SELECT ifnull(max(id), 0) + 1 FROM plan")
        next.leg = try number("SELECT ifnull(max(id), 0) + 1 FROM leg")
        next.job = try number("SELECT ifnull(max(id), 0) + 1 FROM job")
        next.offer = try number("SELECT ifnull(max(offer_id), 0) + 1 FROM job")
        next.hold = try number("SELECT ifnull(max(id), 0) + 1 FROM hold")
        next.task = try number("SELECT ifnull(max(id), 0) + 1 FROM task")
        next.campaign = try number("SELECT ifnull(max(id), 0) + 1 FROM campaign")
        next.preventOffer = try number("SELECT ifnull(max(id), 0) + 1 FROM prevent_offer")
        next.addressee = try number("SELECT ifnull(max(id), 0) + 1 FROM case_addressee")
        next.timer = try number(
            """
            SELECT max((SELECT next FROM sequence WHERE name = 'timer'), (SELECT ifnull(max(id), 0) + 1 FROM timer))
            """)
        next.outbox = try number(
            """
            SELECT max((SELECT next FROM sequence WHERE name = 'outbox'), (SELECT ifnull(max(id), 0) + 1 FROM outbox))
            """)
        try raise(&next.caseRow, "case")
        try raise(&next.task, "task")
        try raise(&next.campaign, "campaign")
        try raise(&next.job, "job")
        try raise(&next.offer, "offer")
        storedSequences = (next.timer, next.outbox)
        return next
    }

    /// After a restore numbers begin above all that may have been given out since the copy was made.
    private func raise(_ next: inout Int64, _ name: String) throws(StoreError) {
        let row = try connection.statement("SELECT next FROM sequence WHERE name = ?")
        row.put(name)
        defer { row.start() }
        if try row.step() { next = max(next, row.int(0)) }
    }

    func number(_ sql: StaticString) throws(StoreError) -> Int64 {
        let row = try connection.statement(sql)
        defer { row.start() }
        return try row.step() ? row.int(0) : 0
    }
}
