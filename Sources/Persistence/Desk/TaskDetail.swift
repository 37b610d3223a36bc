package import Telemetry

/// A task with everything that its screen shows.
package struct TaskDetail: Sendable {
    package var entry: TaskEntry
    /// The id of the asset.
    package var assetID: String?
    /// Whom to call; `nil` if nobody is known.
    package var addressee: Person?
    package var customer: Person?
    /// `nil` for a task without a case.
    package var caseDetail: CaseDetail?
    /// Oldest first.
    package var attempts: [Attempt]
    /// Oldest first; of the whole case.
    package var notes: [Note]
}

/// One try to reach somebody.
package struct Attempt: Sendable, Equatable {
    package var actor: String
    package var contactID: String?
    package var channel: String
    package var at: Timestamp
    /// `nil` while the call may still go on.
    package var endedAt: Timestamp?
    package var outcome: String?
}

/// A dispatcher's words.
package struct Note: Sendable, Equatable {
    package var at: Timestamp
    package var actor: String
    /// `note`, `refused_outcome`.
    package var kind: String
    package var text: String
}
