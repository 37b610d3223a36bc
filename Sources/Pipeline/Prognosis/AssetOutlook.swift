package import Casework
package import Persistence
internal import Prognostics
package import Telemetry

/// What the newest model says of every part of one asset, term by term.
package struct AssetOutlook: Sendable {
    /// One part.
    package struct Part: Sendable {
        package var part: String
        package var probability: Double
        /// `none`, `watch`, `book`.
        package var level: String
        /// `on`, `published`, or why it says no more than age and model: `watch_only`, `no_skill`, `not_enough_failures`.
        package var advice: String
        /// Log-odds without any fact.
        package var base: Double
        package var terms: [ForecastTerm]
        package var skill: Double?
        /// How many failures the skill was measured on.
        package var judgedFailures: Int?
    }

    package let asset: String
    package let plate: String?
    package let at: Timestamp
    /// 0 if nothing was learnt yet.
    package let version: Int64
    package let learntUntil: Timestamp
    /// Seconds.
    package let horizon: Int64
    /// The most probable first.
    package private(set) var parts: [Part] = []

    /// - Returns: `nil` if the asset is not known.
    /// - Throws: ``LearningError`` without the purpose, `DecodingError`, `StoreError`.
    package init?(of id: String, in store: StoreConnection, at now: Timestamp) throws {
        let stored = try store.prognosisModel()
        let model = try stored.map { try PrognosisModel(stored: $0.body).withPublished } ?? .published
        let reach = RecencyBins.horizons * model.horizon.seconds
        guard
            let record = try store.prognosisRecord(of: id, since: now.adding(seconds: -reach))
        else { return nil }
        guard record.mayForesee else {
            throw LearningError("\(id) has not the purpose prevent: nothing is foreseen of it")
        }
        asset = id
        plate = record.plate
        at = now
        version = stored?.version ?? 0
        learntUntil = model.learntUntil
        horizon = model.horizon.seconds
        var memory = record.memory.flatMap { AssetMemory(stored: $0.body) } ?? AssetMemory()
        if record.memory?.model != stored?.version ?? 0 { memory = memory.withoutNumbers }
        memory.model = record.asset.model.flatMap { model.vocabulary.find($0) }
        memory.ageBin = AgeBins.asset(years: record.asset.years(at: now))
        var repairs = record.repairs[...]
        func replace(before time: Timestamp) {
            while let repair = repairs.first, repair.at < time {
                repairs.removeFirst()
                guard let part = model.vocabulary.find(repair.part) else { continue }
                memory.replace(part: part, at: repair.at)
                if repair.part == Foresight.starterBattery { memory.replaceBattery(at: repair.at) }
            }
        }
        for told in record.signals {
            let use = SignalUse(of: told.name, in: model)
            guard let value = use.number(told.value) else { continue }
            replace(before: told.time)
            if let battery = use.battery { memory.measure(battery: battery, value: value, at: told.time) }
            if let signal = use.signal {
                memory.measure(signal: signal, value: value, at: told.time, horizon: model.horizon)
            }
        }
        replace(before: Timestamp(milliseconds: .max))
        for sight in record.sights {
            guard let code = model.vocabulary.find(sight.code) else { continue }
            memory.see(code: code, at: sight.at, pending: sight.pending)
        }
        let readings = DayReadings(of: model)
        for day in record.days { memory.measure(day, readings, horizon: model.horizon) }
        let battery = memory.batteryReading(at: now)
        var scratch = Evidence()
        parts = model.parts.compactMap { part in
            guard let name = model.vocabulary[part.part],
                let said = model.prognosis(of: part.part, in: memory, at: now, scratch: &scratch)
            else { return nil }
            return Part(
                part: name, probability: said.probability, level: said.level.rawValue, advice: part.advice.rawValue,
                base: said.base,
                terms: said.reasons.map {
                    ForecastTerm($0, vocabulary: model.vocabulary, horizon: model.horizon, battery: battery)
                }, skill: part.skill?.value, judgedFailures: part.skill?.failures)
        }.sorted { ($0.probability, $1.part) > ($1.probability, $0.part) }
    }

    /// The outlook for people.
    package var lines: [String] {
        let model =
            version == 0
            ? "nothing learnt yet: published thresholds" : "model \(version), learnt until \(learntUntil.iso8601)"
        let heading = [plate, asset, "within \(ForecastWords.span(seconds: horizon))", model]
        var lines = [heading.compactMap(\.self).joined(separator: " · ")]
        for part in parts {
            let skill = part.skill.map { ", skill \($0.places(2)) on \(part.judgedFailures ?? 0) failures" } ?? ""
            lines.append(
                "\(part.part.wordsOfKey): \(ForecastWords.share(part.probability, of: "assets")) "
                    + "(\(part.probability.places(3))) · \(part.level == "none" ? "no alarm" : part.level) · "
                    + "\(part.advice.wordsOfKey)\(skill)")
            var table = Columns()
            table.add(row: ["  ", part.base.places(2), "what holds for every asset", ""])
            for term in part.terms {
                table.add(row: [
                    "  ", (term.weight > 0 ? "+" : "") + term.weight.places(2), term.words,
                    term.rows > 0 ? "held \(term.rows) times, \(term.failures) of them before a failure" : "",
                ])
            }
            lines += table.lines
        }
        return lines
    }

    package var json: JSONValue {
        .object([
            "asset_id": .text(asset), "plate": .init(plate), "at": .text(at.iso8601),
            "model": .object([
                "version": .whole(version), "learnt_until": .text(learntUntil.iso8601), "horizon_s": .whole(horizon),
            ]),
            "parts": .array(
                parts.map { part in
                    .object([
                        "part": .text(part.part), "probability": .number(part.probability),
                        "level": .text(part.level), "advice": .text(part.advice), "base": .number(part.base),
                        "skill": part.skill.map { .number($0) } ?? .null,
                        "judged_failures": part.judgedFailures.map { .whole(Int64($0)) } ?? .null,
                        "terms": .array(part.terms.map(\.json)),
                    ])
                }),
        ])
    }
}

extension ForecastRow {
    /// "three of ten such assets within a week".
    package var words: String {
        "\(ForecastWords.share(probability, of: "assets")) within \(ForecastWords.span(seconds: horizon))"
    }

    package var json: JSONValue {
        .object([
            "part": .text(part), "level": .text(level.rawValue), "probability": .number(probability),
            "horizon_s": .whole(horizon), "since": .text(since.iso8601), "at": .text(at.iso8601),
            "terms": .array(terms.map(\.json)),
        ])
    }
}

extension ForecastTerm {
    var json: JSONValue { json { _ in nil } }

    /// - Parameter title: What a symptom's key means.
    func json(_ title: (String) -> String?) -> JSONValue {
        .object([
            "key": .text(key), "values": .object(values.mapValues { .text($0) }), "weight": .number(weight),
            "rows": .whole(Int64(rows)), "failures": .whole(Int64(failures)), "words": .text(words(title)),
        ])
    }
}
