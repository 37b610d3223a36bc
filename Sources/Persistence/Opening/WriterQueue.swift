import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// How commands get a turn between the commits of a busy lane.
///
/// A command holds `<database>.wait` shared while it waits for the write lock; the lane looks at it after a commit
/// and steps aside for a moment. A command that is stopped while waiting costs the lane less and less.
struct WriterQueue {
    /// The longest that the lane steps aside after one commit, in microseconds.
    private static let patience = 2_000
    private static let slice: UInt32 = 200

    private let lock: FileLock
    private var skip = 0
    private var skipped = 0

    init(databasePath: String) throws(StoreError) {
        lock = try FileLock(path: WriterQueue.path(databasePath))
    }

    static func path(_ databasePath: String) -> String { databasePath + ".wait" }

    /// Lets waiting commands in.
    ///
    /// - Parameter hasChanged: Whether another connection has committed since the lane's last commit.
    mutating func stepAside(until hasChanged: () -> Bool) {
        if skipped < skip {
            skipped += 1
            return
        }
        skipped = 0
        var waited = 0
        while someoneWaits, waited < WriterQueue.patience {
            usleep(WriterQueue.slice)
            waited += Int(WriterQueue.slice)
            if hasChanged() {
                skip = 0
                return
            }
        }
        // Nobody used the time: whoever holds the lock is stopped or slow.
        skip = waited < WriterQueue.patience ? 0 : min(64, max(1, skip * 2))
    }

    private var someoneWaits: Bool {
        guard lock.tryLock(.exclusive) else { return true }
        lock.unlock()
        return false
    }
}
