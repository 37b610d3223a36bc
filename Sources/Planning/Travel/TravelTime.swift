package import Telemetry

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// How long a unit needs from one place to another.
package protocol TravelTimeEstimator: Sendable {
    /// Whole seconds of driving, never negative.
    func seconds(from start: Coordinate, to end: Coordinate) -> Int64

    /// No drive over at least this straight distance can be quicker: what lets a search stop early. 0 if unknown.
    func leastSeconds(overMetres metres: Double) -> Int64

    /// No road covers this straight distance quicker: the lower bound where a router's answers count.
    func leastRoadSeconds(overMetres metres: Double) -> Int64
}

/// The travel time where no router is asked: 3.3 minutes times straight kilometres to the power of 0.71.
///
/// Fitted on road networks of five regions, free flow, median error 11 to 26 %. The fit ends near 50 km; beyond about
/// 80 km it would grow quicker than trucks drive, so the straight-line speed is capped at 65 km/h.
package struct BuiltInTravelTime: TravelTimeEstimator, Equatable {
    package init() {}

    package func seconds(from start: Coordinate, to end: Coordinate) -> Int64 {
        leastSeconds(overMetres: start.distance(to: end))
    }

    package func leastSeconds(overMetres metres: Double) -> Int64 {
        guard metres > 0 else { return 0 }
        let kilometres = metres / 1_000
        let minutes = max(3.3 * pow(kilometres, 0.71), kilometres / 65 * 60)
        return Int64((min(minutes, 100_000) * 60).rounded())
    }
}
