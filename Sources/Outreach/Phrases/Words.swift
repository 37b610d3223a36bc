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
    /// How long a part has been in use and how old an asset is, at least.
    private let days: Plural
    private let years: Plural
    /// "in {number} of ten {such}": a share as a person says it.
    private let share: [String: WordPattern]
    /// One to nine, as the share needs them.
    private let tenths: [String]
    private let such: [String: String]
    /// "within a day", "within a week".
    private let withinOne: [String: String]
    private let within: [String: Plural]
    private let or: String
    private let headings: [String: String]
    private let beside: [String: WordPattern]
    private let needs: [String: String]
    private let units: [String: (indefinite: String, definite: String)]
    private let otherUnit: (indefinite: String, definite: String)
    private let assets: [String: String]
    private let energies: [String: String]
    private let times: [String: WordPattern]
    private let weekdays: [String]
    private let months: [String]

    private static let unitKinds = ["flatbed", "wheel_lift", "heavy", "patrol", "technician", "other"]

    init(_ part: YAMLPart, language: String, _ mistakes: inout Mistakes) {
        var reader = WordReader(part, language: language, mistakes)
        minutes = reader.plural("minutes")
        range = reader.plural("range", names: ["low", "high"])
        upTo = reader.plural("up_to", names: ["high"])
        wait = reader.plural("wait")
        age = reader.plurals("age", keys: ["minutes", "hours", "days"])
        metres = reader.plural("metres")
        kilometres = reader.plural("kilometres")
        vehicles = reader.plural("vehicles")
        let points = CompassPoint.allCases.map(\.rawValue)
        headings = reader.texts("heading", keys: points)
        beside = reader.patterns("beside", keys: ["here"] + points) {
            $0 == "here" ? ["place"] : ["place", "distance"]
        }
        needs = reader.texts("needs", keys: Capabilities.words.map(\.word))
        units = reader.lists("units", keys: Words.unitKinds, count: 2).mapValues { ($0[0], $0[1]) }
        otherUnit = units["other"] ?? ("", "")
        assets = reader.texts("assets", keys: AssetKind.allCases.map(\.rawValue))
        energies = reader.texts("energy", keys: Energy.allCases.map(\.rawValue))
        times = reader.patterns("when", keys: ["today", "tomorrow", "week", "later"]) { _ in
            ["time", "weekday", "day", "month"]
        }
        weekdays = reader.list("weekdays", count: 7)
        months = reader.list("months", count: 12)
        days = reader.plural("days")
        years = reader.plural("years")
        share = reader.patterns("share", keys: ["tenths", "few", "most"]) {
            $0 == "tenths" ? ["number", "such"] : ["such"]
        }
        tenths = reader.list("tenths", count: 9)
        such = reader.texts("such", keys: AssetKind.allCases.map(\.rawValue))
        withinOne = reader.texts("within_one", keys: ["day", "week"])
        within = reader.plurals("within", keys: ["hours", "days", "weeks"])
        or = reader.text("or")
        mistakes = reader.finished()
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

    /// "45 days".
    func days(_ count: Int64) -> String { days.words(count) }

    /// "6 years".
    func years(_ count: Int64) -> String { years.words(count) }

    /// "in three of ten such cars"; below a twentieth "in fewer than one", from nineteen on "in more than nine".
    func share(_ probability: Double, of kind: AssetKind) -> String {
        let bounded = probability.isFinite ? min(max(probability, 0), 1) : 0
        let number = Int((bounded * 10).rounded())
        let key = number == 0 ? "few" : number == 10 ? "most" : "tenths"
        return share[key]?.fill { $0 == "such" ? such[kind.rawValue] ?? "" : tenths[number - 1] } ?? ""
    }

    /// "within a week", "within 3 days": whole hours below two days, whole weeks where they are whole.
    func within(_ seconds: Int64) -> String {
        let hours = max(1, (max(0, seconds) + 1_800) / 3_600)
        if hours == 24 { return withinOne["day"] ?? "" }
        if hours < 48 { return within["hours"]?.words(hours) ?? "" }
        let days = (hours + 12) / 24
        if days == 7 { return withinOne["week"] ?? "" }
        return days % 7 == 0 ? within["weeks"]?.words(days / 7) ?? "" : within["days"]?.words(days) ?? ""
    }

    /// "tomorrow at 9:00, on Friday at 8:30 or on Monday at 10:00".
    func either(_ times: [String]) -> String {
        guard let last = times.last, times.count > 1 else { return times.first ?? "" }
        return "\(times.dropLast().joined(separator: ", ")) \(or) \(last)"
    }

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

    func asset(_ kind: AssetKind) -> String { assets[kind.rawValue] ?? "" }

    func energy(_ energy: Energy) -> String { energies[energy.rawValue] ?? "" }

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
