package import Telemetry

/// What a customer's or an asset's cover is.
///
/// Nothing imported means covered. A call about safety never waits for it.
package struct Contract: Sendable, Equatable {
    /// For what somebody must say yes before a unit is sent.
    package enum Approval: String, Sendable, CaseIterable {
        case never
        /// Before the asset is towed.
        case tow
        /// Before anybody is sent.
        case always
    }

    package var id: String
    package var approval: Approval
    /// A longer tow than this needs approval, kilometres.
    package var towKm: Double?
    /// When it ends; afterwards everything needs approval.
    package var validTo: Timestamp?
    /// How soon after a fault its owner is promised help, minutes.
    package var slaMinutes: Int?

    package init(id: String, approval: Approval = .never, towKm: Double? = nil, validTo: Timestamp? = nil) {
        self.id = id
        self.approval = approval
        self.towKm = towKm
        self.validTo = validTo
    }
}

/// The other half of a tractor with its trailer.
package struct CoupledAsset: Sendable, Equatable {
    /// Row key of the asset.
    package var key: Int64
    package var id: String
    package var grossMassKg: Int?

    package init(key: Int64, id: String, grossMassKg: Int? = nil) {
        self.key = key
        self.id = id
        self.grossMassKg = grossMassKg
    }
}
