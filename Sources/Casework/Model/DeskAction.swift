package import Telemetry

/// What a dispatcher's command asks of the lane: a row of `action`, consumed in the next step.
package struct DeskAction: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A call was made, or tried.
        case finish(FinishedCall)
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

extension DeskAction.Kind {
    /// The task that it is about, if it is about one.
    package var task: Int64? {
        switch self {
        case .finish(let call): call.task
        case .snooze(let task, _): task
        case .fact, .locate, .close: nil
        }
    }
}
