package import Outreach
package import Telemetry

/// What a dispatcher's command asks of the lane: a row of `action`, consumed in the next step.
package struct DeskAction: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A task was finished. The promise is what the screen showed when it was claimed or shown last.
        case finish(task: Int64, outcome: Outcome, promise: Promise?, etaMinutes: Double?, openQuestion: String?)
        /// A task is to wait.
        case snooze(task: Int64, until: Timestamp)
        /// A person told a fact about the asset (`smoke`, `people`, `safe_place`, …).
        case fact(caseID: Int64, key: String, value: String)
        /// A person told where the asset is.
        case locate(caseID: Int64, coordinate: Coordinate)
        /// A named person ends the case, with a reason.
        case close(caseID: Int64, state: CaseState, reason: String)
    }

    package var id: Int64
    /// The dispatcher's name, as given with `--as`.
    package var actor: String
    package var at: Timestamp
    package var kind: Kind

    package init(id: Int64, actor: String, at: Timestamp, kind: Kind) {
        self.id = id
        self.actor = actor
        self.at = at
        self.kind = kind
    }
}
