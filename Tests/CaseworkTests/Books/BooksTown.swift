import Casework
import Planning
import Telemetry

/// What was imported: a small world in which units, slots and parts are scarce.
struct BooksTown {
    static let centre = Coordinate.at(59.43, 24.75)

    var units: [Unit]
    var workshops: [Workshop]
    var slots: [Slot]
    /// Not on the board any more: taken out of the file.
    var retiredUnits: Set<String> = []
    var retiredSlots: Set<Int64> = []

    init(_ random: inout SeededGenerator, at now: Timestamp) {
        let makers: [(inout SeededGenerator) -> Unit] = [
            { Self.unit("T1", "flatbed", [.flatbed, .winch], &$0) },
            { Self.unit("T2", "flatbed", [.flatbed, .winch, .evTrained, .hvCertified], &$0) },
            { Self.unit("T3", "wheel_lift", [.wheelLift, .dollies], &$0) },
            { Self.unit("P1", "patrol", [.jumpStart, .battery, .tyre, .lockout], &$0) },
            { Self.unit("H1", "heavy", [.heavy, .airSupply], &$0) },
            { Self.unit("E1", "technician", [.electrician, .gasCertified], &$0) },
        ]
        var units: [Unit] = []
        for make in makers where random.chance(70) { units.append(make(&random)) }
        self.units = units
        workshops = [
            Workshop(
                id: "W1", name: "Peterburi", coordinate: Self.near(Self.centre, &random), phone: "+3725550101",
                nightDrop: true, autoConfirm: random.chance(50), hvQuarantine: true),
            Workshop(
                id: "W2", name: "Kadaka", coordinate: Self.near(Self.centre, &random), phone: "+3725550102",
                autoConfirm: random.chance(30)),
        ]
        slots = (1...5).map { number in
            Slot(
                id: Int64(number), workshopID: random.chance(50) ? "W1" : "W2",
                start: now.adding(seconds: Int64(random.below(86_400))), minutes: 60)
        }
    }

    /// The board as it is read after an import.
    func board(_ states: [String: UnitStateRow]) -> OperationsBoard {
        let live = units.filter { !retiredUnits.contains($0.id) }.map { unit in
            var unit = unit
            if let state = states[unit.id] {
                unit.coordinate = state.coordinate ?? unit.coordinate
                unit.positionTime = state.coordinate == nil ? nil : state.positionTime
                if unit.reach == .mqtt { unit.online = state.online }
            }
            return unit
        }
        return OperationsBoard(
            units: live, workshops: workshops, slots: slots.filter { !retiredSlots.contains($0.id) })
    }

    /// A place some kilometres around another.
    static func near(_ place: Coordinate, _ random: inout SeededGenerator) -> Coordinate {
        .at(
            place.latitude + Double(random.below(4_000) - 2_000) / 10_000,
            place.longitude + Double(random.below(6_000) - 3_000) / 10_000)
    }

    private static func unit(
        _ id: String, _ kind: String, _ capabilities: Capabilities, _ random: inout SeededGenerator
    ) -> Unit {
        let reach: Unit.Reach = random.chance(30) ? .phone : .mqtt
        let shift = random.chance(25) ? Shift(from: random.below(1_440), to: random.below(1_440), zone: .utc) : nil
        return Unit(
            id: id, name: id, kind: kind, capabilities: capabilities, maxMassKg: kind == "heavy" ? 40_000 : 4_000,
            coordinate: random.chance(90) ? near(centre, &random) : nil, phone: "+3725550200", shift: shift,
            reach: reach, seats: random.below(4), readinessMinutes: Double(random.below(10)),
            online: reach == .phone || random.chance(60))
    }

    /// Assets with their people; the last one is a device that nobody has imported.
    static func assets(_ random: inout SeededGenerator) -> [AssetReference] {
        let driver = ContactReference("driver-1", .driver)
        let owner = ContactReference("owner-1", .owner, language: "et")
        var shy = ContactReference("driver-2", .driver)
        shy.doNotCall = true
        var truck = reference("truck-1", .truck, .diesel, [driver, ContactReference("desk-1", .fleetManager)])
        truck.traits.grossMassKg = 18_000
        var charger = reference("charger-1", .charger, .mains, [ContactReference("site-1", .siteContact)])
        charger.site = near(centre, &random)
        let all = [
            reference("car-1", .car, .petrol, [driver, owner]),
            reference("car-2", .car, .bev, random.chance(50) ? [shy, owner] : [shy]),
            reference("car-3", .van, .diesel, []),
            truck, charger,
        ]
        return all.enumerated().map { index, asset in
            var asset = asset
            asset.key = Int64(index + 1)
            return asset
        }
    }

    private static func reference(
        _ id: String, _ kind: AssetKind, _ energy: Energy, _ contacts: [ContactReference]
    ) -> AssetReference {
        AssetReference(
            key: 0, id: id, known: true, traits: AssetTraits(kind: kind, energy: energy), plate: "123 ABC",
            customer: "customer-1", contacts: contacts)
    }
}
