/// Digests of the newest messages we have dealt with, in their order, and the alignment of what a broker delivers again.
///
/// After a connection ended between a commit and its acknowledgements, the broker first delivers what it holds as
/// unacknowledged, in the old order: a run of what we know, and then new messages. A restarted broker may know less
/// about our acknowledgements and begin much earlier. So the leading messages after a connect are laid beside the
/// known ones, and a run that fits is acknowledged without effect.
///
/// What the broker keeps for its topics ("retained") comes with every connection, byte for byte and in the same order:
/// that it is like what came with an earlier one says nothing. So only the other messages are laid beside each other,
/// and what was kept is known where it stands before one of them that is.
struct Receipts {
    /// How many digests are kept at least.
    static let kept = 65_536
    /// A run of this length can't be chance.
    static let certainRun = 8

    private var digests: [UInt64]
    /// Where the run goes on among those of messages that were not retained, if the last connect's messages are still
    /// being aligned.
    private var next: Int?
    /// Whether the first messages on a connection with its old session are still to come.
    private(set) var isLeading = false

    /// - Parameter digests: The newest ones in their order, as ``marked(_:isRetained:)`` made them.
    init(_ digests: [UInt64] = []) {
        self.digests = digests
    }

    /// A digest that tells whether its message was retained, by its lowest bit.
    static func marked(_ digest: UInt64, isRetained: Bool) -> UInt64 { isRetained ? digest | 1 : digest & ~1 }

    private static func isRetained(_ digest: UInt64) -> Bool { digest & 1 == 1 }

    /// Whether a message with this digest has been dealt with, retained or not.
    func contains(_ digest: UInt64) -> Bool { digests.contains { $0 | 1 == digest | 1 } }

    /// A connection stands with its old session: the next messages may be old ones.
    mutating func beginAlignment() {
        isLeading = true
        next = nil
    }

    /// How many of these messages, from the first, have been dealt with before.
    ///
    /// - Parameter batch: Marked digests of the next QoS 1 messages in their order.
    mutating func known(leading batch: some RandomAccessCollection<UInt64>) -> Int {
        guard !batch.isEmpty, isLeading || next != nil else { return 0 }
        let told = digests.filter { !Receipts.isRetained($0) }
        let telling = batch.count { !Receipts.isRetained($0) }
        if let next {
            let run = Receipts.run(of: batch, in: told, from: next)
            self.next = run.telling == telling && run.end < told.count ? run.end : nil
            return run.messages
        }
        isLeading = false
        guard let first = batch.first(where: { !Receipts.isRetained($0) }) else { return 0 }
        // The longest run that reaches the end of what we know, or one that is too long for chance.
        var best = Run()
        for start in told.indices.reversed() where told[start] == first {
            let run = Receipts.run(of: batch, in: told, from: start)
            let fits = run.telling >= Receipts.certainRun || run.end == told.count
            if fits, run.messages > best.messages { best = run }
        }
        guard best.messages > 0 else { return 0 }
        if best.telling == telling, best.end < told.count { next = best.end }
        return best.messages
    }

    /// Whether these are the first messages on a connection and too few to tell: they are like a run of what was dealt
    /// with before, and it takes those behind them to know whether they are that run, delivered again.
    ///
    /// - Parameter mayBeOld: What such messages are of which none tells, because all were retained.
    func isOpen(leading batch: some RandomAccessCollection<UInt64>, orOf mayBeOld: Bool) -> Bool {
        guard isLeading else { return false }
        guard let first = batch.first(where: { !Receipts.isRetained($0) }) else { return mayBeOld }
        let telling = batch.count { !Receipts.isRetained($0) }
        guard telling < Receipts.certainRun else { return false }
        let told = digests.filter { !Receipts.isRetained($0) }
        return told.indices.contains { start in
            guard told[start] == first else { return false }
            let run = Receipts.run(of: batch, in: told, from: start)
            return run.telling == telling && run.end < told.count
        }
    }

    /// Notes messages whose consequences are on disk.
    mutating func append(_ batch: some Collection<UInt64>) {
        guard !batch.isEmpty else { return }
        digests.append(contentsOf: batch)
        isLeading = false
        // New messages came: what follows is new too. What was retained tells nothing, also in the middle of a run.
        if Receipts.settles(batch) { next = nil }
        guard digests.count > 2 * Receipts.kept else { return }
        digests.removeFirst(digests.count - Receipts.kept)
        next = nil
    }

    /// Whether nothing that follows these messages can be known, once they are noted.
    static func settles(_ batch: some Collection<UInt64>) -> Bool { batch.contains { !isRetained($0) } }

    /// Messages that are laid beside known ones.
    private struct Run {
        /// How many messages, to the last that fits.
        var messages = 0
        /// How many of them were not retained.
        var telling = 0
        /// Where the known ones that they fit go on.
        var end = 0
    }

    /// How far messages fit what we know from a place on.
    ///
    /// A message that is equal to the byte to the one before it may have been taken for that one, delivered again: then
    /// the broker knows of two and we of one. It belongs to the run if the run goes on behind it.
    private static func run(of batch: some RandomAccessCollection<UInt64>, in told: [UInt64], from start: Int) -> Run {
        var run = Run(end: start)
        var telling = 0
        for (index, digest) in batch.enumerated() where !isRetained(digest) {
            guard run.end < told.count else { break }
            telling += 1
            if told[run.end] == digest {
                run.messages = index + 1
                run.telling = telling
                run.end += 1
            } else if run.end == start || told[run.end - 1] != digest {
                break
            }
        }
        return run
    }
}
