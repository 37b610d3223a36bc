package import Monitoring

extension ServiceFigures {
    /// Says what each figure means.
    package static func describe(in registry: PrometheusRegistry) {
        for (name, help) in help { registry.describe("callahead_" + name, help) }
        registry.describe(
            "callahead_batch_messages", "Messages in a batch.",
            bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000])
        registry.describe("process_resident_memory_bytes", "Resident memory of the service.")
        registry.describe("process_open_fds", "Open file descriptors of the service.")
        registry.describe("process_start_time_seconds", "When the service began, seconds since 1970.")
    }

    private static let help: [(String, String)] = [
        ("assets", "Assets that are known."),
        ("batches_total", "Batches with messages that were committed."),
        ("checkpoint_seconds", "How long the lane copied the write-ahead log into the database."),
        ("commit_failing", "1 while a commit is being tried again."),
        ("commit_retries_total", "Commits that failed and were tried again (busy, full, I/O)."),
        ("commit_seconds", "Writing a batch and bringing it to the disk."),
        ("concerns", "Things that need a person, as `callahead status --check` lists them."),
        ("connected", "1 while the broker has accepted the service."),
        ("connection_changed_timestamp_seconds", "When the connection was made or lost."),
        ("database_bytes", "Size of the database file."),
        ("database_log_bytes", "Size of the write-ahead log."),
        ("free_bytes", "Free room where the database is."),
        ("info", "Always 1; the version stands in its label."),
        ("journal_rows", "Batches whose positions and signals are not in their tables yet."),
        ("lag_seconds", "From the first read of a batch to its commit."),
        ("lane_running", "1 while a service has the database."),
        ("last_backup_timestamp_seconds", "When the last backup was made; 0 if never."),
        ("last_reading_timestamp_seconds", "When the lane last read itself; old means that it hangs."),
        ("message_bytes_total", "Bytes of topics and payloads."),
        ("messages_per_second", "Messages a second over the last minute."),
        ("messages_total", "Messages by what became of them."),
        (
            "oldest_unclaimed_stop_seconds",
            "How long the oldest ready stop or emergency call has had nobody; 0 if none."
        ),
        ("open_cases", "Open cases by severity."),
        ("open_tasks", "Open tasks by kind."),
        ("outbox_in_flight", "Messages published and not acknowledged by the broker."),
        ("outbox_oldest_timestamp_seconds", "When the oldest message that waits was made; 0 if none waits."),
        ("outbox_waiting", "Messages that wait to be published or acknowledged."),
        ("overdue_tasks", "Open tasks past their time, by kind."),
        ("quarantine_new", "Messages in quarantine that nobody has dealt with."),
        ("quarantined_recently", "Messages that came into quarantine within ten minutes."),
        ("recent_checkpoint_seconds", "Checkpoints of the last minute."),
        ("recent_commit_seconds", "Commits of the last minute."),
        ("recent_lag_seconds", "Lag of the last minute."),
        ("recent_source_lag_seconds", "Source lag of the last minute."),
        ("recent_turn_seconds", "Turns of the last minute."),
        ("recent_write_lock_seconds", "Write locks of the last minute."),
        ("reconnects_total", "Connections to the broker after the first."),
        ("session_gaps_last_day", "Times within a day at which messages may have been lost by the broker."),
        ("session_gaps_total", "Connections on which the broker had forgotten the session."),
        ("source_lag_seconds", "From the time in a message to its commit, one message of each batch."),
        ("throttled_devices", "Devices that say more than they may."),
        ("turn_seconds", "One turn of the loop with messages, from the read to the acknowledgements."),
        ("unfolded_batches", "Batches that the lane has yet to fold."),
        ("units", "Units that are online, and all."),
        ("waiting_stops", "Ready stop and emergency calls that nobody has."),
        ("write_lock_seconds", "How long a transaction of the lane kept everybody else from writing."),
    ]
}
