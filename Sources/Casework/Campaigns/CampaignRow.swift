package import Telemetry

/// One cause on many assets: it groups and ranks calls.
package struct CampaignRow: VersionedRow {
    package var id: Int64
    package var version: Int64 = 0
    package var cause: Cause
    package var openedAt: Timestamp
    /// When the first of its assets showed it.
    package var firstAt: Timestamp
    /// When the newest one joined.
    package var lastAt: Timestamp
    /// When it ends, if none joins before.
    package var quietAt: Timestamp
    package var closedAt: Timestamp?
    /// How many assets have joined.
    package var assets: Int
    /// The case of a dark site whose helper and whose call are for the others too.
    package var leadCase: Int64?

    package init(id: Int64, cause: Cause, openedAt: Timestamp, firstAt: Timestamp, quietAt: Timestamp) {
        self.id = id
        self.cause = cause
        self.openedAt = openedAt
        self.firstAt = firstAt
        self.lastAt = openedAt
        self.quietAt = quietAt
        self.assets = 0
    }

    package var isOpen: Bool { closedAt == nil }
}

/// One asset that shows what may be the cause of a campaign.
package struct CauseSign: Sendable, Equatable {
    /// See ``Cause/key``.
    package var cause: String
    package var asset: Int64
    package var caseID: Int64
    package var at: Timestamp

    package init(cause: String, asset: Int64, caseID: Int64, at: Timestamp) {
        self.cause = cause
        self.asset = asset
        self.caseID = caseID
        self.at = at
    }
}
