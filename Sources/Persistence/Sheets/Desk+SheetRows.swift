import Casework
import Outreach
package import Telemetry

extension Desk {
    /// How long the claim of a row lasts: three short transactions.
    private static let takingLease: Int64 = 60

    /// When a sheet was printed, or `nil` if there is none of this number.
    package func printedAt(sheet: Int64) throws -> Timestamp? {
        try read { sql in
            try sql.first("SELECT printed_at FROM sheet WHERE id = ?", { $0.put(sheet) }) { $0.time(0) }
        }
    }

    /// Takes over what somebody wrote on a page, once: under a claim and a token of its own, with the promise that the
    /// page had.
    ///
    /// A crash between any two steps leaves a row that the next import of the same file brings to its end.
    ///
    /// - Parameter actor: Who types it in; who made the call stands in the row.
    package func take(_ row: SheetRow, as actor: DeskActor, at now: Timestamp) throws -> SheetTaking {
        let caller = DeskActor(name: row.by, osUser: actor.osUser)
        let begun = try write { try begin(row, as: caller, at: now, $0) }
        guard case .claimed(let token, let changed) = begun else { return begun.taking }
        do {
            try finish(row.task, token: token, row.result.seen(at: now, told: row.at), as: caller, at: row.at)
        } catch let error as DeskError {
            // The outcome is a note by now.
            try write { try $0.end(row, as: "kept") }
            return .kept("\(error)")
        }
        try write { sql in
            try sql.end(row, as: "applied")
            guard changed, let entry = try sql.task(row.task) else { return }
            try sql.note(
                "sheet \(row.sheet) was printed before the newest reason of this call", kind: "note", caller,
                task: entry.row, at: now)
        }
        return .applied(changed: changed)
    }

    private enum Beginning {
        case claimed(token: Int64, changed: Bool)
        case over(SheetTaking)

        var taking: SheetTaking {
            switch self {
            case .claimed: .unknown
            case .over(let taking): taking
            }
        }
    }

    private func begin(_ row: SheetRow, as caller: DeskActor, at now: Timestamp, _ sql: DeskSQL) throws -> Beginning {
        guard let page = try sql.page(row), let entry = try sql.task(row.task) else { return .over(.unknown) }
        if let known = try sql.entry(row) {
            guard known.result == "taking", let token = known.token else { return .over(.again) }
            if try sql.claimEnd(token) == "finish" {
                try sql.end(row, as: "applied")
                return .over(.again)
            }
            if entry.token == token, entry.row.isOpen {
                return .claimed(token: token, changed: page.isOlder(than: entry))
            }
            try sql.keep(row, entry, because: "its claim was taken over", caller, at: now)
            try sql.end(row, as: "kept")
            return .over(.kept("its claim was taken over"))
        }
        if row.isOnlyATry {
            try sql.noteTry(row, page, caller)
            if row.result.note != nil || !row.result.openQuestions.isEmpty {
                try sql.note(
                    "on paper at \(row.at.iso8601): \(row.result.words)", kind: "note", caller, task: entry.row, at: now
                )
            }
            try sql.begin(row, caller, token: nil, result: "applied")
            return .over(.noted)
        }
        if let reason = try sql.conflict(row, page, entry, at: now) {
            try sql.keep(row, entry, because: reason, caller, at: now)
            try sql.begin(row, caller, token: nil, result: "kept")
            return .over(.kept(reason))
        }
        let token = try sql.claim(entry, as: caller, lease: Desk.takingLease, at: now).token
        try sql.tell(page.promise, under: token, at: row.at)
        try sql.noteTry(row, page, caller, token: token)
        try sql.begin(row, caller, token: token, result: "taking")
        try sql.audit(
            "sheet", caller, task: entry.row, at: now, detail: "sheet \(row.sheet), called at \(row.at.iso8601)")
        return .claimed(token: token, changed: page.isOlder(than: entry))
    }
}

/// What a page had on it.
private struct Page {
    var contact: String?
    var promise: Promise

    /// Whether the task says something that the page did not have yet.
    func isOlder(than entry: TaskEntry) -> Bool { entry.row.changedAt.map { $0 > promise.at } ?? false }
}

extension CallResult {
    /// The minutes that are left of what a provider said when the call was made.
    fileprivate func seen(at now: Timestamp, told: Timestamp) -> CallResult {
        guard let etaMinutes else { return self }
        var result = self
        result.etaMinutes = max(0, etaMinutes - Double(max(0, now.seconds(since: told))) / 60)
        return result
    }
}

extension DeskSQL {
    /// Why the row can't count any more; `nil` if it can.
    fileprivate func conflict(
        _ row: SheetRow, _ page: Page, _ entry: TaskEntry, at now: Timestamp
    ) throws -> String? {
        do { try Desk.requireOpen(entry) } catch { return "\(error)" }
        if let holder = entry.claimedBy, let until = entry.leaseUntil, until > now { return "\(holder) has the task" }
        guard entry.row.contact == page.contact else { return "the task is for somebody else by now" }
        guard row.result.outcome.consequence == .tryAgain else { return nil }
        let later = try first("SELECT max(at) FROM attempt WHERE task_id = ? AND at > ?") {
            $0.put(row.task)
            $0.put(row.at)
        } row: {
            $0.timeOrNil(0)
        }
        return later.flatMap { $0 }.map { "somebody has tried again since, at \($0.iso8601)" }
    }

    fileprivate func page(_ row: SheetRow) throws -> Page? {
        try first(
            """
            SELECT contact_id, promise_at, promise_unit, promise_latest, promise_slot FROM sheet_task
            WHERE sheet_id = ? AND task_id = ?
            """
        ) {
            $0.put(row.sheet)
            $0.put(row.task)
        } row: { statement in
            statement.promiseOrNil(1).map { Page(contact: statement.textOrNil(0), promise: $0) }
        } ?? nil
    }

    fileprivate func entry(_ row: SheetRow) throws -> (result: String, token: Int64?)? {
        try first("SELECT result, token FROM sheet_entry WHERE sheet_id = ? AND task_id = ? AND digest = ?") {
            $0.put(row.sheet)
            $0.put(row.task)
            $0.put(row.digest)
        } row: {
            (result: $0.text(0), token: $0.intOrNil(1))
        }
    }

    fileprivate func begin(_ row: SheetRow, _ caller: DeskActor, token: Int64?, result: String) throws {
        try run(
            """
            INSERT INTO sheet_entry (sheet_id, task_id, digest, at, actor, os_user, token, result)
            VALUES (?,?,?,?,?,?,?,?)
            """
        ) {
            $0.put(row.sheet)
            $0.put(row.task)
            $0.put(row.digest)
            $0.put(row.at)
            $0.put(caller.name)
            $0.put(caller.osUser)
            $0.put(token)
            $0.put(result)
        }
    }

    fileprivate func end(_ row: SheetRow, as result: String) throws {
        try run("UPDATE sheet_entry SET result = ? WHERE sheet_id = ? AND task_id = ? AND digest = ?") {
            $0.put(result)
            $0.put(row.sheet)
            $0.put(row.task)
            $0.put(row.digest)
        }
    }

    fileprivate func claimEnd(_ token: Int64) throws -> String? {
        try first("SELECT ended_by FROM claim WHERE token = ?", { $0.put(token) }) { $0.textOrNil(0) } ?? nil
    }

    /// What the claim's outcome will refer to is what stood on paper, from the time of the call.
    fileprivate func tell(_ promise: Promise, under token: Int64, at called: Timestamp) throws {
        try run(
            """
            UPDATE claim SET at = min(at, ?), shown_at = ?, shown_unit = ?, shown_latest = ?, shown_slot = ?
            WHERE token = ?
            """
        ) {
            $0.put(called)
            $0.put(promise)
            $0.put(token)
        }
    }

    /// The call as an attempt; without a token it is over at once.
    fileprivate func noteTry(_ row: SheetRow, _ page: Page, _ caller: DeskActor, token: Int64? = nil) throws {
        try run(
            """
            INSERT INTO attempt (task_id, token, actor, contact_id, channel, at, ended_at, outcome)
            VALUES (?1, ?2, ?3, ?4, 'voice', ?5, iif(?2 IS NULL, ?5, NULL), iif(?2 IS NULL, ?6, NULL))
            """
        ) {
            $0.put(row.task)
            $0.put(token)
            $0.put(caller.name)
            $0.put(page.contact)
            $0.put(row.at)
            $0.put(row.result.outcome.rawValue)
        }
        try run("UPDATE task SET attempts = attempts + 1, dialled_at = max(ifnull(dialled_at, 0), ?) WHERE id = ?") {
            $0.put(row.at)
            $0.put(row.task)
        }
    }

    /// Keeps the words of a row that can't count.
    fileprivate func keep(
        _ row: SheetRow, _ entry: TaskEntry, because reason: String, _ caller: DeskActor, at now: Timestamp
    ) throws {
        try note(
            "on paper at \(row.at.iso8601): \(row.result.words) (sheet \(row.sheet), refused: \(reason))",
            kind: "refused_outcome", caller, task: entry.row, at: now)
        try audit("sheet_refused", caller, task: entry.row, at: now, detail: row.result.outcome.rawValue)
    }
}
