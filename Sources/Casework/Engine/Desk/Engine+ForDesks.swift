import Outreach
import Telemetry

extension Engine {
    /// Longest that a call about a `stop` waits for the owner of its case, seconds.
    private static let longestForStop: Int64 = 20

    /// Says of every open task what it needs of a dispatcher and who may have it first.
    func prepareForDesks(
        _ current: inout CaseFile, since before: CaseFile?, _ file: AssetFile, _ draft: inout Draft
    ) {
        for index in current.tasks.indices where current.tasks[index].isOpen {
            let skills = TaskSkill.needed(for: current.tasks[index], current.row, file.reference.traits)
            if current.tasks[index].skills != skills { current.tasks[index].skills = skills }
            let task = current.tasks[index]
            guard task.kind == .callAgain, task.reservedFor == nil, let owner = current.row.owner,
                before?.tasks.contains(where: { $0.id == task.id && $0.kind == .callAgain }) != true
            else { continue }
            current.tasks[index].reservedFor = owner
            current.tasks[index].reservedUntil = draft.now.adding(
                seconds: current.isGrave ? min(policy.ownerFirst, Engine.longestForStop) : policy.ownerFirst)
        }
    }
}
