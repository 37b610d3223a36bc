import Foundation
import GRDB

extension StoreConnection {
    /// How long one part of an import keeps the lane waiting at most; its commit comes on top.
    static let importPatience = Duration.milliseconds(25)
    /// How long an import stays away between two parts, in microseconds: SQLite's lock is not fair, and who takes it
    /// again at once would shut everybody else out.
    private static let pauseBetweenParts: UInt32 = 5_000
    /// How many rows are compared in one read snapshot: a long one would keep the write-ahead log growing.
    private static let rowsPerSnapshot = 20_000

    /// Writes checked rows: new ones are added, known ones changed, others left alone; nothing is ever deleted.
    ///
    /// The rows wait in memory instead of in a staging table: no transaction is open while a file is read, rows that
    /// say nothing new never meet the write lock, and nothing is left over after a crash. What is left is written in
    /// one transaction if that takes no longer than the patience, as for every list of units, workshops and slots. A
    /// longer list is written in several; the lane takes units, workshops and slots over after the last of them.
    ///
    /// - Parameter inOnePart: Whether nobody is held up, so that one transaction may take as long as it needs.
    /// - Throws: ``StoreError``; the parts written before stay, and the same import can be run again.
    package func write(_ batch: ReferenceBatch, inOnePart: Bool = false) throws -> ImportCounts {
        try write(batch, patience: inOnePart ? nil : StoreConnection.importPatience)
    }

    /// The same with a patience of the caller's; `nil` is endless.
    func write(_ batch: ReferenceBatch, patience: Duration?) throws -> ImportCounts {
        var counts = ImportCounts()
        var waiting: [Int] = []
        for start in stride(from: 0, to: batch.rows.count, by: StoreConnection.rowsPerSnapshot) {
            try read { db in
                let writer = try ReferenceWriter(batch, on: db)
                let end = min(start + StoreConnection.rowsPerSnapshot, batch.rows.count)
                for index in start..<end {
                    if try writer.standing(of: batch.rows[index]) == .same {
                        counts.same += 1
                    } else {
                        waiting.append(index)
                    }
                }
            }
        }
        let clock = ContinuousClock()
        var next = 0
        while next < waiting.count {
            var part = counts
            let began = next
            var start = clock.now
            try write { db in
                next = began
                part = counts
                start = clock.now
                let writer = try ReferenceWriter(batch, on: db)
                while next < waiting.count {
                    try writer.apply(batch.rows[waiting[next]], to: &part)
                    next += 1
                    guard let patience, next % 16 == 0 else { continue }
                    if start.duration(to: clock.now) > patience { break }
                }
                if next == waiting.count || batch.table.isSharedWithLane {
                    try db.execute(sql: "UPDATE meta SET value = value + 1 WHERE name = 'reference_change'")
                }
            }
            // With the commit, which waits for the disk.
            part.longestPart = max(part.longestPart, start.duration(to: clock.now))
            part.parts += 1
            counts = part
            if next < waiting.count { usleep(StoreConnection.pauseBetweenParts) }
        }
        return counts
    }

    /// The ids that are not known, in the order given.
    package func unknown(_ ids: [String], of target: ReferenceTarget) throws -> [String] {
        try read { db in
            guard let connection = db.sqliteConnection else { throw StoreError(.other, "the database is closed") }
            let statement = try Statement(target.query, on: connection)
            return try ids.filter { id in
                statement.start().put(id)
                return try !statement.step()
            }
        }
    }

    /// How often imports have changed something.
    package func referenceChange() throws -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT value FROM meta WHERE name = 'reference_change'") ?? 0 }
    }
}

extension ReferenceWriter {
    /// Writes a row if it still says something new, and counts it.
    fileprivate func apply(_ row: [StoredValue], to counts: inout ImportCounts) throws {
        let standing = try standing(of: row)
        switch standing {
        case .new: counts.new += 1
        case .changed: counts.changed += 1
        case .same: counts.same += 1
        case .held: counts.held += 1
        case .withdrawn: counts.withdrawn += 1
        case .restored: counts.changed += 1
        }
        try write(row, as: standing)
    }
}
