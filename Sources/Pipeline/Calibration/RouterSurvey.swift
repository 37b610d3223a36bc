package import Planning
package import Telemetry

/// Asks a router about drives between known places, to see how long roads are there.
package struct RouterSurvey {
    /// Destinations at most, each asked about in one request.
    private static let destinations = 40
    private static let sourcesPerRequest = 50
    private static let millisecondsPerRequest = 10_000

    private let places: [Coordinate]

    /// A survey of drives between these places, which are told evenly apart by their order.
    package init(places: [Coordinate]) {
        self.places = places
    }

    /// Drives with the times that the router says; those without a way are left out.
    ///
    /// - Throws: ``RouterError`` if the router does not answer at all.
    package func samples(of router: any Router, limit: Int) throws -> [TravelSample] {
        var samples: [TravelSample] = []
        for destination in RouterSurvey.spread(places, RouterSurvey.destinations) where samples.count < limit {
            let sources = RouterSurvey.spread(places.filter { $0 != destination }, RouterSurvey.sourcesPerRequest)
            guard !sources.isEmpty else { break }
            let times = try router.times(
                from: sources, to: destination, within: RouterSurvey.millisecondsPerRequest)
            for (source, time) in zip(sources, times) {
                guard case .seconds(let seconds) = time, samples.count < limit else { continue }
                samples.append(TravelSample(metres: source.distance(to: destination), seconds: Double(seconds)))
            }
        }
        return samples
    }

    /// At most this many of a list, evenly over it.
    private static func spread(_ places: [Coordinate], _ count: Int) -> [Coordinate] {
        guard places.count > count else { return places }
        return (0..<count).map { places[$0 * places.count / count] }
    }
}
