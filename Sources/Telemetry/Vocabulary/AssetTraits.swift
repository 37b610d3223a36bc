/// What kind of thing an asset is.
package enum AssetKind: String, Sendable, CaseIterable {
    case car, van, truck, bus, trailer, tractor, motorcycle, scooter, charger, generator, boiler
    case heatPump = "heat_pump"
    case battery, mower, boat, other

    /// Whether it stands at a site instead of driving on roads.
    package var isStationary: Bool {
        switch self {
        case .charger, .generator, .boiler, .heatPump, .battery: true
        default: false
        }
    }
}

/// What an asset runs on.
package enum Energy: String, Sendable, CaseIterable {
    case petrol, diesel, gas, hybrid, phev, bev, hydrogen, mains, none

    /// Whether it has a traction battery at a dangerous voltage.
    package var hasTractionBattery: Bool {
        switch self {
        case .hybrid, .phev, .bev, .hydrogen: true
        default: false
        }
    }
}

/// Which wheels are driven: it decides how it may be towed.
package enum Drivetrain: String, Sendable, CaseIterable {
    case fwd, rwd, awd
}

/// What diagnosis and planning need to know about an asset.
///
/// `nil` is unknown, never a guess.
package struct AssetTraits: Sendable, Equatable {
    package var kind: AssetKind
    package var make: String?
    package var model: String?
    package var year: Int?
    package var energy: Energy?
    package var drivetrain: Drivetrain?
    /// Gross mass in kilograms.
    package var grossMassKg: Int?

    package init(
        kind: AssetKind, make: String? = nil, model: String? = nil, year: Int? = nil, energy: Energy? = nil,
        drivetrain: Drivetrain? = nil, grossMassKg: Int? = nil
    ) {
        self.kind = kind
        self.make = make
        self.model = model
        self.year = year
        self.energy = energy
        self.drivetrain = drivetrain
        self.grossMassKg = grossMassKg
    }
}
