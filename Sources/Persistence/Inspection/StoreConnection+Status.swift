import Foundation
import GRDB
package import Telemetry

extension StoreConnection {
    /// Counts what there is.
    ///
    /// - Parameter now: Against which tasks are overdue.
    /// - Throws: ``StoreError``.
    package func status(at now: Timestamp) throws -> StoreStatus {
        let health = try health(at: now)
        return try read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            let last = try Int64.fetchOne(db, sql: "SELECT at FROM receipt ORDER BY batch DESC LIMIT 1")
            return StoreStatus(
                path: path, bytes: StoreConnection.size(of: path), logBytes: StoreConnection.size(of: path + "-wal"),
                schemaVersion: try count("PRAGMA user_version"), isLaneRunning: isLaneRunning,
                epoch: try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'epoch'") ?? 0,
                lastBatchAt: last.map { Timestamp(milliseconds: $0) },
                assets: try count("SELECT count(*) FROM asset"), openCases: try StoreConnection.openCases(db),
                openTasks: try StoreConnection.openTasks(db, at: now),
                outboxWaiting: try count("SELECT count(*) FROM outbox WHERE sent_at IS NULL"),
                quarantined: try count("SELECT count(*) FROM quarantine WHERE state = 'new'"),
                journalRows: try count("SELECT count(*) FROM journal"),
                units: try count("SELECT count(*) FROM unit WHERE retired = 0"),
                unitsOnline: try count("SELECT count(*) FROM unit_state WHERE online = 1"),
                receiptBatches: try count("SELECT count(*) FROM receipt"),
                receiptMessages: try count("SELECT ifnull(sum(messages), 0) FROM receipt"),
                health: health)
        }
    }

    /// Whether a lane has this database now.
    package var isLaneRunning: Bool {
        let lockPath = path + ".lane"
        guard FileManager.default.fileExists(atPath: lockPath), let lock = try? FileLock(path: lockPath) else {
            return false
        }
        guard lock.tryLock(.shared) else { return true }
        lock.unlock()
        return false
    }

    private static func openCases(_ db: Database) throws -> [StoreStatus.Count] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT severity, count(*) AS number FROM case_file WHERE state NOT IN (\(Words.endOfCase))
                GROUP BY severity
                """)
        let numbers = Dictionary(uniqueKeysWithValues: rows.map { ($0["severity"] as String, $0["number"] as Int) })
        return Severity.allCases.sorted(by: >).compactMap { severity in
            numbers[severity.rawValue].map { StoreStatus.Count(word: severity.rawValue, count: $0, overdue: 0) }
        }
    }

    private static func openTasks(_ db: Database, at now: Timestamp) throws -> [StoreStatus.Count] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT kind, count(*) AS number, sum(due_at < ?) AS late FROM task
                WHERE state NOT IN (\(Words.endOfTask)) GROUP BY kind ORDER BY kind
                """, arguments: [now.milliseconds])
        return rows.map { StoreStatus.Count(word: $0["kind"], count: $0["number"], overdue: $0["late"]) }
    }

    private static func size(of path: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }
}
