package import Telemetry

/// A code of an asset as one source reports it: the key of an activation is (asset, source, code, inactive to active).
package struct FaultRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var asset: Int64
    /// `profile/device[/ecu]`.
    package var source: String
    /// `namespace/code`.
    package var code: String
    package var status: FaultCode.Status
    package var kind: FaultReport.Kind
    package var active: Bool
    /// Source time of the newest activation.
    package var raisedAt: Timestamp
    /// Source time of the newest message that said anything about this code; older ones are ignored.
    package var seenAt: Timestamp
    /// Source time of the newest clearing.
    package var clearedAt: Timestamp?
    /// How often it became active.
    package var activations: Int

    package init(
        id: Int64, asset: Int64, source: String, code: String, status: FaultCode.Status, kind: FaultReport.Kind,
        active: Bool, raisedAt: Timestamp, seenAt: Timestamp, activations: Int = 1
    ) {
        self.id = id
        self.asset = asset
        self.source = source
        self.code = code
        self.status = status
        self.kind = kind
        self.active = active
        self.raisedAt = raisedAt
        self.seenAt = seenAt
        self.activations = activations
    }
}

/// The newest word of one source, with its time: an older full set clears nothing, and an older answer of the driver's
/// app changes nothing.
package struct FaultSourceRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var asset: Int64
    package var source: String
    /// Source time of the newest full set, or of the newest answer, that was applied.
    package var setAt: Timestamp

    package init(id: Int64, asset: Int64, source: String, setAt: Timestamp) {
        self.id = id
        self.asset = asset
        self.source = source
        self.setAt = setAt
    }
}
