internal import Casework
package import Persistence
internal import Prognostics
package import Telemetry

/// Learns from what a database has on record: sights of codes, days of signals and repairs of assets with the purpose
/// `improve`.
package struct FleetLearning {
    /// What was learnt of one part.
    package struct Part: Sendable, Equatable {
        package var part: String
        /// `on`, `published`, `watch_only`, `no_skill`, `not_enough_failures`.
        package var advice: String
        package var failures: Int
        /// How much better than age and model alone, 1 is perfect; `nil` if it could not be measured.
        package var skill: Double?
        package var leastSkill: Double?

        /// Whether it speaks, in a word or two.
        package var adviceWords: String {
            switch advice {
            case "on": "on"
            case "published": "published thresholds"
            case "watch_only": "only watched"
            case "no_skill": "off"
            case "not_enough_failures": "off"
            default: advice.wordsOfKey
            }
        }

        /// Why it is on or off, as a sentence.
        package var reason: String {
            switch advice {
            case "on": "it foresees failures better than age and model alone, and often enough for a call"
            case "published": "codes on record do not foresee it, or it failed too seldom: published thresholds count"
            case "watch_only": "it foresees failures, but a call would be wrong too often: it is only shown"
            case "no_skill": "it is no better than age and model alone on this fleet's own history"
            default: "not enough failures to judge"
            }
        }
    }

    /// How many sights of codes and repairs it was learnt from.
    package private(set) var sights = 0
    package private(set) var repairs = 0
    /// How many days of signals; 0 also if none were read.
    package private(set) var days = 0
    /// Why days that are on record were not learnt from.
    package private(set) var daysUnread: String?
    package private(set) var assets = 0
    /// By name.
    package private(set) var parts: [Part] = []
    /// The model as it is stored.
    package let body: String
    package let learntUntil: Timestamp

    /// More days are not read: each takes some 300 bytes while it is learnt from.
    package static let dayLimit = 4_000_000

    /// - Parameters:
    ///   - horizon: How far ahead, seconds.
    ///   - step: How often the question is asked, seconds.
    ///   - until: Nothing later is learnt from.
    /// - Throws: ``LearningError``, `StoreError`.
    package init(from store: StoreConnection, horizon: Int64, step: Int64, until: Timestamp) throws {
        guard let horizon = Horizon(seconds: horizon, stepSeconds: step) else {
            throw LearningError("no horizon: 8 s to 366 days, and the step at most as long")
        }
        var builder = HistoryBuilder()
        var counts = (assets: 0, sights: 0, repairs: 0, days: 0)
        let known = try store.countOfDays(through: until)
        if known > 0, horizon.seconds < DailySignal.shortestHorizon {
            daysUnread = "signals are kept by the day and say nothing about less than a day"
        } else if known > FleetLearning.dayLimit {
            daysUnread = "\(known) days of signals are more than can be learnt from at once (\(FleetLearning.dayLimit))"
        }
        try store.learningRecord(through: until, withDays: daysUnread == nil) { asset in
            counts.assets += 1
            builder.describe(asset: asset.id, model: asset.model, years: asset.years(at: until))
        } sights: { asset, sight in
            counts.sights += 1
            builder.fault(asset: asset, at: sight.at, code: sight.code, pending: sight.pending)
        } days: { asset, day in
            counts.days += 1
            for kind in DailySignal.allCases {
                builder.signal(asset: asset, at: day.closedAt, name: kind.name(of: day.name), value: day.value(kind))
            }
        } repairs: { repair in
            counts.repairs += 1
            builder.repair(asset: repair.asset, at: repair.at, part: repair.part, failed: repair.failed)
        }
        guard counts.repairs > 0 else {
            throw LearningError(
                "there is nothing to learn from: no repairs are known; import them with callahead import repairs")
        }
        let history = builder.history(learntUntil: until)
        guard let from = history.firstObservation ?? history.first else {
            throw LearningError("there is nothing to learn from: no codes and no signals are known")
        }
        let model = Trainer(horizon: horizon, from: from, until: until).model(of: history).keepingPublished
        guard let body = model.stored else { throw LearningError("the model can't be written down") }
        self.body = body
        learntUntil = until
        (assets, sights, repairs, days) = counts
        parts = model.parts.map { part in
            Part(
                part: model.vocabulary[part.part] ?? "\(part.part)", advice: part.advice.rawValue,
                failures: history.failures(of: part.part, through: until).count, skill: part.skill?.value,
                leastSkill: part.skill?.lowerBound)
        }.sorted { $0.part < $1.part }
    }

    /// What was learnt, a line for each part.
    package var lines: [String] {
        var table = Columns()
        table.add(row: ["PART", "FAILURES", "SKILL", "ADVICE", ""])
        for part in parts {
            table.add(row: [
                part.part.wordsOfKey, "\(part.failures)", part.skill.map { $0.places(2) } ?? "-",
                part.adviceWords, part.reason,
            ])
        }
        return [
            "from \(assets) assets, \(sights) codes, \(days) days of signals and \(repairs) repairs "
                + "until \(learntUntil.iso8601)"
        ] + (daysUnread.map { ["signals: not learnt from: \($0)"] } ?? []) + table.lines
    }

    package var json: JSONValue {
        .object([
            "learnt_until": .text(learntUntil.iso8601), "assets": .whole(Int64(assets)),
            "sights": .whole(Int64(sights)), "days": .whole(Int64(days)), "repairs": .whole(Int64(repairs)),
            "days_unread": daysUnread.map { .text($0) } ?? .null,
            "parts": .array(
                parts.map { part in
                    .object([
                        "part": .text(part.part), "advice": .text(part.advice), "reason": .text(part.reason),
                        "failures": .whole(Int64(part.failures)), "skill": part.skill.map { .number($0) } ?? .null,
                        "skill_lower_bound": part.leastSkill.map { .number($0) } ?? .null,
                    ])
                }),
        ])
    }
}

/// Why nothing was learnt.
package struct LearningError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
