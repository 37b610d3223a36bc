package import Casework
import Outreach
package import Planning
package import Telemetry

/// A campaign as a list shows it.
package struct CampaignEntry: Sendable, Equatable {
    package var row: CampaignRow
    /// Its cases that are not over, and those of them that nobody has told yet.
    package var openCases = 0
    package var untold = 0
    /// The highest severity among its open cases.
    package var worst: Severity?
}

/// One case of a campaign, or of a call about several.
package struct GroupedCase: Sendable, Equatable {
    package var caseID: Int64
    package var assetID: String
    package var plate: String?
    package var assetKind: AssetKind
    package var customer: String?
    package var severity: Severity
    package var immobile: Bool
    /// Key of the symptom.
    package var symptom: String
    package var state: CaseState
    package var toldAt: Timestamp?
    /// A slot that is held for it, with the workshop's name.
    package var slot: Slot?
    package var workshop: Workshop?
    /// Its own open call.
    package var task: Int64?
}

extension Desk {
    /// Campaigns: open ones first, the newest at the top, then those that ended in the last day.
    ///
    /// For the board, which shows them as they are; it holds no snapshot.
    package func campaigns(at now: Timestamp, limit: Int = 100) throws -> [CampaignEntry] {
        try read { sql in
            try sql.all(
                """
                \(DeskSQL.campaigns) WHERE closed_at IS NULL OR closed_at > ?
                ORDER BY closed_at IS NOT NULL, opened_at DESC, id DESC LIMIT ?
                """
            ) {
                $0.put(now.adding(seconds: -86_400))
                $0.put(max(0, limit))
            } row: {
                try CampaignRow(reading: $0)
            }.map { try sql.entry(of: $0) }
        }
    }

    /// A campaign with its cases: the worst first, those of one customer together.
    package func campaign(_ id: Int64) throws -> (entry: CampaignEntry, cases: [GroupedCase]) {
        let found = try read { sql in
            try sql.campaign(id).map {
                (try sql.entry(of: $0), try sql.groupedCases(where: "case_file.campaign_id = ?", id))
            }
        }
        guard let found else { throw DeskError.notFound("campaign \(id)") }
        return (entry: found.0, cases: found.1)
    }
}

extension DeskSQL {
    fileprivate static let campaigns = select(CampaignRow.selectOpen, where: "TRUE").replacing("WHERE TRUE", with: "")

    /// The campaign of a task, and the cases that it is about besides its own.
    func addGroup(to detail: inout TaskDetail) throws {
        let row = detail.entry.row
        detail.campaign = try row.campaign.flatMap { try campaign($0) }.map { try entry(of: $0) }
        if row.group != nil {
            detail.grouped = try groupedCases(where: "case_file.group_task = ?", row.id)
        } else if row.isCall, let caseID = row.caseID, detail.caseDetail?.reference.traits.kind.isStationary == true {
            detail.grouped = try groupedCases(
                where: "case_file.parent = ? AND case_file.state NOT IN (\(Words.endOfCase))", caseID)
        }
    }

    /// Refuses an answer about a case that the call is not about.
    func requireMember(_ caseID: Int64, of task: TaskRow) throws {
        let isMember = try first("SELECT 1 FROM case_file WHERE id = ? AND group_task = ?") {
            $0.put(caseID)
            $0.put(task.id)
        } row: { _ in
            true
        }
        if isMember == nil { throw DeskError.notFound("case \(caseID) in the call of task \(task.id)") }
    }

    func campaign(_ id: Int64) throws -> CampaignRow? {
        try first("\(DeskSQL.campaigns) WHERE id = ?") {
            $0.put(id)
        } row: {
            try CampaignRow(reading: $0)
        }
    }

    /// What a case has in common with others now, as far as its owner hears of it.
    func spokenCampaign(_ id: Int64?) throws -> Campaign? {
        guard let row = try id.flatMap({ try campaign($0) }), row.isOpen else { return nil }
        return Campaign(row.cause.kind == .model ? .model : .area)
    }

    fileprivate func entry(of row: CampaignRow) throws -> CampaignEntry {
        var entry = CampaignEntry(row: row)
        let severities = try all(
            """
            SELECT severity, told_at IS NULL FROM case_file
            WHERE campaign_id = ? AND state NOT IN (\(Words.endOfCase))
            """, { $0.put(row.id) }
        ) {
            (severity: try $0.word(0) as Severity, isUntold: $0.bool(1))
        }
        entry.openCases = severities.count
        entry.untold = severities.count { $0.isUntold }
        entry.worst = severities.map(\.severity).max()
        return entry
    }

    /// Cases that belong together, the worst first; within a severity the customer with the worst of them first, and
    /// its cases together.
    func groupedCases(where condition: String, _ id: Int64) throws -> [GroupedCase] {
        let cases = try all(
            """
            SELECT case_file.id, asset.id, asset.plate, asset.kind, asset.customer_id, case_file.severity,
                case_file.immobile, case_file.symptom, case_file.state, case_file.told_at,
                (SELECT CAST(hold.resource AS INTEGER) FROM hold WHERE hold.case_id = case_file.id
                    AND hold.kind = 'slot' AND hold.state IN (\(Words.liveHold)) ORDER BY hold.id DESC LIMIT 1),
                (SELECT task.id FROM task WHERE task.case_id = case_file.id AND task.kind IN (\(Words.callKind))
                    AND task.state NOT IN (\(Words.endOfTask)) ORDER BY task.priority DESC, task.id LIMIT 1)
            FROM case_file JOIN asset ON asset.key = case_file.asset_key
            WHERE \(condition) ORDER BY case_file.id
            """, { $0.put(id) }
        ) { row in
            let slot = row.intOrNil(10)
            return (
                GroupedCase(
                    caseID: row.int(0), assetID: row.text(1), plate: row.textOrNil(2), assetKind: try row.word(3),
                    customer: row.textOrNil(4), severity: try row.word(5), immobile: row.bool(6),
                    symptom: row.text(7), state: try row.word(8), toldAt: row.timeOrNil(9), task: row.intOrNil(11)),
                slot
            )
        }
        return try cases.map { one, slot in
            var one = one
            one.slot = try slot.flatMap { try self.slot($0) }
            one.workshop = try one.slot.flatMap { try workshop($0.workshopID) }
            return one
        }.sorted { left, right in
            if left.state.isEnd != right.state.isEnd { return right.state.isEnd }
            if left.severity != right.severity { return left.severity > right.severity }
            return (left.customer ?? "~", left.caseID) < (right.customer ?? "~", right.caseID)
        }
    }
}
