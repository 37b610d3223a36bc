package import Telemetry

/// Plays a model against a stretch of a fleet's record that it has not learnt from, and says how it would have done.
package struct Backtest: Sendable {
    package let model: PrognosisModel
    package let from: Timestamp
    package let until: Timestamp

    package init(model: PrognosisModel, from: Timestamp, until: Timestamp) {
        self.model = model
        self.from = from
        self.until = until
    }

    /// One prognosis of the test, as it goes into a file.
    package struct Prediction: Equatable, Sendable {
        /// Place in ``History/assets``.
        package let asset: Int
        package let part: UInt16
        /// Seconds since 1970.
        package let second: Int64
        package let probability: Double
        package let level: PrognosisLevel
        /// What signals added to the log-odds: 0 for none.
        package let drift: Double
        /// What happened: the part failed within the horizon.
        package let failed: Bool
    }

    /// Judges the parts of a record.
    ///
    /// - Parameters:
    ///   - history: The record; its vocabulary must be the model's.
    ///   - parts: Numbers of the parts to judge.
    ///   - each: Takes every prognosis: asset by asset, part by part, in order of time.
    /// - Returns: A result for each part, in their order.
    package func run(
        on history: History, parts: [UInt16], each: (Prediction) throws -> Void
    ) rethrows -> [PartResult] {
        let replay = Replay(history: history, horizon: model.horizon)
        let models = parts.map { model.model(of: $0) }
        var tallies = parts.map { PartTally(part: $0, horizon: model.horizon) }
        var rows = [[Prediction]](repeating: [], count: parts.count)
        for asset in history.assets.indices {
            for part in parts.indices { rows[part].removeAll(keepingCapacity: true) }
            replay.rows(of: asset, parts: parts, from: from, through: until) { row, evidence in
                guard let model = models[row.part] else { return }
                let probability = model.probability(evidence)
                rows[row.part].append(
                    Prediction(
                        asset: asset, part: parts[row.part], second: row.second, probability: probability,
                        level: model.level(probability), drift: model.drift(evidence),
                        failed: row.failed))
                tallies[row.part].skill.add(
                    model: probability,
                    prior: AdditiveModel.probability(ofLogOdds: model.prior.logOdds(evidence)), failed: row.failed,
                    asset: asset, block: row.second / (RecencyBins.horizons * self.model.horizon.seconds))
            }
            for part in parts.indices {
                let failures = history.repairs(of: asset).filter { $0.failed && $0.part == parts[part] }.map(\.time)
                tallies[part].take(rows[part], failures: failures)
                for row in rows[part] { try each(row) }
            }
        }
        return zip(tallies, models).map { PartResult(tally: $0, model: $1) }
    }
}
