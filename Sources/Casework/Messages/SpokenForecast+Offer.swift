import Diagnostics
import Outreach

extension SpokenForecast {
    /// What is said of an offer to the people with the asset: the strongest reasons, of each subject one.
    ///
    /// What was observed comes before what age and model say, and what is as it always was is no reason.
    init(_ offer: PreventOfferRow, catalogue: FaultCatalogue, language: String) {
        self.init(probability: offer.probability, horizonSeconds: offer.horizon)
        let terms = offer.terms.filter { $0.weight >= SpokenForecast.leastWeight }
        var subjects: Set<String> = []
        for term in terms.filter({ !$0.isPrior }) + terms.filter(\.isPrior) {
            guard reasons.count < SpokenForecast.reasonLimit else { return }
            guard !term.subjects.contains(where: subjects.contains),
                let reason = SpokenReason(term, catalogue: catalogue, language: language), !reasons.contains(reason)
            else { continue }
            reasons.append(reason)
            subjects.formUnion(term.subjects)
        }
    }

    /// Log-odds: what adds less is nothing to tell anybody.
    private static let leastWeight = 0.1
}

extension SpokenReason {
    /// The reason that a term is, or `nil` for one that nobody would understand as a reason.
    init?(_ term: ForecastTerm, catalogue: FaultCatalogue, language: String) {
        func clause(_ key: String) -> String? {
            term.values[key].flatMap { catalogue.text(ofSymptom: $0, language: language)?.clause }
        }
        func said(_ known: Kind, _ unknown: Kind) -> SpokenReason {
            clause("symptom").map { SpokenReason(known, clause: $0) } ?? SpokenReason(unknown)
        }
        func number(_ key: String) -> Int { term.values[key].flatMap { Int($0) } ?? 0 }
        switch term.key {
        case "code": self = said(.reported, .reportedUnknown)
        case "repetition": self = said(.repeated, .repeatedUnknown)
        case "confirmed_after_pending": self = said(.confirmed, .confirmedUnknown)
        case "pair":
            switch (clause("symptom"), clause("other_symptom")) {
            case (let one?, let other?) where one == other: self.init(.repeated, clause: one)
            case (let one?, let other?): self.init(.together, clause: one, otherClause: other)
            default: self.init(.togetherUnknown)
            }
        case "signal":
            guard let kind = SpokenReason.kind(ofSignal: term) else { return nil }
            self.init(kind)
        case "battery":
            guard let kind = SpokenReason.kind(ofBattery: term.values["fact"] ?? "", number("level")) else {
                return nil
            }
            self.init(kind)
        case "part_age" where number("days") > 0: self.init(.partAge, count: number("days"))
        case "asset_age" where number("years") > 0: self.init(.assetAge, count: number("years"))
        case "model": self.init(.model)
        default: return nil
        }
    }

    private static func kind(ofSignal term: ForecastTerm) -> Kind? {
        guard let side = term.signalSide, side != 0 else { return nil }
        switch term.values["fact"] {
        case "level", "short", "middle", "long": return side > 0 ? .valueHigh : .valueLow
        default: return .valueMoving
        }
    }

    /// The bins of a battery's facts, of which the first is the good one.
    private static func kind(ofBattery fact: String, _ level: Int) -> Kind? {
        switch (fact, level) {
        case ("charge", 2): .charge75
        case ("charge", 3): .charge50
        case ("charge", 4...): .charge25
        case ("belowUsual", 2...): .restingLower
        case ("decline", 2...): .fadingAway
        case ("cranking", 3...): .startWeak
        case ("crankingBelowUsual", 2...): .startWeaker
        case ("cold", 2), ("cold", 6): .cold
        case ("cold", 3), ("cold", 4), ("cold", 7), ("cold", 8): .frost
        case ("charging", 2): .notCharged
        case ("charging", 3): .overcharged
        case ("failedStart", 1...): .startFailed
        default: nil
        }
    }
}

extension ForecastTerm {
    /// Whether it is known of any part on any day: age and model.
    fileprivate var isPrior: Bool { ["part_age", "asset_age", "model"].contains(key) }

    /// What it is about, so that nobody hears the same twice.
    fileprivate var subjects: Set<String> {
        switch key {
        case "code", "repetition", "pair", "confirmed_after_pending":
            Set([values["code"], values["other"], values["symptom"], values["other_symptom"]].compactMap(\.self))
        // The mean, the lowest and the highest of a day are of one signal.
        case "signal": [ForecastTerm.signal(values["signal"] ?? key).name]
        case "battery":
            switch values["fact"] {
            case "charge", "belowUsual", "decline": ["battery at rest"]
            case "cranking", "crankingBelowUsual", "failedStart": ["battery at a start"]
            case let fact: ["battery \(fact ?? "")"]
            }
        default: [key]
        }
    }
}
