package import Casework
package import Prognostics

extension ForecastTerm {
    /// A fact that counted, as a key with values.
    ///
    /// - Parameter battery: What the asset's battery shows, for the reasons that name a number.
    package init(
        _ term: WeightedTerm, vocabulary: Vocabulary, horizon: Horizon, battery reading: BatteryReading? = nil
    ) {
        let fact = term.term
        func name(_ id: UInt16) -> String { vocabulary[id] ?? "\(id)" }
        let key: String
        var values: [String: String] = [:]
        switch fact.kind {
        case .partAge:
            key = "part_age"
            if fact.bin != AgeBins.unknown { values["days"] = String(Int(fact.bin) * 15) }
        case .model: (key, values) = ("model", ["model": name(fact.subject)])
        case .assetAge:
            key = "asset_age"
            if fact.bin != AgeBins.unknown { values["years"] = String(Int(fact.bin) * 2) }
        case .code:
            key = "code"
            let hours = max(1, RecencyBins.end(of: fact.bin, horizon: horizon) / 3_600)
            values = ["code": name(fact.subject), "hours": String(hours)]
        case .repetition: (key, values) = ("repetition", ["code": name(fact.subject), "times": String(fact.bin)])
        case .pair: (key, values) = ("pair", ["code": name(fact.subject), "other": name(fact.other)])
        case .confirmedAfterPending: (key, values) = ("confirmed_after_pending", ["code": name(fact.subject)])
        case .signal:
            key = "signal"
            let said = SignalFact(rawValue: fact.other).map { "\($0)" } ?? "\(fact.other)"
            values = ["signal": name(fact.subject), "fact": said, "level": String(fact.bin)]
        case .battery:
            key = "battery"
            let said = BatteryFact(rawValue: fact.other).map { "\($0)" } ?? "\(fact.other)"
            values = ["fact": said, "level": String(fact.bin)]
            if fact.other == BatteryFact.cold.rawValue, let coldest = reading?.coldest,
                let source = reading?.coldestSource
            {
                values["celsius"] = String(Int(coldest.rounded()))
                values["from"] = source.rawValue
            }
        }
        self.init(key, values, weight: term.weight, rows: term.rows, failures: term.failures)
    }
}
