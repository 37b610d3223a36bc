import Casework
import Outreach
import Persistence
import Telemetry

extension TaskScreen {
    /// What others at their desks have to do with the task.
    func deskLines(_ task: TaskDetail) -> [String] {
        var lines: [String] = []
        if task.isInbound { lines.append("They rang us: they are on the telephone now.") }
        if let holder = task.inConversation {
            lines.append("\(holder) has a call to the same person: one conversation at a time.")
        }
        if task.isAloneInEmergency {
            lines.append("You have both calls of this emergency: nobody else is at a desk. Those in danger first.")
        }
        for other in task.sameContact {
            let about = other.asset.map { " about \($0)" } ?? ""
            lines.append("Same person: task \(other.id), \(other.kind.rawValue.wordsOfKey)\(about).")
        }
        return lines
    }
}
