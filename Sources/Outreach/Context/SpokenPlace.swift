package import Telemetry

/// Where an asset is, in parts: every language forms its own words of them.
///
/// `nil` is unknown.
package struct SpokenPlace: Sendable, Equatable {
    /// Who says so.
    package enum Source: String, Sendable, CaseIterable {
        case gps, site, person, network
    }

    /// Something with a name that is not far away.
    package struct Landmark: Sendable, Equatable {
        package var name: String
        /// From the landmark to the asset.
        package var metres: Double
        /// Where the asset is as seen from the landmark.
        package var direction: CompassPoint

        package init(name: String, metres: Double, direction: CompassPoint) {
            self.name = name
            self.metres = metres
            self.direction = direction
        }
    }

    package var road: String?
    /// The nearest kilometre post, if it is near enough to be named.
    package var kilometre: Double?
    /// Where that side of the road leads.
    package var towards: String?
    package var landmark: Landmark?
    package var coordinate: Coordinate?
    package var source: Source
    /// Whether a person confirmed it.
    package var confirmed: Bool
    package var accuracyMetres: Double?
    /// Where the asset was heading.
    package var heading: CompassPoint?
    /// Where it was before, the newest first.
    package var earlier: [Coordinate]

    package init(
        road: String? = nil, kilometre: Double? = nil, towards: String? = nil, landmark: Landmark? = nil,
        coordinate: Coordinate? = nil, source: Source = .gps, confirmed: Bool = false, accuracyMetres: Double? = nil,
        heading: CompassPoint? = nil, earlier: [Coordinate] = []
    ) {
        self.road = road
        self.kilometre = kilometre
        self.towards = towards
        self.landmark = landmark
        self.coordinate = coordinate
        self.source = source
        self.confirmed = confirmed
        self.accuracyMetres = accuracyMetres
        self.heading = heading
        self.earlier = earlier
    }
}
