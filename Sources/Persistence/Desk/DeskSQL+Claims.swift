import Casework
import Outreach
import Planning
import Telemetry

extension DeskSQL {
    /// The task, if the token is its current one.
    ///
    /// A token stays current past its lease, until another claim, an outcome, a release or a withdrawal.
    func current(_ task: Int64, _ token: Int64) throws -> TaskEntry {
        guard let entry = try self.task(task) else { throw DeskError.notFound("task \(task)") }
        if entry.token == token {
            if entry.row.isOpen { return entry }
            if entry.row.state == .done { throw DeskError.over(task: task, because: "done") }
        }
        let end = try first("SELECT ended_by FROM claim WHERE token = ? AND task_id = ?") {
            $0.put(token)
            $0.put(task)
        } row: {
            $0.textOrNil(0)
        }
        if entry.row.state == .withdrawn { throw try withdrawal(of: entry) }
        if end == "finish" { throw DeskError.over(task: task, because: "this claim has given its outcome") }
        throw DeskError.notCurrent(task: task, token: token, holder: entry.token == token ? nil : entry.claimedBy)
    }

    /// Why a task was called off while somebody had it.
    private func withdrawal(of entry: TaskEntry) throws -> DeskError {
        let prefix = "withdrawn: "
        let reason = entry.row.reasons.last { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        let told = try first("SELECT told_at FROM case_file WHERE id = ?", { $0.put(entry.row.caseID) }) {
            $0.timeOrNil(0)
        }
        return .withdrawn(
            task: entry.row.id, because: reason ?? "its reason has gone", isTold: told.map { $0 != nil } ?? true)
    }

    /// Lengthens a lease; never shortens it.
    ///
    /// One from before the clock was set back begins anew.
    func stretch(_ entry: TaskEntry, _ token: Int64, until: Timestamp, at now: Timestamp) throws {
        let isAhead = entry.claimedAt.map { $0 > now } ?? false
        try run("UPDATE task SET lease_until = ?, claimed_at = min(claimed_at, ?) WHERE id = ? AND token = ?") {
            $0.put(isAhead ? until : max(entry.leaseUntil ?? until, until))
            $0.put(now)
            $0.put(entry.row.id)
            $0.put(token)
        }
    }

    /// Takes the claim off the task and closes its record.
    func dropClaim(_ task: Int64, _ token: Int64, by reason: String, at now: Timestamp) throws {
        try run(
            """
            UPDATE task SET claimed_by = NULL, claimed_at = NULL, lease_until = NULL, token = NULL
            WHERE id = ? AND token = ?
            """
        ) {
            $0.put(task)
            $0.put(token)
        }
        try endClaim(token, by: reason, at: now)
    }

    func endClaim(_ token: Int64, by reason: String, at now: Timestamp) throws {
        try run("UPDATE claim SET ended_at = ?, ended_by = ? WHERE token = ? AND ended_at IS NULL") {
            $0.put(now)
            $0.put(reason)
            $0.put(token)
        }
    }

    /// Closes the attempts that are still open.
    func endAttempts(_ task: Int64, outcome: Outcome?, at now: Timestamp) throws {
        try run("UPDATE attempt SET ended_at = ?, outcome = ? WHERE task_id = ? AND ended_at IS NULL") {
            $0.put(now)
            $0.put(outcome?.rawValue)
            $0.put(task)
        }
    }

    /// Reads the task for a screen and keeps what that screen promises: a later outcome refers to it.
    func show(_ task: Int64, under token: Int64, for actor: DeskActor, at now: Timestamp) throws -> TaskDetail {
        guard let detail = try detail(task, for: actor, at: now) else { throw DeskError.notFound("task \(task)") }
        let promise = detail.caseDetail?.promise(at: now) ?? Promise(at: now)
        let eta = promise.latest == nil ? nil : detail.caseDetail?.eta(at: now)
        try run(
            """
            UPDATE claim SET shown_at = ?, shown_unit = ?, shown_latest = ?, shown_slot = ?, shown_language = ?,
                shown_low = ?, shown_high = ? WHERE token = ?
            """
        ) {
            $0.put(promise)
            $0.put(detail.addressee?.language)
            $0.put(eta.map { Int64($0.low) })
            $0.put(eta.map { Int64($0.high) })
            $0.put(token)
        }
        return detail
    }

    /// What the claim's screen said when it was shown last.
    func shown(under token: Int64) throws -> ShownScreen? {
        try first(
            """
            SELECT shown_at, shown_unit, shown_latest, shown_slot, shown_language, shown_low, shown_high
            FROM claim WHERE token = ?
            """
        ) {
            $0.put(token)
        } row: { row in
            row.promiseOrNil(0).map {
                ShownScreen(promise: $0, language: row.textOrNil(4), low: row.intOrNil(5), high: row.intOrNil(6))
            }
        } ?? nil
    }

    func audit(_ command: String, _ actor: DeskActor, task: TaskRow, at now: Timestamp, detail: String? = nil) throws {
        try audit(command, actor, task: task.id, caseID: task.caseID, at: now, detail: detail)
    }

    /// Keeps who did what, and that they are at their desk.
    func audit(
        _ command: String, _ actor: DeskActor, task: Int64? = nil, caseID: Int64?, at now: Timestamp,
        detail: String? = nil
    ) throws {
        try see(actor, at: now)
        try run(
            "INSERT INTO audit (at, actor, os_user, command, task_id, case_id, detail) VALUES (?,?,?,?,?,?,?)"
        ) {
            $0.put(now)
            $0.put(actor.name)
            $0.put(actor.osUser)
            $0.put(command)
            $0.put(task)
            $0.put(caseID)
            $0.put(detail)
        }
    }

    func note(_ text: String, kind: String, _ actor: DeskActor, task: TaskRow, at now: Timestamp) throws {
        try note(text, kind: kind, actor, task: task.id, caseID: task.caseID, at: now)
    }

    func note(
        _ text: String, kind: String, _ actor: DeskActor, task: Int64? = nil, caseID: Int64?, at now: Timestamp
    ) throws {
        try run("INSERT INTO note (at, case_id, task_id, actor, kind, text) VALUES (?,?,?,?,?,?)") {
            $0.put(now)
            $0.put(caseID)
            $0.put(task)
            $0.put(actor.name)
            $0.put(kind)
            $0.put(text)
        }
    }

    /// Leaves an action for the lane; its number.
    @discardableResult
    func post(_ kind: DeskAction.Kind, _ actor: DeskActor, at now: Timestamp) throws -> Int64 {
        try run(DeskAction.insertSQL.description) {
            DeskAction(id: 0, actor: actor.name, at: now, kind: kind).putColumns($0)
        }
        return try first("SELECT last_insert_rowid()") { $0.int(0) } ?? 0
    }
}

/// What a claim's screen said when it was shown last.
struct ShownScreen {
    var promise: Promise
    var language: String?
    /// Minutes until arrival.
    var low: Int64?
    var high: Int64?
}
