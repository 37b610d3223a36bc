package import Telemetry

/// What falls due.
package enum TimerKind: String, Sendable, CaseIterable {
    /// Nobody answered an offer; `reference` is the job.
    case offerExpiry = "offer_expiry"
    /// A plan without unit is tried again.
    case replan
    /// Nobody claimed the task; `reference` is the task.
    case taskUnclaimed = "task_unclaimed"
    /// Still nobody: the text message goes by itself; `reference` is the task.
    case messageFallback = "message_fallback"
    /// The fault has been clear long enough to withdraw a mild case.
    case recovery
    /// An accepted unit should have arrived long ago; `reference` is the job.
    case arrivalOverdue = "arrival_overdue"
    /// A unit with a job has not been heard of; `reference` is the job.
    case unitSilent = "unit_silent"
    /// A unit that was stood down has not confirmed it; `reference` is the job.
    case cancelOverdue = "cancel_overdue"
    /// A hold that nobody confirmed runs out, or the slot of an asset in its workshop has passed; `reference` is the hold.
    case holdExpiry = "hold_expiry"
    /// Nobody has approved the help in time.
    case approvalOverdue = "approval_overdue"
    /// A leg that had to wait can begin; `reference` is the leg.
    case legDue = "leg_due"
    /// The asset has driven normally for long enough, if it still does.
    case normalDriving = "normal_driving"
    /// Nothing has joined a campaign for long enough; `reference` is the campaign. It belongs to no case and no row.
    case campaignQuiet = "campaign_quiet"
    /// The time of an offer to replace a part is over; `reference` is the offer. It belongs to no case and no row.
    case preventDue = "prevent_due"
}

/// Something that the lane does later; deleted in the transaction that does it.
package struct TimerRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var kind: TimerKind
    package var dueAt: Timestamp
    package var caseID: Int64
    package var asset: Int64
    package var reference: Int64?

    package init(id: Int64, kind: TimerKind, dueAt: Timestamp, caseID: Int64, asset: Int64, reference: Int64? = nil) {
        self.id = id
        self.kind = kind
        self.dueAt = dueAt
        self.caseID = caseID
        self.asset = asset
        self.reference = reference
    }
}
