/// What is normal for one signal of one asset: a middle and a robust standard deviation, learnt once and then followed
/// slowly.
///
/// The first values, spread evenly over the warm-up, give the median; the deviation is the larger one of the median
/// absolute deviation (times 1.4826, which makes it that of a normal distribution) and half of the range between the
/// 16 % and 84 % quantiles, so that a signal with two states (idle, working) has both within its normal. A shift or a
/// change of unit of the whole signal changes no standardised value.
package struct SignalBaseline: Equatable, Codable, Sendable {
    /// The normal value, in the signal's unit.
    package private(set) var middle: Double
    /// One robust standard deviation in the signal's unit; 0 while the signal has never changed.
    package private(set) var deviation: Double

    /// - Returns: `nil` if the values are too few or so large that their differences are not numbers.
    init?(_ values: [Double]) {
        guard values.count >= SignalSettings.fewestValues else { return nil }
        let sorted = values.sorted()
        middle = SignalBaseline.quantile(0.5, of: sorted)
        let centre = middle
        let absolute = SignalBaseline.quantile(0.5, of: values.map { abs($0 - centre) }.sorted()) * 1.4826
        let range = (SignalBaseline.quantile(0.84, of: sorted) - SignalBaseline.quantile(0.16, of: sorted)) / 2
        deviation = max(absolute, range)
        if deviation <= 0 {
            // Most values are one and the same: what the few others do is all there is.
            let squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
            deviation = (squares / Double(values.count)).squareRoot()
        }
        guard middle.isFinite, deviation.isFinite, deviation >= 0 else { return nil }
    }

    /// How many deviations a value lies from normal.
    ///
    /// The first change of a signal that never changed sets its deviation: it is one.
    mutating func standardised(_ value: Double) -> Double {
        let difference = value - middle
        if deviation == 0 {
            if difference == 0 { return 0 }
            deviation = abs(difference)
        }
        return difference / deviation
    }

    /// Follows a value that lies within the usual range, by at most `step` deviations.
    mutating func follow(_ standardised: Float, by step: Double) {
        middle += Double(min(1, max(-1, standardised))) * step * deviation
    }

    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        guard let last = sorted.last else { return 0 }
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        guard below + 1 < sorted.count else { return last }
        let part = place - Double(below)
        return sorted[below] * (1 - part) + sorted[below + 1] * part
    }
}
