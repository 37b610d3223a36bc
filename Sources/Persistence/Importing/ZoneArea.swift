import Foundation
package import Planning
import Telemetry

/// Reads the area of a zone: GeoJSON (RFC 7946) with a polygon or several.
package enum ZoneArea {
    /// Corners of one area at most: a finer outline than any motorway or town needs.
    package static let cornersAtMost = 50_000

    /// The polygons of a text, each with its outline first and its holes after it.
    ///
    /// - Throws: ``ZoneAreaMistake`` with what is wrong, for whoever wrote the file.
    package static func polygons(_ text: String) throws(ZoneAreaMistake) -> [Polygon] {
        let geometry: Geometry
        do {
            geometry = try JSONDecoder().decode(Document.self, from: Data(text.utf8)).geometry
        } catch let mistake as ZoneAreaMistake {
            throw mistake
        } catch {
            throw ZoneAreaMistake("this is not GeoJSON with a Polygon or a MultiPolygon")
        }
        guard !geometry.polygons.isEmpty else { throw ZoneAreaMistake("the area has no polygon") }
        var corners = 0
        var polygons: [Polygon] = []
        for rings in geometry.polygons {
            corners += rings.reduce(0) { $0 + $1.count }
            guard corners <= cornersAtMost else {
                throw ZoneAreaMistake("the area has more than \(cornersAtMost) corners")
            }
            var places: [[Coordinate]] = []
            for ring in rings { places.append(try self.ring(ring)) }
            guard let outline = places.first else { throw ZoneAreaMistake("a polygon has no outline") }
            polygons.append(Polygon(outline: outline, holes: Array(places.dropFirst())))
        }
        return polygons
    }

    /// The corners of a ring; the last repeats the first, or is left out.
    private static func ring(_ positions: [[Double]]) throws(ZoneAreaMistake) -> [Coordinate] {
        var corners: [Coordinate] = []
        for position in positions {
            guard position.count >= 2 else { throw ZoneAreaMistake("a corner is a longitude and a latitude") }
            do {
                corners.append(try Coordinate(latitude: position[1], longitude: position[0]))
            } catch {
                throw ZoneAreaMistake(
                    "\(position[0]), \(position[1]) is no place; GeoJSON writes the longitude first")
            }
        }
        guard corners.count - (corners.first == corners.last ? 1 : 0) >= 3 else {
            throw ZoneAreaMistake("a ring has at least three corners")
        }
        return corners
    }

    /// A geometry, or a feature around one.
    private struct Document: Decodable {
        var geometry: Geometry

        enum Key: String, CodingKey { case type, geometry }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: Key.self)
            geometry =
                try members.decode(String.self, forKey: .type) == "Feature"
                ? members.decode(Geometry.self, forKey: .geometry) : Geometry(from: decoder)
        }
    }

    private struct Geometry: Decodable {
        /// Polygons of rings of positions.
        var polygons: [[[[Double]]]]

        enum Key: String, CodingKey { case type, coordinates }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: Key.self)
            let type = try members.decode(String.self, forKey: .type)
            switch type {
            case "Polygon": polygons = [try members.decode([[[Double]]].self, forKey: .coordinates)]
            case "MultiPolygon": polygons = try members.decode([[[[Double]]]].self, forKey: .coordinates)
            default: throw ZoneAreaMistake("a \(type) is no area; write a Polygon or a MultiPolygon")
            }
        }
    }
}

/// What is wrong with the area of a zone.
package struct ZoneAreaMistake: Error, Sendable, Equatable {
    package var text: String

    package init(_ text: String) { self.text = text }
}
