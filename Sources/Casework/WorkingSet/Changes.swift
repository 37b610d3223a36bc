package import Telemetry

/// What one step wants on disk, all of it in one transaction, and then in the working set.
///
/// Rows carry the version they will have; the row on disk must have the version before.
package struct Changes: Sendable {
    /// Devices seen for the first time, in the order of their keys.
    package var newAssets: [NewAsset] = []
    /// Every accepted fix of an asset in the order of arrival; the journal keeps them.
    package var positions: [AssetFix] = []
    /// Every accepted signal in the order of arrival; the journal keeps them.
    package var signals: [AssetSignal] = []
    /// Fixes refused as impossible jumps; a second one near the same place proves the first.
    package var suspects: [AssetFix] = []
    /// Fixes that get their row at once: the newest of each asset with an open case, also if it came before the case.
    package var livePositions: [AssetFix] = []
    package var unitStates: [UnitStateRow] = []
    /// Positions of units refused as impossible jumps.
    package var suspectUnits: [UnitStateRow] = []

    package var cases: [CaseRow] = []
    package var problems: [ProblemRow] = []
    package var faults: [FaultRow] = []
    package var faultSources: [FaultSourceRow] = []
    package var plans: [PlanRow] = []
    package var legs: [LegRow] = []
    package var jobs: [JobRow] = []
    package var holds: [HoldRow] = []
    package var tasks: [TaskRow] = []
    package var addressees: [AddresseeRow] = []
    /// Parts that were used up: one piece each, in order.
    package var stockUsed: [StockUse] = []
    package var timers: [TimerRow] = []
    /// Ids of timers that are gone.
    package var deletedTimers: [Int64] = []

    package var preventOffers: [PreventOfferRow] = []
    /// Parts that were replaced, as finished cases tell.
    package var repairs: [RepairRow] = []

    package var campaigns: [CampaignRow] = []
    /// Signs that may become a campaign.
    package var causeSigns: [CauseSign] = []

    package var outbox: [OutboxRow] = []
    package var events: [EventRow] = []
    package var said: [SaidRow] = []
    /// What the driver's app told: append-only, beside what dispatchers are told.
    package var facts: [FactRow] = []
    /// Ids of the dispatchers' actions that this step has dealt with.
    package var consumedActions: [Int64] = []
    /// Messages that were decoded but make no sense here (an answer to an unknown offer): indexes of inputs, reasons.
    package var rejected: [RejectedInput] = []

    /// The assets as they are after this step, in the order in which they were touched.
    package var files: [AssetFile] = []
    package var sequences = Sequences()

    package init() {}
}

/// A device seen for the first time.
package struct NewAsset: Sendable, Equatable {
    package var key: Int64
    package var id: String
    package var symbol: Symbol

    package init(key: Int64, id: String, symbol: Symbol) {
        self.key = key
        self.id = id
        self.symbol = symbol
    }
}

/// One piece of a part that was fitted: its holder has one less.
package struct StockUse: Sendable, Equatable {
    package var holder: String
    package var part: String

    package init(holder: String, part: String) {
        self.holder = holder
        self.part = part
    }
}

/// A fix of an asset.
package struct AssetFix: Sendable, Equatable {
    package var asset: Int64
    package var time: Timestamp
    package var timeTrusted: Bool
    package var position: Position

    package init(asset: Int64, time: Timestamp, timeTrusted: Bool, position: Position) {
        self.asset = asset
        self.time = time
        self.timeTrusted = timeTrusted
        self.position = position
    }
}

/// A signal of an asset.
package struct AssetSignal: Sendable, Equatable {
    package var asset: Int64
    package var name: Symbol
    package var time: Timestamp
    package var timeTrusted: Bool
    package var value: SignalValue
    /// Since when the value has been beyond the limit of a rule that asks for how long, in whole seconds; `nil` if it is
    /// not, or if no rule asks.
    package var since: Timestamp?

    package init(
        asset: Int64, name: Symbol, time: Timestamp, timeTrusted: Bool, value: SignalValue, since: Timestamp? = nil
    ) {
        self.asset = asset
        self.name = name
        self.time = time
        self.timeTrusted = timeTrusted
        self.value = value
        self.since = since
    }
}

/// Where a unit is and whether it answers, as its own messages say.
package struct UnitStateRow: Sendable, Equatable {
    package var unit: String
    package var coordinate: Coordinate?
    package var positionTime: Timestamp?
    package var online: Bool

    package init(unit: String, coordinate: Coordinate?, positionTime: Timestamp?, online: Bool) {
        self.unit = unit
        self.coordinate = coordinate
        self.positionTime = positionTime
        self.online = online
    }
}

/// An input that was understood and refused.
package struct RejectedInput: Sendable, Equatable {
    /// Index into the inputs of the step.
    package var input: Int
    package var reason: String

    package init(input: Int, reason: String) {
        self.input = input
        self.reason = reason
    }
}
