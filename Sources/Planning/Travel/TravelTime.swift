package import Telemetry

/// How long a unit needs from one place to another.
package protocol TravelTimeEstimator: Sendable {
    /// Whole seconds of driving, never negative.
    func seconds(from start: Coordinate, to end: Coordinate) -> Int64

    /// No drive over at least this straight distance can be quicker: what lets a search stop early. 0 if unknown.
    func leastSeconds(overMetres metres: Double) -> Int64

    /// No road covers this straight distance quicker: the lower bound where a router's answers count.
    func leastRoadSeconds(overMetres metres: Double) -> Int64
}

/// The travel time where no router is asked: a function of the straight distance alone.
package struct BuiltInTravelTime: TravelTimeEstimator, Equatable {
    /// The numbers it uses.
    package let model: TravelModel

    package init(model: TravelModel = TravelModel()) {
        self.model = model
    }

    package func seconds(from start: Coordinate, to end: Coordinate) -> Int64 {
        leastSeconds(overMetres: start.distance(to: end))
    }

    package func leastSeconds(overMetres metres: Double) -> Int64 {
        let seconds = model.estimatedSeconds(overMetres: metres)
        return seconds > 0 ? Int64(min(seconds, 6_000_000).rounded()) : 0
    }

    /// No router answers less over this straight distance; see ``TravelModel/fastestRoadKmh``.
    package func leastRoadSeconds(overMetres metres: Double) -> Int64 {
        model.leastRoadSeconds(overMetres: metres)
    }
}
