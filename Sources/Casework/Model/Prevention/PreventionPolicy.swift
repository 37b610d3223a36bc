/// How often and when people are offered to replace a part before it fails.
///
/// Durations are in seconds.
package struct PreventionPolicy: Sendable, Equatable {
    /// So many offers are made in seven days for each thousand assets.
    package var callsPerThousand: Double = 20
    /// So many are made in any case.
    package var callsAtLeast = 5
    /// After a decline the odds must have grown to this many per cent of those of then.
    package var oddsGrownTo: Int64 = 150
    /// After an offer that was not taken so long must have passed.
    package var againAfter: Int64 = 7 * 86_400
    /// A slot that is offered begins this long after the call at the earliest.
    package var notice: Int64 = 2 * 3_600
    /// So long after the slot that was agreed somebody asks whether the part was replaced.
    package var askAfterSlot: Int64 = 86_400

    /// Whether the people with the asset hear how likely the part fails; the dispatcher sees it in any case.
    package var saysLikelihood = true

    /// The coldest that vehicles are expected to start at in the next days, degrees Celsius; `nil` for what each of them
    /// has felt itself.
    package var coldestExpected: Int64?

    /// After so many new failures the service learns again by itself, at most once a day; `nil` for never.
    package var learnAfter: Int64? = 10

    package init() {}

    /// How many offers a fleet may get in seven days.
    package func weeklyBudget(assets: Int) -> Int {
        let share = (Double(max(0, assets)) * max(0, callsPerThousand) / 1_000).rounded(.up)
        return max(callsAtLeast, share < 1_000_000 ? Int(share) : 1_000_000)
    }
}
