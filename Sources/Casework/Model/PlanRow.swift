package import Telemetry

/// What is known of the way out of a case.
package enum PlanState: String, Sendable, CaseIterable {
    case made
    /// Made while the asset still moves: it will be made again.
    case provisional
    case needsLocation = "needs_location"
    case needsApproval = "needs_approval"
    case noneAvailable = "none_available"
    /// Nothing has to come: the asset may drive, or a person decides first.
    case noneNeeded = "none_needed"
}

/// Whether the help of a plan was approved.
package enum ApprovalState: String, Sendable, CaseIterable {
    case needed, given, refused
    /// Nobody answered in time, or people were in danger: it went ahead.
    case waived
}

/// Where a place comes from.
package enum PlaceSource: String, Sendable, CaseIterable {
    case gps, site, person, network
}

/// The asset's place as the plan used it.
package struct Place: Sendable, Equatable {
    package var coordinate: Coordinate
    /// When the asset was there.
    package var time: Timestamp
    /// Metres, if known.
    package var accuracy: Float?
    package var source: PlaceSource
    /// Whether a person confirmed it.
    package var confirmed: Bool
    /// km/h at that time, if known.
    package var speed: Float?

    package init(
        coordinate: Coordinate, time: Timestamp, accuracy: Float? = nil, source: PlaceSource, confirmed: Bool = false,
        speed: Float? = nil
    ) {
        self.coordinate = coordinate
        self.time = time
        self.accuracy = accuracy
        self.source = source
        self.confirmed = confirmed
        self.speed = speed
    }
}

/// The plan of a case: its legs stand in ``LegRow``, what it reserves in ``HoldRow``.
package struct PlanRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var caseID: Int64
    package var state: PlanState
    /// Why it is so, for a dispatcher.
    package var reason: String?
    /// When it is tried again by itself.
    package var nextTryAt: Timestamp?
    /// The position it was made for.
    package var place: Place?
    /// Why these and not others: one sentence for each candidate.
    package var reasons: [String] = []
    /// The unit that would come to a car that drives on gently; it reserves nothing.
    package var standby: String?
    /// What else could be done while nobody is free.
    package var alternative: String?
    /// How far the assignment that it is part of may be from the best one, as a share of its cost; 0 is exact.
    package var gap: Double?
    /// Whether somebody must say yes first.
    package var approval: ApprovalState?
    /// When the asset is expected to be repaired.
    package var repairedAt: Timestamp?

    package init(id: Int64, caseID: Int64, state: PlanState) {
        self.id = id
        self.caseID = caseID
        self.state = state
    }
}

/// What a leg does.
package enum LegKind: String, Sendable, CaseIterable {
    case patrol, tow
    case technicianVisit = "technician_visit"
    case secondaryTow = "secondary_tow"
    case thirdParty = "third_party"
    case transfer
    case remoteAction = "remote_action"
}

/// Where an expected arrival comes from.
package enum EtaSource: String, Sendable, CaseIterable {
    /// Straight distance and the built-in estimate.
    case estimate
    /// A road router.
    case road
    /// The crew's own word, which beats both.
    case crew
}

/// One stage of a plan.
package struct LegRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var caseID: Int64
    package var planID: Int64
    /// From 1, in the order of driving.
    package var ordinal: Int
    package var kind: LegKind
    /// The state of its current job; `nil` while nobody has been asked.
    package var state: JobState?
    package var unit: String?
    package var provider: String?
    package var from: Coordinate?
    package var to: Coordinate?
    package var workshop: String?
    /// The best guess of the arrival at `from`.
    package var etaAt: Timestamp?
    package var etaLow: Timestamp?
    package var etaHigh: Timestamp?
    /// Units that said no: they are not asked again for this leg.
    ///
    /// In the order in which they did.
    package var declined: [String] = []
    /// Who says when it arrives.
    package var etaSource: EtaSource?
    /// Seconds by road over estimated seconds, as the router said when the unit was chosen; positions on the way are
    /// estimated with it.
    package var roadFactor: Double?
    /// The part that the unit brings.
    package var part: String?
    /// Not to begin before: a workshop or a site opens.
    package var notBefore: Timestamp?

    package init(id: Int64, caseID: Int64, planID: Int64, ordinal: Int, kind: LegKind) {
        self.id = id
        self.caseID = caseID
        self.planID = planID
        self.ordinal = ordinal
        self.kind = kind
    }
}

/// A leg's assignment to one unit, with the offer that asked for it.
///
/// The job of a third party names its zone as `zone:ID` in place of a unit.
package struct JobRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var caseID: Int64
    package var legID: Int64
    /// Unique for ever; answers name it.
    package var offerID: Int64
    package var unit: String
    package var state: JobState
    package var offeredAt: Timestamp
    package var expiresAt: Timestamp
    package var answeredAt: Timestamp?
    /// The newest word of the crew about their arrival.
    package var etaAt: Timestamp?
    /// When it said so.
    package var etaToldAt: Timestamp?
    package var reason: String?
    /// Where and when the unit set off, as far as it told.
    package var departedFrom: Coordinate?
    package var departedAt: Timestamp?
    /// When it reported its arrival.
    package var arrivedAt: Timestamp?

    package init(
        id: Int64, caseID: Int64, legID: Int64, offerID: Int64, unit: String, offeredAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.legID = legID
        self.offerID = offerID
        self.unit = unit
        self.state = .offered
        self.offeredAt = offeredAt
        self.expiresAt = expiresAt
    }
}

/// What a hold reserves.
package enum HoldKind: String, Sendable, CaseIterable {
    case unit, slot, stock
}

/// How far a hold is.
///
/// The first three are live; a resource has at most one live hold.
package enum HoldState: String, Sendable, CaseIterable {
    case held, asked, confirmed, refused, released, fulfilled

    package var isLive: Bool {
        switch self {
        case .held, .asked, .confirmed: true
        case .refused, .released, .fulfilled: false
        }
    }
}

/// A unit, slot or part kept for a case; released or fulfilled exactly once.
package struct HoldRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var caseID: Int64
    package var kind: HoldKind
    /// The unit's id, the slot's id in decimal, or a piece of stock, `holder:part:number`.
    package var resource: String
    package var state: HoldState
    package var since: Timestamp
    package var endedAt: Timestamp?

    package init(
        id: Int64, caseID: Int64, kind: HoldKind, resource: String, state: HoldState, since: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.kind = kind
        self.resource = resource
        self.state = state
        self.since = since
    }
}
