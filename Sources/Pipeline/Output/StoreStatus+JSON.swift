package import Persistence
import Telemetry

extension StoreStatus {
    /// What `callahead status --json` prints when nothing needs a person.
    package var json: JSONValue { document(concerns: []) }

    /// What `callahead status --json` prints.
    ///
    /// - Parameter concerns: What needs a person.
    package func document(concerns: [ServiceCheck.Concern]) -> JSONValue {
        .object([
            "database": .object([
                "path": .text(path), "bytes": .whole(bytes), "log_bytes": .whole(logBytes),
                "schema_version": JSONValue(schemaVersion),
            ]),
            "lane": .object([
                "running": .flag(isLaneRunning), "epoch": .whole(epoch), "last_batch_at": JSONValue(lastBatchAt),
                "reading": health.reading?.document ?? .null,
            ]),
            "concerns": .array(
                concerns.map { .object(["kind": .text($0.kind), "text": .text($0.text)]) }),
            "waiting_stops": .object([
                "count": JSONValue(health.waitingStops), "oldest_task": JSONValue(health.oldestStop?.task),
                "oldest_since": JSONValue(health.oldestStop?.since),
            ]),
            "session_gaps": JSONValue(health.gaps.map(\.iso8601)),
            "quarantined_10_min": JSONValue(health.recentlyQuarantined),
            "backup": .object([
                "at": JSONValue(health.lastBackup?.at), "file": JSONValue(health.lastBackup?.file),
                "bytes": JSONValue(health.lastBackup?.bytes), "restored_at": JSONValue(health.lastRestoreAt),
            ]),
            "free_bytes": JSONValue(health.freeBytes),
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
