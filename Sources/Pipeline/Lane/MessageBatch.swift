import Telemetry

/// The messages of one batch, their bytes copied once and side by side: a batch outlives the read that filled it, for a
/// failed commit is tried again with the same messages.
struct MessageBatch {
    /// Where one message lies.
    struct Entry {
        var topic: Range<Int>
        var payload: Range<Int>
        var receivedAt: Timestamp
        var digest: UInt64
        var isRetained: Bool
        /// QoS 1: the broker waits for our acknowledgement, and delivers it again without.
        var isAcknowledged: Bool
    }

    private(set) var entries: [Entry] = []
    private var bytes: [UInt8] = []

    var isEmpty: Bool { entries.isEmpty }

    /// Forgets the messages and keeps the room.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        // One huge message must not hold its memory for ever.
        bytes.removeAll(keepingCapacity: bytes.capacity < 8 << 20)
    }

    /// Copies a message.
    mutating func append(
        topic: RawSpan, payload: RawSpan, key: UInt64, receivedAt: Timestamp, isRetained: Bool, isAcknowledged: Bool
    ) {
        let start = bytes.count
        topic.withUnsafeBytes { bytes.append(contentsOf: $0) }
        let middle = bytes.count
        payload.withUnsafeBytes { bytes.append(contentsOf: $0) }
        let end = bytes.count
        let digest = bytes.withUnsafeBytes {
            MessageDigest.digest(
                topic: UnsafeRawBufferPointer(rebasing: $0[start..<middle]),
                payload: UnsafeRawBufferPointer(rebasing: $0[middle..<end]), key: key)
        }
        entries.append(
            Entry(
                topic: start..<middle, payload: middle..<end, receivedAt: receivedAt,
                digest: Receipts.marked(digest, isRetained: isRetained),
                isRetained: isRetained, isAcknowledged: isAcknowledged))
    }

    /// Hands out topic and payload of a message; valid during the call.
    func withMessage<Result>(
        _ index: Int, _ body: (_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        let entry = entries[index]
        return try bytes.withUnsafeBytes {
            try body(
                UnsafeRawBufferPointer(rebasing: $0[entry.topic]), UnsafeRawBufferPointer(rebasing: $0[entry.payload]))
        }
    }
}
