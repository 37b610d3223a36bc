internal import Foundation
package import Planning
internal import Telemetry

/// A file of places and the seconds between all of them, as routers' table services give them.
package struct TravelMatrix: Sendable {
    private struct Document: Decodable {
        /// Longitude, latitude.
        let coordinates: [[Double]]
        /// Row: from; column: to; seconds, `null` without a way.
        let durations: [[Double?]]
    }

    /// Every drive of the file between two places.
    package let samples: [TravelSample]

    /// - Parameter bytes: JSON: `{"coordinates": [[lon, lat], …], "durations": [[seconds, …], …]}`.
    /// - Throws: ``TravelMatrixError`` that says what is wrong and where.
    package init(json bytes: [UInt8]) throws(TravelMatrixError) {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(bytes))
        } catch {
            throw TravelMatrixError(
                description: "this is not {\"coordinates\": [[lon, lat], …], \"durations\": [[seconds, …], …]}")
        }
        let count = document.coordinates.count
        guard document.durations.count == count else {
            throw TravelMatrixError(
                description: "\(document.durations.count) rows of durations for \(count) coordinates")
        }
        var places: [Coordinate] = []
        for (index, pair) in document.coordinates.enumerated() {
            guard pair.count == 2, let place = try? Coordinate(latitude: pair[1], longitude: pair[0]) else {
                throw TravelMatrixError(description: "coordinates[\(index)] is no [longitude, latitude]")
            }
            places.append(place)
        }
        var samples: [TravelSample] = []
        for (from, row) in document.durations.enumerated() {
            guard row.count == count else {
                throw TravelMatrixError(description: "durations[\(from)] has \(row.count) entries, not \(count)")
            }
            for (to, seconds) in row.enumerated() where from != to {
                guard let seconds else { continue }
                samples.append(TravelSample(metres: places[from].distance(to: places[to]), seconds: seconds))
            }
        }
        self.samples = samples
    }
}

/// Why a file is no matrix of travel times.
package struct TravelMatrixError: Error, Equatable, CustomStringConvertible {
    package let description: String
}
