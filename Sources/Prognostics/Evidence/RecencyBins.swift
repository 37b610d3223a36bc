/// How long ago something was, in bins that grow with the horizon of the question.
///
/// Up to one horizon in eighths, rounded up, so the newest bin is never finer than the step of a usual grid (3 h of
/// 24 h): a finer one would show at which minute of a schedule an event fell, and a predictor would learn the calendar
/// instead of the part. Then up to 2, 3 and 7 horizons; what is older says nothing.
package enum RecencyBins {
    /// The oldest bin.
    package static let last: UInt8 = 11
    /// How many horizons back anything is remembered.
    package static let horizons: Int64 = 7

    /// The bin, 1 to ``last``, or `nil` for what is too old or lies in the future.
    package static func bin(age seconds: Int64, horizon: Horizon) -> UInt8? {
        guard seconds >= 0 else { return nil }
        let whole = horizon.seconds
        // Eighths rounded up without a product that could overflow: horizons are at most 366 days.
        if seconds <= whole { return UInt8(max(1, (seconds * 8 + whole - 1) / whole)) }
        if seconds <= 2 * whole { return 9 }
        if seconds <= 3 * whole { return 10 }
        return seconds <= horizons * whole ? last : nil
    }

    /// Up to how many seconds ago the bin reaches.
    package static func end(of bin: UInt8, horizon: Horizon) -> Int64 {
        switch bin {
        case ...8: horizon.seconds / 8 * Int64(bin)
        case 9: 2 * horizon.seconds
        case 10: 3 * horizon.seconds
        default: horizons * horizon.seconds
        }
    }
}
