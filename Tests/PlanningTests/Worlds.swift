import Planning
import Telemetry

/// A generator whose numbers are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// 12:00 in Tallinn on a Monday in winter.
let noon = Timestamp(iso8601: "2026-11-23T10:00:00Z") ?? Timestamp(seconds: 0)

func place(_ latitude: Double, _ longitude: Double) throws -> Coordinate {
    try Coordinate(latitude: latitude, longitude: longitude)
}

/// A place this far north of 59.40, 24.70.
func north(_ kilometres: Double) throws -> Coordinate { try place(59.40 + kilometres / 111.195, 24.70) }

func flatbed(_ id: String, at coordinate: Coordinate?) -> Unit {
    Unit(id: id, name: id, kind: "flatbed", capabilities: [.flatbed, .winch], maxMassKg: 3_500, coordinate: coordinate)
}

/// Units of every sort around Tallinn, some of them on the same spot.
func randomUnits(_ count: Int, _ random: inout Seeded) throws -> [Unit] {
    let sets: [Capabilities] = [
        [.flatbed], [.flatbed, .winch], [.wheelLift], [.wheelLift, .dollies], [.heavy], [.tyre],
    ]
    return try (0..<count).map { index in
        let grid = Bool.random(using: &random)
        let latitude =
            grid ? 59.4 + Double(Int.random(in: -3...3, using: &random)) / 20 : .random(in: 58...60, using: &random)
        let longitude =
            grid ? 24.7 + Double(Int.random(in: -3...3, using: &random)) / 20 : .random(in: 22...27, using: &random)
        var unit = Unit(
            id: "U\(index)", name: "Unit", kind: "any", capabilities: sets[index % sets.count],
            coordinate: try place(latitude, longitude))
        if Int.random(in: 0..<10, using: &random) == 0 { unit.coordinate = nil }
        unit.maxMassKg = Bool.random(using: &random) ? nil : .random(in: 1_000...8_000, using: &random)
        unit.reach = Bool.random(using: &random) ? .phone : .mqtt
        unit.online = Int.random(in: 0..<4, using: &random) > 0
        unit.readinessMinutes = Double(Int.random(in: 0...10, using: &random))
        if Bool.random(using: &random) {
            unit.shift = Shift(
                from: .random(in: 0..<1_440, using: &random), to: .random(in: 0..<1_440, using: &random),
                zone: .european(minutes: 120))
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            unit.freeAt = noon.adding(seconds: .random(in: -600...3_600, using: &random))
            unit.freeWhere = Bool.random(using: &random) ? try place(59.4, 24.9) : nil
        }
        return unit
    }
}
