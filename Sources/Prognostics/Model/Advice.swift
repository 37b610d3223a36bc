/// Whether a part's prognosis is switched on, and if not, why.
package enum Advice: String, Hashable, Codable, Sendable, CaseIterable {
    /// Both levels.
    case on
    /// Too few failures of this fleet's own, but published thresholds exist for this part: both levels by those.
    case published
    /// Its alarms would be wrong too often for a call: it may only be shown.
    case watchOnly = "watch_only"
    /// On this fleet's own history it is no better than age and model alone.
    case noSkill = "no_skill"
    /// Too few failures of the part to judge.
    case notEnoughFailures = "not_enough_failures"

    /// Whether the part says more than its age and model.
    package var speaks: Bool {
        switch self {
        case .on, .published, .watchOnly: true
        case .noSkill, .notEnoughFailures: false
        }
    }
}
