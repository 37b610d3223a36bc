package import Telemetry

/// Why the desk refused: what a command tells its dispatcher and with which exit code.
package enum DeskError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such task or case.
    case notFound(String)
    /// The task is done or withdrawn, or an outcome was already given for it.
    case over(task: Int64, because: String)
    /// The task has no case, which the command needs.
    case noCase(task: Int64)
    /// Somebody else has the task.
    case taken(task: Int64, by: String, until: Timestamp?)
    /// The token is not the current one: nothing was changed. A refused outcome is kept as a note.
    case notCurrent(task: Int64, token: Int64, holder: String?)

    package var description: String {
        switch self {
        case .notFound(let what): "\(what) does not exist"
        case .over(let task, let reason): "task \(task) is over: \(reason)"
        case .noCase(let task): "task \(task) belongs to no case"
        case .taken(let task, let holder, let until):
            "task \(task) is with \(holder)" + (until.map { " until \($0.iso8601)" } ?? "")
        case .notCurrent(let task, let token, let holder):
            "token \(token) of task \(task) is not current"
                + (holder.map { "; \($0) has it now" } ?? "; the task was released or withdrawn")
        }
    }
}
