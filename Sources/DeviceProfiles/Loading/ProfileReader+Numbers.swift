internal import Yams

extension ProfileReader {
    private static let numberKeys =
        [
            "unit", "scale", "offset", "decimal", "no_value", "words", "otherwise", "default", "min", "max",
            "required",
        ]
        + valueKeys

    /// A number: a value, or a mapping with a value and what is to be done with it.
    mutating func number(
        _ node: Node?, _ what: String, unit target: String?, range: ClosedRange<Double>? = nil, required: Bool = false,
        extraKeys: [String] = []
    ) -> NumberField? {
        guard let node else { return nil }
        var field = NumberField(slot: 0, required: required)
        if let range { field.range = range }
        guard case .mapping = node else {
            guard let slot = slot(node, what) else { return nil }
            field.slot = slot
            field.speaksWithoutValue = required
            return field
        }
        let members = yaml.members(node, of: what, allowed: ProfileReader.numberKeys + extraKeys)
        guard let slot = slot(members: members, of: node, what) else { return nil }
        field.slot = slot
        field.conversion = conversion(members, target: target)
        let low = yaml.number(members["min"], "min") ?? field.range.lowerBound
        let high = yaml.number(members["max"], "max") ?? field.range.upperBound
        if low <= high {
            field.range = low...high
        } else {
            yaml.mistake(members["min"] ?? members["max"], "min is greater than max")
        }
        if yaml.flag(members["required"], "required") ?? false { field.required = true }
        let spelling = spelling(members)
        field.spelling = spelling.map { plan.add($0) }
        field.speaksWithoutValue = field.required || spelling?.fallback != nil
        return field
    }

    /// From the device's numbers to a unit.
    mutating func conversion(_ members: [String: Node], target: String?) -> LinearConversion {
        LinearConversion(
            scale: yaml.number(members["scale"], "scale") ?? 1, offset: yaml.number(members["offset"], "offset") ?? 0,
            from: unit(members["unit"], target: target), to: target.flatMap { UnitOfMeasure(word: $0) })
    }

    /// What a device sends when it has no value.
    mutating func noValue(_ node: Node?) -> NoValue {
        var noValue = NoValue()
        for text in yaml.texts(node, "no_value") {
            if let number = Double(text), number.isFinite {
                noValue.numbers.append(number)
            } else {
                noValue.texts.append(text.lowercased())
            }
        }
        return noValue
    }

    /// Words in the order of the file.
    mutating func words(_ node: Node?) -> [(word: String, ours: Node)] {
        yaml.pairs(node, "words").map { (word: $0.key, ours: $0.node) }
    }

    private enum DecimalMark: String, CaseIterable {
        case point, comma
    }

    private enum Otherwise: String, CaseIterable {
        case ignore, quarantine
    }

    private mutating func spelling(_ members: [String: Node]) -> NumberSpelling? {
        guard ["no_value", "decimal", "words", "otherwise", "default"].contains(where: { members[$0] != nil }) else {
            return nil
        }
        var spelling = NumberSpelling()
        spelling.noValue = noValue(members["no_value"])
        spelling.decimalComma = yaml.word(members["decimal"], "decimal", as: DecimalMark.self) == .comma
        spelling.ignoresOthers = yaml.word(members["otherwise"], "otherwise", as: Otherwise.self) == .ignore
        spelling.fallback = yaml.number(members["default"], "default")
        for (word, node) in words(members["words"]) {
            if let value = yaml.number(node, "the value of \"\(word)\"") {
                spelling.words.append((word.lowercased(), value))
            }
        }
        return spelling
    }

    private mutating func unit(_ node: Node?, target: String?) -> UnitOfMeasure? {
        guard let node, let text = yaml.text(node, "unit").map({ filled($0) }) else { return nil }
        let wanted = target.flatMap { UnitOfMeasure(word: $0) }
        let fitting = UnitOfMeasure.all.filter { wanted == nil || $0.dimension == wanted?.dimension }.map(\.name)
        guard let unit = UnitOfMeasure(word: text), fitting.contains(text) else {
            let isUnit = UnitOfMeasure(word: text) != nil
            let reason = isUnit ? "can't become \(target ?? "")" : "is not known"
            yaml.mistake(
                node, "the unit \"\(text)\" \(reason)", allowed: fitting.joined(separator: ", "),
                nearest: isUnit ? nil : nearestWord(to: text, in: fitting))
            return nil
        }
        return unit
    }
}
