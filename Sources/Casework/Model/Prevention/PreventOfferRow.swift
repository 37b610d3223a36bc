package import Telemetry

/// What became of an offer to replace a part before it fails.
package enum PreventAnswer: String, Sendable, CaseIterable {
    case accepted, declined
    /// Nobody was reached.
    case unreached
    /// Somebody was told and said neither yes nor no in its time.
    case undecided
    /// Something worse came first, or the case ended otherwise.
    case overtaken
}

/// What an offer came to in the end.
package enum PreventResult: String, Sendable, CaseIterable {
    /// The part was replaced in the time that was agreed, before it failed.
    case prevented
    /// Nobody took the offer, and nothing failed in its time.
    case wasted
    /// The part failed in its time, after an offer that was not taken, or before its slot.
    case failed
    /// Nobody knows.
    case unknown
}

/// An offer to replace a part before it fails: for the budget of calls, for what was declined, and for the figures.
package struct PreventOfferRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var caseID: Int64
    package var asset: Int64
    /// Key of the part.
    package var part: String
    package var offeredAt: Timestamp
    /// That the part fails within the horizon, as it was then.
    package var probability: Double
    /// How far ahead that looked, seconds.
    package var horizon: Int64
    package var terms: [ForecastTerm]
    /// The slots that were proposed, the best first; none of them is held.
    package var slots: [Int64]
    package var answer: PreventAnswer?
    package var answeredAt: Timestamp?
    /// The slot that was taken.
    package var slot: Int64?
    /// When its time is over.
    package var dueAt: Timestamp
    package var result: PreventResult?

    package init(
        id: Int64, caseID: Int64, _ forecast: Forecast, slots: [Int64], at now: Timestamp
    ) {
        self.init(
            id: id, caseID: caseID, asset: forecast.asset, part: forecast.part, offeredAt: now,
            probability: forecast.probability, horizon: forecast.horizon, terms: forecast.reasons, slots: slots,
            dueAt: now.adding(seconds: forecast.horizon))
    }

    package init(
        id: Int64, caseID: Int64, asset: Int64, part: String, offeredAt: Timestamp, probability: Double,
        horizon: Int64, terms: [ForecastTerm], slots: [Int64], dueAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.asset = asset
        self.part = part
        self.offeredAt = offeredAt
        self.probability = probability
        self.horizon = horizon
        self.terms = terms
        self.slots = slots
        self.dueAt = dueAt
    }

    /// Whether nobody has answered it yet.
    package var isOpen: Bool { answer == nil && result == nil }
}
