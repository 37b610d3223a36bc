#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// One drive that is known: how far in a straight line, and how long it took.
package struct TravelSample: Sendable, Hashable {
    package let metres: Double
    package let seconds: Double

    package init(metres: Double, seconds: Double) {
        self.metres = metres
        self.seconds = seconds
    }

    /// Whether it can tell anything about roads: 300 m to 500 km, at 3 to 200 km/h of straight distance.
    ///
    /// Below, the noise of two positions counts more than the drive; outside of the speeds a clock or a position is wrong.
    package var isUsable: Bool {
        guard metres >= 300, metres <= 500_000, seconds > 0 else { return false }
        return (3...200).contains(metres / seconds * 3.6)
    }
}

/// A model fitted to known drives, and what it is worth.
package struct TravelFit: Sendable, Equatable {
    package let model: TravelModel
    /// Median of |estimate - truth| / truth with the numbers used until now.
    package let medianErrorBefore: Double
    /// The same with the fitted numbers, on the same drives.
    package let medianErrorAfter: Double
    /// The drives that were used.
    package let count: Int
    /// The quickest straight-line speed among drives of at least 2 km, in km/h; `nil` without such a drive.
    package let fastestSeenKmh: Double?

    /// Whether the new numbers are worth more than the old ones.
    package var isBetter: Bool { medianErrorAfter < medianErrorBefore }
}

/// Why drives give no model.
package enum TravelFitError: Error, Equatable, CustomStringConvertible {
    case tooFew(usable: Int, given: Int)
    /// Nearly all drives are equally long, so that nothing tells how the time grows with distance.
    case tooAlike(shortestMetres: Double, longestMetres: Double)
    case absurd(minutesAtOneKilometre: Double, exponent: Double)
    /// The best fit still misses half of the drives by more than this share.
    case unrelated(medianError: Double)

    package var description: String {
        switch self {
        case .tooFew(let usable, let given):
            "\(usable) usable drives of \(given); at least \(TravelModel.leastSamples) are needed "
                + "(300 m to 500 km, 3 to 200 km/h in a straight line)"
        case .tooAlike(let shortest, let longest):
            "eight in ten drives are between \(Int(shortest)) and \(Int(longest)) m; "
                + "drives of different lengths are needed, a longest at least three times the shortest"
        case .absurd(let minutes, let exponent):
            "the best fit is \(hundredths(minutes)) min x km^\(hundredths(exponent)), which describes no roads; "
                + "look at the drives: times may be in another unit, or hold breaks"
        case .unrelated(let error):
            "the best fit is off by \(hundredths(error * 100)) % in the median; the times do not follow the distances"
        }
    }

    private func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

extension TravelModel {
    /// Fewer drives give no model.
    package static let leastSamples = 30

    /// The two numbers that fit known drives best, with the same limits of speed.
    ///
    /// Least absolute deviations of log time against log distance: one wild drive in ten does no harm. For a given
    /// exponent the best factor is a median, and the sum of deviations is convex in the exponent, so a search by
    /// thirds finds the best one.
    ///
    /// - Parameter samples: Drives in any order; unusable ones are left out.
    /// - Throws: ``TravelFitError`` if the drives are too few or too alike, or the result describes no roads.
    package func fitted(to samples: [TravelSample]) throws(TravelFitError) -> TravelFit {
        let usable = samples.filter(\.isUsable).sorted { ($0.metres, $0.seconds) < ($1.metres, $1.seconds) }
        guard usable.count >= TravelModel.leastSamples else {
            throw .tooFew(usable: usable.count, given: samples.count)
        }
        let shortest = usable[usable.count / 10].metres
        let longest = usable[usable.count * 9 / 10].metres
        guard longest >= shortest * 3 else {
            throw .tooAlike(shortestMetres: shortest, longestMetres: longest)
        }
        let points = usable.map { (x: log($0.metres / 1_000), y: log($0.seconds / 60)) }
        var low = 0.0
        var high = 2.0
        for _ in 0..<40 {
            let third = (high - low) / 3
            if deviation(of: points, exponent: low + third) <= deviation(of: points, exponent: high - third) {
                high -= third
            } else {
                low += third
            }
        }
        var fitted = self
        // Three decimals for the exponent and two for the minutes say more than the drives know.
        fitted.exponent = ((low + high) / 2 * 1_000).rounded() / 1_000
        fitted.minutesAtOneKilometre =
            (exp(median(points.map { $0.y - fitted.exponent * $0.x })) * 100).rounded() / 100
        guard TravelModel.minutesRange.contains(fitted.minutesAtOneKilometre),
            TravelModel.exponentRange.contains(fitted.exponent)
        else {
            throw .absurd(minutesAtOneKilometre: fitted.minutesAtOneKilometre, exponent: fitted.exponent)
        }
        let after = fitted.medianError(over: usable)
        guard after <= 0.6 else { throw .unrelated(medianError: after) }
        return TravelFit(
            model: fitted, medianErrorBefore: medianError(over: usable), medianErrorAfter: after,
            count: usable.count,
            fastestSeenKmh: usable.filter { $0.metres >= 2_000 }.map { $0.metres / $0.seconds * 3.6 }.max())
    }

    /// Median of |estimate - truth| / truth; 0 without samples.
    package func medianError(over samples: [TravelSample]) -> Double {
        median(samples.map { abs(estimatedSeconds(overMetres: $0.metres) - $0.seconds) / $0.seconds })
    }
}

/// The sum of deviations of the points from the best line of this slope.
private func deviation(of points: [(x: Double, y: Double)], exponent: Double) -> Double {
    let rests = points.map { $0.y - exponent * $0.x }
    let middle = median(rests)
    return rests.reduce(0) { $0 + abs($1 - middle) }
}

/// The middle value, the mean of the two middle ones for an even count; 0 for none.
private func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
