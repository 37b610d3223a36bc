package import Telemetry

/// Where a case stands between the first sign and the end.
package enum CaseState: String, Sendable, CaseIterable {
    case open, planned, told
    case underWay = "under_way"
    case onScene = "on_scene"
    case inTransit = "in_transit"
    case inWorkshop = "in_workshop"
    case solved
    // The other ends.
    case withdrawn, declined, referred, unreached, merged

    /// Whether the case is over; an asset has at most one case that is not.
    package var isEnd: Bool {
        switch self {
        case .solved, .withdrawn, .declined, .referred, .unreached, .merged: true
        default: false
        }
    }
}

/// Everything about one asset from first sign to solved; at most one open case per asset.
package struct CaseRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    /// The asset's key, see ``AssetReference``.
    package var asset: Int64
    package var state: CaseState = .open
    /// The highest severity of its problems; only a person lowers it.
    package var severity: Severity
    package var immobile = false
    package var chargingOnly = false
    /// Key of the leading problem's symptom: what is certain.
    package var symptom: String
    /// Key of the part that probably failed, if likely enough to be named.
    package var part: String?
    /// Key of the vehicle system, NHTSA component.
    package var system: String?
    /// What a helping unit must be able to do.
    package var capabilities: Capabilities = []
    /// Active codes, sorted.
    package var codes: [String] = []
    /// Why this severity: one sentence for each piece of evidence.
    package var evidence: [String] = []
    package var openedAt: Timestamp
    package var closedAt: Timestamp?
    /// When the fault that opened the case happened, by its device.
    package var faultAt: Timestamp
    /// When somebody with the asset was first told.
    package var toldAt: Timestamp?
    /// What was last told about the help that comes; compared with the plan to know when to call again.
    package var promise: Promise?
    /// The dispatcher who has the case.
    package var owner: String?
    /// The case whose helper comes for this one too: that of a trailer's tractor, or the first of a dark site.
    package var parent: Int64?
    /// The campaign that it belongs to.
    package var campaign: Int64?
    /// The call about several cases in which it is told, or was.
    package var group: Int64?
    /// Since when it is in that call: a screen shown before does not have it.
    package var groupedAt: Timestamp?

    package init(
        id: Int64, asset: Int64, severity: Severity, symptom: String, openedAt: Timestamp, faultAt: Timestamp
    ) {
        self.id = id
        self.asset = asset
        self.severity = severity
        self.symptom = symptom
        self.openedAt = openedAt
        self.faultAt = faultAt
    }
}

/// What a person was told about the help that comes.
package struct Promise: Sendable, Equatable {
    /// When it was said.
    package var at: Timestamp
    /// The unit that was named, if any.
    package var unit: String?
    /// The latest arrival that was said, if minutes were said.
    package var latest: Timestamp?
    /// The slot that was named, if any.
    package var slot: Int64?

    package init(at: Timestamp, unit: String? = nil, latest: Timestamp? = nil, slot: Int64? = nil) {
        self.at = at
        self.unit = unit
        self.latest = latest
        self.slot = slot
    }
}

/// One thing wrong inside a case.
package struct ProblemRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var caseID: Int64
    /// Key of the component; one problem for each in a case.
    package var component: String
    package var symptom: String
    package var part: String?
    package var severity: Severity
    package var immobile: Bool
    /// Active codes of this problem, sorted.
    package var codes: [String]
    package var openedAt: Timestamp
    /// When its last code was cleared; evidence, not an end.
    package var clearedAt: Timestamp?

    package init(
        id: Int64, caseID: Int64, component: String, symptom: String, part: String?, severity: Severity,
        immobile: Bool, codes: [String], openedAt: Timestamp
    ) {
        self.id = id
        self.caseID = caseID
        self.component = component
        self.symptom = symptom
        self.part = part
        self.severity = severity
        self.immobile = immobile
        self.codes = codes
        self.openedAt = openedAt
    }
}
