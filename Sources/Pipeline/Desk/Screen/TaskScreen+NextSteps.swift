import Casework
import Outreach
import Persistence

/// What to type next.
extension TaskScreen {
    /// A command is never broken, so that it can be copied whole; what it is for goes below it where it has no room.
    func nextSteps(_ task: TaskDetail, _ token: Int64?) -> [String] {
        let id = task.entry.row.id
        guard task.entry.row.isOpen, task.entry.pendingOutcome == nil else { return ["This task is over."] }
        guard let token else { return step("tasks claim \(id)", "to take it") }
        var lines = step("tasks dial \(id) --token \(token)", "when you dial")
        let (option, others) = outcomes(task)
        lines += step("tasks finish \(id) --token \(token) \(option)", "or \(others)")
        lines += step("tasks fact \(id) KEY=VALUE", "what you were told, position=59.43,24.75 too")
        lines += step("tasks release \(id) --token \(token)", "to give it back")
        return lines
    }

    private func outcomes(_ task: TaskDetail) -> (option: String, others: String) {
        switch task.entry.row.kind {
        case .providerCall: ("--accepted --eta 25", "--declined, --outcome no_answer, busy, …")
        case .preventOffer: ("--accepted --slot-start TIME", "--declined, --outcome reached, no_answer, …")
        case .workshopCall: ("--accepted", "--declined, --outcome no_answer, busy, …")
        case .followUp where task.entry.row.asksApproval:
            ("--accepted", "--declined, --outcome no_answer, busy, …")
        default: ("--outcome reached", "no_answer, voicemail, declined, in_danger, …")
        }
    }

    private func step(_ command: String, _ purpose: String) -> [String] {
        let line = "  callahead \(command)"
        let padded = line + String(repeating: " ", count: max(2, 50 - line.count))
        guard let width, padded.count + purpose.count > width else { return [padded + purpose] }
        return [line] + Paragraph.lines(purpose, width: width, first: "      ")
    }
}
