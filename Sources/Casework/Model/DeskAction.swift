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
        /// Somebody rang us about the case: whoever answered gets its call at once.
        case inbound(caseID: Int64, contact: String?)
        /// A task made by hand.
        case add(NewTask)
        /// A case that somebody told us about.
        case open(NewCase)
        /// A named person sets the severity of a case, with a reason; only this lowers one.
        case severity(caseID: Int64, Severity, reason: String)
        /// The case belongs to a dispatcher from now on, or to nobody.
        case own(caseID: Int64, owner: String?)
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
        case .fact, .locate, .close, .inbound, .add, .open, .severity, .own: nil
        }
    }

    /// The case that it is about, if it is about one.
    package var caseID: Int64? {
        switch self {
        case .fact(let caseID, _, _), .locate(let caseID, _), .close(let caseID, _, _), .inbound(let caseID, _),
            .severity(let caseID, _, _), .own(let caseID, _):
            caseID
        case .add(let task): task.caseID
        case .finish, .snooze, .open: nil
        }
    }

    /// The asset that it names, if it names one.
    package var assetID: String? {
        switch self {
        case .open(let new): new.asset
        case .add(let task): task.asset
        default: nil
        }
    }
}
