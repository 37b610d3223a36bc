import Casework
import Telemetry

extension LaneStore {
    /// Moves the oldest journals into the tables of positions and signals, in one short transaction.
    ///
    /// Several journals at once cost less than one after the other: only an asset's newest three positions and the
    /// newest value of each signal are written. Receipts beyond ``receiptsKept`` messages go in the same transaction.
    /// - Parameter limit: At most this many journals; small enough that commands wait only milliseconds.
    /// - Returns: How many journals were folded; less than `limit` means that none is left.
    package func foldJournal(limit: Int) throws(StoreError) -> Int {
        try foldJournal(limit: limit, bytes: .max).count
    }

    /// What ``foldJournal(limit:bytes:keepingDaysOf:closed:)`` did.
    package struct Folded: Sendable, Equatable {
        /// How many journals were folded.
        package var count: Int
        /// Whether none is left.
        package var isAll: Bool

        package init(count: Int, isAll: Bool) { (self.count, self.isAll) = (count, isAll) }
    }

    /// Folds as ``foldJournal(limit:)`` does, and bounds the work by the size of the journals: those of small batches go
    /// many at once.
    ///
    /// - Parameters:
    ///   - limit: At most this many journals.
    ///   - bytes: No further one when those taken have this many bytes.
    ///   - daily: The names of the signals whose days are kept.
    ///   - closed: Takes the days that have ended with this, once they are on disk.
    package func foldJournal(
        limit: Int, bytes: Int = .max, keepingDaysOf daily: Set<String> = [],
        closed: (SignalDay) -> Void = { _ in }
    ) throws(StoreError) -> Folded {
        var folded = Folded(count: 0, isAll: true)
        var days: [(name: Int64, day: SignalDay)] = []
        var dailyNames: [Int64: String] = [:]
        var newIDs: [Symbol: Int64] = [:]
        var expired = 0
        try inTransaction { () throws(StoreError) in
            let journals = try readJournals(limit: limit, bytes: bytes)
            folded = Folded(count: journals.count, isAll: true)
            if let last = journals.last { folded.isAll = try lastJournal() == last.batch }
            var positions: [AssetFix] = []
            var signals: [(name: Int64, signal: Journal.Signal)] = []
            for (_, content) in journals {
                positions += content.positions
                var ids: [Int64] = []
                for name in content.names {
                    let symbol = symbols.intern(name)
                    let id: Int64
                    if let known = newIDs[symbol] { id = known } else { id = try signalID(name) }
                    newIDs[symbol] = id
                    ids.append(id)
                    if daily.contains(name) { dailyNames[id] = name }
                }
                for signal in content.signals { signals.append((ids[signal.name], signal)) }
            }
            try fold(positions)
            try fold(signals, daily: dailyNames, closed: &days)
            if let last = journals.last {
                let statement = try connection.statement("DELETE FROM journal WHERE batch <= ?")
                statement.put(last.batch)
                try statement.run()
            }
            expired = try deleteOldReceipts()
        }
        receiptSizes.removeFirst(expired)
        signalIDs.merge(newIDs) { $1 }
        afterCommit()
        for (name, day) in days {
            var day = day
            day.name = dailyNames[name] ?? ""
            closed(day)
        }
        return folded
    }

    /// The oldest journals.
    ///
    /// - Parameter bytes: No further one when those before have this many bytes.
    /// - Throws: ``StoreError`` if one can't be read: only a damaged file does that.
    func readJournals(
        limit: Int, bytes: Int = .max
    ) throws(StoreError) -> [(batch: Int64, content: Journal.Content)] {
        let row = try connection.statement("SELECT batch, body FROM journal ORDER BY batch LIMIT ?")
        row.put(limit)
        defer { row.start() }
        var journals: [(batch: Int64, content: Journal.Content)] = []
        var taken = 0
        while taken < bytes, try row.step() {
            let content: Journal.Content
            do {
                content = try row.withBlob(1) { body in
                    taken += body.count
                    return try Journal.decode(body)
                }
            } catch {
                throw StoreError(.other, "journal \(row.int(0)) can't be read: \(error)")
            }
            journals.append((row.int(0), content))
        }
        return journals
    }

    /// The batch of the newest journal; 0 without one.
    private func lastJournal() throws(StoreError) -> Int64 { try number("SELECT ifnull(max(batch), 0) FROM journal") }

    private func fold(_ positions: [AssetFix]) throws(StoreError) {
        // Newest first within an asset, assets in the order of the table.
        let order = positions.indices.sorted {
            (positions[$0].asset, positions[$1].time, $1) < (positions[$1].asset, positions[$0].time, $0)
        }
        var asset: Int64?
        var kept = 0
        for index in order {
            if positions[index].asset != asset {
                if let asset { try prune(asset) }
                asset = positions[index].asset
                kept = 0
            }
            kept += 1
            if kept <= 3 { try write(positions[index]) }
        }
        if let asset { try prune(asset) }
    }

    private func fold(
        _ signals: [(name: Int64, signal: Journal.Signal)], daily: [Int64: String],
        closed: inout [(name: Int64, day: SignalDay)]
    ) throws(StoreError) {
        // The newest of an asset and name first; of equal times the last that came, as in memory.
        let order = signals.indices.sorted {
            (signals[$0].signal.asset, signals[$0].name, signals[$1].signal.time, $1)
                < (signals[$1].signal.asset, signals[$1].name, signals[$0].signal.time, $0)
        }
        var start = 0
        while start < order.count {
            let (name, newest) = signals[order[start]]
            var end = start + 1
            while end < order.count, signals[order[end]].name == name,
                signals[order[end]].signal.asset == newest.asset
            {
                end += 1
            }
            if daily[name] == nil {
                try write(newest, named: name)
            } else {
                let values = order[start..<end].reversed().lazy.map { signals[$0].signal }
                try fold(newest, values, named: name, closed: &closed)
            }
            start = end
        }
    }

    /// - Returns: How many receipts went.
    private func deleteOldReceipts() throws(StoreError) -> Int {
        var total = receiptSizes.reduce(0) { $0 + $1.messages }
        var expired = 0
        for receipt in receiptSizes {
            guard total - receipt.messages >= LaneStore.receiptsKept else { break }
            total -= receipt.messages
            expired += 1
        }
        guard expired > 0 else { return 0 }
        let statement = try connection.statement("DELETE FROM receipt WHERE batch <= ?")
        statement.put(receiptSizes[expired - 1].batch)
        try statement.run()
        return expired
    }
}
