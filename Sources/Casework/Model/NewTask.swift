package import Outreach
package import Telemetry

/// A task that a dispatcher makes by hand.
///
/// It belongs to a case, else to an asset, else to a contact alone.
package struct NewTask: Sendable, Equatable {
    package var kind: TaskKind
    package var caseID: Int64?
    /// The asset's id; of a case it is known.
    package var asset: String?
    package var contact: String?
    package var dueAt: Timestamp
    package var reason: String
    /// Whether whoever made it is about to claim it.
    package var claims: Bool

    package init(
        _ kind: TaskKind, caseID: Int64? = nil, asset: String? = nil, contact: String? = nil, dueAt: Timestamp,
        reason: String, claims: Bool = false
    ) {
        self.kind = kind
        self.caseID = caseID
        self.asset = asset
        self.contact = contact
        self.dueAt = dueAt
        self.reason = reason
        self.claims = claims
    }
}
