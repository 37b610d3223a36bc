internal import Telemetry
internal import Yams

/// A value of a scenario's file with the place where it stands.
struct ScenarioValue {
    let node: Node
    let file: String
    /// What leads to it, such as `people.answers`.
    let name: String

    func fails(_ reason: String) -> ScenarioError {
        ScenarioError(file: file, line: line, reason: reason)
    }

    /// From 1.
    var line: Int { node.mark?.line ?? 1 }

    /// Whether it has keys.
    var isSection: Bool {
        guard case .mapping = node else { return false }
        return true
    }

    /// Whether it is just this word.
    func says(_ word: String) -> Bool { node.scalar?.string == word }

    /// The text of a plain value.
    func text() throws(ScenarioError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw fails("\(name) needs a value") }
        return text
    }

    /// One word of a fixed list.
    func word<Word: RawRepresentable & CaseIterable>(_: Word.Type) throws(ScenarioError) -> Word
    where Word.RawValue == String {
        let text = try text()
        guard let word = Word(rawValue: text) else {
            throw fails("\(name) is \"\(text)\"; write one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    /// One word of a list.
    func word(of words: [String]) throws(ScenarioError) -> String {
        let text = try text()
        guard words.contains(text) else {
            throw fails("\(name) is \"\(text)\"; write one of \(words.joined(separator: ", "))")
        }
        return text
    }

    /// Yes or no.
    func flag() throws(ScenarioError) -> Bool {
        switch try text() {
        case "true", "yes": true
        case "false", "no": false
        default: throw fails("\(name) is true or false")
        }
    }

    /// A number within bounds.
    func number(_ range: ClosedRange<Double>) throws(ScenarioError) -> Double {
        guard let number = Double(try text()), range.contains(number) else {
            throw fails("\(name) is a number from \(short(range.lowerBound)) to \(short(range.upperBound))")
        }
        return number
    }

    /// A whole number within bounds.
    func whole(_ range: ClosedRange<Int>) throws(ScenarioError) -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            throw fails("\(name) is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A share of one, as `5%` or `0.05`.
    func share() throws(ScenarioError) -> Double {
        guard let share = ScenarioValue.share(try text()) else {
            throw fails("\(name) is a share: 5% or 0.05, at most 100%")
        }
        return share
    }

    /// A length of time, as `200ms`, `90s`, `5m`, `1h30m`, `2d`.
    func duration() throws(ScenarioError) -> Duration {
        guard let duration = ScenarioValue.duration(try text()) else {
            throw fails("\(name) is a length of time: 90s, 5m, 2h, 1h30m, 200ms")
        }
        return duration
    }

    /// The values of a list; a single value counts as a list of one.
    func list() -> [ScenarioValue] {
        guard case .sequence(let sequence) = node else { return [self] }
        return sequence.enumerated().map { ScenarioValue(node: $1, file: file, name: "\(name)[\($0 + 1)]") }
    }

    /// The values of a mapping by key.
    ///
    /// - Parameter knows: Every key that may stand in it; `nil` admits any.
    func section(knows keys: [String]? = nil) throws(ScenarioError) -> ScenarioSection {
        guard case .mapping(let mapping) = node else { throw fails("\(name) needs keys: \(example(keys))") }
        var entries: [(key: String, value: ScenarioValue)] = []
        for (key, value) in mapping {
            let path = name.isEmpty ? key.string ?? "" : "\(name).\(key.string ?? "")"
            let place = ScenarioValue(node: key, file: file, name: path)
            let word = try place.text()
            if let keys, !keys.contains(word) {
                let within = name.isEmpty ? "a scenario" : name
                throw place.fails("\(within) has no key \"\(word)\"; its keys are \(keys.joined(separator: ", "))")
            }
            entries.append((word, ScenarioValue(node: value, file: file, name: path)))
        }
        return ScenarioSection(owner: self, entries: entries)
    }

    static func share(_ text: String) -> Double? {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? String(text.dropLast()) : text), number.isFinite else { return nil }
        let share = isPercent ? number / 100 : number
        return (0...1).contains(share) ? share : nil
    }

    static func duration(_ text: String) -> Duration? {
        guard text != "0" else { return .zero }
        var milliseconds: Int64 = 0
        var rest = Substring(text)
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard digits.count <= 9, let amount = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            let each: [Substring: Int64] = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
            guard let factor = each[unit] else { return nil }
            milliseconds += amount * factor
        }
        guard !text.isEmpty, milliseconds <= 366 * 86_400_000 else { return nil }
        return .milliseconds(milliseconds)
    }

    private func example(_ keys: [String]?) -> String { keys?.joined(separator: ", ") ?? "name: value" }

    private func short(_ number: Double) -> String {
        number.rounded() == number && number.magnitude < 1e9 ? String(Int64(number)) : String(number)
    }
}

/// A mapping of a scenario's file.
struct ScenarioSection {
    let owner: ScenarioValue
    /// In the order of the file.
    let entries: [(key: String, value: ScenarioValue)]

    subscript(_ key: String) -> ScenarioValue? { entries.first { $0.key == key }?.value }

    func required(_ key: String) throws(ScenarioError) -> ScenarioValue {
        guard let value = self[key] else {
            let within = owner.name.isEmpty ? "a scenario" : owner.name
            throw owner.fails("\(within) needs \(key)")
        }
        return value
    }
}

extension Duration {
    /// Whole milliseconds, towards zero.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds &* 1_000 &+ attoseconds / 1_000_000_000_000_000
    }
}
