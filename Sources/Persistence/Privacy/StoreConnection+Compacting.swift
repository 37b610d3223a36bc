import Foundation
import GRDB

extension StoreConnection {
    /// Writes the file anew and empties its log, so that nothing of what was deleted is left in unused room.
    ///
    /// Only if no lane has the database: the lane does it by itself otherwise.
    /// - Returns: Whether it was done.
    package func compactIfAlone() throws -> Bool {
        let lock = try FileLock(path: path + ".lane")
        guard lock.tryLock(.exclusive) else { return false }
        defer { lock.unlock() }
        return try compact()
    }

    /// Whether the lane still has to write the file anew.
    package func waitsForCompacting() throws -> Bool {
        try read { try Bool.fetchOne($0, sql: "SELECT value > 0 FROM meta WHERE name = 'compact'") == true }
    }
}
