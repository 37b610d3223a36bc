import Casework
import Diagnostics
import Outreach
import Persistence
import Planning
import Telemetry

/// The words of a call about several cases.
extension ScriptBuilder {
    /// What a fleet manager is told of several assets; `nil` for a task about none.
    func digest(_ task: TaskDetail, language: String, at now: Timestamp) -> ScriptContext? {
        let cases = task.grouped.filter { !$0.state.isEnd }
        guard task.entry.row.group != nil, let worst = cases.max(by: { $0.severity < $1.severity }) else { return nil }
        var context = ScriptContext(
            language: language, task: task.entry.row.kind, caseNumber: String(worst.caseID), severity: worst.severity,
            assetKind: worst.assetKind, leg: .notPlanned)
        context.purpose = task.entry.row.group == .campaign ? .fleet : .digest
        context.contactName = task.addressee?.name
        if let channel = task.addressee.flatMap({ Channel(rawValue: $0.channel) }) { context.channel = channel }
        if task.campaign != nil { context.campaign = Campaign(.fleet, count: cases.count) }
        context.digest = cases.map { one in
            var offer: SlotSituation.Appointment?
            if let slot = one.slot {
                offer = SlotSituation.Appointment(
                    workshop: one.workshop?.name ?? slot.workshopID,
                    time: LocalTime(
                        slot.start, now: now,
                        utcOffsetMinutes: one.workshop?.zone.offsetMinutes(at: slot.start) ?? 0))
            }
            return DigestLine(
                assetKind: one.assetKind, plate: one.plate, assetName: one.plate == nil ? one.assetID : nil,
                symptomClause: clause(ofSymptom: one.symptom, language: language), offer: offer)
        }
        return context
    }
}
