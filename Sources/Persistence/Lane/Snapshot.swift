package import Casework
package import Planning

/// Everything that the lane keeps in memory, as it stood on disk in one moment.
package struct Snapshot: Sendable {
    /// Every asset, by key.
    package var assets: [AssetKey] = []
    /// Up to three of each asset, oldest first, then what the journals hold in the order of the batches.
    package var positions: [AssetFix] = []
    /// Fixes of assets and positions of units that were refused as impossible jumps.
    package var suspects: [AssetFix] = []
    package var suspectUnits: [UnitStateRow] = []
    /// Numbers and flags of the names that were asked for; what the journals hold comes last.
    package var signals: [AssetSignal] = []
    /// Files of assets with an open case, by key.
    package var openFiles: [AssetFile] = []
    package var holds: [HoldRow] = []
    /// Open ones.
    package var campaigns: [CampaignRow] = []
    /// Oldest first; at most ``CauseBook/capacity``.
    package var causeSigns: [CauseSign] = []
    /// Open calls about several cases.
    package var groups: [TaskRow] = []
    /// Offers to replace parts: of the last week, and those without a result.
    package var offers: [PreventOfferRow] = []
    package var sequences = Sequences()
    /// Digests of the newest messages, oldest first; at most ``LaneStore/receiptsKept``.
    package var receipts: [UInt64] = []
    package var reference = ReferenceSnapshot()
    /// Messages in quarantine that nobody has looked at.
    package var quarantined = 0

    package init() {}
}

/// An asset with its row key.
package struct AssetKey: Sendable, Equatable {
    package var key: Int64
    package var id: String

    package init(key: Int64, id: String) {
        self.key = key
        self.id = id
    }
}

/// Which asset a device belongs to.
package struct DeviceMapping: Sendable, Equatable {
    package var profile: String
    package var device: String
    package var assetID: String

    package init(profile: String, device: String, assetID: String) {
        self.profile = profile
        self.device = device
        self.assetID = assetID
    }
}

/// What imports change: loaded at start and again when ``LaneStore/referenceChange()`` moves.
package struct ReferenceSnapshot: Sendable {
    /// The counter at the time of loading.
    package var change: Int64 = 0
    package var board = OperationsBoard()
    package var devices: [DeviceMapping] = []
    /// Keys of assets whose positions may not be kept, ascending.
    package var withoutAssist: [Int64] = []
    /// Keys of assets that may not be foreseen, ascending.
    package var withoutPrevent: [Int64] = []

    package init() {}
}
