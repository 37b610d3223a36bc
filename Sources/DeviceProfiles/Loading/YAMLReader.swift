internal import Yams

/// Reads one YAML file against what is allowed, and collects every mistake with its place.
struct YAMLReader {
    let file: String
    private(set) var mistakes: [ProfileMistake] = []

    init(file: String) {
        self.file = file
    }

    /// Whether so many mistakes were found that no more are told.
    private var isFull: Bool { mistakes.count >= YAMLBounds.mistakes }

    /// The document, or `nil` with a mistake.
    ///
    /// Bounded in time and memory whatever the text is.
    mutating func compose(_ text: String) -> Node? {
        if let refusal = YAMLBounds.refusal(of: text) {
            mistakes.append(
                ProfileMistake(
                    file: file, line: refusal.line, column: refusal.column, problem: refusal.problem,
                    allowed: refusal.allowed))
            return nil
        }
        do {
            guard let node = try Yams.compose(yaml: text) else {
                mistakes.append(ProfileMistake(file: file, problem: "the file is empty", allowed: "a profile"))
                return nil
            }
            if let excess = YAMLBounds.excess(in: node) {
                mistake(excess.node, excess.problem, allowed: excess.allowed)
                return nil
            }
            return node
        } catch let error as YamlError {
            mistakes.append(refusal(of: error))
        } catch {
            mistakes.append(ProfileMistake(file: file, problem: "it is not YAML"))
        }
        return nil
    }

    /// The parser's refusal in our words.
    private func refusal(of error: YamlError) -> ProfileMistake {
        var refusal = ProfileMistake(file: file, problem: "it is not YAML")
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            refusal.line = mark.line
            refusal.column = mark.column
            // It speaks of a function of its own.
            let isDepth = problem.contains("nesting level")
            refusal.problem = isDepth ? "values are nested too deeply" : "not YAML: \(problem)"
            if isDepth { refusal.allowed = "at most \(YAMLBounds.depth) levels" }
        case .duplicatedKeysInMapping(let keys, let context):
            refusal.line = context.mark.line
            refusal.column = context.mark.column
            refusal.problem = "not YAML: the key \(keys.sorted().prefix(8).joined(separator: ", ")) stands twice"
        case .reader(let problem, let offset, _, let text):
            if let offset { (refusal.line, refusal.column) = YAMLReader.place(ofCharacter: offset, in: text) }
            refusal.problem = "not YAML: \(problem)"
        default: break
        }
        return refusal
    }

    mutating func mistake(
        _ node: Node?, _ problem: String, allowed: String = "", nearest: String? = nil, offset: Int = 0
    ) {
        guard !isFull else { return }
        if mistakes.count == YAMLBounds.mistakes - 1 {
            mistakes.append(ProfileMistake(file: file, problem: "there are more mistakes; mend these first"))
            return
        }
        // The mark of a quoted text is its quote.
        let isQuoted = node?.scalar.map { $0.style == .singleQuoted || $0.style == .doubleQuoted } ?? false
        let shift = offset > 0 && isQuoted ? offset + 1 : offset
        let mistake = ProfileMistake(
            file: file, line: node?.mark?.line ?? 0, column: (node?.mark?.column ?? 0) + shift,
            problem: problem, allowed: allowed, nearest: nearest)
        // A mapping that can be read in two ways is read twice.
        let isKnown = mistakes.contains {
            $0.line == mistake.line && $0.column == mistake.column && $0.problem == mistake.problem
        }
        if !isKnown { mistakes.append(mistake) }
    }

    /// The members of a mapping that has no other keys than these.
    mutating func members(_ node: Node, of what: String, allowed: [String]) -> [String: Node] {
        guard case .mapping(let mapping) = node else {
            mistake(node, "\(what) is not a mapping", allowed: allowed.joined(separator: ", "))
            return [:]
        }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.string, allowed.contains(name) else {
                // Looking for the nearest word is the dearest part of a mistake.
                guard !isFull else { break }
                let name = key.string ?? "?"
                mistake(
                    key, "\(what) has an unknown key \"\(name)\"", allowed: allowed.joined(separator: ", "),
                    nearest: nearestWord(to: name, in: allowed))
                continue
            }
            members[name] = value
        }
        return members
    }

    /// Every key with its value, in the order of the file.
    mutating func pairs(_ node: Node?, _ what: String) -> [(key: String, node: Node)] {
        guard let node else { return [] }
        guard case .mapping(let mapping) = node else {
            mistake(node, "\(what) is not a mapping")
            return []
        }
        return mapping.map { (key: $0.key.string ?? "", node: $0.value) }
    }

    /// The elements of a list; a single value is a list of one.
    func elements(_ node: Node?) -> [Node] {
        guard let node else { return [] }
        if case .sequence(let sequence) = node { return Array(sequence) }
        return [node]
    }

    mutating func text(_ node: Node?, _ what: String) -> String? {
        guard let node else { return nil }
        guard case .scalar(let scalar) = node else {
            mistake(node, "\(what) is not a text")
            return nil
        }
        return scalar.string
    }

    mutating func texts(_ node: Node?, _ what: String) -> [String] {
        var texts: [String] = []
        for element in elements(node) {
            if let text = text(element, what) { texts.append(text) }
        }
        return texts
    }

    mutating func number(_ node: Node?, _ what: String) -> Double? {
        guard let node else { return nil }
        guard let number = node.float ?? node.int.map(Double.init), number.isFinite else {
            mistake(node, "\(what) is not a number")
            return nil
        }
        return number
    }

    mutating func whole(_ node: Node?, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let node else { return nil }
        guard let number = node.int, range.contains(number) else {
            mistake(node, "\(what) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    mutating func flag(_ node: Node?, _ what: String) -> Bool? {
        guard let node else { return nil }
        guard let flag = node.bool else {
            mistake(node, "\(what) is neither true nor false", allowed: "true, false")
            return nil
        }
        return flag
    }

    /// One of the words of an enumeration.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ node: Node?, _ what: String, as type: Word.Type
    ) -> Word? where Word.RawValue == String {
        guard let node, let text = text(node, what) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        mistake(
            node, "\(what) can't be \"\(text)\"", allowed: words.joined(separator: ", "),
            nearest: nearestWord(to: text, in: words))
        return nil
    }

    /// Line and column of a character, both from 1, counted from the start of the text.
    private static func place(ofCharacter offset: Int, in text: String) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for character in text.prefix(max(0, offset)) {
            column += 1
            if character.isNewline {
                line += 1
                column = 1
            }
        }
        return (line, column)
    }
}
