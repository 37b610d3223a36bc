import Casework
import Telemetry

/// Assets whose signals came before the store was asked who they are, the oldest first.
///
/// Asking is a query each, and nothing of it is urgent: a backlog in which a whole fleet is met for the first time does
/// not wait for it.
struct Strangers {
    private var queue: [Int64] = []
    /// Entries before this are done with.
    private var head = 0
    private var flags = AssetFlags()
    /// Since when somebody waits; `nil` for nobody.
    private(set) var since: Timestamp?

    func has(_ asset: Int64) -> Bool { since != nil && flags.has(asset) }

    /// All of them; those that were removed are left out.
    var all: [Int64] { queue[head...].filter { flags.has($0) } }

    mutating func add(_ asset: Int64, at now: Timestamp) {
        guard !flags.has(asset) else { return }
        flags.set(asset, true)
        queue.append(asset)
        since = since ?? now
    }

    /// The oldest, at most `limit`; they stay until they are removed.
    func first(_ limit: Int) -> [Int64] { Array(queue[head...].lazy.filter { flags.has($0) }.prefix(limit)) }

    mutating func remove(_ asset: Int64) {
        flags.set(asset, false)
        while head < queue.count, !flags.has(queue[head]) { head += 1 }
        guard head == queue.count else { return }
        queue.removeAll()
        head = 0
        since = nil
    }
}
