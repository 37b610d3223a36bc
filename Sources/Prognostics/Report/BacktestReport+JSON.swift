import Telemetry

extension BacktestReport: Encodable {
    private enum Key: String, CodingKey {
        case assets, faults, signals, repairs, notes, parts, macro
        case trainFrom = "train_from"
        case trainUntil = "train_until"
        case testFrom = "test_from"
        case testUntil = "test_until"
        case horizonSeconds = "horizon_s"
        case stepSeconds = "step_s"
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(assets, forKey: .assets)
        try values.encode(counts.faults, forKey: .faults)
        try values.encode(counts.signals, forKey: .signals)
        try values.encode(counts.repairs, forKey: .repairs)
        try values.encode(notes, forKey: .notes)
        try values.encode(trainFrom.iso8601, forKey: .trainFrom)
        try values.encode(model.learntUntil.iso8601, forKey: .trainUntil)
        try values.encode(testFrom.iso8601, forKey: .testFrom)
        try values.encode(testUntil.iso8601, forKey: .testUntil)
        try values.encode(model.horizon.seconds, forKey: .horizonSeconds)
        try values.encode(model.horizon.stepSeconds, forKey: .stepSeconds)
        try values.encode(results.map { PartJSON(name: $0.name, result: $0.result) }, forKey: .parts)
        try values.encode(
            MacroJSON(
                parts: booked.count, averagePrecision: macro(\.averagePrecision),
                precision: macro { $0.book?.precision },
                recall: macro { $0.book?.recall }, f1: macro { $0.book?.f1 },
                eventRecall: macro { $0.book?.eventRecall },
                falseAlarms: macro { $0.book?.falseAlarmsPerAssetMonth }), forKey: .macro)
    }
}

/// Means over the parts that have the figure.
private struct MacroJSON: Encodable {
    let parts: Int
    let averagePrecision: Double?
    let precision: Double?
    let recall: Double?
    let f1: Double?
    let eventRecall: Double?
    let falseAlarms: Double?

    private enum Key: String, CodingKey {
        case parts, precision, recall, f1
        case averagePrecision = "average_precision"
        case eventRecall = "event_recall"
        case falseAlarms = "false_alarms_per_asset_month"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(parts, forKey: .parts)
        // A figure that nobody has is null and not left out.
        try values.encode(averagePrecision, forKey: .averagePrecision)
        try values.encode(precision, forKey: .precision)
        try values.encode(recall, forKey: .recall)
        try values.encode(f1, forKey: .f1)
        try values.encode(eventRecall, forKey: .eventRecall)
        try values.encode(falseAlarms, forKey: .falseAlarms)
    }
}

/// One part.
private struct PartJSON: Encodable {
    let name: String
    let result: PartResult

    private enum Key: String, CodingKey {
        case part, advice, why, rows, positives, failures, judged, precision, recall, f1, skill, calibration, watch
        case baseRate = "base_rate"
        case averagePrecision = "average_precision"
        case eventRecall = "event_recall"
        case leadTime = "lead_time_h"
        case falseAlarms = "false_alarms_per_asset_month"
        case episodes = "alarm_episodes"
        case falseEpisodes = "false_alarm_episodes"
        case threshold = "threshold"
        case learntSkill = "learnt_skill"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(name, forKey: .part)
        try values.encode(result.isSwitchedOn ? "on" : "off", forKey: .advice)
        try values.encode(why, forKey: .why)
        try values.encode(result.rows, forKey: .rows)
        try values.encode(result.positives, forKey: .positives)
        try values.encode(result.failures, forKey: .failures)
        try values.encode(result.isJudged, forKey: .judged)
        try values.encode(
            result.rows == 0 ? nil : Double(result.positives) / Double(result.rows), forKey: .baseRate)
        try values.encode(result.averagePrecision, forKey: .averagePrecision)
        try values.encode(result.book?.precision, forKey: .precision)
        try values.encode(result.book?.recall, forKey: .recall)
        try values.encode(result.book?.f1, forKey: .f1)
        try values.encode(result.book?.eventRecall, forKey: .eventRecall)
        try values.encode(result.book?.episodes, forKey: .episodes)
        try values.encode(result.book?.falseEpisodes, forKey: .falseEpisodes)
        try values.encode(result.book?.falseAlarmsPerAssetMonth, forKey: .falseAlarms)
        try values.encode(result.book.flatMap(LeadJSON.init), forKey: .leadTime)
        try values.encode(result.watch.map(WatchJSON.init), forKey: .watch)
        try values.encode(result.skill?.value, forKey: .skill)
        try values.encode(result.learntSkill, forKey: .learntSkill)
        try values.encode(
            ThresholdJSON(watch: result.watchThreshold, book: result.bookThreshold), forKey: .threshold)
        try values.encode(result.calibration.map(BinJSON.init), forKey: .calibration)
    }

    private var why: String {
        let enough = result.isJudged ? "" : "; not enough failures in the test to judge"
        return BacktestReport.why(result) + enough
    }
}

private struct ThresholdJSON: Encodable {
    let watch: Double?
    let book: Double?

    private enum Key: String, CodingKey { case watch, book }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(watch, forKey: .watch)
        try values.encode(book, forKey: .book)
    }
}

private struct LeadJSON: Encodable {
    let median: Double
    let q1: Double
    let q3: Double

    init?(_ level: LevelResult) {
        guard let median = level.lead(quantile: 0.5), let q1 = level.lead(quantile: 0.25),
            let q3 = level.lead(quantile: 0.75)
        else { return nil }
        self.median = median / 3_600
        self.q1 = q1 / 3_600
        self.q3 = q3 / 3_600
    }
}

private struct WatchJSON: Encodable {
    let precision: Double
    let recall: Double
    let f1: Double
    let event_recall: Double
    let false_alarms_per_asset_month: Double
    let lead_time_h: LeadJSON?

    init(_ level: LevelResult) {
        precision = level.precision
        recall = level.recall
        f1 = level.f1
        event_recall = level.eventRecall
        false_alarms_per_asset_month = level.falseAlarmsPerAssetMonth
        lead_time_h = LeadJSON(level)
    }
}

private struct BinJSON: Encodable {
    let from: Double
    let to: Double
    let rows: Int
    let predicted: Double
    let observed: Double

    init(_ bin: CalibrationBin) {
        from = bin.from
        to = bin.to
        rows = bin.rows
        predicted = bin.predicted
        observed = bin.observed
    }
}
