package import Outreach
package import Planning
package import Telemetry

/// What is known around an asset beyond what decisions need: only for those who have to find it.
package struct Surroundings: Sendable, Equatable {
    /// The nearest imported place that is no post of a road; such a post where there is nothing else.
    package var landmark: NamedPlace?
    /// The nearest imported place on a road, if it is near enough to be on the same one.
    package var road: NamedPlace?
    /// ISO 3166 code of the country that it is in.
    package var country: String?
    /// The clock of the place, if its country or the people tell.
    package var zone: ZoneRule?
    package var siteName: String?
    /// How to get in, in the words of whoever knows the site.
    package var accessNote: String?
    package var vin: String?
    package var colour: String?
    /// Where it was before, the newest first.
    package var earlier: [Coordinate] = []

    /// What it has in common with others now.
    package var campaign: Campaign?

    package init() {}
}

/// An imported place.
package struct NamedPlace: Sendable, Equatable {
    package var name: String
    /// Such as `town`, `motorway_exit`, `parking`.
    package var kind: String?
    package var road: String?
    package var kilometre: Double?
    /// Where its side of the road leads.
    package var direction: String?
    package var coordinate: Coordinate
    package var country: String?

    package init(name: String, coordinate: Coordinate) {
        self.name = name
        self.coordinate = coordinate
    }
}
