import Planning
import Telemetry

/// Places that are awkward for an index: at both poles, on both sides of the date line, on one spot, in dense clusters
/// within an empty world.
enum IndexWorld: CaseIterable {
    case globe, poles, dateLine, oneSpot, towns, line, faces

    func place(_ random: inout Seeded) throws -> Coordinate {
        switch self {
        case .globe: return try IndexWorld.anywhere(&random)
        case .poles:
            let latitude = 90 - Double.random(in: 0...0.3, using: &random) * .random(in: 0...1, using: &random)
            return try Coordinate(
                latitude: Bool.random(using: &random) ? latitude : -latitude,
                longitude: .random(in: -180...180, using: &random))
        case .dateLine:
            let offset = Double.random(in: 0...0.2, using: &random)
            let longitude = Int.random(in: 0..<8, using: &random) == 0 ? 180 : 180 - offset
            return try Coordinate(
                latitude: .random(in: -17 ... -16.9, using: &random),
                longitude: Bool.random(using: &random) ? longitude : -longitude)
        case .oneSpot:
            let shift = Double(Int.random(in: 0..<3, using: &random)) * 1e-7
            return try Coordinate(latitude: 59.4 + shift, longitude: 24.7)
        case .towns:
            if Int.random(in: 0..<10, using: &random) == 0 { return try IndexWorld.anywhere(&random) }
            let town = Double(Int.random(in: 0..<3, using: &random))
            let spread = Double.random(in: 0...1, using: &random) * .random(in: 0...0.2, using: &random)
            return try Coordinate(
                latitude: 40 + 7 * town + spread * .random(in: -1...1, using: &random),
                longitude: -10 + 20 * town + spread * .random(in: -1...1, using: &random))
        case .line: return try Coordinate(latitude: 0, longitude: Double(Int.random(in: -180...180, using: &random)))
        case .faces:
            // Along the edges and corners of the cube, where cells of several faces meet.
            let longitude = 45 + 90 * Double(Int.random(in: -2...1, using: &random))
            let corner = Bool.random(using: &random) ? 35.264_389_682_754_654 : .random(in: -36...36, using: &random)
            return try Coordinate(
                latitude: corner + .random(in: -1e-6...1e-6, using: &random),
                longitude: longitude + .random(in: -1e-6...1e-6, using: &random))
        }
    }

    private static func anywhere(_ random: inout Seeded) throws -> Coordinate {
        try Coordinate(
            latitude: .random(in: -90...90, using: &random), longitude: .random(in: -180...180, using: &random))
    }
}

/// What an index must know, kept in the plainest way.
struct PlainIndex {
    var places: [Int32: Coordinate] = [:]
    var capabilities: [Int32: Capabilities] = [:]

    /// Every unit that has one of the sets, with its distance, in no order.
    func all(from place: Coordinate, anyOf alternatives: [Capabilities]) -> [Int32: Double] {
        var found: [Int32: Double] = [:]
        for (unit, coordinate) in places {
            let has = capabilities[unit] ?? []
            guard alternatives.isEmpty || alternatives.contains(where: { $0.isSubset(of: has) }) else { continue }
            found[unit] = coordinate.distance(to: place)
        }
        return found
    }
}
