import Outreach
import Planning
import Telemetry

/// Where the asset is, as it can be said.
extension Situation {
    /// How near a kilometre post, or the side of a road, must be to be named.
    private static let postMetres = 500.0
    /// How near a road must be to decide what is safe there.
    private static let roadClassMetres = 300.0
    /// How near a car park must be for somebody to stand on it.
    private static let offRoadMetres = 100.0
    /// A position that may be wrong by more than this is on no road that could be named.
    private static let exactMetres: Float = 300

    func addPlace(to context: inout ScriptContext) {
        context.country = surroundings?.country
        context.roadClass = roadClass
        guard let place = current.plan?.place ?? newestPlace else { return }
        context.placeAgeSeconds = max(0, now.seconds(since: place.time))
        context.place = spoken(place)
    }

    private var newestPlace: Place? {
        fix.map {
            Place(
                coordinate: $0.position.coordinate, time: $0.time, accuracy: $0.position.accuracy, source: .gps,
                speed: $0.position.speed)
        }
    }

    private func spoken(_ place: Place) -> SpokenPlace {
        var spoken = SpokenPlace(
            coordinate: place.coordinate, source: source(of: place), confirmed: place.confirmed,
            accuracyMetres: place.accuracy.map(Double.init))
        let isExact = (place.accuracy ?? 0) <= Situation.exactMetres
        if let landmark = surroundings?.landmark {
            spoken.landmark = SpokenPlace.Landmark(
                name: landmark.name, metres: landmark.coordinate.distance(to: place.coordinate),
                direction: CompassPoint(degrees: landmark.coordinate.bearing(to: place.coordinate)) ?? .north)
        }
        if isExact, let road = surroundings?.road {
            spoken.road = road.road
            if road.coordinate.distance(to: place.coordinate) <= Situation.postMetres {
                spoken.kilometre = road.kilometre
                spoken.towards = road.direction
            }
            // A post is no place of its own beside its road.
            if road.kilometre != nil, spoken.landmark?.name == road.name { spoken.landmark = nil }
        }
        if place.source == .gps, let fix, let degrees = fix.position.heading, fix.position.speed ?? 0 > 5 {
            spoken.heading = CompassPoint(degrees: Double(degrees))
        }
        spoken.earlier = surroundings?.earlier ?? []
        return spoken
    }

    private func source(of place: Place) -> SpokenPlace.Source {
        switch place.source {
        case .gps: .gps
        case .site: .site
        case .person: .person
        case .network: .network
        }
    }

    /// What is known of the traffic there; `nil` is a road like any other.
    private var roadClass: RoadClass? {
        guard let place = (current.plan?.place ?? newestPlace), (place.accuracy ?? 0) <= Situation.exactMetres else {
            return nil
        }
        func kind(of named: NamedPlace?, within metres: Double) -> String? {
            guard let named, named.coordinate.distance(to: place.coordinate) <= metres else { return nil }
            return named.kind?.lowercased()
        }
        let near = [surroundings?.road, surroundings?.landmark]
        if near.contains(where: { kind(of: $0, within: Situation.roadClassMetres)?.hasPrefix("motorway") == true }) {
            return .motorway
        }
        switch kind(of: surroundings?.landmark, within: Situation.offRoadMetres) {
        case "parking", "car_park", "yard", "depot": return .offRoad
        default: return nil
        }
    }
}
