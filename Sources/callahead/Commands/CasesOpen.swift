import ArgumentParser
import Casework
import Persistence
import Pipeline
import Telemetry

/// `cases open`: somebody without telemetry needs help.
struct CasesOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a case for somebody whose car says nothing: plan, unit and call as ever.",
        discussion: """
            The asset is found by --asset or --plate, the caller by --contact or --phone; who is not known is written \
            down. An asset that has an open case gets what you were told added to it.
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var showing: ShowingOptions
    @OptionGroup var desk: ActorOptions
    @OptionGroup var asset: ToldAssetOptions
    @OptionGroup var place: ToldPlaceOptions

    @Option(help: "What is wrong: engine_overheating, battery_flat, …")
    var symptom = "help_needed"

    @Option(help: "How bad it is; else somebody has to judge it.")
    var severity: Severity?

    @Flag(help: "It will not move or start again.")
    var immobile = false

    @Option(help: "How many people are there.")
    var people: Int?

    @Flag(help: "Take the call at once: they are on the telephone.")
    var claim = false

    func validate() throws {
        if let people, !(0...1_000).contains(people) { throw ValidationError("--people is how many, 0 to 1000.") }
        guard symptom.allSatisfy({ $0 == "_" || $0.isASCII && ($0.isLowercase || $0.isNumber) }), !symptom.isEmpty
        else { throw ValidationError("--symptom is a key in small letters: battery_flat.") }
    }

    func run() throws {
        try reportingFailures {
            let scripts = try showing.scripts()
            if symptom != "help_needed", !scripts.knows(symptom: symptom) {
                let near = nearestWord(to: symptom, in: scripts.symptomKeys).map { "; did you mean \($0)?" } ?? ""
                throw ValidationError("\(symptom) is no symptom that we have words for\(near)")
            }
            let desk = try database.writingDesk()
            let actor = self.desk.actor
            let coordinate = try place.coordinate(desk)
            let (rows, ticket) = try desk.open(asset.told, as: actor, at: .now) { rows in
                NewCase(
                    asset: rows.asset, symptom: symptom, severity: severity, immobile: immobile,
                    coordinate: coordinate, contact: rows.contact, claims: claim)
            }
            if rows.isNewAsset { Terminal.say("asset \(rows.asset) is new") }
            let reply = try desk.waitForReply(to: ticket)
            if let caseID = reply.caseID, let people {
                try desk.fact(onCase: caseID, key: "people", value: "\(people)", as: actor, at: .now)
            }
            if claim, let task = reply.task {
                let claimed = try desk.answer(task, as: actor, at: .now)
                try showing.show(claimed.detail, token: claimed.token, showsToken: true, scripts: scripts, at: .now)
            } else if let caseID = reply.caseID {
                let file = try desk.caseFile(caseID)
                if showing.json {
                    try showing.show(DeskJSON(scripts: scripts, now: .now).caseFile(file))
                } else {
                    Terminal.show(DeskTables(scripts: scripts, now: .now).caseFile(file))
                }
            }
        }
    }
}

/// Whose asset it is, as a caller tells it.
struct ToldAssetOptions: ParsableArguments {
    @Option(name: .customLong("asset"), help: "The asset's id, if they know it.")
    var assetID: String?

    @Option(help: "The plate.")
    var plate: String?

    @Option(help: "What it is, if it is not known: car, truck, charger, …")
    var kind: AssetKind?

    @Option(help: "The make.")
    var make: String?

    @Option(help: "The model.")
    var model: String?

    @Option(help: "What it runs on: petrol, diesel, bev, …")
    var energy: Energy?

    @Option(help: "The caller, by the number of the contact.")
    var contact: String?

    @Option(help: "The caller's name.")
    var name: String?

    @Option(help: "The caller's number.")
    var phone: String?

    @Option(help: "The caller's language: en, et, …")
    var language: String?

    var told: ToldAsset {
        var told = ToldAsset()
        told.id = assetID
        told.plate = plate
        told.kind = kind
        told.make = make
        told.model = model
        told.energy = energy
        told.contactID = contact
        told.name = name
        told.phone = phone
        told.language = language?.lowercased()
        return told
    }
}

/// Where it is, as a caller tells it.
struct ToldPlaceOptions: ParsableArguments {
    @Option(help: "Latitude in degrees.")
    var lat: Double?

    @Option(help: "Longitude in degrees.")
    var lon: Double?

    @Option(help: "The place in words: the name of an imported place.")
    var place: String?

    func validate() throws {
        guard (lat == nil) == (lon == nil) else { throw ValidationError("A place needs --lat and --lon.") }
        if lat != nil, place != nil { throw ValidationError("Give either --lat and --lon, or --place.") }
        _ = try given()
    }

    /// The place, if it was given.
    func coordinate(_ desk: Desk) throws -> Coordinate? {
        guard let place else { return try given() }
        let places = try desk.places(named: place)
        guard let first = places.first else {
            throw ValidationError("No imported place is called \(place): give --lat and --lon.")
        }
        guard places.count == 1 || first.name.lowercased() == place.lowercased() else {
            throw ValidationError(
                "\(place) could be \(places.map(\.words).joined(separator: "; ")): say which, or give --lat and --lon.")
        }
        return first.coordinate
    }

    private func given() throws -> Coordinate? {
        guard let lat, let lon else { return nil }
        do {
            let coordinate = try Coordinate(latitude: lat, longitude: lon)
            guard !coordinate.isNullIsland else { throw ValidationError("0,0 is in the sea: no position.") }
            return coordinate
        } catch let error as CoordinateError {
            throw ValidationError("\(error)")
        }
    }
}

extension NamedPlace {
    /// With road and kilometre, to tell it from others of its name.
    fileprivate var words: String {
        [name, road, kilometre.map { "km \($0.places(1))" }].compactMap(\.self).joined(separator: ", ")
    }
}
