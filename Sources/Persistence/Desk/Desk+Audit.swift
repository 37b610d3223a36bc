package import Telemetry

/// Who did what.
package struct AuditEntry: Sendable, Equatable {
    package var at: Timestamp
    package var actor: String?
    package var osUser: String?
    package var command: String
    package var task: Int64?
    package var caseID: Int64?
    package var detail: String?
}

extension Desk {
    /// Who did what to a task, oldest first.
    package func audit(ofTask id: Int64) throws -> [AuditEntry] {
        try read { sql in
            guard try sql.task(id) != nil else { throw DeskError.notFound("task \(id)") }
            return try sql.all(
                "SELECT at, actor, os_user, command, task_id, case_id, detail FROM audit WHERE task_id = ? ORDER BY id",
                { $0.put(id) }
            ) {
                AuditEntry(
                    at: $0.time(0), actor: $0.textOrNil(1), osUser: $0.textOrNil(2), command: $0.text(3),
                    task: $0.intOrNil(4), caseID: $0.intOrNil(5), detail: $0.textOrNil(6))
            }
        }
    }
}
