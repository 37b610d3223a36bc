/// How an amount is written in the policy file, and what it counts inside.
package enum PolicyUnit: String, Sendable {
    /// Seconds.
    case time
    /// Metres.
    case distance
    /// Kilometres an hour.
    case speed
    /// Per cent.
    case share
    /// A whole number.
    case count
    /// Any number.
    case number
    /// Minutes since local midnight.
    case clock

    /// What to write, for a message.
    var form: String {
        switch self {
        case .time: "a length of time like 45 s, 5 min, 24 h or 7 d"
        case .distance: "a distance like 500 m or 2 km"
        case .speed: "a speed like 20 km/h"
        case .share: "a share like 20 %"
        case .count: "a whole number like 4"
        case .number: "a number like 0.71"
        case .clock: "a time of the day like 21:00"
        }
    }

    /// The word of the unit that ``amount(of:)`` counts in; empty for a plain number.
    var word: String {
        switch self {
        case .time: "s"
        case .distance: "m"
        case .speed: "km/h"
        case .share: "%"
        case .clock: "min"
        case .count, .number: ""
        }
    }

    /// What each word of this unit is worth.
    private var worths: [(word: String, worth: Double)] {
        switch self {
        case .time: [("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400)]
        case .distance: [("m", 1), ("km", 1_000)]
        case .speed: [("km/h", 1)]
        case .share: [("%", 1)]
        case .count, .number: [("", 1)]
        case .clock: []
        }
    }

    private var isWhole: Bool { self == .time || self == .share || self == .count }

    /// The amount that a text stands for; `nil` if it is none of this unit.
    func amount(of text: String) -> Double? {
        guard self != .clock else { return PolicyUnit.minutes(ofClock: text) }
        var rest = Substring(text)
        let figures = rest.prefix { $0 == "-" || $0 == "." || ("0"..."9").contains($0) }
        rest = rest.dropFirst(figures.count)
        if rest.first == " " { rest = rest.dropFirst() }
        guard let worth = worths.first(where: { $0.word == rest })?.worth, figures.utf8.count <= 12,
            figures.first != ".", figures.last != ".", let figure = Double(figures)
        else { return nil }
        let amount = figure * worth
        guard !isWhole || amount == amount.rounded() else { return nil }
        return amount
    }

    /// An amount as a person would write it: `45 s`, `5 min`, `24 h`.
    func text(_ amount: Double) -> String {
        switch self {
        case .clock:
            let minutes = Int(exactly: amount.rounded()) ?? 0
            return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
        case .time:
            let seconds = Int64(exactly: amount.rounded()) ?? 0
            if seconds <= 120 || seconds % 60 != 0 { return "\(seconds) s" }
            if seconds < 3_600 || seconds % 3_600 != 0 { return "\(seconds / 60) min" }
            return seconds < 7 * 86_400 || seconds % 86_400 != 0 ? "\(seconds / 3_600) h" : "\(seconds / 86_400) d"
        case .distance where amount >= 5_000 && amount.truncatingRemainder(dividingBy: 1_000) == 0:
            return "\(PolicyUnit.figures(amount / 1_000)) km"
        case .count, .number: return PolicyUnit.figures(amount)
        case .distance, .speed, .share: return "\(PolicyUnit.figures(amount)) \(word)"
        }
    }

    private static func figures(_ amount: Double) -> String {
        if let whole = Int64(exactly: amount) { return "\(whole)" }
        return "\(amount)"
    }

    private static func minutes(ofClock text: String) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return Double(hour * 60 + minute)
    }
}
