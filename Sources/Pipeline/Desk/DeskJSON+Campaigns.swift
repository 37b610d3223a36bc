import Casework
import Outreach
package import Persistence
import Planning
import Telemetry

extension DeskJSON {
    /// What makes a task as urgent as it is, and what else it is about.
    func campaign(_ task: TaskDetail) -> [String: JSONValue] {
        let row = task.entry.row
        let waiting = row.isOpen ? Priority.waiting(dueAt: row.dueAt, now: now) : nil
        return [
            "priority_reasons": .init(row.urgency + [waiting].compactMap(\.self)),
            "campaign": task.campaign.map {
                .object([
                    "id": .whole($0.row.id), "cause": .text($0.row.cause.words), "count": .whole(Int64($0.row.assets)),
                ])
            } ?? .null,
            "group": .init(word: row.group), "items": .array(task.grouped.map(grouped)),
        ]
    }

    /// A campaign as a list shows it.
    package func campaign(_ entry: CampaignEntry) -> JSONValue { .object(members(entry)) }

    /// A campaign with its cases.
    package func campaign(_ entry: CampaignEntry, _ cases: [GroupedCase]) -> JSONValue {
        .object(members(entry).merging(["cases": .array(cases.map(grouped))]) { $1 })
    }

    private func members(_ entry: CampaignEntry) -> [String: JSONValue] {
        let row = entry.row
        return [
            "id": .whole(row.id), "kind": .init(word: row.cause.kind), "cause": .text(row.cause.words),
            "code": .init(row.cause.code), "make": .init(row.cause.make), "model": .init(row.cause.model),
            "site_id": .init(row.cause.siteID), "state": .text(row.isOpen ? "open" : "closed"),
            "opened_at": .init(row.openedAt), "first_at": .init(row.firstAt), "last_at": .init(row.lastAt),
            "closed_at": .init(row.closedAt), "count": .whole(Int64(row.assets)),
            "open_cases": .whole(Int64(entry.openCases)), "untold": .whole(Int64(entry.untold)),
            "worst": .init(word: entry.worst), "lead_case": row.leadCase.map { .whole($0) } ?? .null,
        ]
    }

    private func grouped(_ one: GroupedCase) -> JSONValue {
        .object([
            "case_id": .whole(one.caseID), "asset_id": .text(one.assetID), "plate": .init(one.plate),
            "customer_id": .init(one.customer), "severity": .init(word: one.severity),
            "immobile": .flag(one.immobile), "symptom": .text(one.symptom), "state": .init(word: one.state),
            "told_at": .init(one.toldAt), "task_id": one.task.map { .whole($0) } ?? .null,
            "slot": one.slot.map { slot in
                .object([
                    "id": .whole(slot.id), "workshop": .text(one.workshop?.name ?? slot.workshopID),
                    "start": .init(slot.start),
                ])
            } ?? .null,
        ])
    }
}
