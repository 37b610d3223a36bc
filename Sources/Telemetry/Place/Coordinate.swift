#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A place on earth in degrees, WGS 84.
///
/// Never out of range, never NaN.
package struct Coordinate: Hashable, Sendable {
    /// Degrees north, -90 to 90.
    package let latitude: Double
    /// Degrees east, -180 to 180.
    package let longitude: Double

    /// - Throws: ``CoordinateError`` for a value out of range; NaN is out of range.
    package init(latitude: Double, longitude: Double) throws(CoordinateError) {
        guard (-90...90).contains(latitude) else { throw .latitude(latitude) }
        guard (-180...180).contains(longitude) else { throw .longitude(longitude) }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Whether this is 0,0 to within about 11 m: what many devices report when they have no fix.
    package var isNullIsland: Bool { abs(latitude) < 0.0001 && abs(longitude) < 0.0001 }

    /// Great-circle distance in metres on a sphere of 6,371,008.8 m (the mean radius of IUGG).
    package func distance(to other: Coordinate) -> Double {
        let radians = Double.pi / 180
        let halfLatitude = sin((other.latitude - latitude) * radians / 2)
        let halfLongitude = sin((other.longitude - longitude) * radians / 2)
        let chord =
            halfLatitude * halfLatitude + cos(latitude * radians) * cos(other.latitude * radians) * halfLongitude
            * halfLongitude
        return 2 * 6_371_008.8 * asin(min(1, chord.squareRoot()))
    }
}

/// Why two numbers are not a place.
package enum CoordinateError: Error, Equatable, CustomStringConvertible {
    case latitude(Double)
    case longitude(Double)

    package var description: String {
        switch self {
        case .latitude(let value): "latitude \(value) is not between -90 and 90"
        case .longitude(let value): "longitude \(value) is not between -180 and 180"
        }
    }
}
