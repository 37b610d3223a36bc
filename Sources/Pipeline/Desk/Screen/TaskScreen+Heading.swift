import Casework
import Outreach
import Persistence
import Telemetry

/// What the task is, how urgent, and who has it.
extension TaskScreen {
    func heading(_ task: TaskDetail) -> [String] {
        let row = task.entry.row
        var parts = ["Task \(row.id)", row.kind.rawValue.wordsOfKey]
        if let file = task.caseDetail?.current.row {
            parts.append(file.severity.rawValue.wordsOfKey + (file.immobile ? ", immobile" : ""))
        }
        parts.append(task.entry.state(at: now).rawValue)
        parts.append("due \(row.dueAt.clock) (\(now.spoken(until: row.dueAt)))")
        if row.alarm { parts.append("NOBODY CLAIMED IT IN TIME") }
        var lines = [parts.joined(separator: " · ")]
        if let holder = task.entry.mayBeOnThePhone(at: now) {
            lines.append("\(holder) dialled and has not come back: may still be on the phone.")
        } else if let holder = task.entry.claimedBy, let until = task.entry.leaseUntil {
            lines.append("With \(holder) until \(until.clock).")
        }
        lines += campaignLines(task)
        lines += deskLines(task)
        if let file = task.caseDetail { lines.append(asset(file)) }
        return lines.flatMap { Paragraph.lines($0, width: width, first: "", rest: "  ") }
    }

    private func asset(_ file: CaseDetail) -> String {
        let traits = file.reference.traits
        var about = ["Case \(file.current.row.id)", file.reference.plate ?? file.reference.id]
        about.append(
            [traits.kind.rawValue, traits.make, traits.model, traits.year.map(String.init)].compactMap { $0 }
                .joined(separator: " "))
        if let colour = file.surroundings.colour { about.append(colour) }
        if let owner = file.current.row.owner { about.append("owner \(owner)") }
        return about.joined(separator: " · ")
    }
}
