import Telemetry

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

extension ReferenceFiles {
    /// Where not everybody may recover; no file in a town without zones.
    static func zones(_ town: Town) -> [File] {
        guard !town.zones.isEmpty else { return [] }
        let rows = town.zones.map { zone in
            [
                zone.id, zone.name, zone.rule, circle(town.place(of: zone.at), radius: zone.radius), zone.road ?? "",
                zone.phone ?? "", town.country, zone.note ?? "",
            ]
        }
        return [file("zones", "id,name,rule,area,road,phone,country,note", rows)]
    }

    /// A circle as a polygon of GeoJSON with 24 corners.
    private static func circle(_ middle: Coordinate, radius: Double) -> String {
        let north = radius / 111_195
        let east = north / cos(middle.latitude * .pi / 180)
        let corners = (0...24).map { corner in
            let angle = Double(corner % 24) / 24 * 2 * .pi
            let (latitude, longitude) = (middle.latitude + north * cos(angle), middle.longitude + east * sin(angle))
            return "[\(decimal(longitude, 5)),\(decimal(latitude, 5))]"
        }
        return "{\"type\":\"Polygon\",\"coordinates\":[[\(corners.joined(separator: ","))]]}"
    }
}
