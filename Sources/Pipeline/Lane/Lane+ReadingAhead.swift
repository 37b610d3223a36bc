internal import Casework
internal import MQTT
internal import Persistence

/// In a backlog the next messages are read and decoded while a batch is brought to disk.
///
/// They have no effect before that batch has had its own: they are stepped, stored and acknowledged after it. Nothing that
/// they are decoded with depends on it either; a message of which that is not so waits, and those after it.
extension Lane {
    /// Messages that were read while the batch before them was brought to disk.
    struct Ahead {
        var batch = MessageBatch()
        var start = HeadStart()
        /// How the last read ended.
        var end = ReadBatch.End.drained
        /// When the first of them was read, by the clock that only goes forward.
        var readAt: UInt64 = 0
    }

    /// At most this many messages are read before asking whether the disk is done.
    private static let readAheadAtOnce = 250

    /// Commits, and meanwhile reads ahead if a backlog waits.
    func commitReadingAhead(_ changes: Changes, _ record: BatchRecord) throws(StoreError) -> CommitResult {
        guard let companion = surroundings.companion, mayReadAhead(record), link.keepApart() else {
            return try store.commit(changes, record)
        }
        let outcome = Outcome()
        companion.run { [store] in
            do throws(StoreError) {
                outcome.result = .success(try store.commit(changes, record))
            } catch {
                outcome.result = .failure(error)
            }
        } beside: { isDone in
            readAhead(until: isDone)
        }
        if ahead.batch.isEmpty { link.joinAgain() }
        return try outcome.result.get()
    }

    /// Where the companion leaves what became of the commit.
    private final class Outcome {
        var result = Result<CommitResult, StoreError>.failure(StoreError(.other, "the commit has not ended"))
    }

    /// Not while it is open which of the broker's messages are known: this batch's receipt settles that.
    private func mayReadAhead(_ record: BatchRecord) -> Bool {
        ahead.batch.isEmpty && batch.entries.count >= surroundings.readsAheadFrom
            && Receipts.settles(record.digests) && !isolatesFirstBatch && !stop.isRaised
    }

    private func readAhead(until isDone: () -> Bool) {
        var next = Ahead()
        swap(&next, &ahead)
        defer { swap(&next, &ahead) }
        next.start.decoded = spare
        spare = Decoded()
        let start = monotonicNanoseconds()
        defer { metrics.readingAhead += monotonicNanoseconds() - start }
        var isStopped = false
        repeat {
            let began = monotonicNanoseconds()
            let count = next.batch.entries.count
            if count == 0 { next.readAt = began }
            let room = min(Lane.readAheadAtOnce, Lane.batchLimit - count)
            let read = read(into: &next.batch, atMost: room)
            next.end = read.end
            metrics.add(.wire, since: began)
            guard read.messages > 0 else { break }
            guard !isStopped else { continue }
            let decoding = monotonicNanoseconds()
            decode(count..<next.batch.entries.count, of: next.batch, into: &next.start, ahead: true)
            isStopped = next.start.messages < next.batch.entries.count
            metrics.add(.decode, since: decoding)
        } while !isDone() && next.batch.entries.count < Lane.batchLimit
        if !next.batch.isEmpty { pass(.afterReadingAhead) }
    }

    /// Makes what was read ahead the batch, and says how its last read ended.
    func takeAhead() -> ReadBatch.End {
        guard !ahead.batch.isEmpty else { return .drained }
        link.joinAgain()
        var next = Ahead()
        swap(&next, &ahead)
        // The room of the batch before is for the next one.
        swap(&batch, &next.batch)
        swap(&ahead.batch, &next.batch)
        headStart = next.start
        reporting?.batchReadAt = next.readAt
        return next.end
    }
}
