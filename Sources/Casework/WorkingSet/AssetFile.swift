/// All rows about one asset that a step may read or change.
package struct AssetFile: Sendable, Equatable {
    package var reference: AssetReference
    /// By source, then code.
    package var faults: [FaultRow]
    package var sources: [FaultSourceRow]
    /// The open case, if there is one.
    package var current: CaseFile?
    /// Open tasks of cases that have ended: a crew still has to be told that it need not come.
    package var errands: [TaskRow] = []
    /// Offers of cases that have ended, the oldest first: see ``PreventOfferRow``.
    package var offers: [PreventOfferRow] = []

    package init(
        reference: AssetReference, faults: [FaultRow] = [], sources: [FaultSourceRow] = [], current: CaseFile? = nil
    ) {
        self.reference = reference
        self.faults = faults
        self.sources = sources
        self.current = current
    }
}

/// A case with everything that hangs on it, each list in the order of ids.
package struct CaseFile: Sendable, Equatable {
    package var row: CaseRow
    package var problems: [ProblemRow] = []
    package var plan: PlanRow?
    package var legs: [LegRow] = []
    package var jobs: [JobRow] = []
    package var holds: [HoldRow] = []
    /// Open tasks, and those closed in this step.
    package var tasks: [TaskRow] = []
    package var timers: [TimerRow] = []
    /// Who was tried, and how.
    package var addressees: [AddresseeRow] = []
    /// Offers to replace a part before it fails.
    package var offers: [PreventOfferRow] = []
    /// What people told.
    package var facts = CaseFacts()

    package init(row: CaseRow) {
        self.row = row
    }
}
