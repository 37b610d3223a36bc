package import Telemetry

/// The same fault on many assets, as far as a customer hears of it.
package struct Campaign: Sendable, Hashable {
    /// What those assets have in common.
    package enum Scope: String, Sendable, CaseIterable {
        /// They belong to the same fleet.
        case fleet
        /// They are of the same model.
        case model
        /// They stand in the same area.
        case area
    }

    package var scope: Scope
    /// How many they are, this one included; said of a fleet only.
    package var count: Int?

    package init(_ scope: Scope, count: Int? = nil) {
        self.scope = scope
        self.count = count
    }
}

/// One asset in the daily digest of a fleet.
package struct DigestLine: Sendable, Equatable {
    package var assetKind: AssetKind
    package var plate: String?
    /// What the asset is called where it has no plate.
    package var assetName: String?
    /// The symptom as a clause in the addressee's language.
    package var symptomClause: String?
    /// A time that can be offered.
    package var offer: SlotSituation.Appointment?

    package init(
        assetKind: AssetKind, plate: String? = nil, assetName: String? = nil, symptomClause: String? = nil,
        offer: SlotSituation.Appointment? = nil
    ) {
        self.assetKind = assetKind
        self.plate = plate
        self.assetName = assetName
        self.symptomClause = symptomClause
        self.offer = offer
    }
}
