package import Telemetry

/// Whether the asset moves, as far as anybody knows.
package enum Motion: String, Sendable, CaseIterable {
    case moving, standing, unknown
}

/// Where a vehicle stands or drives, as far as it changes what is safe.
package enum RoadClass: String, Sendable, CaseIterable {
    case motorway
    case road
    /// A car park, a yard: away from traffic.
    case offRoad = "off_road"
}

/// Why somebody is rung again.
package enum ChangeReason: String, Sendable, CaseIterable {
    case late
    case unitChanged = "unit_changed"
    case unitRefused = "unit_refused"
    case unitSilent = "unit_silent"
    case goneOnArrival = "gone_on_arrival"
    case unable
    case warningGone = "warning_gone"
    case worse
    case slotChanged = "slot_changed"
    case other
}

/// Everything a script is made of.
///
/// `nil` is unknown and never leaves a hole in a sentence.
package struct ScriptContext: Sendable, Equatable {
    /// BCP-47 tag of the addressee, `et`, `et-EE`.
    package var language: String
    package var task: TaskKind
    /// The number that the addressee hears and can quote.
    package var caseNumber: String
    package var severity: Severity
    package var immobile: Bool
    package var motion: Motion
    package var assetKind: AssetKind
    package var leg: LegSituation
    package var slot: SlotSituation
    /// Why this is a second call; only `call_again` says it.
    package var change: ChangeReason = .other
    package var contactName: String?
    package var plate: String?
    /// What a stationary asset is called on the spot, "charger 3".
    package var assetName: String?
    /// The place as a person would say it, in the nominative: "Narva road, near Lasnamäe".
    package var placeWords: String?
    /// How old the position is.
    package var placeAgeSeconds: Int64?
    /// The symptom as a clause in the addressee's language: "its oil pressure has gone".
    package var symptomClause: String?
    /// The part in the addressee's language, if it is likely enough to be named.
    package var partName: String?
    /// ISO 3166 code of the country of the position, in either case.
    package var country: String?
    package var roadClass: RoadClass?
    /// People who need a ride, the driver included.
    package var passengers: Int?
    /// Seats of the unit that comes.
    package var seats: Int?
    /// Whether the contract covers the help; `nil` is not known yet.
    package var covered: Bool?
    package var vin: String?
    package var colour: String?
    package var energy: Energy?

    package init(
        language: String, task: TaskKind, caseNumber: String, severity: Severity, immobile: Bool = false,
        motion: Motion = .unknown, assetKind: AssetKind = .car, leg: LegSituation, slot: SlotSituation = .none
    ) {
        self.language = language
        self.task = task
        self.caseNumber = caseNumber
        self.severity = severity
        self.immobile = immobile
        self.motion = motion
        self.assetKind = assetKind
        self.leg = leg
        self.slot = slot
    }
}
