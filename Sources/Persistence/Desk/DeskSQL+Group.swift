import Casework
import Outreach
import Planning
package import Telemetry

/// One case of a call that is about several.
package struct GroupMember: Sendable, Equatable {
    package var caseID: Int64
    package var assetID: String
    package var plate: String?
    package var kind: AssetKind
    package var severity: Severity
    package var symptom: String
    /// The workshop that keeps a time for it, the time, and the workshop's clock at that time, minutes east of UTC.
    package var offer: Offer?

    /// A time that is kept at a workshop.
    package struct Offer: Sendable, Equatable {
        package var workshop: String
        package var start: Timestamp
        package var utcOffsetMinutes: Int
    }
}

extension DeskSQL {
    /// The open cases that a call about several is about: the worst first, then by case.
    func members(ofGroup task: TaskRow) throws -> [GroupMember] {
        guard task.group != nil else { return [] }
        let members = try all(
            """
            SELECT c.id, a.id, a.plate, a.kind, c.severity, c.symptom, coalesce(w.name, s.workshop_id), s.start,
                w.timezone
            FROM case_file c JOIN asset a ON a.key = c.asset_key
            LEFT JOIN hold h ON h.case_id = c.id AND h.kind = 'slot' AND h.state IN (\(Words.liveHold))
            LEFT JOIN slot s ON s.id = CAST(h.resource AS INTEGER)
            LEFT JOIN workshop w ON w.id = s.workshop_id
            WHERE c.group_task = ? AND c.state NOT IN (\(Words.endOfCase)) ORDER BY c.id
            """, { $0.put(task.id) }
        ) { row in
            var member = GroupMember(
                caseID: row.int(0), assetID: row.text(1), plate: row.textOrNil(2), kind: try row.word(3),
                severity: try row.word(4), symptom: row.text(5))
            if let workshop = row.textOrNil(6), let start = row.timeOrNil(7) {
                let zone = row.textOrNil(8).flatMap { ZoneRule.system($0) } ?? .utc
                member.offer = GroupMember.Offer(
                    workshop: workshop, start: start, utcOffsetMinutes: zone.offsetMinutes(at: start))
            }
            return member
        }
        return members.sorted { ($1.severity, $0.caseID) < ($0.severity, $1.caseID) }
    }

    /// What a case has in common with others now, as far as its owner hears of it.
    func campaign(_ id: Int64?) throws -> Campaign? {
        guard let id else { return nil }
        return try first("SELECT kind FROM campaign WHERE id = ? AND closed_at IS NULL", { $0.put(id) }) { row in
            let kind: Cause.Kind = try row.word(0)
            return Campaign(kind == .model ? .model : .area)
        }
    }
}
