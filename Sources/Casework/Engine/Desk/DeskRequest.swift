import Telemetry

/// A command that waits for the task that its action leads to.
struct DeskRequest {
    enum Want {
        /// The call to somebody about the asset's open case, whoever it was for.
        case call(contact: String?, caseID: Int64?)
        /// A task that has been made.
        case task(Int64)
    }

    var action: Int64
    var actor: String
    /// `nil` for a task without an asset.
    var asset: Int64?
    var want: Want
    /// Whether the command claims it next.
    var claims: Bool
}

/// Words of events by which a command finds what became of its request.
package enum DeskReply {
    /// The task is there; the detail is the action's number.
    package static let done = "desk_request_done"
    /// It could not be done; the detail is the action's number and a reason.
    package static let refused = "desk_request_refused"
}
