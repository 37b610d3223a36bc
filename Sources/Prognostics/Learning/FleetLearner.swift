package import Telemetry

/// What a fleet has learnt so far, carried on as answers become known.
///
/// A question is learnt from when its answer is certain: one horizon later. So the learner follows the record at that
/// distance. It keeps counts and nothing else, so learning day by day and learning all at once come to the same, and
/// the stored record can always make it again.
package struct FleetLearner: Equatable, Codable, Sendable {
    /// The counts of one part.
    package struct PartTable: Equatable, Codable, Sendable {
        package let part: UInt16
        package fileprivate(set) var table = PatternTable()
    }

    package let horizon: Horizon
    package let thinning: Thinning
    /// Sorted by part number.
    package private(set) var tables: [PartTable] = []
    private var nextMilliseconds: Int64

    /// Questions before this point have been learnt from, those at it and later have not.
    package var next: Timestamp { Timestamp(milliseconds: nextMilliseconds) }

    private enum CodingKeys: String, CodingKey { case horizon, thinning, tables, nextMilliseconds = "next_ms" }

    /// - Parameter start: The first point that is learnt from.
    package init(horizon: Horizon, start: Timestamp, thinning: Thinning = .none) {
        self.horizon = horizon
        self.thinning = thinning
        nextMilliseconds = start.milliseconds
    }

    /// Learns from all questions whose answer is known by `now` and that it has not learnt from yet.
    ///
    /// - Parameters:
    ///   - history: The record, at least from seven horizons before ``next`` on and with the last repair of each part;
    ///     its vocabulary must be the one that was used before, or go on from it.
    ///   - now: The end of what is known.
    package mutating func learn(from history: History, knownUntil now: Timestamp) {
        let end = now.adding(seconds: -horizon.seconds)
        guard next <= end else { return }
        // All first: a new part moves the places of others.
        for part in history.parts { _ = place(of: part) }
        let places = history.parts.map { place(of: $0) }
        let replay = Replay(history: history, horizon: horizon)
        for asset in history.assets.indices {
            let name = Thinning.hash(history.assets[asset].id)
            replay.rows(of: asset, parts: history.parts, from: next, through: end) { row, evidence in
                let weight = thinning.weight(asset: name, second: row.second, failed: row.failed, evidence: evidence)
                guard weight > 0 else { return }
                tables[places[row.part]].table.add(evidence, rows: weight, failures: row.failed ? 1 : 0)
            }
        }
        nextMilliseconds = end.adding(milliseconds: 1).milliseconds
    }

    /// The model with weights from all that was learnt; what was measured of it, its thresholds and its advice stay.
    ///
    /// Those are measured anew by ``Trainer``, less often, because it takes part of the record out of learning.
    package func refreshed(_ model: PrognosisModel, vocabulary: Vocabulary) -> PrognosisModel {
        let parts = model.parts.map { old in
            guard let table = tables.first(where: { $0.part == old.part })?.table else { return old }
            if old.advice == .published { return old }
            let fit = LogisticFit(strength: old.strength, horizon: horizon, part: vocabulary[old.part] ?? "")
            let fresh = fit.models(of: table)
            return PartModel(
                part: old.part, prior: fresh.prior, full: old.calibration.applied(to: fresh.full), watch: old.watch,
                book: old.book, skill: old.skill, advice: old.advice, strength: old.strength,
                calibration: old.calibration)
        }
        return PrognosisModel(
            horizon: horizon, learntUntil: next.adding(seconds: horizon.seconds), vocabulary: vocabulary, parts: parts)
    }

    private mutating func place(of part: UInt16) -> Int {
        if let place = tables.firstIndex(where: { $0.part == part }) { return place }
        let place = tables.firstIndex { $0.part > part } ?? tables.count
        tables.insert(PartTable(part: part), at: place)
        return place
    }
}
