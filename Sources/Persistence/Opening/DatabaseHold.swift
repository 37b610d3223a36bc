import Foundation
import GRDB

/// Keeps the write lock of a database, as a program that hangs in its transaction would; for tests of what others do
/// meanwhile.
package final class DatabaseHold {
    private let queue: DatabaseQueue

    /// - Throws: ``StoreError``; `busy` if somebody else keeps the lock for longer than ten seconds.
    package init(path: String) throws(StoreError) {
        queue = try DatabaseOpening.open(path: path, access: .writing(create: false), busyMode: .timeout(10))
        do {
            try queue.inDatabase { try $0.beginTransaction(.immediate) }
        } catch {
            throw StoreError(error, during: "locking \(path)")
        }
    }

    deinit { release() }

    /// Gives the lock back, with nothing changed.
    package func release() { try? queue.close() }
}
