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
    case approvalRefused = "approval_refused"
    /// Somebody else has the right to recover on this road.
    case thirdParty = "third_party"
    /// The asset is elsewhere than when they spoke last.
    case moved
    /// The crew was there and could not get in.
    case noAccess = "no_access"
    /// The workshop has said yes to a time that was still open.
    case slotConfirmed = "slot_confirmed"
    /// Somebody is free now, where nobody was.
    case helpFound = "help_found"
    /// The crew needs a part that it does not have.
    case partNeeded = "part_needed"
    /// A person said that the emergency services have released the scene.
    case sceneReleased = "scene_released"
    /// Nobody can be sent, for nobody knows where the asset is.
    case placeUnknown = "place_unknown"
    /// The fault has been clear for some minutes of normal driving.
    case recovered
    /// Somebody said that people are in danger.
    case inDanger = "in_danger"
    /// The driver asked for help in the app.
    case needsHelp = "needs_help"
    /// The driver said in the app that everybody is out of danger; help is still needed.
    case safe
    /// The driver said in the app that no help is needed.
    case noHelp = "no_help"
    /// The driver cancelled the help in the app.
    case cancel
    /// The workshop time that was agreed for a part that may fail is not to be had any more.
    case offerSlotLost = "offer_slot_lost"
    /// The same part was spoken of before, and no time was agreed.
    case offerAgain = "offer_again"
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
    /// Whether it drove when it was heard of last, some minutes ago: whoever is called may be driving still.
    package var droveLast = false
    package var assetKind: AssetKind
    package var leg: LegSituation
    package var slot: SlotSituation
    /// Why this is a second call; `call_again` says it, and a second offer to replace a part.
    package var change: ChangeReason = .other
    /// What the call is for, where the kind of its task does not tell.
    package var purpose: CallPurpose = .usual
    package var contactName: String?
    package var plate: String?
    /// What a stationary asset is called on the spot, "charger 3".
    package var assetName: String?
    /// How the words reach the addressee.
    package var channel: Channel = .voice
    /// The place in a person's own words; they are said before what ``place`` would give.
    package var placeWords: String?
    /// The place in parts, of which every language forms its own words.
    package var place: SpokenPlace?
    /// Whether the addressee is with the asset or has a role that may know where it is and where it goes.
    package var mayKnowPlace = true
    /// How old the position is.
    package var placeAgeSeconds: Int64?
    /// The symptom as a clause in the addressee's language: "its oil pressure has gone".
    package var symptomClause: String?
    /// Whether a person told it, and not the asset.
    package var symptomIsTold = false
    /// Whether nothing of what was reported is reported any more.
    package var symptomIsCleared = false
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
    /// What people told about the scene.
    package var told: Set<ToldFact> = []
    /// When it was reported first.
    package var reportedAt: LocalTime?
    /// Whether a person has said that the emergency services released the scene.
    package var sceneReleased = false
    /// Make and model: "Toyota Corolla".
    package var make: String?
    package var grossMassKg: Int?
    /// What whoever comes must be able to do.
    package var needs: Capabilities = []
    /// The height that a vehicle may have to get there, in metres.
    package var heightLimit: Double?
    /// How to get to the asset, in the words of whoever knows the site.
    package var accessNote: String?
    /// Where it is to be brought.
    package var destination: String?
    /// What else of the same person the call is about: plates or names.
    package var otherAssets: [String] = []
    package var campaign: Campaign?
    /// What a digest lists.
    package var digest: [DigestLine] = []
    package var vin: String?
    package var colour: String?
    package var energy: Energy?
    /// Whether it is mended where it stands: then nobody speaks of a workshop that is not needed.
    package var mendsOnSpot = false
    /// Whether the unit or technician has the named part on board; without ``partName`` nothing is said of it.
    package var partOnBoard = false
    /// Whether the part is in stock where the repair is to be; the workshop is asked unless it is known.
    package var partInStock: Bool?
    /// The unit that was named and has not confirmed yet that it turns back.
    package var formerUnit: FormerUnit?
    /// Who must say yes, in the nominative: a name, "the fleet manager".
    package var approver: String?
    /// Why nobody is free, when they are looked for again, and what else there is; only said if nobody is.
    package var shortage: Shortage?
    package var nextTry: NextTry?
    package var alternative: Alternative?
    /// The workshop is closed when the asset gets there.
    package var closedWorkshop: ClosedWorkshop?
    /// Whether nothing has failed: a part is only likely to.
    package var isForeseen = false
    /// What is foreseen of the part; only an offer to replace it says so.
    package var forecast: SpokenForecast?
    /// The times that are offered, the best first; ``slot`` is the first of them.
    package var offeredTimes: [SlotSituation.Appointment] = []

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
