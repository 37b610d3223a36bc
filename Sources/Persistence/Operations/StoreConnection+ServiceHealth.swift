import GRDB
package import Telemetry

extension StoreConnection {
    /// Reads what tells whether somebody must look after the service; takes some milliseconds.
    package func health(at now: Timestamp) throws -> ServiceHealth {
        try read { db in
            var health = ServiceHealth()
            health.reading = try String.fetchOne(db, sql: "SELECT body FROM lane_reading")
                .flatMap { LaneReading(json: $0) }
            let stops = try StoreConnection.waitingStops(db, at: now)
            health.oldestStop = stops.first
            health.waitingStops = stops.count
            health.gaps = try Int64.fetchAll(
                db, sql: "SELECT at FROM event WHERE kind = 'session_gap' AND at > ? ORDER BY at DESC",
                arguments: [now.adding(seconds: -86_400).milliseconds]
            ).map { Timestamp(milliseconds: $0) }
            health.recentlyQuarantined =
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM quarantine WHERE at > ? AND at <= ?",
                    arguments: [now.adding(seconds: -600).milliseconds, now.milliseconds]) ?? 0
            health.lastBackup = try Row.fetchOne(
                db, sql: "SELECT at, file, bytes FROM backup WHERE kind = 'backup' ORDER BY id DESC LIMIT 1"
            ).map { ServiceHealth.Copy(at: Timestamp(milliseconds: $0[0]), file: $0[1], bytes: $0[2]) }
            health.lastRestoreAt = try Int64.fetchOne(
                db, sql: "SELECT at FROM backup WHERE kind = 'restore' ORDER BY id DESC LIMIT 1"
            ).map { Timestamp(milliseconds: $0) }
            health.freeBytes = FileOperation.freeBytes(at: path)
            return health
        }
    }

    /// Calls to people who must stop, that are ready and nobody's, longest first.
    ///
    /// What was dialled and tried again later waits from that later time.
    private static func waitingStops(_ db: Database, at now: Timestamp) throws -> [ServiceHealth.WaitingStop] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT task.id, task.case_id, case_file.severity,
                    max(task.created_at, ifnull(task.not_before, task.created_at),
                        ifnull(task.lease_until, task.created_at)) AS since
                FROM task JOIN case_file ON case_file.id = task.case_id
                WHERE task.state NOT IN (\(Words.endOfTask)) AND task.pending_action IS NULL
                    AND (task.state = 'ready' OR task.not_before IS NOT NULL)
                    AND (task.not_before IS NULL OR task.not_before <= ?1)
                    AND (task.claimed_by IS NULL OR task.lease_until <= ?1)
                    AND task.kind IN ('breakdown_call', 'site_call', 'call_again', 'triage', 'authority_call')
                    AND case_file.severity IN ('stop', 'emergency')
                ORDER BY since, task.id
                """, arguments: [now.milliseconds]
        ).map {
            ServiceHealth.WaitingStop(
                task: $0[0], caseID: $0[1], severity: $0[2], since: Timestamp(milliseconds: $0[3]))
        }
    }
}
