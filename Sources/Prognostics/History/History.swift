package import Telemetry

/// What a fleet has on record, ready to be lived through again: faults, signals and repairs, each by asset and time.
package struct History: Sendable {
    /// An asset of the record.
    package struct Asset: Equatable, Sendable {
        package let id: String
        /// The number of its model in the vocabulary.
        package let model: UInt16?
        /// The group of its age, see ``AgeBins``.
        package let ageBin: UInt8
        /// Before this nobody knew of it, so it is not asked about: its first record, unless a list describes it.
        package let knownSince: Timestamp
    }

    /// A code that was seen.
    package struct Fault: Equatable, Sendable {
        package let time: Timestamp
        package let code: UInt16
        package let pending: Bool
    }

    /// A measured value.
    package struct Signal: Equatable, Sendable {
        package let time: Timestamp
        package let name: UInt16
        package let value: Double
    }

    /// A part that was replaced.
    package struct Repair: Equatable, Sendable {
        package let time: Timestamp
        package let part: UInt16
        /// Because it failed, not by plan.
        package let failed: Bool
    }

    /// What was dropped or merged on the way in.
    package struct Notes: Equatable, Sendable {
        /// Records that stood there twice.
        package var duplicates = 0
        /// Records that stood before an older one of their kind.
        package var outOfOrder = 0
        /// Records whose name found no room in the vocabulary.
        package var nameless = 0
    }

    /// All names: codes, parts, models and signals.
    package let vocabulary: Vocabulary
    /// Sorted by id.
    package let assets: [Asset]
    /// Numbers of the parts in the vocabulary, sorted by name.
    package let parts: [UInt16]
    package let notes: Notes
    /// The first and the last record of any kind, and the first fault or signal.
    package let first: Timestamp?
    package let last: Timestamp?
    package let firstObservation: Timestamp?

    private let faults: Grouped<Fault>
    private let signals: Grouped<Signal>
    private let repairs: Grouped<Repair>

    /// Records of all assets in one array, and where each asset's begin.
    struct Grouped<Record: Sendable>: Sendable {
        var records: [Record]
        var starts: [Int]

        subscript(asset: Int) -> ArraySlice<Record> { records[starts[asset]..<starts[asset + 1]] }
    }

    init(
        vocabulary: Vocabulary, assets: [Asset], parts: [UInt16], notes: Notes, faults: Grouped<Fault>,
        signals: Grouped<Signal>, repairs: Grouped<Repair>
    ) {
        self.vocabulary = vocabulary
        self.assets = assets
        self.parts = parts
        self.notes = notes
        self.faults = faults
        self.signals = signals
        self.repairs = repairs
        let observed = (faults.records.lazy.map(\.time).min(), signals.records.lazy.map(\.time).min())
        firstObservation = [observed.0, observed.1].compactMap(\.self).min()
        first = [firstObservation, repairs.records.lazy.map(\.time).min()].compactMap(\.self).min()
        last = [
            faults.records.lazy.map(\.time).max(), signals.records.lazy.map(\.time).max(),
            repairs.records.lazy.map(\.time).max(),
        ].compactMap(\.self).max()
    }

    /// An asset's codes by time.
    package func faults(of asset: Int) -> ArraySlice<Fault> { faults[asset] }
    /// An asset's measured values by time.
    package func signals(of asset: Int) -> ArraySlice<Signal> { signals[asset] }
    /// An asset's repairs by time.
    package func repairs(of asset: Int) -> ArraySlice<Repair> { repairs[asset] }

    /// How many records there are of each kind.
    package var counts: (faults: Int, signals: Int, repairs: Int) {
        (faults.records.count, signals.records.count, repairs.records.count)
    }

    /// How often a part failed at or before a point in time, the whole fleet together, and when.
    package func failures(of part: UInt16, through end: Timestamp) -> [Timestamp] {
        repairs.records.filter { $0.failed && $0.part == part && $0.time <= end }.map(\.time).sorted()
    }
}
