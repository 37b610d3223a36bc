package import Telemetry

/// Why the desk refused: what a command tells its dispatcher and with which exit code.
package enum DeskError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such task or case.
    case notFound(String)
    /// The task is done or withdrawn, or an outcome was already given for it.
    case over(task: Int64, because: String)
    /// The case has ended.
    case caseOver(Int64, because: String)
    /// The task has no case, which the command needs.
    case noCase(task: Int64)
    /// Somebody else has the task.
    case taken(task: Int64, by: String, until: Timestamp?)
    /// Somebody else is in conversation with the person to call, about another task.
    case onThePhone(task: Int64, with: String, about: Int64)
    /// The token is not the current one: nothing was changed. A refused outcome is kept as a note.
    case notCurrent(task: Int64, token: Int64, holder: String?)
    /// The task was called off while somebody had it. A refused outcome is kept as a note.
    case withdrawn(task: Int64, because: String, isTold: Bool)
    /// Quiet hours or a wish not to be called speak against dialling now.
    case notNow(task: Int64, because: [String], until: Timestamp?)
    /// Something that was given can't be; a sentence.
    case refused(String)

    package var description: String {
        switch self {
        case .notFound(let what): "\(what) does not exist"
        case .over(let task, let reason): "task \(task) is over: \(reason)"
        case .caseOver(let id, let reason): "case \(id) is over: \(reason)"
        case .noCase(let task): "task \(task) belongs to no case"
        case .taken(let task, let holder, let until):
            "task \(task) is with \(holder)" + (until.map { " until \($0.iso8601)" } ?? "")
        case .onThePhone(let task, let holder, let other):
            "task \(task) can wait: \(holder) is on the phone with them (task \(other))"
        case .notCurrent(let task, let token, let holder):
            "token \(token) of task \(task) is not current"
                + (holder.map { "; \($0) has it now" } ?? "; the task was released")
        case .withdrawn(let task, let reason, let isTold):
            "task \(task) was withdrawn: \(reason)" + (isTold ? "" : ", and nobody was told")
        case .notNow(let task, let rules, let until):
            "task \(task): \(rules.joined(separator: " and ")) speaks against calling now"
                + (until.map { ", until \($0.iso8601)" } ?? "")
                + "; with --override REASON you can, and it is recorded"
        case .refused(let sentence): sentence
        }
    }
}
