package import Telemetry

/// How a unit helps.
package enum RescueKind: String, Sendable, CaseIterable {
    /// It mends on the spot.
    case patrol
    /// It brings the asset to a workshop.
    case tow
    /// It mends an asset that stays where it stands.
    case technicianVisit = "technician_visit"
}

/// One way to help with a case, and how long it takes from the unit's arrival.
package struct RescueOption: Sendable, Equatable {
    package var kind: RescueKind
    /// Any one of these sets will do; an empty list admits every unit.
    package var alternatives: [Capabilities]
    /// The part that must be on board.
    package var part: String?
    /// Whether the asset is carried or dragged, so that its mass matters.
    package var movesAsset: Bool
    /// From arrival until the asset is repaired this way: mending on the spot; or loading, the drive, the wait for the
    /// slot and the work.
    package var secondsUntilRepaired: Int64

    package init(
        kind: RescueKind, alternatives: [Capabilities], part: String? = nil, movesAsset: Bool = false,
        secondsUntilRepaired: Int64 = 0
    ) {
        self.kind = kind
        self.alternatives = alternatives
        self.part = part
        self.movesAsset = movesAsset
        self.secondsUntilRepaired = secondsUntilRepaired
    }

    /// `secondsUntilRepaired` between 0 and some thirty years, so that sums stay sums.
    var boundedSeconds: Int64 { min(max(secondsUntilRepaired, 0), 1_000_000_000) }
}
