/// How the prognosis of one part did in a backtest.
package struct PartResult: Sendable {
    /// Fewer failures in the test, and no figure is given.
    package static let judgedFailures = 5

    package let part: UInt16
    package let rows: Int
    /// Rows after which the part failed within the horizon.
    package let positives: Int
    package let failures: Int
    package let advice: Advice
    /// What was measured in learning, on what was kept aside there.
    package let learntSkill: Skill?
    /// The skill of the test itself.
    package let skill: Skill?
    package let watchThreshold: Double?
    package let bookThreshold: Double?
    /// `nil` with too few failures to judge.
    package let averagePrecision: Double?
    package let book: LevelResult?
    package let watch: LevelResult?
    package let calibration: [CalibrationBin]
    /// Every threshold, highest first, for a picture.
    package let cuts: [ScoreTable.Cut]

    /// Whether the test holds enough failures for figures.
    package var isJudged: Bool { failures >= PartResult.judgedFailures }

    init(tally: PartTally, model: PartModel?) {
        part = tally.part
        rows = tally.scores.rows
        positives = tally.scores.failures
        failures = tally.failures
        advice = model?.advice ?? .notEnoughFailures
        learntSkill = model?.skill
        watchThreshold = model?.watch
        bookThreshold = model?.book
        let enough = tally.failures >= PartResult.judgedFailures
        let speaks = enough && model?.isOn == true
        averagePrecision = enough ? tally.scores.averagePrecision : nil
        skill = speaks ? tally.skill.skill(failures: tally.failures) : nil
        book = speaks && model?.book != nil ? LevelResult(tally.book, of: tally) : nil
        watch = speaks ? LevelResult(tally.watch, of: tally) : nil
        calibration = CalibrationBin.bins(of: tally.scores)
        cuts = enough ? tally.scores.cuts : []
    }
}

/// What the alarms of one level, or of a higher one, did.
package struct LevelResult: Equatable, Sendable {
    /// Of the rows with an alarm so many were followed by a failure; 0 without alarms.
    package let precision: Double
    /// Of the rows before a failure so many had an alarm.
    package let recall: Double
    package let f1: Double
    /// Of the failures so many had an alarm in the horizon before them.
    package let eventRecall: Double
    package let episodes: Int
    package let falseEpisodes: Int
    /// A month is a twelfth of 365.25 days.
    package let falseAlarmsPerAssetMonth: Double
    /// From the first alarm to the failure, in seconds, ascending.
    package let leads: [Int64]

    init(_ level: LevelTally, of tally: PartTally) {
        let positives = tally.scores.failures
        precision = level.alarms == 0 ? 0 : Double(level.hits) / Double(level.alarms)
        recall = positives == 0 ? 0 : Double(level.hits) / Double(positives)
        f1 = level.alarms + positives == 0 ? 0 : 2 * Double(level.hits) / Double(level.alarms + positives)
        eventRecall = tally.failures == 0 ? 0 : Double(level.foreseen) / Double(tally.failures)
        episodes = level.episodes
        falseEpisodes = level.falseEpisodes
        let months = Double(tally.assetSeconds) / (365.25 / 12 * 86_400)
        falseAlarmsPerAssetMonth = months == 0 ? 0 : Double(level.falseEpisodes) / months
        leads = level.leads.sorted()
    }

    /// A quantile of the lead times in seconds, between neighbours on a straight line; `nil` without any.
    package func lead(quantile: Double) -> Double? {
        guard let last = leads.last else { return nil }
        let place = min(max(0, quantile), 1) * Double(leads.count - 1)
        let index = Int(place)
        guard index + 1 < leads.count else { return Double(last) }
        return Double(leads[index]) + (place - Double(index)) * Double(leads[index + 1] - leads[index])
    }
}

/// What was said and what happened, for the rows of one range of probabilities.
package struct CalibrationBin: Equatable, Sendable {
    package let from: Double
    package let to: Double
    package let rows: Int
    /// The mean of the probabilities that were said.
    package let predicted: Double
    /// How often the part did fail.
    package let observed: Double

    /// Borders of the bins: finer at the rare end, where most rows are.
    package static let borders = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

    /// The bins that hold rows.
    static func bins(of table: ScoreTable) -> [CalibrationBin] {
        let entries = table.descending.reversed()
        return zip(borders, borders.dropFirst()).compactMap { from, to in
            let own = entries.filter { $0.score >= from && ($0.score < to || to == 1) }
            let rows = own.reduce(0) { $0 + $1.rows }
            guard rows > 0 else { return nil }
            return CalibrationBin(
                from: from, to: to, rows: rows,
                predicted: own.reduce(0) { $0 + $1.score * Double($1.rows) } / Double(rows),
                observed: Double(own.reduce(0) { $0 + $1.failures }) / Double(rows))
        }
    }
}
