internal import Telemetry

/// The words of one language that are put into sentences.
struct Words: Sendable {
    private let minutes: Plural
    /// Two numbers; the form is that of the upper one.
    private let range: Plural
    private let upTo: Plural
    /// How long until something is done: "in 5 minutes".
    private let wait: Plural
    /// How old something is, by unit: "5 minutes", "2 hours", "3 days".
    private let age: [String: Plural]
    private let metres: Plural
    private let kilometres: Plural
    private let vehicles: Plural
    private let headings: [String: String]
    private let beside: [String: WordPattern]
    private let needs: [String: String]
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
            required: [
                "minutes", "range", "up_to", "wait", "age", "metres", "kilometres", "vehicles", "units", "assets",
                "energy", "needs", "heading", "beside", "when", "weekdays", "months",
            ])
        func field(_ name: String) -> YAMLPart { fields[name] ?? part }
        minutes = try Plural(field("minutes"), "minutes", rule: rule)
        range = try Plural(field("range"), "range", rule: rule, names: ["low", "high"])
        upTo = try Plural(field("up_to"), "up_to", rule: rule, names: ["high"])
        wait = try Plural(field("wait"), "wait", rule: rule)
        var age: [String: Plural] = [:]
        for (unit, value) in try field("age").fields("age", required: ["minutes", "hours", "days"]) {
            age[unit] = try Plural(value, "age.\(unit)", rule: rule)
        }
        self.age = age
        metres = try Plural(field("metres"), "metres", rule: rule)
        kilometres = try Plural(field("kilometres"), "kilometres", rule: rule)
        vehicles = try Plural(field("vehicles"), "vehicles", rule: rule)
        let points = CompassPoint.allCases.map(\.rawValue)
        headings = try Words.texts(field("heading"), "heading", keys: points)
        var beside: [String: WordPattern] = [:]
        for (key, value) in try field("beside").fields("beside", required: ["here"] + points) {
            beside[key] = try WordPattern(
                value, "beside.\(key)", names: key == "here" ? ["place"] : ["place", "distance"])
        }
        self.beside = beside
        needs = try Words.texts(field("needs"), "needs", keys: Capabilities.words.map(\.word))
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

    /// "in 5 minutes".
    func wait(_ count: Int64) -> String { wait.words(count) }

    /// "12 minutes", "3 hours", "2 days"; `nil` for less than a minute.
    func age(_ seconds: Int64) -> String? {
        switch seconds {
        case ..<60: nil
        case ..<7_200: age["minutes"]?.words(seconds / 60)
        case ..<172_800: age["hours"]?.words(seconds / 3_600)
        default: age["days"]?.words(seconds / 86_400)
        }
    }

    /// "50 metres", "2 kilometres"; no more exact than it can be heard.
    func distance(_ metres: Double) -> String? {
        guard metres.isFinite, (0..<20_000_000).contains(metres) else { return nil }
        if metres < 95 { return self.metres.words(Int64(max(1, (metres / 10).rounded())) * 10) }
        if metres < 950 { return self.metres.words(Int64((metres / 50).rounded()) * 50) }
        return kilometres.words(Int64(max(1, (metres / 1_000).rounded())))
    }

    func vehicles(_ count: Int) -> String { vehicles.words(Int64(count)) }

    func heading(_ point: CompassPoint) -> String { headings[point.rawValue] ?? "" }

    /// "2 kilometres north of Aruküla", "near Aruküla".
    func beside(_ landmark: SpokenPlace.Landmark) -> String {
        let far = landmark.metres < 200 ? nil : distance(landmark.metres)
        let pattern = beside[far == nil ? "here" : landmark.direction.rawValue]
        return pattern?.fill { $0 == "place" ? landmark.name : far ?? "" } ?? ""
    }

    /// "flatbed, winch".
    func needs(_ needs: Capabilities) -> String { needs.names.compactMap { self.needs[$0] }.joined(separator: ", ") }

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

    private static func texts(
        _ part: YAMLPart, _ what: String, keys: [String]
    ) throws(PhrasebookError) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in try part.fields(what, required: keys) {
            let text = try value.text("\(what).\(key)")
            guard !text.isEmpty else { throw value.mistake("\(what).\(key) must say something") }
            texts[key] = text
        }
        return texts
    }
}
