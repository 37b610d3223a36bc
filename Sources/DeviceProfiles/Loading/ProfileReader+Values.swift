internal import Yams

extension ProfileReader {
    private static let stepKeys = [
        "path", "json", "split", "piece", "pattern", "group", "hex", "base64", "bytes", "order", "signed", "bits",
    ]
    private static let wholeKeys = ["fixed", "join", "pack", "sum", "difference"]
    /// The keys of a value that is written as a mapping, for fields that are values with more to say.
    static let valueKeys = stepKeys + wholeKeys

    private enum ByteOrder: String, CaseIterable {
        case little, big
    }

    /// The slot of a value, `nil` without one or with a mistake.
    ///
    /// A value is a path, `{capture}`, `@key`, `@index`, a list of alternatives, or a mapping with steps.
    mutating func slot(_ node: Node?, _ what: String) -> Int? {
        guard let node else { return nil }
        switch node {
        case .scalar(let scalar): return slot(text: scalar.string, node)
        case .sequence(let sequence):
            let slots = sequence.compactMap { slot($0, what) }
            guard slots.count == sequence.count, slots.count > 1 else {
                if slots.isEmpty { yaml.mistake(node, "\(what) is an empty list", allowed: "alternatives: values") }
                return slots.first
            }
            let label = slots.map { plan.label($0) }.joined(separator: " or ")
            return plan.step(label, of: slots) { .first(into: $0, of: slots) }
        case .mapping:
            let members = yaml.members(node, of: what, allowed: ProfileReader.valueKeys)
            return slot(members: members, of: node, what)
        case .alias:
            yaml.mistake(node, "\(what) is an alias", allowed: "the value itself")
            return nil
        }
    }

    /// The slot of a value whose mapping may have other keys too.
    mutating func slot(members: [String: Node], of node: Node, _ what: String) -> Int? {
        if members["path"] == nil, let made = whole(members, node) { return made }
        guard let path = members["path"] else {
            yaml.mistake(
                node, "\(what) has no path",
                allowed: "path: where it stands; or one of \(ProfileReader.wholeKeys.joined(separator: ", "))")
            return nil
        }
        guard var value = slot(path, "path") else { return nil }
        if let inner = members["json"], let text = yaml.text(inner, "json") {
            guard let place = jsonPath(text, inner) else { return nil }
            value = plan.inside(value, place)
        }
        if let separators = members["split"], let text = yaml.text(separators, "split") {
            let number = yaml.whole(members["piece"], "piece", in: -256...255) ?? 0
            let bytes = Array(text.utf8)
            if bytes.isEmpty { yaml.mistake(separators, "split has no separator", allowed: "one or more characters") }
            value = step("piece \(number)", value) { .piece(into: $0, of: $1, separators: bytes, number: number) }
        }
        value = matched(members, value)
        if yaml.flag(members["hex"], "hex") ?? false {
            value = step("from hex", value) { .hexadecimal(into: $0, of: $1) }
        }
        if yaml.flag(members["base64"], "base64") ?? false {
            value = step("from base64", value) { .base64(into: $0, of: $1) }
        }
        if let (first, count) = range(members["bytes"], "bytes", of: 0...65_535, most: 8) {
            let order = yaml.word(members["order"], "order", as: ByteOrder.self) ?? .little
            let signed = yaml.flag(members["signed"], "signed") ?? false
            value = step("bytes \(first) to \(first + count - 1)", value) {
                .bytes(into: $0, of: $1, first: first, count: count, littleEndian: order == .little, signed: signed)
            }
        }
        if let (first, count) = range(members["bits"], "bits", of: 0...62, most: 63) {
            value = step("bits \(first) to \(first + count - 1)", value) {
                .bits(into: $0, of: $1, first: first, count: count)
            }
        }
        return value
    }

    /// Conditions that must hold.
    mutating func conditions(_ node: Node?) -> [Condition] {
        yaml.elements(node).flatMap { condition($0) }
    }

    /// Whether a name in braces is a value and not a capture: `{@key}`, `{$.severity.kind}`, `{^.id}`.
    static func isValue(_ name: some StringProtocol) -> Bool {
        name.first.map { "@$^".contains($0) } ?? false
    }

    /// A text in which `{name}` stands for a capture or a value: `{user}/{vehicle}`, `{@key}`, `{$.severity.kind}`.
    mutating func template(_ text: String, _ node: Node) -> Int? {
        var pieces: [ValueStep.Piece] = []
        var inputs: [Int] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { pieces.append(.text(Array(rest[..<open].utf8))) }
            guard let close = rest[open...].firstIndex(of: "}") else {
                yaml.mistake(node, "a \"{\" has no \"}\" after it")
                return nil
            }
            let name = String(rest[rest.index(after: open)..<close])
            guard let value = slot(text: ProfileReader.isValue(name) ? name : "{\(name)}", node) else { return nil }
            pieces.append(.slot(value))
            inputs.append(value)
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.text(Array(rest.utf8))) }
        if pieces.count == 1, case .slot(let only) = pieces[0] { return only }
        return plan.step(text, of: inputs) { .join(into: $0, pieces: pieces) }
    }

    // MARK: Parts of a value

    private mutating func slot(text: String, _ node: Node) -> Int? {
        var level = plan.innermost
        var rest = Substring(text)
        while rest.hasPrefix("^"), level > 0 {
            rest = rest.dropFirst()
            level -= 1
        }
        if rest.hasPrefix("^") {
            yaml.mistake(node, "\"\(text)\" goes above the payload", allowed: "one ^ for each for_each around it")
            return nil
        }
        let isOuter = rest.count < text.count
        if rest.first == "@" { return element(String(rest), level, node) }
        if rest.hasPrefix("{"), rest.hasSuffix("}") { return capture(String(rest.dropFirst().dropLast()), node) }
        if rest.hasPrefix("$.") {
            rest = rest.dropFirst(2)
            level = 0
        } else if isOuter, rest.first == "." {
            rest = rest.dropFirst()
        } else if isOuter, rest.isEmpty {
            rest = "$"
        }
        guard let path = jsonPath(String(rest), node) else { return nil }
        return plan.path(path, level: level)
    }

    private mutating func jsonPath(_ text: String, _ node: Node) -> JSONPath? {
        do {
            let path = try JSONPath(text)
            if isText, !path.steps.isEmpty {
                yaml.mistake(node, "a payload of this kind has no path \"\(text)\"", allowed: "$")
            }
            return path
        } catch {
            yaml.mistake(
                node, "\(error.problem) in path \"\(text)\"",
                allowed: "keys with dots, \"quoted keys\", [0], [key==\"text\"], {capture}, or $", offset: error.offset)
            return nil
        }
    }

    private mutating func element(_ word: String, _ level: Int, _ node: Node) -> Int? {
        guard level > 0 else {
            yaml.mistake(node, "\"\(word)\" is only known inside a for_each")
            return nil
        }
        switch word {
        case "@key": return plan.key(level: level)
        case "@index": return plan.index(level: level)
        default:
            yaml.mistake(
                node, "\"\(word)\" is not known", allowed: "@key, @index",
                nearest: nearestWord(to: word, in: ["@key", "@index"]))
            return nil
        }
    }

    private mutating func capture(_ name: String, _ node: Node) -> Int? {
        var numbers: [Int] = []
        for topic in topics {
            guard let number = topic.captures.firstIndex(of: name), !name.isEmpty else {
                let names = topic.captures.filter { !$0.isEmpty }
                yaml.mistake(
                    node, "the topic \"\(topic.text)\" has no capture \"{\(name)}\"",
                    allowed: names.map { "{\($0)}" }.joined(separator: ", "),
                    nearest: nearestWord(to: name, in: names).map { "{\($0)}" })
                return nil
            }
            numbers.append(number)
        }
        return plan.step("{\(name)}", of: []) { .capture(into: $0, numbers: numbers) }
    }

    private mutating func whole(_ members: [String: Node], _ node: Node) -> Int? {
        if let fixed = members["fixed"] {
            guard let text = yaml.text(fixed, "fixed") else { return nil }
            return plan.step("\"\(text)\"", of: []) { .fixed(into: $0, text: Array(text.utf8)) }
        }
        if let join = members["join"] {
            guard let text = yaml.text(join, "join") else { return nil }
            return template(text, join)
        }
        for (key, least, most) in [("pack", 1, 64), ("sum", 2, 16), ("difference", 2, 2)] {
            guard let list = members[key] else { continue }
            let slots = yaml.elements(list).compactMap { slot($0, key) }
            guard (least...most).contains(slots.count) else {
                yaml.mistake(list, "\(key) has \(slots.count) values", allowed: "\(least) to \(most) values")
                return nil
            }
            return plan.step(key, of: slots) { into in
                switch key {
                case "pack": .pack(into: into, of: slots)
                case "sum": .sum(into: into, of: slots)
                default: .difference(into: into, of: slots[0], less: slots[1])
                }
            }
        }
        return nil
    }

    private mutating func matched(_ members: [String: Node], _ value: Int) -> Int {
        guard let node = members["pattern"], let text = yaml.text(node, "pattern") else { return value }
        let pattern: LinearPattern
        do {
            pattern = try LinearPattern(text)
        } catch {
            yaml.mistake(
                node, "the pattern \"\(text)\" can't be used: \(error.reason)", allowed: "a regular expression (RE2)")
            return value
        }
        var group: Int?
        if let name = members["group"], let word = yaml.text(name, "group") {
            group = pattern.groupNames.firstIndex(of: word)
            if group == nil {
                yaml.mistake(
                    name, "the pattern has no group \"\(word)\"", allowed: pattern.groupNames.joined(separator: ", "),
                    nearest: nearestWord(to: word, in: pattern.groupNames))
            }
        }
        return step("what \(text) finds", value) { .match(into: $0, of: $1, pattern: pattern, group: group) }
    }

    private mutating func step(_ what: String, _ value: Int, _ make: (_ into: Int, _ of: Int) -> ValueStep) -> Int {
        plan.step("\(plan.label(value)), \(what)", of: [value]) { make($0, value) }
    }

    /// `[first, count]`.
    private mutating func range(
        _ node: Node?, _ what: String, of allowed: ClosedRange<Int>, most: Int
    ) -> (first: Int, count: Int)? {
        guard let node else { return nil }
        let numbers = yaml.elements(node).compactMap { $0.int }
        guard numbers.count == 2, allowed.contains(numbers[0]), (1...most).contains(numbers[1]) else {
            yaml.mistake(
                node, "\(what) is not a first and a count",
                allowed: "[\(allowed.lowerBound) to \(allowed.upperBound), 1 to \(most)]")
            return nil
        }
        return (numbers[0], numbers[1])
    }

    private mutating func condition(_ node: Node) -> [Condition] {
        let tests = ["is", "not", "starts_with", "present", "kind", "above", "below"]
        guard case .mapping = node else {
            yaml.mistake(
                node, "a condition is not a mapping", allowed: "path and one of \(tests.joined(separator: ", "))")
            return []
        }
        let members = yaml.members(node, of: "a condition", allowed: ProfileReader.valueKeys + tests)
        guard let slot = slot(members: members, of: node, "a condition") else { return [] }
        var found: [Condition.Test] = []
        if let words = members["is"] { found.append(.words(filledWords(words, "is"))) }
        if let words = members["not"] { found.append(.notWords(filledWords(words, "not"))) }
        if let text = yaml.text(members["starts_with"], "starts_with") {
            found.append(.prefix(Array(filled(text).utf8)))
        }
        if let flag = yaml.flag(members["present"], "present") { found.append(.present(flag)) }
        if let kind = yaml.word(members["kind"], "kind", as: ValueKind.self) { found.append(.kind(kind)) }
        if let number = yaml.number(members["above"], "above") { found.append(.above(number)) }
        if let number = yaml.number(members["below"], "below") { found.append(.below(number)) }
        if found.isEmpty {
            yaml.mistake(node, "a condition has no test", allowed: tests.joined(separator: ", "))
        }
        return found.map { Condition(slot: slot, test: $0) }
    }

    /// Words of a condition, with variables, in lower case.
    private mutating func filledWords(_ node: Node, _ what: String) -> [String] {
        yaml.texts(node, what).map { filled($0).lowercased() }
    }

    /// The slot of a path below the innermost scope.
    mutating func slot(_ path: JSONPath) -> Int { plan.path(path, level: plan.innermost) }
}
