#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The numbers of the built-in travel time: minutes = `minutesAtOneKilometre` x straight kilometres ^ `exponent`.
///
/// The defaults were fitted on the road networks of five regions, free flow, with a median error of 11 to 26 %. The fit
/// ends near 50 km; beyond about 80 km it would grow quicker than trucks drive, hence the limit.
package struct TravelModel: Sendable, Hashable {
    /// Minutes for the first straight kilometre; above 0.
    package var minutesAtOneKilometre: Double
    /// How the time grows with distance; above 0, and below 1 where longer drives use quicker roads.
    package var exponent: Double
    /// The quickest that straight distance is ever covered by the estimate, in km/h.
    package var straightLineLimitKmh: Double
    /// The quickest that a road covers straight distance, in km/h: the lower bound of what a router may answer.
    package var fastestRoadKmh: Double

    package init(
        minutesAtOneKilometre: Double = 3.3, exponent: Double = 0.71, straightLineLimitKmh: Double = 65,
        fastestRoadKmh: Double = 100
    ) {
        self.minutesAtOneKilometre = minutesAtOneKilometre
        self.exponent = exponent
        self.straightLineLimitKmh = straightLineLimitKmh
        self.fastestRoadKmh = fastestRoadKmh
    }

    /// The numbers that no calibration may leave: outside of them a model describes no roads.
    package static let minutesRange = 0.5...15.0
    /// See ``minutesRange``.
    package static let exponentRange = 0.4...1.1

    /// The estimated seconds over a straight distance, unrounded; 0 for no distance, and never less for a longer one.
    package func estimatedSeconds(overMetres metres: Double) -> Double {
        guard metres > 0 else { return 0 }
        let kilometres = metres / 1_000
        let minutes = max(
            minutesAtOneKilometre * pow(kilometres, exponent), kilometres / straightLineLimitKmh * 60)
        return min(minutes, 100_000) * 60
    }

    /// No road is quicker over this straight distance: whole seconds, rounded down.
    package func leastRoadSeconds(overMetres metres: Double) -> Int64 {
        guard metres > 0, fastestRoadKmh > 0 else { return 0 }
        return Int64(min(metres * 3.6 / fastestRoadKmh, 6_000_000))
    }
}
