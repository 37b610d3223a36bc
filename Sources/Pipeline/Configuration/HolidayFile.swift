import Foundation
import Planning
internal import Yams

/// A YAML file with the holidays of a country, while it is read.
struct HolidayFile {
    /// Larger files are refused; the shipped ones have about a fortieth of it.
    private static let largest = 65_536
    private static let weekdays = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    private static let keys = [
        "name", "date", "easter", "weekday", "nth", "month", "from", "since", "until", "moves_to_monday",
    ]

    private let path: String
    private var mistakes: [HolidayFileError.Mistake] = []

    static func load(_ path: String) throws(HolidayFileError) -> HolidayCalendar {
        var file = HolidayFile(path: path)
        guard let data = FileManager.default.contents(atPath: path) else { throw file.error("can't be read") }
        guard data.count <= largest else { throw file.error("has \(data.count) bytes; at most \(largest) are allowed") }
        guard let text = String(data: data, encoding: .utf8) else { throw file.error("is not UTF-8") }
        return try file.calendar(of: text)
    }

    init(path: String) { self.path = path }

    /// The calendar that a text describes.
    mutating func calendar(of text: String) throws(HolidayFileError) -> HolidayCalendar {
        let root: Node?
        do {
            // Everything is read as text: a date must not become a number.
            root = try Yams.compose(yaml: text, .basic)
        } catch {
            throw notYAML(error)
        }
        guard let root else { throw error("is empty") }
        let fields = fields(of: root, "the file", allowed: ["country", "easter", "holidays"])
        let country = country(fields["country"], root)
        let easter = easter(fields["easter"])
        var rules: [HolidayRule] = []
        if let list = fields["holidays"]?.sequence {
            for item in list { if let rule = rule(item) { rules.append(rule) } }
        } else {
            refuse(fields["holidays"] ?? root, "holidays must be a list")
        }
        guard mistakes.isEmpty else { throw HolidayFileError(mistakes: mistakes) }
        return HolidayCalendar(country: country, easter: easter, rules: rules)
    }

    // MARK: Parts

    private mutating func country(_ node: Node?, _ root: Node) -> String {
        let code = node?.scalar?.string ?? ""
        if code.utf8.count != 2 || !code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
            refuse(node ?? root, "country must be two capital letters of ISO 3166-1, like EE")
        }
        return code
    }

    private mutating func easter(_ node: Node?) -> Easter {
        guard let node else { return .western }
        guard let easter = node.scalar.flatMap({ Easter(rawValue: $0.string) }) else {
            refuse(node, "easter must be western or orthodox")
            return .western
        }
        return easter
    }

    private mutating func rule(_ node: Node) -> HolidayRule? {
        let fields = fields(of: node, "a holiday", allowed: HolidayFile.keys)
        guard !fields.isEmpty, let day = day(fields, node) else { return nil }
        let since = number(fields["since"], "since", in: 1_900...2_200)
        let until = number(fields["until"], "until", in: 1_900...2_200)
        if let since, let until, since > until { refuse(node, "since \(since) is after until \(until)") }
        var moves = false
        if let flag = fields["moves_to_monday"] {
            moves = flag.scalar?.string == "true"
            if !moves, flag.scalar?.string != "false" { refuse(flag, "moves_to_monday must be true or false") }
        }
        return HolidayRule(day, from: since, to: until, movesToMonday: moves)
    }

    /// Exactly one of the four ways to name a day.
    private mutating func day(_ fields: [String: Node], _ node: Node) -> HolidayRule.Day? {
        let ways = ["date", "easter", "weekday"].filter { fields[$0] != nil }
        guard ways.count == 1 else {
            refuse(
                node,
                "a holiday needs one of date, easter and weekday; this one has \(ways.isEmpty ? "none" : ways.joined(separator: " and "))"
            )
            return nil
        }
        if let date = fields["date"] {
            return self.date(date, "date").map { .fixed(month: $0.month, day: $0.day) }
        }
        if let easter = fields["easter"] {
            return number(easter, "easter", in: -365...365).map { .easter(offset: $0) }
        }
        guard let node = fields["weekday"],
            let weekday = node.scalar.flatMap({ HolidayFile.weekdays.firstIndex(of: $0.string) })
        else {
            refuse(fields["weekday"] ?? node, "weekday must be one of \(HolidayFile.weekdays.joined(separator: ", "))")
            return nil
        }
        if let from = fields["from"] {
            return date(from, "from").map { .weekdayFrom(weekday, month: $0.month, day: $0.day) }
        }
        guard let ordinal = number(fields["nth"], "nth", in: -5...5), ordinal != 0,
            let month = number(fields["month"], "month", in: 1...12)
        else {
            refuse(node, "a weekday needs from: MM-DD, or nth (1 to 5, or -1 to -5) with month (1 to 12)")
            return nil
        }
        return .weekday(weekday, ordinal: ordinal, month: month)
    }

    private mutating func date(_ node: Node, _ what: String) -> (month: Int, day: Int)? {
        let parts = (node.scalar?.string ?? "").split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let month = Int(parts[0]),
            let day = Int(parts[1]), HolidayFile.exists(month: month, day: day)
        else {
            refuse(node, "\(what) must be a month and a day, like 12-24")
            return nil
        }
        return (month, day)
    }

    /// In a leap year.
    private static func exists(month: Int, day: Int) -> Bool {
        guard (1...12).contains(month) else { return false }
        return (1...[31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]).contains(day)
    }

    private mutating func number(_ node: Node?, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let node else { return nil }
        guard let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
            refuse(node, "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    private mutating func fields(of node: Node, _ what: String, allowed: [String]) -> [String: Node] {
        guard let mapping = node.mapping else {
            refuse(node, "\(what) must be keys with values")
            return [:]
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard allowed.contains(name) else {
                refuse(key, "\(what) has no “\(name.prefix(60))”; allowed: \(allowed.joined(separator: ", "))")
                continue
            }
            fields[name] = value
        }
        return fields
    }

    // MARK: Mistakes

    private mutating func refuse(_ node: Node, _ problem: String) {
        mistakes.append(HolidayFileError.Mistake(file: path, line: node.mark?.line, problem: problem))
    }

    private func error(_ problem: String, line: Int? = nil) -> HolidayFileError {
        HolidayFileError(mistakes: [HolidayFileError.Mistake(file: path, line: line, problem: problem)])
    }

    private func notYAML(_ error: any Error) -> HolidayFileError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.error("is not YAML: \(problem)", line: mark.line)
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.error("has a key twice: \(duplicates.sorted().joined(separator: ", "))", line: context.mark.line)
        default: self.error("is not YAML")
        }
    }
}
