import Casework
import Telemetry

extension DeskSQL {
    /// How far off a place may be that is named.
    private static let landmarkMetres = 30_000.0
    /// How far off a place on a road may be for the asset to be on that road.
    private static let roadMetres = 1_000.0

    /// What is known around an asset, for those who have to find it.
    ///
    /// - Parameter coordinate: Where it is now, if anybody knows.
    func surroundings(of asset: Int64, caseID: Int64, at coordinate: Coordinate?) throws -> Surroundings {
        var known =
            try first(
                """
                SELECT a.vin, a.colour, s.name, s.access_note, s.country
                FROM asset a LEFT JOIN site s ON s.id = a.site_id WHERE a.key = ?
                """, { $0.put(asset) }
            ) { row in
                var known = Surroundings()
                known.vin = row.textOrNil(0)
                known.colour = row.textOrNil(1)
                known.siteName = row.textOrNil(2)
                known.accessNote = row.textOrNil(3)
                known.country = row.textOrNil(4)
                return known
            } ?? Surroundings()
        guard let coordinate else { return known }
        known.earlier = try earlier(caseID, than: coordinate)
        let near = try nearest(to: coordinate)
        // A post is no landmark where there is a town.
        known.landmark = (near.first { $0.place.kilometre == nil } ?? near.first)?.place
        // The nearest post of a road says more than the nearest place that happens to stand on one.
        let onRoad = near.filter { $0.place.road != nil && $0.metres <= DeskSQL.roadMetres }
        known.road = (onRoad.first { $0.place.kilometre != nil } ?? onRoad.first)?.place
        if known.country == nil { known.country = near.lazy.compactMap(\.place.country).first }
        return known
    }

    /// Imported places around a place, the nearest first: a few of the near ones, else those of the wider region.
    private func nearest(to coordinate: Coordinate) throws -> [(metres: Double, place: NamedPlace)] {
        for degrees in [0.045, 0.27] {
            let near = try places(around: coordinate, degrees: degrees)
            if !near.isEmpty { return near }
        }
        return []
    }

    private func places(
        around coordinate: Coordinate, degrees: Double
    ) throws -> [(metres: Double, place: NamedPlace)] {
        let candidates = try all(
            """
            SELECT lat, lon, name, kind, road, km, direction, country FROM place
            WHERE lat BETWEEN ?1 - ?3 AND ?1 + ?3 AND lon BETWEEN ?2 - ?3 * 3 AND ?2 + ?3 * 3 ORDER BY id
            """
        ) {
            $0.put(coordinate.latitude)
            $0.put(coordinate.longitude)
            $0.put(degrees)
        } row: { row in
            row.coordinateOrNil(0).map { place in
                var named = NamedPlace(name: row.text(2), coordinate: place)
                named.kind = row.textOrNil(3)
                named.road = row.textOrNil(4)
                named.kilometre = row.doubleOrNil(5)
                named.direction = row.textOrNil(6)
                named.country = row.textOrNil(7)
                return named
            }
        }
        let limit = min(degrees * 111_000, DeskSQL.landmarkMetres)
        let near = candidates.enumerated().compactMap { index, place in
            place.map { (metres: $0.coordinate.distance(to: coordinate), index: index, place: $0) }
        }
        return near.filter { $0.metres <= limit }
            .sorted { ($0.metres, $0.index) < ($1.metres, $1.index) }
            .prefix(64).map { ($0.metres, $0.place) }
    }

    /// Where an asset was before it came where it is: two places at least 50 m apart from what came after them.
    private func earlier(_ caseID: Int64, than coordinate: Coordinate) throws -> [Coordinate] {
        let track = try all(
            "SELECT lat, lon FROM track WHERE case_id = ? ORDER BY time DESC LIMIT 50", { $0.put(caseID) }
        ) { $0.coordinateOrNil(0) }
        var earlier: [Coordinate] = []
        var last = coordinate
        for place in track {
            guard earlier.count < 2, let place, place.distance(to: last) >= 50 else { continue }
            earlier.append(place)
            last = place
        }
        return earlier
    }
}
