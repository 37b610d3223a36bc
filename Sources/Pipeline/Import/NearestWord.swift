/// The word of a list that needs the fewest changes to become `text`; `nil` if none is near.
package func nearestWord(to text: String, in words: some Sequence<String>) -> String? {
    // Only a short text can be a slip of a word, and the work grows with the product of the lengths.
    let wanted = Array(text.lowercased().unicodeScalars.prefix(64))
    var best: (word: String, changes: Int)?
    for word in words {
        let changes = changesBetween(wanted, Array(word.lowercased().unicodeScalars))
        if changes < best?.changes ?? .max { best = (word, changes) }
    }
    guard let best, best.changes <= max(1, wanted.count / 3) else { return nil }
    return best.word
}

/// Insertions, deletions and replacements that make one text of another.
private func changesBetween(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (index, scalar) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (place, other) in right.enumerated() {
            let replaced = diagonal + (scalar == other ? 0 : 1)
            diagonal = row[place + 1]
            row[place + 1] = min(replaced, row[place] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
