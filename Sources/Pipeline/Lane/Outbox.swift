import Casework
import Telemetry

/// Messages of ours on their way to the broker: committed, published, acknowledged, noted.
struct Outbox {
    /// At most this many are published and not acknowledged.
    static let limit = 100

    private var pending: [OutboxRow]
    private var start = 0
    private var inFlight: [Int32: Int64] = [:]
    /// Ids to be noted as sent with the next batch.
    private(set) var sent: [Int64] = []

    /// - Parameter pending: What an earlier process did not get rid of.
    init(pending: [OutboxRow]) {
        self.pending = pending
    }

    /// Whether something waits to be published.
    var hasPending: Bool { start < pending.count }

    /// Whether something waits for the broker's answer.
    var isAwaitingAnswers: Bool { !inFlight.isEmpty }

    mutating func append(_ rows: [OutboxRow]) { pending += rows }

    /// Drops what waits and is no longer on disk: its addressee was forgotten.
    mutating func keep(only ids: Set<Int64>) {
        pending = pending[start...].filter { ids.contains($0.id) }
        start = 0
    }

    /// How many wait, and how many are on their way.
    var counts: (waiting: Int, inFlight: Int) { (pending.count - start, inFlight.count) }

    /// When the oldest message that waits was made.
    var oldestPending: Timestamp? { hasPending ? pending[start].createdAt : nil }

    /// The next message to publish, if another may be under way; expired ones are passed over and noted.
    mutating func next(at now: Timestamp) -> OutboxRow? {
        guard inFlight.count < Outbox.limit else { return nil }
        while start < pending.count {
            let row = pending[start]
            start += 1
            if start > 1_024 || start == pending.count {
                pending.removeFirst(start)
                start = 0
            }
            if let expiry = row.expiresAt, expiry <= now {
                sent.append(row.id)
                continue
            }
            return row
        }
        return nil
    }

    /// Remembers under which id a row is on its way.
    ///
    /// The library sends it again by itself after a reconnect.
    mutating func published(_ row: OutboxRow, messageID: Int32) { inFlight[messageID] = row.id }

    /// A row that can't be published is done with.
    mutating func drop(_ row: OutboxRow) { sent.append(row.id) }

    /// Puts a row back that could not be handed over.
    mutating func putBack(_ row: OutboxRow) {
        pending.insert(row, at: start)
    }

    mutating func acknowledge(messageID: Int32) {
        if let id = inFlight.removeValue(forKey: messageID) { sent.append(id) }
    }

    /// Forgets what has been noted.
    mutating func noted(_ count: Int) { sent.removeFirst(count) }
}
