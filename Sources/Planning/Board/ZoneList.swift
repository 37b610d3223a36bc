import Telemetry

/// The zones of a board with a box around each, so that most are ruled out by four comparisons.
struct ZoneList: Sendable {
    /// Sorted by id.
    let zones: [Zone]
    private let marks: [Mark]

    /// What rules a zone out without looking at its outline.
    private struct Mark {
        var south = Double.infinity
        var north = -Double.infinity
        var west = Double.infinity
        var east = -Double.infinity
        var road: String?

        init(_ zone: Zone) {
            for corner in zone.area.lazy.flatMap(\.outline) {
                south = min(south, corner.latitude)
                north = max(north, corner.latitude)
                west = min(west, corner.longitude)
                east = max(east, corner.longitude)
            }
            road = zone.road.map(ZoneList.plain)
        }

        func covers(_ place: Coordinate) -> Bool {
            south <= place.latitude && place.latitude <= north && west <= place.longitude && place.longitude <= east
        }
    }

    init(_ zones: [Zone]) {
        var latest: [String: Int] = [:]
        for (index, zone) in zones.enumerated() { latest[zone.id] = index }
        self.zones = zones.indices.filter { latest[zones[$0].id] == $0 }.map { zones[$0] }.sorted { $0.id < $1.id }
        marks = self.zones.map(Mark.init)
    }

    /// The strictest zone at a place, the lower id of equals.
    ///
    /// A zone with an area and a road holds on that road inside the area; if nobody knows the road, anywhere inside it.
    func zone(at place: Coordinate, road: String?) -> Zone? {
        let road = road.map(ZoneList.plain)
        var strictest: Zone?
        for (zone, mark) in zip(zones, marks) {
            if let strictest, zone.rule.strictness <= strictest.rule.strictness { continue }
            if let wanted = mark.road, road.map({ $0 != wanted }) ?? zone.area.isEmpty { continue }
            if zone.area.isEmpty {
                if mark.road == nil { continue }
            } else if !mark.covers(place) || !zone.area.contains(where: { $0.contains(place) }) {
                continue
            }
            strictest = zone
        }
        return strictest
    }

    /// A road's name without spaces, in lower case: `E 20` is `e20`.
    private static func plain(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }
}

extension Zone.Rule {
    /// Greater is stricter.
    fileprivate var strictness: Int {
        switch self {
        case .ownUnit: 0
        case .concession: 1
        case .police: 2
        }
    }
}
