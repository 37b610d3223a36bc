import Casework
import Foundation
import GRDB
package import Telemetry

/// What commands read and write of prognosis.
extension StoreConnection {
    /// A repair as it was imported or noted.
    package struct Repair: Sendable, Equatable {
        package var asset: String
        package var at: Timestamp
        package var part: String
        package var failed: Bool
    }

    /// What a prognosis of one asset stands on.
    package struct AssetRecord: Sendable, Equatable {
        package var asset: AssetDescription
        package var plate: String?
        package var sights: [CodeSight]
        package var repairs: [Repair]
        /// What was remembered of its signals, and in which model's numbers.
        package var memory: PrognosisRecord.Memory?
        /// What its signals told that the memory lacks, in the order in which it came.
        package var signals: [JournalledSignal]
        /// What its signals were on the days that are over, the earliest first.
        package var days: [SignalDay]
        /// Whether it has the purpose `prevent`.
        package var mayForesee: Bool
    }

    /// Stores what was learnt as the newest model; a running service takes it over.
    ///
    /// - Returns: Its number.
    package func save(model body: String, learntUntil: Timestamp, at now: Timestamp) throws -> Int64 {
        try write { db in
            try db.execute(
                sql: "INSERT INTO prognosis_model (learnt_until, made_at, body) VALUES (?, ?, ?)",
                arguments: [learntUntil.milliseconds, now.milliseconds, body])
            let version = db.lastInsertedRowID
            // The last three are kept: to see what has changed, and to go back by hand.
            try db.execute(sql: "DELETE FROM prognosis_model WHERE version <= ?", arguments: [version - 3])
            try ReferenceChange.announce(in: db)
            return version
        }
    }

    /// The newest model, if there is one.
    package func prognosisModel() throws -> StoredModel? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT version, learnt_until, made_at, body FROM prognosis_model ORDER BY version DESC LIMIT 1"
            ).map { row in
                StoredModel(
                    version: row[0], learntUntil: Timestamp(milliseconds: row[1]),
                    madeAt: Timestamp(milliseconds: row[2]), body: row[3])
            }
        }
    }

    /// How many days of signals there are to learn from.
    package func countOfDays(through end: Timestamp) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM signal_day JOIN asset ON key = asset_key
                    WHERE closed_at <= ? AND instr(purposes, 'improve') > 0
                    """, arguments: [end.milliseconds]) ?? 0
        }
    }

    /// How many sights of codes there are to learn from.
    package func countOfSights(through end: Timestamp) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM code_sight JOIN asset ON key = asset_key
                    WHERE at <= ? AND instr(purposes, 'improve') > 0
                    """, arguments: [end.milliseconds]) ?? 0
        }
    }

    /// How many parts failed in a time, of assets that may be learnt from.
    package func failures(after start: Timestamp, through end: Timestamp) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM repair_known JOIN asset ON asset.id = repair_known.asset
                    WHERE time > ? AND time <= ? AND reason = 'failure' AND instr(purposes, 'improve') > 0
                    """, arguments: [start.milliseconds, end.milliseconds]) ?? 0
        }
    }

    /// Goes through what a model is learnt from, of assets with the purpose `improve`: what they are, sights of codes
    /// in the order of time, days of signals, repairs in the order of time.
    ///
    /// - Parameter withDays: Whether days are read; they may be very many.
    package func learningRecord(
        through end: Timestamp, withDays: Bool = true, assets: (AssetDescription) -> Void,
        sights: (String, CodeSight) -> Void, days: (String, SignalDay) -> Void, repairs: (Repair) -> Void
    ) throws {
        try read { db in
            let known = try Row.fetchCursor(
                db,
                sql: """
                    SELECT key, id, make, model, year FROM asset WHERE instr(purposes, 'improve') > 0 ORDER BY key
                    """)
            while let row = try known.next() { assets(StoreConnection.description(row)) }
            let codes = try Row.fetchCursor(
                db,
                sql: """
                    SELECT asset_key, code, at, pending, asset.id FROM code_sight JOIN asset ON key = asset_key
                    WHERE at <= ? AND instr(purposes, 'improve') > 0 ORDER BY at, code_sight.id
                    """, arguments: [end.milliseconds])
            while let row = try codes.next() {
                sights(
                    row[4],
                    CodeSight(asset: row[0], code: row[1], at: Timestamp(milliseconds: row[2]), pending: row[3]))
            }
            if withDays {
                let told = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT asset_key, name, day, closed_at, count, mean, low, high, asset.id FROM signal_day
                            JOIN asset ON key = asset_key JOIN signal_name ON signal_name.id = name_id
                        WHERE closed_at <= ? AND instr(purposes, 'improve') > 0 ORDER BY signal_day.id
                        """, arguments: [end.milliseconds])
                while let row = try told.next() { days(row[8], StoreConnection.signalDay(row)) }
            }
            let replaced = try Row.fetchCursor(
                db,
                sql: """
                    SELECT repair_known.asset, time, part, reason
                    FROM repair_known JOIN asset ON asset.id = repair_known.asset
                    WHERE time <= ? AND instr(purposes, 'improve') > 0 ORDER BY time, repair_known.id
                    """, arguments: [end.milliseconds])
            while let row = try replaced.next() { repairs(StoreConnection.repair(row)) }
        }
    }

    /// What is known of one asset: what it is, its sights of codes since a time, its repairs, and what was remembered
    /// of its signals; `nil` if it is not known.
    package func prognosisRecord(
        of id: String, since: Timestamp
    ) throws -> AssetRecord? {
        try read { db -> AssetRecord? in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT key, id, make, model, year, instr(purposes, 'prevent') > 0, plate FROM asset
                        WHERE id = ?
                        """, arguments: [id])
            else { return nil }
            let asset = StoreConnection.description(row)
            let sights = try Row.fetchAll(
                db,
                sql: "SELECT asset_key, code, at, pending FROM code_sight WHERE asset_key = ? AND at > ? ORDER BY at",
                arguments: [asset.asset, since.milliseconds]
            ).map { CodeSight(asset: $0[0], code: $0[1], at: Timestamp(milliseconds: $0[2]), pending: $0[3]) }
            let repairs = try Row.fetchAll(
                db, sql: "SELECT asset, time, part, reason FROM repair_known WHERE asset = ? ORDER BY time",
                arguments: [id]
            ).map(StoreConnection.repair)
            let memory = try Row.fetchOne(
                db, sql: "SELECT body, model_version, batch FROM prognosis_memory WHERE asset_key = ?",
                arguments: [asset.asset]
            ).map { row in
                let body: Data = row[0]
                return PrognosisRecord.Memory(asset: asset.asset, model: row[1], batch: row[2], body: Array(body))
            }
            let days = try Row.fetchAll(
                db,
                sql: """
                    SELECT asset_key, name, day, closed_at, count, mean, low, high FROM signal_day
                        JOIN signal_name ON signal_name.id = name_id
                    WHERE asset_key = ? ORDER BY day, name_id
                    """, arguments: [asset.asset]
            ).map(StoreConnection.signalDay)
            let signals = try StoreConnection.journalled(asset.asset, after: memory?.batch ?? 0, in: db)
            return AssetRecord(
                asset: asset, plate: row[6], sights: sights, repairs: repairs, memory: memory, signals: signals,
                days: days, mayForesee: row[5])
        }
    }

    /// What an asset's signals told after a batch, in the order in which it came.
    private static func journalled(_ asset: Int64, after batch: Int64, in db: Database) throws -> [JournalledSignal] {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT batch, body FROM memory_journal WHERE batch > ? ORDER BY batch", arguments: [batch])
        var signals: [JournalledSignal] = []
        while let row = try rows.next() {
            let body: Data = row[1]
            guard let content = try? body.withUnsafeBytes({ try Journal.decode($0) }) else { continue }
            for signal in content.signals where signal.asset == asset {
                signals.append(JournalledSignal(signal, names: content.names, batch: row[0]))
            }
        }
        return signals
    }

    private static func signalDay(_ row: Row) -> SignalDay {
        SignalDay(
            asset: row[0], name: row[1], day: row[2], closedAt: Timestamp(milliseconds: row[3]), count: row[4],
            mean: row[5], low: row[6], high: row[7])
    }

    private static func description(_ row: Row) -> AssetDescription {
        AssetDescription(asset: row[0], id: row[1], make: row[2], model: row[3], year: row[4])
    }

    private static func repair(_ row: Row) -> Repair {
        let reason: String = row[3]
        return Repair(
            asset: row[0], at: Timestamp(milliseconds: row[1]), part: row[2], failed: reason == "failure")
    }
}
