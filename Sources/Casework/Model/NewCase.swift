package import Telemetry

/// A case about an asset whose device says nothing: somebody told us.
package struct NewCase: Sendable, Equatable {
    /// The asset's id; the command has made its row if there was none.
    package var asset: String
    /// Key of the symptom.
    package var symptom: String
    /// `nil` is for a person to judge.
    package var severity: Severity?
    package var immobile: Bool
    package var coordinate: Coordinate?
    /// Who told us.
    package var contact: String?
    /// Whether whoever answered the telephone is about to claim the call.
    package var claims: Bool

    package init(
        asset: String, symptom: String, severity: Severity? = nil, immobile: Bool = false,
        coordinate: Coordinate? = nil, contact: String? = nil, claims: Bool = false
    ) {
        self.asset = asset
        self.symptom = symptom
        self.severity = severity
        self.immobile = immobile
        self.coordinate = coordinate
        self.contact = contact
        self.claims = claims
    }
}
