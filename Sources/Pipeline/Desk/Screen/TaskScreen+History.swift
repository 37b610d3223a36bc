import Casework
import Persistence
import Telemetry

/// Why this task exists, and what was tried and noted before.
extension TaskScreen {
    func addHistory(_ task: TaskDetail, to facts: inout Labelled) {
        facts.add("WHY", task.entry.row.reasons.joined(separator: "; "))
        for attempt in task.attempts {
            let end = attempt.outcome ?? (attempt.endedAt == nil ? "open" : "ended")
            facts.add("TRIED", "\(attempt.at.clock) \(attempt.actor), \(attempt.channel): \(end)")
        }
        for note in task.notes { facts.add("NOTE", "\(note.at.clock) \(note.actor): \(note.text)") }
    }
}
