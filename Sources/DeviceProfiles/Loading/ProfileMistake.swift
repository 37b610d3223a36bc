/// One mistake in a profile, with its place and a way out.
package struct ProfileMistake: Sendable, Equatable, CustomStringConvertible {
    /// Path of the file.
    package var file: String
    /// From 1; 0 when the whole file is meant.
    package var line: Int
    /// From 1, in characters; 0 when the whole file is meant.
    package var column: Int
    /// What is wrong.
    package var problem: String
    /// What is allowed instead; empty when the problem says it.
    package var allowed: String
    /// The allowed word that is most like what stands there.
    package var nearest: String?

    package init(
        file: String, line: Int = 0, column: Int = 0, problem: String, allowed: String = "", nearest: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
        self.allowed = allowed
        self.nearest = nearest
    }

    package var description: String {
        var text = line > 0 ? "\(file):\(line):\(column): \(problem)" : "\(file): \(problem)"
        if !allowed.isEmpty { text += "; allowed: \(allowed)" }
        if let nearest { text += "; did you mean \"\(nearest)\"?" }
        return text
    }
}

/// Why profiles can't be used: every mistake that was found, in the order of files and lines.
package struct ProfileError: Error, Sendable, Equatable, CustomStringConvertible {
    package var mistakes: [ProfileMistake]

    package init(_ mistakes: [ProfileMistake]) {
        self.mistakes = mistakes
    }

    package var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

/// The word of a list that needs the fewest changes to become `text`; `nil` if none is near.
func nearestWord(to text: String, in words: some Sequence<String>) -> String? {
    let wanted = Array(text.lowercased().unicodeScalars.prefix(80))
    var best: (word: String, distance: Int)?
    for word in words {
        let distance = editDistance(wanted, Array(word.lowercased().unicodeScalars.prefix(80)))
        if distance < best?.distance ?? .max { best = (word, distance) }
    }
    guard let best, best.distance <= max(2, wanted.count / 3) else { return nil }
    return best.word
}

private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (index, scalar) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (place, other) in right.enumerated() {
            let change = diagonal + (scalar == other ? 0 : 1)
            diagonal = row[place + 1]
            row[place + 1] = min(change, min(row[place], diagonal) + 1)
        }
    }
    return row[right.count]
}
