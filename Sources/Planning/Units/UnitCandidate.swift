package import Telemetry

/// A unit that can help, with its arrival and what it costs.
package struct UnitCandidate: Sendable, Equatable {
    package var unitID: String
    package var unitKind: String
    /// Which of the need's options is the quickest that it can serve.
    package var option: Int
    package var kind: RescueKind
    /// The part that it uses from on board.
    package var part: String?
    /// When it is expected, in whole seconds from `now`.
    package var arrival: Timestamp
    /// What may be said about its arrival now.
    package var eta: EtaRange
    /// Seconds from now until the asset is repaired: until the arrival and from then on.
    package var costSeconds: Int64
    /// Seconds from its arrival until the asset is repaired.
    package var repairedSeconds: Int64
    /// Straight metres from its starting point, whole.
    package var metres: Int
    /// Seconds by road by estimated seconds; `nil` if the drive is an estimate.
    package var roadFactor: Double?
    package var reasons: [UnitReason]

    package init(
        unitID: String, unitKind: String, option: Int, kind: RescueKind, part: String? = nil, arrival: Timestamp,
        eta: EtaRange, costSeconds: Int64, repairedSeconds: Int64, metres: Int, roadFactor: Double? = nil,
        reasons: [UnitReason] = []
    ) {
        self.unitID = unitID
        self.unitKind = unitKind
        self.option = option
        self.kind = kind
        self.part = part
        self.arrival = arrival
        self.eta = eta
        self.costSeconds = costSeconds
        self.repairedSeconds = repairedSeconds
        self.metres = metres
        self.roadFactor = roadFactor
        self.reasons = reasons
    }
}

/// The units that can help with one case, and what is known about the others.
package struct UnitCandidates: Sendable, Equatable {
    /// By cost, then arrival, then id.
    package var candidates: [UnitCandidate] = []
    /// No free unit that is not listed can cost less than this; `nil` when no other unit can help.
    package var boundBeyond: Int64?
    /// Up to five that are nearer than the best one, nearest first; without a candidate the nearest of all.
    package var rejected: [UnitChoice.Rejected] = []
    /// Why there is no candidate; `nil` if there is one.
    package var shortage: UnitChoice.Shortage?
    /// When to look again if there is no candidate.
    package var nextTry: Timestamp?
    /// Up to three that hold another job whose end is known, as if they were given this one next; of those that are
    /// further away than the candidates not all were looked at.
    package var busy: [UnitCandidate] = []

    package init() {}
}

/// What a search for units came to.
package enum UnitSearchResult: Sendable, Equatable {
    case found(UnitCandidates)
    /// These drives must be known first; then the search is run again with them.
    case needs([Drive])
}
