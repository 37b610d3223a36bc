package import Telemetry

/// A small town as its file describes it: streets, who drives there, who helps, and what is going to break.
package struct Town: Sendable, Equatable {
    /// How a vehicle speaks over MQTT; the names are those of the device profiles.
    package enum Profile: String, Sendable, CaseIterable, Decodable {
        case native = "callahead-v1"
        case obd2MQTT = "obd2-mqtt"
        case teltonika = "teltonika-codec-json"
        case wican
        case ovms = "ovms-v3"
        case tesla = "tesla-fleet-telemetry"
        case j1939 = "j1939-gateway"
        case ocpp = "ocpp-maeve"
        case genmon
        case emsESP = "ems-esp"
        case landroid = "worx-landroid"
        /// A phone or tracker that tells its place alone.
        case ownTracks = "owntracks"
    }

    /// Who owns the vehicles of a group.
    package enum Owner: String, Sendable, CaseIterable, Decodable {
        case `private`
        case business
        /// Nobody has imported them: the service meets them as unknown devices.
        case nobody
    }

    /// Make and model of a vehicle with what matters for its recovery.
    package struct Model: Sendable, Equatable, Decodable {
        package var kind: String
        package var make: String
        package var model: String
        package var energy: String
        package var drivetrain: String
        /// Gross mass in kilograms.
        package var mass: Int
    }

    /// Vehicles of one kind that speak alike.
    package struct VehicleGroup: Sendable, Equatable, Decodable {
        package var prefix: String
        package var count: Int
        package var profile: Profile
        package var owner: Owner
        package var models: [Model]
        /// The crossing where they stand; `nil` for what drives.
        package var at: String?
        /// Seconds between two reports; `nil` is the pace of the run.
        package var every: Double?
        /// When a person may come to where they stand, in OpenStreetMap's syntax; `nil` is always.
        package var access: String?
        /// What their loss means, such as `cold_chain`; `nil` follows from the owner.
        package var impact: String?
        /// What a second device on each of them speaks, such as a tracker that tells the place.
        package var beside: Profile?
    }

    /// Names to draw from.
    package struct People: Sendable, Equatable, Decodable {
        package var first: [String]
        package var last: [String]
        package var companies: [String]
    }

    /// A unit with its temper.
    package struct Unit: Sendable, Equatable {
        package var id: String
        package var name: String
        package var kind: String
        /// The crossing where it waits.
        package var at: String
        package var capabilities: [String]
        /// The heaviest vehicle it can move in kilograms; `nil` if it moves none.
        package var maxMass: Int?
        /// `mqtt` or `phone`.
        package var reach: String
        /// Seconds from an offer to its answer.
        package var answers: Int
        /// How many of its first offers it declines.
        package var declines: Int
        /// How many of its first offers it leaves unanswered.
        package var silent: Int
        /// Seats for passengers.
        package var seats = 2
        /// Metres; `nil` if nobody has measured it.
        package var height: Double?
        /// How else it departs from doing what it is asked.
        package var temper = UnitTemper()
    }

    /// A workshop at a crossing.
    package struct Workshop: Sendable, Equatable {
        package var id: String
        package var name: String
        package var at: String
        package var skills: [String]
        package var autoConfirm: Bool
        package var nightDrop: Bool
        package var hvQuarantine: Bool
    }

    /// A circle in which not everybody may recover.
    package struct Zone: Sendable, Equatable, Decodable {
        package var id: String
        package var name: String
        /// `own_unit`, `concession` or `police`.
        package var rule: String
        /// The crossing in its middle.
        package var at: String
        /// Metres.
        package var radius: Double
        package var road: String?
        package var phone: String?
        package var note: String?
    }

    /// What kind of help mends a breakdown: the truth, which the service has to find out.
    package enum Need: String, Sendable, CaseIterable, Decodable {
        case tow, patrol, heavy
        /// Somebody who mends a machine where it stands.
        case technician
        /// It drives on; only a person has to look.
        case nothing
    }

    /// One thing that goes wrong.
    package struct Breakdown: Sendable, Equatable {
        package var asset: String
        /// Seconds after the start.
        package var after: Int
        /// The crossing where it stops.
        package var at: String
        /// What is broken, in words for the summary.
        package var what: String
        package var codes: [String]
        package var needs: Need
        /// Measured values by VSS name, in VSS units.
        package var signals: [String: Double]
        /// Whether the vehicle has no satellites from the beginning on.
        package var withoutFix: Bool
        /// Seconds after the breakdown until the driver shares the place in the app; `nil` is never.
        package var sharesPlaceAfter: Int?
        /// Whether this only says again what an earlier breakdown said.
        package var repeats: Bool
        /// What the service should say; `nil` if nobody has written it down.
        package var severity: Severity?
    }

    package var name: String
    /// ISO 3166 code in small letters.
    package var country: String
    /// Name of the time zone in the IANA database.
    package var timezone: String
    package var streets: StreetGraph
    package var vehicles: [VehicleGroup]
    package var people: People
    package var units: [Unit]
    package var workshops: [Workshop]
    package var zones: [Zone] = []
    package var breakdowns: [Breakdown]
}
