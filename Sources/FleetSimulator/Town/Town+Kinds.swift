/// What is assumed of an asset of a kind where nothing else is written.
extension Town.Model {
    static let car = Town.Model(
        kind: "car", make: "Skoda", model: "Octavia", energy: "petrol", drivetrain: "fwd", mass: 1_900)

    private static let usual: [Town.Model] = [
        car,
        Town.Model(kind: "van", make: "Peugeot", model: "Boxer", energy: "diesel", drivetrain: "fwd", mass: 3_500),
        Town.Model(kind: "truck", make: "Scania", model: "R450", energy: "diesel", drivetrain: "rwd", mass: 18_000),
        Town.Model(kind: "bus", make: "Iveco", model: "Crossway", energy: "diesel", drivetrain: "rwd", mass: 17_000),
        Town.Model(kind: "trailer", make: "Krone", model: "Cool Liner", energy: "none", drivetrain: "", mass: 9_000),
        Town.Model(kind: "tractor", make: "Valtra", model: "T214", energy: "diesel", drivetrain: "awd", mass: 7_500),
        Town.Model(kind: "motorcycle", make: "Honda", model: "NC750", energy: "petrol", drivetrain: "rwd", mass: 220),
        Town.Model(kind: "scooter", make: "Segway", model: "Max", energy: "bev", drivetrain: "rwd", mass: 20),
        Town.Model(kind: "charger", make: "Delta", model: "Slim 100", energy: "mains", drivetrain: "", mass: 300),
        Town.Model(kind: "generator", make: "SDMO", model: "J130", energy: "diesel", drivetrain: "", mass: 1_900),
        Town.Model(kind: "boiler", make: "Viessmann", model: "Vitodens", energy: "gas", drivetrain: "", mass: 60),
        Town.Model(kind: "heat_pump", make: "Nibe", model: "F2120", energy: "mains", drivetrain: "", mass: 180),
        Town.Model(kind: "battery", make: "Pylontech", model: "Force", energy: "mains", drivetrain: "", mass: 120),
        Town.Model(kind: "mower", make: "Worx", model: "Landroid", energy: "bev", drivetrain: "", mass: 12),
        Town.Model(kind: "boat", make: "Buster", model: "L", energy: "petrol", drivetrain: "", mass: 700),
    ]

    static let usualKinds = usual.map(\.kind)

    /// A model of a kind; `nil` for a kind of which nothing is known.
    static func usual(_ kind: String) -> Town.Model? { usual.first { $0.kind == kind } }
}

extension Town {
    /// What the loss of an asset may mean.
    static let impacts = ["life", "cold_chain", "public", "business", "private", "redundant"]

    /// The same town with the tempers of its units.
    func applying(_ tempers: [String: UnitTemper]) throws(ScenarioError) -> Town {
        var town = self
        for index in town.units.indices {
            guard let temper = tempers[town.units[index].id] else { continue }
            if let after = temper.answersAfter { town.units[index].answers = Int(after.components.seconds) }
            if let count = temper.declines { town.units[index].declines = count }
            if let count = temper.silent { town.units[index].silent = count }
            if temper.isPhoneOnly { town.units[index].reach = "phone" }
            town.units[index].temper = temper
        }
        return town
    }
}
