package import Persistence
import Telemetry

extension StoreStatus {
    /// What `callahead status --json` prints.
    package var json: JSONValue {
        .object([
            "database": .object([
                "path": .text(path), "bytes": .whole(bytes), "log_bytes": .whole(logBytes),
                "schema_version": JSONValue(schemaVersion),
            ]),
            "lane": .object([
                "running": .flag(isLaneRunning), "epoch": .whole(epoch), "last_batch_at": JSONValue(lastBatchAt),
            ]),
            "assets": JSONValue(assets),
            "open_cases": .array(
                openCases.map { .object(["severity": .text($0.word), "count": JSONValue($0.count)]) }),
            "open_tasks": .array(
                openTasks.map {
                    .object([
                        "kind": .text($0.word), "count": JSONValue($0.count), "overdue": JSONValue($0.overdue),
                    ])
                }),
            "outbox_waiting": JSONValue(outboxWaiting), "quarantine": JSONValue(quarantined),
            "journal_rows": JSONValue(journalRows),
            "units": .object(["online": JSONValue(unitsOnline), "all": JSONValue(units)]),
            "receipts": .object(["batches": JSONValue(receiptBatches), "messages": JSONValue(receiptMessages)]),
        ])
    }
}
