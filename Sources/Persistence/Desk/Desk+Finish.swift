package import Casework
package import Outreach
import Planning
package import Telemetry

/// How a call ended.
package struct CallResult: Sendable, Equatable {
    package var outcome: Outcome
    /// Minutes until arrival, as a provider says on the telephone.
    package var etaMinutes: Double?
    /// What the person asked and nobody could answer.
    package var openQuestions: [String]
    /// The dispatcher's own words.
    package var note: String?
    /// Another time that a workshop named.
    package var slotStart: Timestamp?
    /// When the person wishes to be called again.
    package var callBackAt: Timestamp?
    /// What was answered otherwise about single cases of a call about several: how these end.
    package var items: [Int64: CaseState] = [:]

    package init(
        _ outcome: Outcome, etaMinutes: Double? = nil, openQuestions: [String] = [], note: String? = nil,
        slotStart: Timestamp? = nil, callBackAt: Timestamp? = nil
    ) {
        self.outcome = outcome
        self.etaMinutes = etaMinutes
        self.openQuestions = openQuestions
        self.note = note
        self.slotStart = slotStart
        self.callBackAt = callBackAt
    }

    var words: String {
        var words = "outcome \(outcome.rawValue)"
        if let etaMinutes { words += ", \(etaMinutes) minutes" }
        if let slotStart { words += ", slot at \(slotStart.iso8601)" }
        if let callBackAt { words += ", call back at \(callBackAt.iso8601)" }
        for question in openQuestions { words += ", asked: \(question)" }
        if let note { words += ", \(note)" }
        return words
    }
}

extension Desk {
    /// The question to which a workshop's own time is the answer, ISO 8601.
    package static let slotStartKey = "slot_start"

    /// Ends the call with an outcome; the lane does what follows from it.
    ///
    /// What the person was told is what the screen of this claim showed last, not what is true by now: if the two
    /// differ, the lane will see a slip and ask for another call.
    ///
    /// - Throws: ``DeskError/notCurrent(task:token:holder:)`` if somebody else has claimed the task meanwhile; the
    ///   outcome is then kept as a note for them to read.
    package func finish(
        _ task: Int64, token: Int64, _ result: CallResult, as actor: DeskActor, at now: Timestamp
    ) throws {
        let refusal: DeskError? = try write { sql in
            let entry: TaskEntry
            do {
                entry = try sql.current(task, token)
                try Desk.requireOpen(entry)
            } catch let error as DeskError {
                guard let known = try sql.task(task) else { throw error }
                try sql.note(
                    "\(result.words) (refused: \(error))", kind: "refused_outcome", actor, task: known.row, at: now)
                try sql.audit("finish_refused", actor, task: known.row, at: now, detail: result.outcome.rawValue)
                return error
            }
            let actor = actor.under(entry)
            let shown = result.outcome == .reached ? try sql.shown(under: token) : nil
            let promise = result.outcome == .reached ? shown?.promise ?? Promise(at: now) : nil
            if var slotStart = result.slotStart {
                if result.outcome == .accepted {
                    slotStart = try sql.timeOnOffer(slotStart, entry.row, at: now)
                }
                try sql.tell(slotStart, entry.row, actor, at: now)
            }
            try sql.post(
                .finish(
                    FinishedCall(
                        task: task, result.outcome, promise: promise, etaMinutes: result.etaMinutes,
                        openQuestions: result.openQuestions, callBackAt: result.callBackAt)),
                actor, at: now)
            // After the outcome: it speaks of all, these of one each.
            for (caseID, state) in result.items.sorted(by: { $0.key < $1.key }) {
                try sql.requireMember(caseID, of: entry.row)
                let reason = "\(state.rawValue) in call \(task)"
                try sql.post(.close(caseID: caseID, state: state, reason: reason), actor, at: now)
            }
            if let promise { try sql.say(entry.row, promise, shown, actor, at: now) }
            if let note = result.note { try sql.note(note, kind: "note", actor, task: entry.row, at: now) }
            try sql.endAttempts(task, outcome: result.outcome, at: now)
            try sql.dropClaim(task, token, by: "finish", at: now)
            try sql.audit("finish", actor, task: entry.row, at: now, detail: result.outcome.rawValue)
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Puts the task off; nobody has it meanwhile.
    package func snooze(
        _ task: Int64, token: Int64, until: Timestamp, as actor: DeskActor, at now: Timestamp
    ) throws {
        try write { sql in
            let entry = try sql.current(task, token)
            let actor = actor.under(entry)
            try Desk.requireOpen(entry)
            if until.seconds(since: now) > Desk.longestGraveSnooze, try sql.isGrave(entry.row) {
                throw DeskError.refused(
                    "people wait for this call: it can be put off for \(Desk.longestGraveSnooze / 60) minutes at most")
            }
            try sql.post(.snooze(task: task, until: until), actor, at: now)
            try sql.endAttempts(task, outcome: nil, at: now)
            try sql.dropClaim(task, token, by: "snooze", at: now)
            try sql.audit("snooze", actor, task: entry.row, at: now, detail: until.iso8601)
        }
    }

    /// Keeps a dispatcher's words with the task and its case.
    ///
    /// Needs no claim: a colleague may know something.
    package func note(_ task: Int64, _ text: String, as actor: DeskActor, at now: Timestamp) throws {
        try write { sql in
            guard let entry = try sql.task(task) else { throw DeskError.notFound("task \(task)") }
            try sql.note(text, kind: "note", actor, task: entry.row, at: now)
            try sql.audit("note", actor, task: entry.row, at: now)
        }
    }

    /// What a person told about the asset or the place; the plan is made again with it.
    ///
    /// Needs no claim.
    ///
    /// - Parameter place: The place, if that is what they told.
    package func fact(
        _ task: Int64, key: String, value: String, place: Coordinate? = nil, as actor: DeskActor, at now: Timestamp
    ) throws {
        try write { sql in
            guard let entry = try sql.task(task) else { throw DeskError.notFound("task \(task)") }
            guard let caseID = entry.row.caseID else { throw DeskError.noCase(task: task) }
            try sql.keep(key, value, entry.row, actor, at: now)
            if let place {
                try sql.post(.locate(caseID: caseID, coordinate: place), actor, at: now)
            } else {
                try sql.post(.fact(caseID: caseID, key: key, value: value), actor, at: now)
            }
            try sql.audit("fact", actor, task: entry.row, at: now, detail: key)
        }
    }
}

extension DeskSQL {
    /// Keeps an answer with the case.
    fileprivate func keep(
        _ key: String, _ value: String, _ task: TaskRow, _ actor: DeskActor, at now: Timestamp
    ) throws {
        try run("INSERT INTO fact_told (at, case_id, asset_key, contact_id, actor, key, value) VALUES (?,?,?,?,?,?,?)")
        {
            $0.put(now)
            $0.put(task.caseID)
            $0.put(task.asset)
            $0.put(task.contact)
            $0.put(actor.name)
            $0.put(key)
            $0.put(value)
        }
    }

    /// Keeps the time that a workshop named, as a fact for the lane and as a note for people.
    ///
    /// The fact comes before the outcome, so that the lane knows it when it deals with that.
    fileprivate func tell(_ slotStart: Timestamp, _ task: TaskRow, _ actor: DeskActor, at now: Timestamp) throws {
        let who = task.kind == .preventOffer ? "they chose" : "the workshop named"
        try note("\(who) \(slotStart.iso8601)", kind: "note", actor, task: task, at: now)
        guard let caseID = task.caseID else { return }
        // By task, so that the next call to a workshop does not find this one's answer.
        let key = "\(Desk.slotStartKey):\(task.id)"
        try keep(key, slotStart.iso8601, task, actor, at: now)
        try post(.fact(caseID: caseID, key: key, value: slotStart.iso8601), actor, at: now)
    }

    /// Records what was told by telephone.
    fileprivate func say(
        _ task: TaskRow, _ promise: Promise, _ shown: ShownScreen?, _ actor: DeskActor, at now: Timestamp
    ) throws {
        let channel = try first(
            "SELECT channel FROM attempt WHERE task_id = ? AND ended_at IS NULL ORDER BY id DESC LIMIT 1",
            { $0.put(task.id) }, row: { $0.text(0) })
        try run(
            """
            INSERT INTO said (at, case_id, task_id, contact_id, channel, actor, template, promise_at, promise_unit,
                promise_latest, promise_slot, language, detail)
            VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,
                iif(?13 IS NULL, NULL, json_object('eta_low', ?13, 'eta_high', ?14)))
            """
        ) {
            $0.put(now)
            $0.put(task.caseID)
            $0.put(task.id)
            $0.put(task.contact)
            // Whoever dialled whom: it was said by voice.
            $0.put(channel == "text" || channel == "relay" ? channel : "voice")
            $0.put(actor.name)
            $0.put(task.kind.rawValue)
            $0.put(promise)
            $0.put(shown?.language)
            $0.put(shown?.low)
            $0.put(shown?.high)
        }
    }
}

extension DeskSQL {
    /// Whether people wait somewhere: then nothing about it may be put off for long.
    fileprivate func isGrave(_ task: TaskRow) throws -> Bool {
        guard let caseID = task.caseID else { return false }
        return try first(
            "SELECT severity IN ('stop', 'emergency') OR immobile FROM case_file WHERE id = ?", { $0.put(caseID) }
        ) { $0.bool(0) } ?? false
    }

    /// Refuses a time that was not offered to them, or has gone meanwhile.
    private func timeOffered(_ start: Timestamp, _ task: TaskRow, at now: Timestamp) throws -> Timestamp {
        let offered = try first(
            "SELECT slots FROM prevent_offer WHERE case_id = ? AND answer IS NULL ORDER BY id DESC LIMIT 1",
            { $0.put(task.caseID) }, row: { $0.text(0) })
        let slots = (offered ?? "").split(separator: " ").compactMap { Int64($0) }
        var free: [Timestamp] = []
        for id in slots {
            let time = try first(
                """
                SELECT start FROM slot WHERE id = ?1 AND start > ?2 AND retired = 0
                    AND NOT EXISTS (SELECT 1 FROM hold WHERE kind = 'slot' AND resource = CAST(slot.id AS TEXT)
                        AND state IN (\(Words.liveHold)))
                """
            ) {
                $0.put(id)
                $0.put(now)
            } row: {
                $0.time(0)
            }
            if let time { free.append(time) }
        }
        if let exact = free.first(where: { $0.isSameMinute(as: start) }) { return exact }
        let times = free.map { String($0.iso8601.prefix(16)) }.joined(separator: ", ")
        throw DeskError.refused(
            "\(start.iso8601) is none of the times that are offered\(times.isEmpty ? "" : " (free, UTC: \(times))")")
    }

    /// The exact time on offer that a dispatcher names to the minute, as screens show it.
    ///
    /// Refuses one that a workshop has not on offer: taking it over would give the one away that is held.
    fileprivate func timeOnOffer(_ start: Timestamp, _ task: TaskRow, at now: Timestamp) throws -> Timestamp {
        if task.kind == .preventOffer { return try timeOffered(start, task, at: now) }
        guard let held = try task.slot.flatMap({ try slot($0) }) else { return start }
        if held.start.isSameMinute(as: start) { return held.start }
        let free = try all(
            """
            SELECT start FROM slot WHERE workshop_id = ?1 AND start > ?2 AND retired = 0
                AND NOT EXISTS (SELECT 1 FROM hold WHERE kind = 'slot' AND resource = CAST(slot.id AS TEXT)
                    AND state IN (\(Words.liveHold)))
            ORDER BY start
            """
        ) {
            $0.put(held.workshopID)
            $0.put(now)
        } row: {
            $0.time(0)
        }
        if let exact = free.first(where: { $0.isSameMinute(as: start) }) { return exact }
        let times = free.prefix(4).map { String($0.iso8601.prefix(16)) }.joined(separator: ", ")
        throw DeskError.refused(
            "\(start.iso8601) is no free time of \(held.workshopID)\(times.isEmpty ? "" : " (free, UTC: \(times))"); "
                + "import it first with callahead import slots, or finish with --declined")
    }
}

extension Timestamp {
    /// Whether two times are shown alike on a screen.
    fileprivate func isSameMinute(as other: Timestamp) -> Bool {
        let minute = { (time: Timestamp) in time.milliseconds - (time.milliseconds % 60_000 + 60_000) % 60_000 }
        return minute(self) == minute(other)
    }
}
