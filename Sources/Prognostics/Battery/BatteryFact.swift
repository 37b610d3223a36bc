/// What the starter battery shows, each as bins of one number.
///
/// A fact becomes a term by `EvidenceTerm(.battery, other: fact.rawValue, bin: bin)`. Bins count from 1, the first is
/// the good one; a fact that is not known has no term. Raw values and bins stay, because stored weights refer to them.
package enum BatteryFact: UInt16, Sendable, CaseIterable {
    /// Charge by the resting voltage: at least 75 %, 50, 25, 0 %, less than an empty one shows.
    case charge = 1
    /// The last rest below the usual one: up to 0.1 V, 0.2, 0.35, more.
    case belowUsual = 2
    /// The decline of days against weeks: up to 0.05 V, 0.12, more.
    case decline = 3
    /// The median of the last starts above the limit for their temperature: at least 1 V, 0.5, 0, -0.5, less.
    case cranking = 4
    /// The last starts below the usual ones: up to 0.4 V, 0.8, 1.3, more.
    case crankingBelowUsual = 5
    /// How much harder the coldest start ahead is than one at 10 °C, by factors of 1, 1.5, 2.5 and more (bins 1 to 4);
    /// the same for a battery that is already weak (bins 5 to 8): frost finds out the weak and spares the good.
    case cold = 6
    /// What the drives say of the alternator: good, undercharged, overcharged.
    case charging = 7
    /// Deep dips that no start followed within a day: one, more.
    case failedStart = 8

    /// The term of a bin of this fact.
    package func term(_ bin: UInt8) -> EvidenceTerm {
        EvidenceTerm(.battery, other: rawValue, bin: bin)
    }

    /// The bin of a number that is worse the higher it is.
    static func bin(_ value: Float, above edges: [Float]) -> UInt8 {
        var bin: UInt8 = 1
        for edge in edges where value > edge { bin += 1 }
        return bin
    }
}
