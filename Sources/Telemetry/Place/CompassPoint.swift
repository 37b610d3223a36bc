#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// One of the eight directions that people name.
package enum CompassPoint: String, Sendable, CaseIterable {
    case north = "n"
    case northEast = "ne"
    case east = "e"
    case southEast = "se"
    case south = "s"
    case southWest = "sw"
    case west = "w"
    case northWest = "nw"

    /// The nearest direction to an angle, clockwise from north; `nil` for one that is no number.
    package init?(degrees: Double) {
        guard degrees.isFinite else { return nil }
        let turned = degrees.truncatingRemainder(dividingBy: 360)
        let eighth = Int(((turned < 0 ? turned + 360 : turned) / 45).rounded()) % 8
        self = CompassPoint.allCases[eighth]
    }
}

extension Coordinate {
    /// Where to set off from here to reach another place on the shortest way: degrees clockwise from north.
    ///
    /// 0 if both are the same place.
    package func bearing(to other: Coordinate) -> Double {
        let radians = Double.pi / 180
        let turn = (other.longitude - longitude) * radians
        let east = sin(turn) * cos(other.latitude * radians)
        let north =
            cos(latitude * radians) * sin(other.latitude * radians) - sin(latitude * radians)
            * cos(other.latitude * radians) * cos(turn)
        let degrees = atan2(east, north) / radians
        return degrees < 0 ? degrees + 360 : degrees
    }
}
