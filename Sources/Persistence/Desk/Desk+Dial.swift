import Casework
package import Outreach
import Planning
package import Telemetry

extension Desk {
    /// Notes that the dispatcher is dialling: opens an attempt and stretches the lease for a conversation.
    ///
    /// Quiet hours and a wish not to be called hold for whoever is not in danger.
    ///
    /// - Parameters:
    ///   - override: Why they are called all the same; kept with the attempt. In danger nobody has to say.
    ///   - policy: Says when nobody is called without need; `nil` asks nothing.
    /// - Throws: ``DeskError/notNow(task:because:until:)``
    package func dial(
        _ task: Int64, token: Int64, as actor: DeskActor, channel: String = "voice", override: String? = nil,
        under policy: OutreachPolicy? = nil, at now: Timestamp
    ) throws -> TaskDetail {
        try write { sql in
            let entry = try sql.current(task, token)
            let actor = actor.under(entry)
            let reason = try policy.flatMap { try sql.override(entry.row, $0, reason: override, at: now) }
            try sql.openAttempt(entry, token, actor, channel: channel, override: reason, at: now)
            try sql.audit("dial", actor, task: entry.row, at: now, detail: reason)
            return try sql.show(task, under: token, for: actor, at: now)
        }
    }
}

extension DeskSQL {
    /// Begins a conversation under a claim.
    func openAttempt(
        _ entry: TaskEntry, _ token: Int64, _ actor: DeskActor, channel: String, override: String? = nil,
        at now: Timestamp
    ) throws {
        let task = entry.row.id
        try endAttempts(task, outcome: nil, at: now)
        try run(
            "INSERT INTO attempt (task_id, token, actor, contact_id, channel, at, override) VALUES (?,?,?,?,?,?,?)"
        ) {
            $0.put(task)
            $0.put(token)
            $0.put(actor.name)
            $0.put(entry.row.contact)
            $0.put(channel)
            $0.put(now)
            $0.put(override)
        }
        try run("UPDATE task SET attempts = attempts + 1, dialled_at = ? WHERE id = ? AND token = ?") {
            $0.put(now)
            $0.put(task)
            $0.put(token)
        }
        try stretch(entry, token, until: now.adding(seconds: Desk.callLease), at: now)
    }

    /// What is recorded about a call that a rule speaks against; `nil` if none does.
    fileprivate func override(
        _ task: TaskRow, _ policy: OutreachPolicy, reason: String?, at now: Timestamp
    ) throws -> String? {
        guard task.isCall, let contact = task.contact else { return nil }
        let person = try first("SELECT timezone, do_not_call FROM person WHERE id = ?", { $0.put(contact) }) {
            (zone: $0.textOrNil(0), doNotCall: $0.bool(1))
        }
        let about = try first("SELECT severity, immobile FROM case_file WHERE id = ?", { $0.put(task.caseID) }) {
            (severity: try $0.word(0) as Severity, immobile: $0.bool(1))
        }
        let zone = person?.zone.flatMap { ZoneRule.system($0) } ?? .utc
        let allowed = policy.earliestCall(
            after: now, utcOffsetMinutes: zone.offsetMinutes(at: now), severity: about?.severity ?? .unknown,
            immobile: about?.immobile ?? false, doNotCall: person?.doNotCall ?? false)
        func words(_ rules: [CallTime.Override]) -> [String] { rules.map { $0.rawValue.wordsOfKey } }
        switch allowed {
        case .at(let time, let overriding) where time <= now:
            guard !overriding.isEmpty else { return nil }
            return "\(words(overriding).joined(separator: ", ")): \(reason ?? "danger")"
        case .at(let time, _):
            guard let reason else { throw DeskError.notNow(task: task.id, because: words([.quietHours]), until: time) }
            return "quiet hours: \(reason)"
        case .never:
            guard let reason else { throw DeskError.notNow(task: task.id, because: words([.doNotCall]), until: nil) }
            return "do not call: \(reason)"
        }
    }
}
