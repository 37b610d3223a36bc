package import Casework
package import Telemetry

/// What a prognosis wants on disk with a batch.
package struct PrognosisRecord: Sendable {
    /// What is remembered of an asset, in a form that only the memory knows.
    package struct Memory: Sendable, Equatable {
        package var asset: Int64
        /// The stored model in whose numbers it speaks.
        package var model: Int64
        /// The last batch whose signals are in it; those of later ones are in the journal for memories.
        package var batch: Int64
        package var body: [UInt8]

        package init(asset: Int64, model: Int64, batch: Int64 = 0, body: [UInt8]) {
            self.asset = asset
            self.model = model
            self.batch = batch
            self.body = body
        }
    }

    /// A part of an asset of which nothing is foreseen any more.
    package struct Gone: Sendable, Hashable {
        package var asset: Int64
        package var part: String

        package init(asset: Int64, part: String) {
            self.asset = asset
            self.part = part
        }
    }

    package var memories: [Memory] = []
    /// How many assets need not be written any more: those of `memories`, and those that nobody remembers.
    package var memoriesDone = 0
    /// What of a batch's signals goes into memories, in its order.
    package var signals: [AssetSignal] = []
    /// The first batch of the journal for memories that is still needed; `nil` if that is as before.
    package var journalFrom: Int64?
    package var forecasts: [ForecastRow] = []
    package var gone: [Gone] = []

    package init() {}

    package var isEmpty: Bool {
        memories.isEmpty && signals.isEmpty && journalFrom == nil && forecasts.isEmpty && gone.isEmpty
    }
}

/// A model as it is stored.
package struct StoredModel: Sendable, Equatable {
    /// 1 for the first that was learnt.
    package var version: Int64
    package var learntUntil: Timestamp
    package var madeAt: Timestamp
    package var body: String

    package init(version: Int64, learntUntil: Timestamp, madeAt: Timestamp, body: String) {
        self.version = version
        self.learntUntil = learntUntil
        self.madeAt = madeAt
        self.body = body
    }
}

/// When a code of an asset was active.
package struct CodeSight: Sendable, Equatable {
    package var asset: Int64
    package var code: String
    package var at: Timestamp
    /// Whether its control unit was not sure of it yet.
    package var pending: Bool

    package init(asset: Int64, code: String, at: Timestamp, pending: Bool) {
        self.asset = asset
        self.code = code
        self.at = at
        self.pending = pending
    }
}

/// What a prognosis knows of an asset besides what it reports.
package struct AssetDescription: Sendable, Equatable {
    package var asset: Int64
    package var id: String
    /// Make and model, if either is known.
    package var model: String?
    package var year: Int?

    package init(asset: Int64, id: String, make: String?, model: String?, year: Int?) {
        self.asset = asset
        self.id = id
        let words = [make, model].compactMap(\.self).filter { !$0.isEmpty }
        self.model = words.isEmpty ? nil : words.joined(separator: " ")
        self.year = year
    }

    /// Its age in years, the year of make taken as its middle.
    package func years(at now: Timestamp) -> Double? {
        guard let year else { return nil }
        let current = CivilDate.from(daysSinceEpoch: now.milliseconds / 86_400_000).year
        return Double(max(0, current - year))
    }
}

/// What a signal told, as the journal for memories has it.
package struct JournalledSignal: Sendable, Equatable {
    /// The batch with which it came.
    package var batch: Int64
    package var asset: Int64
    package var name: String
    package var time: Timestamp
    package var value: SignalValue

    init(_ signal: Journal.Signal, names: [String], batch: Int64) {
        self.batch = batch
        asset = signal.asset
        name = names[signal.name]
        time = signal.time
        value = signal.value
    }
}
