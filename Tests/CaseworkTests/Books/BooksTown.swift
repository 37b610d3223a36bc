import Casework
import Outreach
import Planning
import Telemetry

/// What was imported: a small world in which units, slots and parts are scarce.
struct BooksTown {
    static let centre = Coordinate.at(59.43, 24.75)

    var units: [Unit]
    var workshops: [Workshop]
    var slots: [Slot]
    var zones: [Zone] = []
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
                start: now.adding(seconds: Int64(random.below(random.chance(60) ? 14_400 : 86_400))), minutes: 60)
        }
        let hours = try? OpeningHours("Mo-Sa 08:00-18:00")
        if random.chance(50) { workshops[0].openingHours = hours }
        if random.chance(50) { workshops[1].openingHours = hours }
        if random.chance(30) { zones = [BooksTown.motorway, BooksTown.ring] }
    }

    /// The north-east: only an approved firm may recover there.
    private static let motorway = Zone(
        id: "A1", name: "Motorway", rule: .concession,
        area: [
            Polygon(outline: [.at(59.45, 24.8), .at(59.45, 25.4), .at(59.8, 25.4), .at(59.8, 24.8)])
        ], phone: "+3725550301")
    /// A road that only a person's words name.
    private static let ring = Zone(id: "R1", name: "Ring", rule: .police, road: "Ring", phone: "+3725550302")

    /// Parts that somebody has on board or on a shelf.
    static let parts = [
        ("W1", "abs_unit"), ("W2", "abs_unit"), ("W1", "main_relay"), ("E1", "charger_contactor"),
        ("P1", "starter_battery"),
    ]

    /// The board as it is read after an import.
    func board(_ ledger: Ledger) -> OperationsBoard {
        let states = ledger.unitStates
        var stock = StockBook()
        for (holder, part) in BooksTown.parts {
            if let quantity = ledger.stock[Ledger.StockKey(holder: holder, part: part)] {
                stock.set(quantity, of: part, at: holder)
            }
        }
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
            units: live, workshops: workshops, slots: slots.filter { !retiredSlots.contains($0.id) }, stock: stock,
            zones: zones)
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
        var owner = ContactReference("owner-1", .owner, language: "et")
        (owner.channel, owner.secondContact) = (.text, "neighbour-1")
        var neighbour = ContactReference("neighbour-1", .owner)
        neighbour.duties = []
        var shy = ContactReference("driver-2", .driver)
        shy.doNotCall = true
        var truck = reference("truck-1", .truck, .diesel, [driver, ContactReference("desk-1", .fleetManager)])
        truck.traits.grossMassKg = 18_000
        truck.trailer = CoupledAsset(key: 6, id: "trailer-1", grossMassKg: 9_000)
        var trailer = reference("trailer-1", .trailer, .none, truck.contacts)
        trailer.tractor = CoupledAsset(key: 4, id: "truck-1", grossMassKg: 18_000)
        var charger = reference("charger-1", .charger, .mains, [ContactReference("site-1", .siteContact)])
        charger.site = near(centre, &random)
        if random.chance(50) {
            charger.access = SiteAccess(hours: try? OpeningHours("Mo-Fr 07:00-19:00"), heightLimitM: 2.4)
        }
        var van = reference("car-3", .van, .diesel, [])
        van.contract =
            random.pick([nil, Contract(id: "C1", approval: .always), Contract(id: "C2", approval: .tow)]) ?? nil
        var car = reference("car-1", .car, .petrol, [driver, owner, neighbour])
        if random.chance(25) { car.contract = Contract(id: "C3", approval: .tow, towKm: 5) }
        charger.siteID = "site-9"
        var twin = charger
        twin.id = "charger-2"
        var all = [
            car, reference("car-2", .car, .bev, random.chance(50) ? [shy, owner] : [shy]), van, truck, charger, trailer,
            twin,
        ]
        // Now and then they are one fleet, of one make.
        let isFleet = random.chance(60)
        for index in all.indices where !all[index].traits.kind.isStationary {
            all[index].traits.make = "Ford"
            all[index].traits.model = "Transit"
            if isFleet, all[index].contacts.count < 2 {
                all[index].contacts.append(ContactReference("desk-1", .fleetManager))
            }
        }
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
