package import Casework
package import Telemetry

/// What a dispatcher does to a case.
extension Desk {
    /// Keeps a dispatcher's words with a case.
    package func note(onCase caseID: Int64, _ text: String, as actor: DeskActor, at now: Timestamp) throws {
        try write { sql in
            guard try sql.first("SELECT 1 FROM case_file WHERE id = ?", { $0.put(caseID) }, row: { _ in true }) == true
            else { throw DeskError.notFound("case \(caseID)") }
            try sql.note(text, kind: "note", actor, caseID: caseID, at: now)
            try sql.audit("note", actor, caseID: caseID, at: now)
        }
    }

    /// What a person told about an asset or a place; the plan is made again with it.
    ///
    /// - Parameter place: The place, if that is what they told.
    package func fact(
        onCase caseID: Int64, key: String, value: String, place: Coordinate? = nil, as actor: DeskActor,
        at now: Timestamp
    ) throws {
        try write { sql in
            try sql.requireOpen(caseID: caseID)
            try sql.keepFact(key, value, caseID: caseID, actor, at: now)
            try sql.post(
                place.map { .locate(caseID: caseID, coordinate: $0) } ?? .fact(caseID: caseID, key: key, value: value),
                actor, at: now)
            try sql.audit("fact", actor, caseID: caseID, at: now, detail: key)
        }
    }

    /// Ends a case by a person's word.
    package func close(
        _ caseID: Int64, as state: CaseState, because reason: String, by actor: DeskActor, at now: Timestamp
    ) throws {
        try write { sql in
            try sql.requireOpen(caseID: caseID)
            try sql.post(.close(caseID: caseID, state: state, reason: reason), actor, at: now)
            try sql.audit("close", actor, caseID: caseID, at: now, detail: "\(state.rawValue): \(reason)")
        }
    }

    /// Sets the severity of a case by a named person's word.
    ///
    /// - Throws: ``DeskError/refused(_:)`` if nobody gave their name and it would be lower.
    /// - Returns: What it was.
    package func judge(
        _ caseID: Int64, _ severity: Severity, because reason: String, as actor: DeskActor, at now: Timestamp
    ) throws -> Severity {
        try write { sql in
            try sql.requireOpen(caseID: caseID)
            let before = try sql.first("SELECT severity FROM case_file WHERE id = ?", { $0.put(caseID) }) {
                try $0.word(0) as Severity
            }
            guard let before else { throw DeskError.notFound("case \(caseID)") }
            if severity < before, !actor.isNamed {
                throw DeskError.refused(
                    "only a named dispatcher lowers a severity: say who you are with --as or CALLAHEAD_AS")
            }
            try sql.keepFact(Engine.severityFact, severity.rawValue, caseID: caseID, actor, at: now)
            try sql.note(
                "severity \(before.rawValue) to \(severity.rawValue): \(reason)", kind: "note", actor, caseID: caseID,
                at: now)
            try sql.post(.severity(caseID: caseID, severity, reason: reason), actor, at: now)
            try sql.audit(
                "severity", actor, caseID: caseID, at: now,
                detail: "\(before.rawValue) to \(severity.rawValue): \(reason)")
            return before
        }
    }

    /// Makes a case somebody's own; `nil` is nobody's.
    package func own(_ caseID: Int64, owner: String?, as actor: DeskActor, at now: Timestamp) throws {
        try write { sql in
            try sql.requireOpen(caseID: caseID)
            try sql.post(.own(caseID: caseID, owner: owner), actor, at: now)
            try sql.audit("own", actor, caseID: caseID, at: now, detail: owner ?? "nobody")
        }
    }
}

extension DeskSQL {
    fileprivate func keepFact(
        _ key: String, _ value: String, caseID: Int64, _ actor: DeskActor, at now: Timestamp
    ) throws {
        try run(
            """
            INSERT INTO fact_told (at, case_id, asset_key, actor, key, value)
            SELECT ?, id, asset_key, ?, ?, ? FROM case_file WHERE id = ?
            """
        ) {
            $0.put(now)
            $0.put(actor.name)
            $0.put(key)
            $0.put(value)
            $0.put(caseID)
        }
    }
}
