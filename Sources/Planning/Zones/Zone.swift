package import Telemetry

/// An area or a road with a rule about who may recover there.
package struct Zone: Sendable, Equatable {
    package enum Rule: String, Sendable, CaseIterable {
        case ownUnit = "own_unit"
        /// Only an approved firm may recover.
        case concession
        /// The police decide, and send whom they choose.
        case police
    }

    package var id: String
    package var name: String
    package var rule: Rule
    /// Its area; empty if only the road tells.
    package var area: [Polygon]
    /// The name of its road, as in a place's or a person's words.
    package var road: String?
    /// Whom to call.
    package var providerID: String?
    /// The firm, as a person would say it.
    package var providerName: String?
    package var phone: String?

    package init(
        id: String, name: String, rule: Rule, area: [Polygon] = [], road: String? = nil, providerID: String? = nil,
        phone: String? = nil
    ) {
        self.id = id
        self.name = name
        self.rule = rule
        self.area = area
        self.road = road
        self.providerID = providerID
        self.phone = phone
    }
}

/// One outline with holes, by longitude and latitude on a plane: zones are small against the earth.
package struct Polygon: Sendable, Equatable {
    package var outline: [Coordinate]
    package var holes: [[Coordinate]]

    package init(outline: [Coordinate], holes: [[Coordinate]] = []) {
        self.outline = outline
        self.holes = holes
    }

    /// Whether a place lies inside and in no hole.
    package func contains(_ place: Coordinate) -> Bool {
        Polygon.isInside(place, outline) && !holes.contains { Polygon.isInside(place, $0) }
    }

    /// Counts how often a ray to the east crosses the ring.
    private static func isInside(_ place: Coordinate, _ ring: [Coordinate]) -> Bool {
        guard ring.count >= 3 else { return false }
        var inside = false
        var previous = ring[ring.count - 1]
        for corner in ring {
            if (corner.latitude > place.latitude) != (previous.latitude > place.latitude) {
                let share = (place.latitude - corner.latitude) / (previous.latitude - corner.latitude)
                if place.longitude < corner.longitude + share * (previous.longitude - corner.longitude) {
                    inside.toggle()
                }
            }
            previous = corner
        }
        return inside
    }
}
