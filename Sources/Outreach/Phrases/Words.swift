internal import Telemetry

/// The words of one language that are put into sentences.
struct Words: Sendable {
    private let minute: (one: String, other: String)
    private let range: [Part]
    private let upTo: [Part]
    private let units: [String: (indefinite: String, definite: String)]
    private let otherUnit: (indefinite: String, definite: String)
    private let assets: [AssetKind: String]
    private let energies: [Energy: String]
    private let times: [String: [Part]]
    private let weekdays: [String]
    private let months: [String]

    /// A literal, or one of the names that a word pattern may hold.
    private enum Part: Sendable {
        case text(String)
        case name(String)
    }

    static let unitKinds = ["flatbed", "wheel_lift", "heavy", "patrol", "technician", "other"]

    init(_ part: YAMLPart) throws(PhrasebookError) {
        let fields = try part.fields(
            "words",
            required: ["minute", "range", "up_to", "units", "assets", "energy", "when", "weekdays", "months"])
        func field(_ name: String) -> YAMLPart { fields[name] ?? part }
        let minutes = try field("minute").fields("minute", required: ["one", "other"])
        minute = (
            try minutes["one"]?.text("one") ?? "", try minutes["other"]?.text("other") ?? ""
        )
        range = try Words.pattern(field("range"), "range", names: ["low", "high", "minutes"])
        upTo = try Words.pattern(field("up_to"), "up_to", names: ["high", "minutes"])
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
        var times: [String: [Part]] = [:]
        for (kind, value) in try field("when").fields("when", required: ["today", "tomorrow", "week", "later"]) {
            times[kind] = try Words.pattern(value, kind, names: ["time", "weekday", "day", "month"])
        }
        self.times = times
        weekdays = try field("weekdays").texts("weekdays", count: 7)
        months = try field("months").texts("months", count: 12)
    }

    /// "20 to 30 minutes".
    func minutes(_ range: MinuteRange) -> String {
        fill(range.low == 0 ? upTo : self.range) { name in
            switch name {
            case "low": "\(range.low)"
            case "high": "\(range.high)"
            default: range.high == 1 ? minute.one : minute.other
            }
        }
    }

    /// "1 minute", "12 minutes".
    func minutes(_ count: Int64) -> String { "\(count) \(count == 1 ? minute.one : minute.other)" }

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
        return fill(times[key] ?? []) { name in
            switch name {
            case "time": "\(time.hour):\(time.minute < 10 ? "0" : "")\(time.minute)"
            case "weekday": weekdays[time.weekday - 1]
            case "day": "\(time.day)"
            default: months[time.month - 1]
            }
        }
    }

    private func fill(_ parts: [Part], _ value: (String) -> String) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .name(let name): text += value(name)
            }
        }
        return text
    }

    private static func pattern(_ part: YAMLPart, _ what: String, names: [String]) throws(PhrasebookError) -> [Part] {
        var rest = Substring(try part.text(what))
        var parts: [Part] = []
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            parts.append(.text(String(rest[..<brace])))
            let end = rest[brace...].firstIndex(of: "}") ?? rest.startIndex
            let name = rest[brace] == "{" && end > brace ? String(rest[rest.index(after: brace)..<end]) : ""
            guard names.contains(name) else {
                let allowed = names.map { "{\($0)}" }.joined(separator: ", ")
                throw part.mistake("\(what): no placeholder {\(name)} here; allowed: \(allowed)")
            }
            parts.append(.name(name))
            rest = rest[rest.index(after: end)...]
        }
        parts.append(.text(String(rest)))
        return parts
    }
}
