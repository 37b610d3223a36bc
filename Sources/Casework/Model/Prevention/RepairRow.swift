package import Telemetry

/// A part that was replaced.
package struct RepairRow: Sendable, Hashable {
    package enum Reason: String, Sendable, CaseIterable {
        /// Because it had failed.
        case failure
        /// Before it failed.
        case planned
    }

    /// Row key of the asset.
    package var asset: Int64
    /// Key of the part.
    package var part: String
    package var at: Timestamp
    package var reason: Reason
    /// Where it is known from: `import`, or `case 17`.
    package var source: String

    package init(asset: Int64, part: String, at: Timestamp, reason: Reason, source: String) {
        self.asset = asset
        self.part = part
        self.at = at
        self.reason = reason
        self.source = source
    }
}
