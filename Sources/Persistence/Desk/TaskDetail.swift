internal import Casework
package import Outreach
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
    /// Other open tasks for the same person, the most urgent first.
    package var sameContact: [OtherTask] = []
    /// The campaign that its case belongs to, or that it is about.
    package var campaign: CampaignEntry?
    /// The cases that the call is about, or that hang on its own: the others of a dark site.
    package var grouped: [GroupedCase] = []
    /// Who else is on the telephone with the person to call.
    package var inConversation: String?
    /// Whether whoever looks has both calls of an emergency, because nobody else is there.
    package var isAloneInEmergency = false

    /// Whether they rang us, and are still on the telephone.
    package var isInbound: Bool { attempts.last { $0.endedAt == nil }?.channel == "inbound" }

    /// Whether whoever is to be called asked for it when somebody spoke to them last.
    ///
    /// An attempt that goes on, or that nobody answered, changes nothing of it.
    package var askedToBeCalledBack: Bool {
        let unanswered: Set<Outcome> = [.noAnswer, .busy, .voicemail, .phoneOff, .hungUp]
        let outcomes = attempts.lazy.filter { $0.contactID == entry.row.contact }.compactMap(\.outcome)
            .compactMap(Outcome.init(rawValue:))
        if let last = outcomes.last(where: { !unanswered.contains($0) }) { return last == .callBack }
        // Whoever finishes without having dialled leaves no attempt, but the wished time stands in the task.
        return entry.row.isCallBack && attempts.allSatisfy { $0.contactID == entry.row.contact }
    }
}

/// Another open task for somebody.
package struct OtherTask: Sendable, Equatable {
    package var id: Int64
    package var kind: TaskKind
    /// Plate or id.
    package var asset: String?
    package var caseID: Int64?
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
    /// Why they were called although quiet hours or their wish spoke against it.
    package var override: String?
}

/// A dispatcher's words.
package struct Note: Sendable, Equatable {
    package var at: Timestamp
    package var actor: String
    /// `note`, `refused_outcome`.
    package var kind: String
    package var text: String
}
