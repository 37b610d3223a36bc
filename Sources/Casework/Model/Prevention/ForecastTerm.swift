import Telemetry

/// One thing that a forecast stands on: a key with values, so that every language can say it.
package struct ForecastTerm: Sendable, Hashable, Codable {
    /// What kind of fact: `code`, `repetition`, `pair`, `confirmed_after_pending`, `part_age`, `model`, `asset_age`,
    /// `signal`, `battery`.
    package var key: String
    /// What it is about: `code`, `other`, `hours`, `times`, `days`, `years`, `model`, `signal`, `fact`, `level`,
    /// `celsius` and how that is known, `from`: `felt` by the vehicle, or `told` by the policy; in an offer also
    /// `symptom` and `other_symptom`, what the catalogue takes the codes for.
    package var values: [String: String]
    /// Log-odds that it adds; below 0 it speaks against a failure.
    package var weight: Double
    /// How often the fact held in what was learnt from, and how often of those the part failed.
    package var rows: Int
    package var failures: Int

    package init(_ key: String, _ values: [String: String] = [:], weight: Double, rows: Int = 0, failures: Int = 0) {
        self.key = key
        self.values = values
        self.weight = weight
        self.rows = rows
        self.failures = failures
    }

    /// The fact as a plain sentence for the dispatcher.
    package var words: String { words { _ in nil } }

    /// The fact as a plain sentence for the dispatcher.
    ///
    /// - Parameter title: What a symptom's key means; `nil` where nobody knows.
    package func words(_ title: (String) -> String?) -> String {
        func value(_ name: String) -> String { values[name] ?? "?" }
        func code(_ name: String, _ symptom: String) -> String {
            guard let title = values[symptom].flatMap(title) else { return value(name) }
            return "\(value(name)) (\(title))"
        }
        let first = code("code", "symptom")
        switch key {
        case "code": return "\(first) was seen in the last \(ForecastWords.span(hours: value("hours")))"
        case "repetition":
            return "\(first) came \(value("times"))\(value("times") == "4" ? " or more" : "") times lately"
        case "pair": return "\(first) and \(code("other", "other_symptom")) came within the same hour"
        case "confirmed_after_pending": return "\(first) was first pending and is now confirmed"
        case "part_age":
            return values["days"].map { $0 == "0" ? "the part is new" : "the part has been in it for about \($0) days" }
                ?? "when the part was last replaced is not known"
        case "model": return "it is a \(value("model"))"
        case "asset_age":
            return values["years"].map { $0 == "0" ? "it is less than two years old" : "it is about \($0) years old" }
                ?? "its age is not known"
        case "signal": return signalWords
        case "battery":
            let level = Int(value("level")) ?? 0
            return value("fact") == "cold" ? cold(level) : ForecastTerm.battery(value("fact"), level)
        default: return key.wordsOfKey
        }
    }

    /// The coldest start to reckon with, and where that is from; from level 5 on of a weak battery.
    private func cold(_ level: Int) -> String {
        let weak = level > 4 ? "the battery is weak, and " : ""
        guard let text = values["celsius"], let celsius = Int(text) else {
            let weather = [
                "it is not cold", "cold makes starts harder", "frost makes starts much harder",
                "hard frost makes starts many times harder",
            ]
            return weak + weather[(min(max(level, 1), 8) - 1) % 4]
        }
        let degrees = celsius < 0 ? "−\(celsius.magnitude)" : "\(celsius)"
        let from =
            values["from"] == "told"
            ? "so the policy expects" : "so cold it was around it in the last three days"
        return "\(weak)it may have to start at \(degrees) °C: \(from)"
    }

    /// What a battery shows, by the fact and how much of it: 1 is the good one.
    private static func battery(_ fact: String, _ level: Int) -> String {
        func of(_ words: String...) -> String { words[min(max(level, 1), words.count) - 1] }
        switch fact {
        case "charge":
            return of(
                "at rest the battery is charged to three quarters or more",
                "at rest the battery is charged to half to three quarters",
                "at rest the battery is charged to a quarter to half",
                "at rest the battery is charged to less than a quarter",
                "at rest the battery shows less than an empty one")
        case "belowUsual":
            return of(
                "the battery rests at its usual voltage", "the battery rests 0.1 to 0.2 V below its usual voltage",
                "the battery rests 0.2 to 0.35 V below its usual voltage",
                "the battery rests more than 0.35 V below its usual voltage")
        case "decline":
            return of(
                "the battery rests as high in the last days as in the last weeks",
                "the battery rests lower in the last days than in the last weeks",
                "the battery rests much lower in the last days than in the last weeks")
        case "cranking":
            return of(
                "the last starts stayed well above the limit", "the last starts stayed above the limit",
                "the last starts came near the limit", "the last starts fell below the limit",
                "the last starts fell far below the limit")
        case "crankingBelowUsual":
            return of(
                "the battery starts as it used to", "the voltage of the battery falls lower at a start than usual",
                "the voltage of the battery falls much lower at a start than usual",
                "the voltage of the battery falls very much lower at a start than usual")
        case "charging":
            return of(
                "the last drives charged the battery", "the last drives did not charge the battery",
                "the last drives charged the battery with too high a voltage")
        case "failedStart": return of("a start failed", "several starts failed")
        default: return fact
        }
    }
}

/// Probabilities and spans of time as a person says them.
package enum ForecastWords {
    private static let numbers = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

    /// "three of ten such vehicles": tens, or hundreds where tens would say none.
    package static func share(_ probability: Double, of things: String) -> String {
        let bounded = probability.isFinite ? min(max(probability, 0), 1) : 0
        if bounded >= 0.95 { return "nearly all such \(things)" }
        let tenths = Int((bounded * 10).rounded())
        if tenths >= 1 { return "\(numbers[min(tenths, 9)]) of ten such \(things)" }
        let hundredths = Int((bounded * 100).rounded())
        if hundredths >= 1 { return "\(numbers[min(hundredths, 9)]) of a hundred such \(things)" }
        return "hardly any such \(things)"
    }

    /// "3 of 10", "2 of 100", where there is no room for words.
    package static func briefShare(_ probability: Double) -> String {
        let bounded = probability.isFinite ? min(max(probability, 0), 1) : 0
        if bounded >= 0.95 { return ">9 of 10" }
        let tenths = Int((bounded * 10).rounded())
        if tenths >= 1 { return "\(tenths) of 10" }
        let hundredths = Int((bounded * 100).rounded())
        return hundredths >= 1 ? "\(hundredths) of 100" : "<1 of 100"
    }

    /// "a day", "a week", "three days".
    package static func span(seconds: Int64) -> String {
        let hours = max(1, seconds / 3_600)
        if hours < 24 { return hours == 1 ? "an hour" : "\(hours) hours" }
        let days = (seconds + 43_200) / 86_400
        switch days {
        case 1: return "a day"
        case 7: return "a week"
        case let days where days % 7 == 0: return "\(number(days / 7)) weeks"
        default: return "\(number(days)) days"
        }
    }

    static func span(hours: String) -> String {
        guard let count = Int64(hours) else { return "days" }
        if count == 1 { return "hour" }
        return count < 48 ? "\(count) hours" : "\(count / 24) days"
    }

    private static func number(_ count: Int64) -> String {
        count > 0 && count < 10 ? numbers[Int(count)] : String(count)
    }
}
