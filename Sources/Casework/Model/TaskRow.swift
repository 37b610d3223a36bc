package import Outreach
package import Telemetry

/// One thing to do for one addressee: the columns that the lane writes.
///
/// Who has claimed it, until when, with which token and the attempts belong to the dispatchers' commands; see
/// ``TaskClaim``. `claimed` is therefore never stored: a `ready` task with a claim is shown as claimed.
package struct TaskRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var kind: TaskKind
    package var state: TaskState
    /// `nil` only for a task that a dispatcher added by hand without a case.
    package var caseID: Int64?
    package var asset: Int64?
    /// Who is to be called; `nil` if nobody is known.
    package var contact: String?
    /// Higher is more urgent.
    package var priority: Int
    package var dueAt: Timestamp
    /// Not handed out before.
    package var notBefore: Timestamp?
    package var createdAt: Timestamp
    /// Why this task exists, and why now: a sentence each.
    package var reasons: [String]
    /// What has changed since somebody was told; the script of a second call says it.
    package var change: ChangeReason?
    /// When a reason was added to a call that was open already: a screen shown before does not have it.
    package var changedAt: Timestamp?
    /// The unit that a provider call is about.
    package var unit: String?
    /// The job that a provider call is about.
    package var job: Int64?
    /// The slot that a workshop call is about.
    package var slot: Int64?
    /// What whoever makes the call must be trained for, sorted words.
    package var skills: [String] = []
    /// How many steps of the attempt plan of its contact are done.
    package var step = 0
    /// What its priority is the sum of, a few words each.
    package var urgency: [String] = []
    /// The campaign that its case belongs to, or that it is about.
    package var campaign: Int64?
    /// What kind of call about several cases it is; `nil` for one about its own case.
    package var group: CallGroup?
    /// Who gets it first: the owner of its case, or whoever asked for it.
    package var reservedFor: String?
    package var reservedUntil: Timestamp?
    /// Whether nobody has claimed it in time: every desk alarms.
    package var alarm = false
    package var outcome: Outcome?
    package var closedAt: Timestamp?

    package init(
        id: Int64, kind: TaskKind, caseID: Int64?, asset: Int64?, contact: String?, priority: Int,
        dueAt: Timestamp, createdAt: Timestamp, reasons: [String]
    ) {
        self.id = id
        self.kind = kind
        self.state = .ready
        self.caseID = caseID
        self.asset = asset
        self.contact = contact
        self.priority = priority
        self.dueAt = dueAt
        self.createdAt = createdAt
        self.reasons = reasons
    }

    /// Whether it is still to be done.
    package var isOpen: Bool { state != .done && state != .withdrawn }

    /// Whether it is a call to the people with the asset; a case has at most one open for each addressee.
    package var isCall: Bool {
        switch kind {
        case .breakdownCall, .siteCall, .serviceOffer, .preventOffer, .callAgain, .triage, .followUp: true
        case .authorityCall, .providerCall, .workshopCall: false
        }
    }
}

/// One call for several cases, in place of a call for each.
package enum CallGroup: String, Sendable, CaseIterable {
    /// What a fleet manager should know once a day.
    case digest
    /// The mild cases of a campaign, for one fleet manager.
    case campaign
}

/// The columns of a task that only commands write.
package struct TaskClaim: Sendable, Equatable {
    package var claimedBy: String?
    package var leaseUntil: Timestamp?
    /// How often somebody dialled.
    package var attempts: Int
    /// When somebody dialled last.
    package var dialledAt: Timestamp?

    package init(claimedBy: String?, leaseUntil: Timestamp?, attempts: Int, dialledAt: Timestamp? = nil) {
        self.claimedBy = claimedBy
        self.leaseUntil = leaseUntil
        self.attempts = attempts
        self.dialledAt = dialledAt
    }
}
