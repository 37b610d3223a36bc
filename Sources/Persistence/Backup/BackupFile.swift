import Foundation
import GRDB
package import Telemetry

/// A copy of a database in a file of its own.
package struct BackupFile: Sendable {
    /// What a look at a copy tells.
    package struct Contents: Sendable, Equatable {
        package var schemaVersion: Int
        package var bytes: Int64
        /// When the newest batch, event or task of it was written; `nil` if it is empty.
        package var newestAt: Timestamp?
        package var openTasks: Int
    }

    package var path: String

    package init(path: String) {
        self.path = path
    }

    /// Reads the copy from end to end and refuses what can't be used.
    ///
    /// Writes nothing beside it, so that it may lie on a medium that can't be written to.
    /// - Throws: ``StoreError`` of kind `unusable` with what is wrong.
    package func check() throws(StoreError) -> Contents {
        let files = FileManager.default
        guard files.isReadableFile(atPath: path) else {
            throw StoreError(.unusable, "there is no readable file at \(path)")
        }
        guard !files.fileExists(atPath: path + "-wal") || BackupFile.size(of: path + "-wal") == 0 else {
            throw StoreError(
                .unusable,
                "\(path) has a log beside it (\(path)-wal), so it is a database in use and not a copy; make one with "
                    + "`callahead backup`")
        }
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            // The copy is nobody else's, and nothing may be made beside it.
            let name = "file:\(path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path)?immutable=1"
            let queue = try DatabaseQueue(path: name, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { db in
                try SchemaGate.check(db, path: path)
                let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                guard version > 0 else { throw StoreError(.unusable, "\(path) is empty") }
                let damage = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)")
                guard damage == ["ok"] else {
                    throw StoreError(.unusable, "\(path) is damaged: \(damage.prefix(3).joined(separator: "; "))")
                }
                guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else {
                    throw StoreError(.unusable, "\(path) is damaged: rows refer to rows that are not there")
                }
                let newest = try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT max(at) FROM (SELECT max(at) AS at FROM receipt UNION ALL SELECT max(at) FROM event
                            UNION ALL SELECT max(created_at) FROM task)
                        """)
                return Contents(
                    schemaVersion: version, bytes: BackupFile.size(of: path),
                    newestAt: newest.map { Timestamp(milliseconds: $0) },
                    openTasks: try Int.fetchOne(
                        db, sql: "SELECT count(*) FROM task WHERE state NOT IN (\(Words.endOfTask))") ?? 0)
            }
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw StoreError(.unusable, "\(path) is not a SQLite database")
        } catch {
            throw StoreError(.unusable, "\(path) can't be read: \(error)")
        }
    }

    static func size(of path: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }
}
