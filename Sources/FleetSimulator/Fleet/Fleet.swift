package import Telemetry

/// The vehicles of a town with the people who belong to them, made from a seed.
package struct Fleet: Sendable, Equatable {
    /// A vehicle.
    package struct Vehicle: Sendable, Equatable {
        /// Id of the asset; for a vehicle that nobody has imported only the simulator's own name.
        package var id: String
        /// What the device calls itself on the wire.
        package var device: String
        package var profile: Town.Profile
        package var model: Town.Model
        package var plate: String
        package var vin: String
        package var year: Int
        package var colour: String
        /// `nil` if nobody has imported the vehicle.
        package var customer: String?
        package var impact: String
        /// The crossing at which it stands, and the place itself; `nil` for what drives.
        package var site: String?
        package var place: Coordinate?
        /// Seconds between two reports; `nil` is the pace of the run.
        package var every: Double?
        /// A second device on it, such as a tracker.
        package var beside: Device?

        /// A device beside the first one.
        package struct Device: Sendable, Equatable {
            package var profile: Town.Profile
            package var device: String
        }

        /// The asset under which the service knows it.
        package var assetID: String { customer == nil ? "\(profile.rawValue):\(device)" : id }
    }

    /// A customer.
    package struct Customer: Sendable, Equatable {
        package var id: String
        package var name: String
        package var phone: String
        package var language: String
    }

    /// Somebody who is not a customer: a driver or a fleet manager.
    package struct Contact: Sendable, Equatable {
        package var id: String
        package var name: String
        package var phone: String
        package var language: String
        package var role: String
        /// `asset` or `customer`.
        package var ofKind: String
        package var ofID: String
    }

    package private(set) var vehicles: [Vehicle] = []
    package private(set) var customers: [Customer] = []
    package private(set) var contacts: [Contact] = []

    /// - Parameter seed: Equal towns and seeds give equal fleets.
    package init(town: Town, seed: UInt64) {
        var number = 0
        for (index, company) in town.people.companies.enumerated() {
            let id = "fleet-\(index + 1)"
            customers.append(
                Customer(id: id, name: company, phone: Fleet.phone(100 + index), language: index == 0 ? "en" : "et"))
            let (name, _) = Fleet.person(town, seed: seed, for: "manager of \(id)")
            contacts.append(
                Contact(
                    id: "manager-\(index + 1)", name: name, phone: Fleet.phone(200 + index), language: "et",
                    role: "fleet_manager", ofKind: "customer", ofID: id))
        }
        for group in town.vehicles {
            for place in 1..<(group.count + 1) {
                number += 1
                add(group, place, number: number, town: town, seed: seed)
            }
        }
    }

    /// The vehicle of an id.
    package func vehicle(_ id: String) -> Vehicle? { vehicles.first { $0.id == id } }

    private mutating func add(_ group: Town.VehicleGroup, _ place: Int, number: Int, town: Town, seed: UInt64) {
        let id = Town.assetID(group.prefix, place)
        var random = SeededGenerator(seed: seed, for: id)
        let model = group.models[random.below(group.models.count)]
        let (name, language) = Fleet.person(town, seed: seed, for: "owner of \(id)")
        var customer: String?
        switch group.owner {
        case .private:
            customer = "owner-\(id)"
            customers.append(
                Customer(id: "owner-\(id)", name: name, phone: Fleet.phone(1_000 + number), language: language))
            if group.at != nil { break }
            // In every fifth car sits somebody else than its owner.
            if place % 5 == 0 {
                let (driver, language) = Fleet.person(town, seed: seed, for: "driver of \(id)")
                addDriver(driver, language, of: id, number)
            }
        case .business:
            customer = "fleet-\(random.below(town.people.companies.count) + 1)"
            if group.at == nil { addDriver(name, language, of: id, number) }
        case .nobody: break
        }
        if let at = group.at, place == 1 { addSiteContact(town, seed: seed, at: at, number) }
        vehicles.append(
            Vehicle(
                id: id, device: group.profile.device(of: id, number: number), profile: group.profile, model: model,
                plate: "\(Fleet.digits(number, 3)) KVL", vin: "ZZZCALLAHEAD\(Fleet.digits(number, 5))",
                year: 2012 + random.below(13), colour: ["white", "grey", "blue", "red"][random.below(4)],
                customer: customer, impact: group.impact ?? (group.owner == .business ? "business" : "private"),
                site: group.at, place: group.at.map { Fleet.spot(place, at: town.place(of: $0)) }, every: group.every,
                beside: group.beside.map {
                    Vehicle.Device(profile: $0, device: $0.device(of: id, number: number))
                }))
    }

    private mutating func addDriver(_ name: String, _ language: String, of asset: String, _ number: Int) {
        contacts.append(
            Contact(
                id: "driver-\(asset)", name: name, phone: Fleet.phone(3_000 + number), language: language,
                role: "driver", ofKind: "asset", ofID: asset))
    }

    /// The person who is at a site, once for each.
    private mutating func addSiteContact(_ town: Town, seed: UInt64, at site: String, _ number: Int) {
        let id = "site-contact-\(site)"
        guard !contacts.contains(where: { $0.id == id }) else { return }
        let (name, language) = Fleet.person(town, seed: seed, for: id)
        contacts.append(
            Contact(
                id: id, name: name, phone: Fleet.phone(5_000 + number), language: language, role: "site_contact",
                ofKind: "site", ofID: "site-\(site)"))
    }

    /// A place of its own beside the others of its site.
    private static func spot(_ number: Int, at site: Coordinate) -> Coordinate {
        let (row, column) = (Double(number / 10 % 10), Double(number % 10))
        let spot = try? Coordinate(
            latitude: site.latitude + row * 0.000_04, longitude: site.longitude + column * 0.000_07)
        return spot ?? site
    }

    private static func person(_ town: Town, seed: UInt64, for whom: String) -> (name: String, language: String) {
        var random = SeededGenerator(seed: seed, for: whom)
        let first = town.people.first[random.below(town.people.first.count)]
        let last = town.people.last[random.below(town.people.last.count)]
        return ("\(first) \(last)", random.below(2) == 0 ? "et" : "en")
    }

    /// A number that reaches nobody: the country code 999 is not assigned.
    private static func phone(_ number: Int) -> String { "+999555\(digits(number, 4))" }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
