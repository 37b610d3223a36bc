import FleetSimulator
import Telemetry

/// Units as they are spread over a continent: half of them in towns, half anywhere, a few all over the world.
struct MovingFleet {
    private var random: SeededGenerator
    private var towns: [Coordinate] = []
    private(set) var places: [Coordinate] = []
    private(set) var capabilities: [Capabilities] = []

    /// What a car that can't roll needs; three in ten units have one of both.
    static let towing: [Capabilities] = [.flatbed, [.wheelLift, .dollies]]
    /// What one unit in two hundred can do.
    static let rare = Capabilities.gasCertified

    init(size: Int, seed: UInt64) {
        random = SeededGenerator(seed: seed)
        towns = (0..<300).map { _ in onContinent() }
        places.reserveCapacity(size)
        for number in 0..<size {
            places.append(number % 100 == 99 ? anywhere() : number % 2 == 0 ? inTown() : onContinent())
            var set: Capabilities =
                switch random.below(10) {
                case 0, 1: [.flatbed, .winch]
                case 2: [.wheelLift, .dollies]
                case 3, 4: [.wheelLift]
                case 5: [.heavy, .airSupply]
                default: [.battery, .tyre, .jumpStart]
                }
            if random.below(200) == 0 { set.insert(.gasCertified) }
            capabilities.append(set)
        }
    }

    /// 1 for each unit that can tow, else 0.
    var isTowing: [UInt8] {
        capabilities.map { has in MovingFleet.towing.contains { $0.isSubset(of: has) } ? 1 : 0 }
    }

    /// Moves one of the units by up to some hundred metres, one in a hundred to somewhere else, and says which.
    mutating func move() -> Int {
        let unit = random.below(places.count)
        places[unit] =
            random.below(100) == 0 ? onContinent() : near(places[unit], degrees: 0.003)
        return unit
    }

    /// Where help may be needed: mostly where units are.
    mutating func somewhere() -> Coordinate {
        random.below(5) == 0 ? onContinent() : near(places[random.below(places.count)], degrees: 0.05)
    }

    private mutating func onContinent() -> Coordinate {
        MovingFleet.place(36 + 34 * random.fraction(), -10 + 40 * random.fraction())
    }

    private mutating func anywhere() -> Coordinate {
        MovingFleet.place(-90 + 180 * random.fraction(), -180 + 360 * random.fraction())
    }

    private mutating func inTown() -> Coordinate {
        near(towns[random.below(towns.count)], degrees: 0.15 * random.fraction())
    }

    private mutating func near(_ place: Coordinate, degrees: Double) -> Coordinate {
        MovingFleet.place(
            place.latitude + degrees * (2 * random.fraction() - 1),
            place.longitude + degrees * (2 * random.fraction() - 1))
    }

    private static func place(_ latitude: Double, _ longitude: Double) -> Coordinate {
        let longitude = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude
        do {
            return try Coordinate(latitude: min(max(latitude, -90), 90), longitude: longitude)
        } catch {
            preconditionFailure("a place that was brought into range is out of range: \(error)")
        }
    }
}
