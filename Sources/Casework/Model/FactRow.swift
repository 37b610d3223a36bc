package import Telemetry

/// An answer to a question about an asset that came by message, not to a dispatcher.
///
/// Append-only.
package struct FactRow: Sendable, Equatable {
    package var at: Timestamp
    package var caseID: Int64
    package var asset: Int64
    package var key: String
    package var value: String
    /// Who said it: `driver_app`.
    package var by: String

    package init(at: Timestamp, caseID: Int64, asset: Int64, key: String, value: String, by: String) {
        self.at = at
        self.caseID = caseID
        self.asset = asset
        self.key = key
        self.value = value
        self.by = by
    }
}
