/// What can be said about one signal of one asset against its own past, apart from how much.
///
/// A fact becomes a term by `EvidenceTerm(.signal, subject: signal, other: fact.rawValue, bin: bin)` with bins from 1
/// upwards (0 would say "nothing unusual", which is no fact and is not appended). How much each bin of each signal
/// says about each part is learnt from the fleet's history exactly as for codes; the numbers behind the bins (standard
/// deviations, hours) belong to the source and are fixed, because stored weights refer to them.
package enum SignalFact: UInt16, Sendable, CaseIterable {
    /// The smoothed value lies above the asset's own baseline: bins of robust standard deviations.
    case high = 1
    /// The smoothed value lies below it.
    case low = 2
    /// A slow drift upwards has added up (CUSUM): bins of the sum.
    case driftUp = 3
    /// A slow drift downwards has added up.
    case driftDown = 4
    /// The newest value lies far above the baseline.
    case jumpUp = 5
    /// The newest value lies far below the baseline.
    case jumpDown = 6
    /// It varies more than it used to.
    case unsteady = 7
    /// It has stopped coming.
    case missing = 8
}
