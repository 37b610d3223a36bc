/// How likely a part fails soon, as far as it is said to the people with the asset.
package struct SpokenForecast: Sendable, Equatable {
    /// That it fails within the horizon, 0 to 1.
    package var probability: Double
    /// How far ahead that looks, seconds.
    package var horizonSeconds: Int64
    /// What speaks for it, the strongest first; at most ``reasonLimit`` are said.
    package var reasons: [SpokenReason]
    /// Whether the likelihood itself is said, and not the reasons alone.
    package var saysLikelihood = true

    /// Nobody listens to more.
    package static let reasonLimit = 2

    package init(probability: Double, horizonSeconds: Int64, reasons: [SpokenReason] = []) {
        self.probability = probability
        self.horizonSeconds = horizonSeconds
        self.reasons = reasons
    }
}

/// One thing that speaks for a failure, said as a sentence.
package struct SpokenReason: Sendable, Hashable {
    /// What it is; the raw values are the keys of the sentences.
    package enum Kind: String, Sendable, CaseIterable {
        /// A fault was reported; it needs ``SpokenReason/clause``.
        case reported
        /// A fault that there are no words for.
        case reportedUnknown = "reported_unknown"
        /// The same fault again; it needs a clause.
        case repeated
        case repeatedUnknown = "repeated_unknown"
        /// Two faults within an hour; it needs both clauses.
        case together
        case togetherUnknown = "together_unknown"
        /// A fault that was only suspected first; it needs a clause.
        case confirmed
        case confirmedUnknown = "confirmed_unknown"
        /// A measured value against its own past.
        case valueHigh = "value_high"
        case valueLow = "value_low"
        case valueMoving = "value_moving"
        /// The starter battery at rest.
        case charge75 = "charge_75"
        case charge50 = "charge_50"
        case charge25 = "charge_25"
        case restingLower = "resting_lower"
        case fadingAway = "fading"
        /// The starter battery at the last starts.
        case startWeak = "start_weak"
        case startWeaker = "start_weaker"
        case startFailed = "start_failed"
        case cold, frost
        /// What the drives do to the starter battery.
        case notCharged = "not_charged"
        case overcharged
        /// Not of this very part: it needs ``SpokenReason/count``, in days.
        case partAge = "part_age"
        /// It needs ``SpokenReason/count``, in years.
        case assetAge = "asset_age"
        case model
    }

    package var kind: Kind
    /// What was reported, as a clause in the addressee's language: "its battery is not charging".
    package var clause: String?
    /// The second of two.
    package var otherClause: String?
    package var count: Int?

    package init(_ kind: Kind, clause: String? = nil, otherClause: String? = nil, count: Int? = nil) {
        self.kind = kind
        self.clause = clause
        self.otherClause = otherClause
        self.count = count
    }
}
