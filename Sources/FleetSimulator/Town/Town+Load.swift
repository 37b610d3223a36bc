internal import Telemetry
internal import Yams

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Why a town's file can't be used.
package struct TownError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Town {
    /// Reads a town from the text of its file.
    ///
    /// - Throws: ``TownError`` naming what is missing or refers to nothing.
    package init(yaml text: String) throws(TownError) {
        let file: TownFile
        do {
            file = try YAMLDecoder().decode(TownFile.self, from: text)
        } catch {
            throw TownError("the town can't be read: \(error)")
        }
        try self.init(file)
    }

    /// Reads a town from a file.
    ///
    /// - Throws: ``TownError``, also if there is no such file.
    package init(file path: String) throws(TownError) {
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else { throw TownError("there is no town in \(path)") }
        try self.init(yaml: text)
    }

    private init(_ file: TownFile) throws(TownError) {
        name = file.name
        country = file.country
        timezone = file.timezone
        streets = try StreetGraph(file)
        vehicles = file.vehicles
        people = file.people
        units = file.units.map { unit in
            Unit(
                id: unit.id, name: unit.name, kind: unit.kind, at: unit.at, capabilities: unit.capabilities,
                maxMass: unit.max_mass, reach: unit.reach ?? "mqtt", answers: unit.answers,
                declines: unit.declines ?? 0, silent: unit.silent ?? 0, seats: unit.seats ?? 2, height: unit.height)
        }
        workshops = file.workshops.map { workshop in
            Workshop(
                id: workshop.id, name: workshop.name, at: workshop.at, skills: workshop.skills,
                autoConfirm: workshop.auto_confirm ?? false, nightDrop: workshop.night_drop ?? false,
                hvQuarantine: workshop.hv_quarantine ?? false)
        }
        zones = file.zones ?? []
        breakdowns = file.breakdowns.map { breakdown in
            Breakdown(
                asset: breakdown.asset, after: breakdown.after, at: breakdown.at, what: breakdown.what,
                codes: breakdown.codes, needs: breakdown.needs, signals: breakdown.signals ?? [:],
                withoutFix: breakdown.without_fix ?? false, sharesPlaceAfter: breakdown.shares_place_after,
                repeats: breakdown.repeats ?? false)
        }
        _ = try checked()
    }

    /// The same town.
    ///
    /// Every place and vehicle that is named must exist, and names end up in topics and CSV files.
    func checked() throws(TownError) -> Town {
        for crossing in units.map(\.at) + workshops.map(\.at) + breakdowns.map(\.at) + zones.map(\.at)
        where streets.index(of: crossing) == nil {
            throw TownError("there is no crossing \"\(crossing)\"")
        }
        var assets: Set<String> = []
        for group in vehicles {
            guard (0...100_000).contains(group.count), !group.models.isEmpty else {
                throw TownError("the vehicles \"\(group.prefix)\" need a count up to 100,000 and a model")
            }
            for number in 1..<(group.count + 1) { assets.insert(Town.assetID(group.prefix, number)) }
        }
        for breakdown in breakdowns where !assets.contains(breakdown.asset) {
            throw TownError("there is no vehicle \"\(breakdown.asset)\" to break down")
        }
        for zone in zones {
            guard ["own_unit", "concession", "police"].contains(zone.rule), (1...100_000).contains(zone.radius) else {
                throw TownError(
                    "zone \"\(zone.id)\" needs a rule own_unit, concession or police, and a radius in metres")
            }
        }
        guard !people.first.isEmpty, !people.last.isEmpty, !people.companies.isEmpty else {
            throw TownError("people need first names, last names and companies")
        }
        for id in vehicles.map(\.prefix) + units.map(\.id) + workshops.map(\.id)
        where id.isEmpty
            || !id.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        {
            throw TownError("\"\(id)\" is no id: small letters, digits and hyphens")
        }
        return self
    }

    static func assetID(_ prefix: String, _ number: Int) -> String {
        number < 10 ? "\(prefix)-0\(number)" : "\(prefix)-\(number)"
    }
}

/// The file as it is written.
struct TownFile: Decodable {
    struct Street: Decodable {
        var name: String
        var speed: Double
        var along: [String]
    }

    struct Unit: Decodable {
        var id, name, kind, at: String
        var capabilities: [String]
        var max_mass: Int?
        var reach: String?
        var answers: Int
        var declines, silent, seats: Int?
        var height: Double?
    }

    struct Workshop: Decodable {
        var id, name, at: String
        var skills: [String]
        var auto_confirm, night_drop, hv_quarantine: Bool?
    }

    struct Breakdown: Decodable {
        var asset: String
        var after: Int
        var at, what: String
        var codes: [String]
        var needs: Town.Need
        var signals: [String: Double]?
        var without_fix: Bool?
        var shares_place_after: Int?
        var repeats: Bool?
    }

    var name, country, timezone: String
    var crossings: [String: [Double]]
    var streets: [Street]
    var vehicles: [Town.VehicleGroup]
    var people: Town.People
    var units: [Unit]
    var workshops: [Workshop]
    var zones: [Town.Zone]?
    var breakdowns: [Breakdown]
}
