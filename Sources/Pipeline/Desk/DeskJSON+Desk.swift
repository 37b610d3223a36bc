import Casework
import Persistence

extension DeskJSON {
    /// What a task asks of a desk, and what others at theirs have to do with it.
    func desk(_ task: TaskDetail) -> [String: JSONValue] {
        [
            "skills": .init(task.entry.row.skills), "inbound": .flag(task.isInbound),
            "in_conversation": .init(task.inConversation),
            "alone_in_emergency": .flag(task.isAloneInEmergency),
            "may_be_on_the_phone": .init(task.entry.mayBeOnThePhone(at: now)),
            "reserved_for": .init(task.entry.row.reservedFor),
            "same_contact": .array(
                task.sameContact.map {
                    .object([
                        "task": .whole($0.id), "kind": .init(word: $0.kind), "asset": .init($0.asset),
                        "case_id": .init($0.caseID),
                    ])
                }),
        ]
    }
}
