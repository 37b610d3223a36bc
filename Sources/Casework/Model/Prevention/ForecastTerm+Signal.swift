import Telemetry

/// What a signal says against its own past, in plain words.
extension ForecastTerm {
    /// Bins on either side of the usual one: six for a level and a mean, five for a change and a drift.
    private static func middle(of fact: String) -> Int? {
        switch fact {
        case "level", "short", "middle", "long": 7
        case "change", "drift": 6
        default: nil
        }
    }

    /// How far above (positive) or below its usual value a signal is, in bins; `nil` for no fact of a signal.
    var signalSide: Int? {
        guard key == "signal", let middle = ForecastTerm.middle(of: values["fact"] ?? ""),
            let level = values["level"].flatMap({ Int($0) }), (1...2 * middle - 1).contains(level)
        else { return nil }
        return level - middle
    }

    /// "the coolant temperature is far above its usual value".
    var signalWords: String {
        let name = ForecastTerm.spoken(values["signal"] ?? "a signal")
        guard let side = signalSide else { return "\(name): \((values["fact"] ?? "?").wordsOfKey)" }
        let much =
            switch side.magnitude {
            case 0, 1, 2: side.magnitude == 0 ? "" : "somewhat "
            case 3, 4: ""
            default: "far "
            }
        let sides = side > 0 ? "above" : "below"
        switch values["fact"] {
        case "level": return side == 0 ? "\(name) is as usual" : "\(name) is \(much)\(sides) its usual value"
        case "change":
            return side == 0
                ? "\(name) is steady" : "\(name) is \(much)\(sides) what it was lately"
        case "drift":
            return side == 0
                ? "\(name) has not drifted" : "\(name) has drifted \(side > 0 ? "upwards" : "downwards") for some time"
        default:
            let span = ["short": "lately", "middle": "for some time", "long": "for a long time"][values["fact"] ?? ""]
            return side == 0
                ? "\(name) has been as usual \(span ?? "")"
                : "\(name) has been \(much)\(sides) its usual value \(span ?? "")"
        }
    }

    /// What a prognosis adds to a signal's name for a number of its day, and how that is said.
    private static let daily = ["DailyMean": "mean", "DailyLow": "lowest", "DailyHigh": "highest"]

    /// A signal's name without what says which number of its day is meant, and how that is said.
    static func signal(_ path: String) -> (name: String, ofDay: String?) {
        guard let dot = path.lastIndex(of: "."), let said = daily[String(path[path.index(after: dot)...])] else {
            return (path, nil)
        }
        return (String(path[..<dot]), said)
    }

    /// The last two parts of a path as words: `Vehicle.Powertrain.CombustionEngine.ECT` is "combustion engine ECT", and
    /// the mean of its day "the day's mean combustion engine ECT".
    static func spoken(_ path: String) -> String {
        if case (let name, let said?) = signal(path) { return "the day's \(said) \(spoken(name))" }
        let parts = path.split(separator: ".").suffix(2)
        return parts.map { part in
            var words = ""
            var last: Character = " "
            for (index, character) in part.enumerated() {
                if character == "_" || character == "-" {
                    words += " "
                } else {
                    let next = part.dropFirst(index + 1).first
                    let beginsWord = character.isUppercase && (last.isLowercase || (next?.isLowercase ?? false))
                    if beginsWord, index > 0, last != "_" { words += " " }
                    words += beginsWord || !character.isUppercase ? character.lowercased() : String(character)
                }
                last = character
            }
            return words
        }.joined(separator: " ")
    }
}
