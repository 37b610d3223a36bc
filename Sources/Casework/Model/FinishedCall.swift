package import Outreach
package import Telemetry

/// What became of a call.
package struct FinishedCall: Sendable, Equatable {
    package var task: Int64
    package var outcome: Outcome
    /// What the screen of the claim showed when it was shown last; `nil` if nobody was told.
    package var promise: Promise?
    /// Minutes until arrival, as a provider says on the telephone.
    package var etaMinutes: Double?
    /// What the person asked and nobody could answer.
    package var openQuestions: [String]
    /// When the person wishes to be called again.
    package var callBackAt: Timestamp?

    package init(
        task: Int64, _ outcome: Outcome, promise: Promise? = nil, etaMinutes: Double? = nil,
        openQuestions: [String] = [], callBackAt: Timestamp? = nil
    ) {
        self.task = task
        self.outcome = outcome
        self.promise = promise
        self.etaMinutes = etaMinutes
        self.openQuestions = openQuestions
        self.callBackAt = callBackAt
    }
}
