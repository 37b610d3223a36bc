import Casework
package import Persistence
import Telemetry

extension DeskTables {
    /// Campaigns, a line each.
    package func campaigns(_ entries: [CampaignEntry]) -> [String] {
        var table = Columns()
        table.add(row: ["CAMPAIGN", "STATE", "SINCE", "LAST", "ASSETS", "OPEN", "UNTOLD", "WORST", "CAUSE"])
        for entry in entries {
            let row = entry.row
            table.add(row: [
                "\(row.id)", row.isOpen ? "open" : "closed", row.firstAt.minute, now.spoken(until: row.lastAt),
                "\(row.assets)", "\(entry.openCases)", "\(entry.untold)", entry.worst?.rawValue ?? "-",
                row.cause.words,
            ])
        }
        return table.lines
    }

    /// A campaign with its cases.
    package func campaign(_ entry: CampaignEntry, _ cases: [GroupedCase]) -> [String] {
        var table = Columns()
        table.add(row: ["CASE", "ASSET", "CUSTOMER", "SEVERITY", "STATE", "TOLD", "TASK", "SYMPTOM"])
        for one in cases {
            table.add(row: [
                "\(one.caseID)", one.plate ?? one.assetID, one.customer ?? "-",
                one.severity.rawValue + (one.immobile ? "*" : ""), one.state.rawValue, one.toldAt?.minute ?? "-",
                one.task.map { "\($0)" } ?? "-", scripts.title(ofSymptom: one.symptom),
            ])
        }
        return campaigns([entry]) + [""] + table.lines
    }
}
