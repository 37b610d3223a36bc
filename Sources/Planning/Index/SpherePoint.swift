import Telemetry

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A place as a point on the unit sphere: no pole and no date line, and nearer means a shorter chord.
struct SpherePoint {
    let x: Double
    let y: Double
    let z: Double

    /// Metres; the radius that `Coordinate.distance` uses.
    private static let radius = 6_371_008.8

    init(_ coordinate: Coordinate) {
        let radians = Double.pi / 180
        let latitude = coordinate.latitude * radians
        let longitude = coordinate.longitude * radians
        let ring = cos(latitude)
        x = ring * cos(longitude)
        y = ring * sin(longitude)
        z = sin(latitude)
    }

    init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// The square of the straight line through the sphere, which grows with the great-circle distance.
    @inline(__always)
    func squaredChord(x otherX: Double, y otherY: Double, z otherZ: Double) -> Double {
        let dx = x - otherX
        let dy = y - otherY
        let dz = z - otherZ
        return dx * dx + dy * dy + dz * dz
    }

    /// The great-circle distance of a squared chord.
    static func metres(squaredChord: Double) -> Double {
        2 * radius * asin(min(1, squaredChord.squareRoot() / 2))
    }
}
