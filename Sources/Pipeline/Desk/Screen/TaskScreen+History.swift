import Casework
import Persistence
import Telemetry

/// Why this task exists, and what was tried and noted before.
extension TaskScreen {
    func addHistory(_ task: TaskDetail, to facts: inout Labelled) {
        facts.add("WHY", task.entry.row.reasons.map(inWords).joined(separator: "; "))
        for attempt in task.attempts {
            let end = attempt.outcome ?? (attempt.endedAt == nil ? "open" : "ended")
            facts.add("TRIED", "\(attempt.at.clock) \(attempt.actor), \(attempt.channel): \(end)")
        }
        for note in task.notes { facts.add("NOTE", "\(note.at.clock) \(note.actor): \(note.text)") }
    }

    /// `stop: oil_pressure_low` with the symptom as people say it.
    private func inWords(_ reason: String) -> String {
        guard let colon = reason.firstRange(of: ": ") else { return reason }
        let key = String(reason[colon.upperBound...])
        guard !key.isEmpty, key.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLowercase || $0.isNumber) }) else {
            return reason
        }
        return String(reason[..<colon.upperBound]).wordsOfKey + scripts.title(ofSymptom: key)
    }
}
