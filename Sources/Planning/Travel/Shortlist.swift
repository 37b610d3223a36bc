package import Telemetry

/// The place from which a destination is reached soonest by road, found without asking about all of them.
///
/// Places are asked about in the order of straight distance, in batches; the search ends when the next place is so far
/// that no road could bring it in before the best one known; a batch is cut there as well. The answer is exact as long as no road covers straight
/// distance quicker than `model.fastestRoadKmh`. Equal times, in whole seconds, are decided by the lower index.
package struct Shortlist: Sendable, Equatable {
    /// The index of the soonest place; `nil` if none has a road.
    package private(set) var best: Int?
    /// Its whole seconds by road.
    package private(set) var seconds: Int64?
    /// How many places were asked about.
    package private(set) var asked = 0

    /// - Parameters:
    ///   - places: Where units start, in any order.
    ///   - destination: Where help is needed.
    ///   - model: Brings the greatest speed of roads.
    ///   - batch: How many places are asked about at once; 1 or more.
    ///   - times: Answers about the places at these indices, in their order; an unanswered one counts as its estimate.
    package init(
        from places: [Coordinate], to destination: Coordinate, model: TravelModel = TravelModel(), batch: Int = 10,
        times: ([Int]) throws -> [RoadTime]
    ) rethrows {
        let order = places.indices.map { (metres: places[$0].distance(to: destination), index: $0) }
            .sorted { ($0.metres, $0.index) < ($1.metres, $1.index) }
        var next = 0
        while next < order.count {
            var end = next
            while end < order.count, end - next < max(1, batch),
                model.leastRoadSeconds(overMetres: order[end].metres) <= seconds ?? .max
            {
                end += 1
            }
            guard end > next else { break }
            let answers = try times(order[next..<end].map(\.index))
            asked += end - next
            for (place, answer) in zip(order[next..<end], answers) {
                switch answer {
                case .seconds(let known): consider(place.index, known)
                case .unanswered:
                    consider(place.index, BuiltInTravelTime(model: model).leastSeconds(overMetres: place.metres))
                case .unreachable: break
                }
            }
            next = end
        }
    }

    private mutating func consider(_ index: Int, _ seconds: Int64) {
        if let best, let known = self.seconds, (known, best) < (seconds, index) { return }
        best = index
        self.seconds = seconds
    }
}
