internal import Telemetry

/// The words of one language that are put into sentences.
struct Words: Sendable {
    private let minutes: Plural
    /// Two numbers; the form is that of the upper one.
    private let range: Plural
    private let upTo: Plural
    private let units: [String: (indefinite: String, definite: String)]
    private let otherUnit: (indefinite: String, definite: String)
    private let assets: [AssetKind: String]
    private let energies: [Energy: String]
    private let times: [String: WordPattern]
    private let weekdays: [String]
    private let months: [String]

    static let unitKinds = ["flatbed", "wheel_lift", "heavy", "patrol", "technician", "other"]

    init(_ part: YAMLPart, language: String) throws(PhrasebookError) {
        let rule = PluralRule(language: language)
        let fields = try part.fields(
            "words",
            required: ["minutes", "range", "up_to", "units", "assets", "energy", "when", "weekdays", "months"])
        func field(_ name: String) -> YAMLPart { fields[name] ?? part }
        minutes = try Plural(field("minutes"), "minutes", rule: rule)
        range = try Plural(field("range"), "range", rule: rule, names: ["low", "high"])
        upTo = try Plural(field("up_to"), "up_to", rule: rule, names: ["high"])
        var units: [String: (String, String)] = [:]
        for (kind, value) in try field("units").fields("units", required: Words.unitKinds).sorted(by: { $0.0 < $1.0 }) {
            let forms = try value.texts(kind, count: 2)
            units[kind] = (forms[0], forms[1])
        }
        self.units = units
        otherUnit = units["other"] ?? ("", "")
        var assets: [AssetKind: String] = [:]
        for (kind, value) in try field("assets").fields("assets", required: AssetKind.allCases.map(\.rawValue)) {
            if let known = AssetKind(rawValue: kind) { assets[known] = try value.text(kind) }
        }
        self.assets = assets
        var energies: [Energy: String] = [:]
        for (kind, value) in try field("energy").fields("energy", required: Energy.allCases.map(\.rawValue)) {
            if let known = Energy(rawValue: kind) { energies[known] = try value.text(kind) }
        }
        self.energies = energies
        var times: [String: WordPattern] = [:]
        for (kind, value) in try field("when").fields("when", required: ["today", "tomorrow", "week", "later"]) {
            times[kind] = try WordPattern(value, kind, names: ["time", "weekday", "day", "month"])
        }
        self.times = times
        weekdays = try field("weekdays").texts("weekdays", count: 7)
        months = try field("months").texts("months", count: 12)
    }

    /// "20 to 30 minutes".
    func minutes(_ range: MinuteRange) -> String {
        (range.low == 0 ? upTo : self.range).words(Int64(range.high)) { $0 == "low" ? "\(range.low)" : "\(range.high)" }
    }

    /// "1 minute", "12 minutes".
    func minutes(_ count: Int64) -> String { minutes.words(count) }

    func unit(_ kind: String?) -> (indefinite: String, definite: String) { kind.flatMap { units[$0] } ?? otherUnit }

    func asset(_ kind: AssetKind) -> String { assets[kind] ?? "" }

    func energy(_ energy: Energy) -> String { energies[energy] ?? "" }

    /// "at 14:30", "tomorrow at 9:00", "on Friday at 9:00".
    func when(_ time: LocalTime) -> String {
        let key =
            switch time.daysAhead {
            case 0: "today"
            case 1: "tomorrow"
            case 2...6: "week"
            default: "later"
            }
        return times[key]?.fill { name in
            switch name {
            case "time": "\(time.hour):\(time.minute < 10 ? "0" : "")\(time.minute)"
            case "weekday": weekdays[time.weekday - 1]
            case "day": "\(time.day)"
            default: months[time.month - 1]
            }
        } ?? ""
    }
}
