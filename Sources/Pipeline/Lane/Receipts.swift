/// Digests of the newest messages we have dealt with, in their order, and the alignment of what a broker delivers again.
///
/// After a connection ended between a commit and its acknowledgements, the broker first delivers what it holds as
/// unacknowledged, in the old order: a run of what we know, and then new messages. A restarted broker may know less
/// about our acknowledgements and begin much earlier. So the leading messages after a connect are laid beside the
/// known ones, and a run that fits is acknowledged without effect.
///
/// What the broker keeps for its topics ("retained") comes with every connection, byte for byte and in the same order:
/// that it is like what came with an earlier one says nothing. So a run is only believed for its other messages.
struct Receipts {
    /// How many digests are kept at least.
    static let kept = 65_536
    /// A run of this length can't be chance.
    static let certainRun = 8

    /// A QoS 1 message that has arrived.
    struct Arrival {
        var digest: UInt64
        var isRetained: Bool
    }

    private var digests: [UInt64]
    /// Where the run goes on, if the last connect's messages are still being aligned.
    private var next: Int?
    private var isLeading = false

    /// - Parameter digests: The newest ones in their order.
    init(_ digests: [UInt64] = []) {
        self.digests = digests
    }

    /// Whether a message with this digest has been dealt with.
    func contains(_ digest: UInt64) -> Bool { digests.contains(digest) }

    /// A connection stands with its old session: the next messages may be old ones.
    mutating func beginAlignment() {
        isLeading = true
        next = nil
    }

    /// How many of these messages, from the first, have been dealt with before.
    ///
    /// - Parameter batch: The next QoS 1 messages in their order.
    mutating func known(leading batch: some RandomAccessCollection<Arrival>) -> Int {
        guard !batch.isEmpty else { return 0 }
        if let next {
            let run = self.run(of: batch, from: next)
            self.next = run.messages == batch.count && run.end < digests.count ? run.end : nil
            return run.messages
        }
        guard isLeading else { return 0 }
        isLeading = false
        guard let first = batch.first else { return 0 }
        // The longest run that reaches the end of what we know, or one that is too long for chance.
        var best = Run(messages: 0, end: 0)
        for start in digests.indices.reversed() where digests[start] == first.digest {
            let run = self.run(of: batch, from: start)
            let telling = batch.prefix(run.messages).count { !$0.isRetained }
            let fits = telling >= Receipts.certainRun || (telling > 0 && run.end == digests.count)
            if fits, run.messages > best.messages { best = run }
        }
        guard best.messages > 0 else { return 0 }
        if best.messages == batch.count, best.end < digests.count { next = best.end }
        return best.messages
    }

    /// Notes messages whose consequences are on disk.
    mutating func append(_ batch: some Collection<UInt64>) {
        guard !batch.isEmpty else { return }
        digests.append(contentsOf: batch)
        if digests.count > 2 * Receipts.kept { digests.removeFirst(digests.count - Receipts.kept) }
        // New messages came: what follows is new too.
        next = nil
        isLeading = false
    }

    /// Messages that are laid beside known ones.
    private struct Run {
        /// How many messages.
        var messages: Int
        /// Where the known ones that they fit go on.
        var end: Int
    }

    /// How far messages fit what we know from a place on.
    ///
    /// A message that is equal to the byte to the one before it may have been taken for that one, delivered again: then
    /// the broker knows of two and we of one. It belongs to the run if the run goes on behind it.
    private func run(of batch: some RandomAccessCollection<Arrival>, from start: Int) -> Run {
        var run = Run(messages: 0, end: start)
        var twins = 0
        for arrival in batch {
            guard run.end < digests.count else { break }
            if digests[run.end] == arrival.digest {
                run.messages += twins + 1
                run.end += 1
                twins = 0
            } else if run.end > start, digests[run.end - 1] == arrival.digest {
                twins += 1
            } else {
                break
            }
        }
        return run
    }
}
