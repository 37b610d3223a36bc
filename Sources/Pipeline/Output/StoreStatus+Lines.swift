package import Persistence
package import Telemetry

extension StoreStatus {
    /// What `callahead status` prints for a person.
    ///
    /// - Parameter now: When it is read.
    package func lines(at now: Timestamp) -> [String] {
        func line(_ name: String, _ text: String) -> String { StoreStatus.line(name, text) }
        let batch = lastBatchAt.map { ", last batch \(max(0, now.seconds(since: $0))) s ago" } ?? ", no batch yet"
        let cases = openCases.isEmpty ? "none open" : openCases.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
        let tasks = openTasks.map { task in
            "\(task.count) \(task.word)" + (task.overdue > 0 ? " (\(task.overdue) overdue)" : "")
        }
        return [
            line(
                "database",
                "\(path), \(StoreStatus.megabytes(bytes)) and \(StoreStatus.megabytes(logBytes)) of log, "
                    + "schema version \(schemaVersion)"),
            line(
                "service",
                (isLaneRunning ? "running" : "not running") + ", started \(epoch) time\(epoch == 1 ? "" : "s")\(batch)"),
        ] + readingLines(at: now) + [
            line("cases", cases),
            line("tasks", tasks.isEmpty ? "none open" : tasks.joined(separator: ", ")),
            line("outbox", "\(outboxWaiting) waiting"),
            line("quarantine", "\(quarantined) new"),
            line("journal", "\(journalRows) batches not folded"),
            line("receipts", "\(receiptMessages) messages in \(receiptBatches) batches"),
            line("units", "\(unitsOnline) of \(units) online"),
            line("assets", "\(assets)"),
            line("backup", health.lastBackup.map { "\(StoreStatus.age($0.at, now)) ago, \($0.file)" } ?? "none yet"),
        ]
    }

    static func line(_ name: String, _ text: String) -> String {
        name + String(repeating: " ", count: max(1, 12 - name.count)) + text
    }

    private static func megabytes(_ bytes: Int64) -> String {
        let tenths = (bytes + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
