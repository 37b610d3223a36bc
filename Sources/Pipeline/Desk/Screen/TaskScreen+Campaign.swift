import Casework
import Outreach
import Persistence
import Planning
import Telemetry

extension TaskScreen {
    /// With how many others the asset fails, and which cases the call is about.
    func campaignLines(_ task: TaskDetail) -> [String] {
        var lines: [String] = []
        if let campaign = task.campaign?.row {
            let many = task.entry.row.group == nil ? "One of \(campaign.assets)" : "\(campaign.assets) in all"
            lines.append("\(many): \(campaign.cause.words) since \(campaign.firstAt.minute) (campaign \(campaign.id)).")
        }
        return lines
    }

    /// Every case that the call is about, with the slot that is held for it.
    func addGrouped(_ task: TaskDetail, to facts: inout Labelled) {
        for one in task.grouped {
            var parts = [
                one.plate ?? one.assetID, "case \(one.caseID)", scripts.title(ofSymptom: one.symptom),
                one.severity.rawValue.wordsOfKey,
            ]
            if let slot = one.slot {
                let offset = Int64(one.workshop?.zone.offsetMinutes(at: slot.start) ?? 0) * 60
                let local = slot.start.adding(seconds: offset)
                parts.append("\(one.workshop?.name ?? slot.workshopID) \(local.day) \(local.minute)")
            }
            if one.state.isEnd { parts.append(one.state.rawValue) } else if one.toldAt != nil { parts.append("told") }
            facts.add("ABOUT", parts.joined(separator: " · "))
        }
        let waiting = Priority.waiting(dueAt: task.entry.row.dueAt, now: now)
        let urgency = task.entry.row.urgency + (task.entry.row.isOpen ? [waiting].compactMap(\.self) : [])
        if !urgency.isEmpty { facts.add("URGENCY", urgency.joined(separator: ", ")) }
    }
}
