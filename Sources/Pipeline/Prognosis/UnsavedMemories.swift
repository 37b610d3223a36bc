internal import Casework
internal import Telemetry

/// The assets whose memories on disk lack something that signals told, in the order in which that came.
///
/// What is lacking stands in the store's journal for memories, from the batch of the oldest entry on.
struct UnsavedMemories {
    struct Entry: Equatable {
        var asset: Int64
        /// The first batch that its row lacks.
        var batch: Int64
        var since: Timestamp
    }

    /// A memory is written anew so long after the first thing that its row lacks, seconds.
    static let pause: Int64 = 3_600
    /// With more values than this in the journal memories are written sooner: some 6 MB.
    static let valueLimit = 400_000

    private var entries: [Entry] = []
    /// Entries before this are done with.
    private var head = 0
    private var assets = AssetFlags()
    /// How many values came since all was written, of them those of what was written taken off by its share.
    private(set) var values = 0

    /// Whether so much is lacking that memories are written sooner.
    var isOverfull: Bool { values > UnsavedMemories.valueLimit }
    var isEmpty: Bool { head == entries.count }
    var count: Int { entries.count - head }
    /// The first batch that is still needed once the oldest `done` are on disk; `nil` for none.
    func firstBatch(after done: Int) -> Int64? { done < count ? entries[head + max(0, done)].batch : nil }

    /// A value of an asset came with a batch; batches never go back.
    mutating func note(_ asset: Int64, batch: Int64, at now: Timestamp) {
        values += 1
        guard !assets.has(asset) else { return }
        assets.set(asset, true)
        entries.append(Entry(asset: asset, batch: batch, since: now))
    }

    /// Those that are due, the oldest first, at most `limit`.
    func due(at now: Timestamp, limit: Int) -> ArraySlice<Entry> {
        let oldest = entries[head...].prefix(limit)
        if isOverfull { return oldest }
        return oldest.prefix { now.seconds(since: $0.since) >= UnsavedMemories.pause }
    }

    /// The first `count` are on disk.
    mutating func removeFirst(_ count: Int) {
        let done = min(count, self.count)
        guard done > 0 else { return }
        values -= values * done / self.count
        for entry in entries[head..<(head + done)] { assets.set(entry.asset, false) }
        head += done
        // Moved up only now and then, so that a fleet's worth of entries is not moved at each commit.
        if head > 1_000, head * 2 > entries.count || isEmpty {
            entries.removeFirst(head)
            head = 0
        }
    }
}
