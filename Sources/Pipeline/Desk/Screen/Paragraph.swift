/// Text broken at spaces to the width of a terminal.
package enum Paragraph {
    /// The lines of a text, each at most `width` wide; a word that is wider stands alone.
    ///
    /// - Parameters:
    ///   - width: Columns of the terminal; `nil` breaks nothing.
    ///   - first: What stands before the first line.
    ///   - rest: What stands before every other line.
    package static func lines(
        _ text: some StringProtocol, width: Int?, first: String = "", rest: String? = nil
    ) -> [String] {
        let rest = rest ?? first
        guard let width else { return [first + text] }
        let room = max(20, width - max(first.count, rest.count))
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = String(word)
            } else {
                line += line.isEmpty ? String(word) : " \(word)"
            }
        }
        lines.append(line)
        return lines.enumerated().map { ($0 == 0 ? first : rest) + $1 }
    }

    /// Two texts beside each other, the left one padded to its column.
    static func columns(_ left: [String], _ right: [String], leftWidth: Int) -> [String] {
        (0..<max(left.count, right.count)).map { index in
            let line = index < left.count ? left[index] : ""
            guard index < right.count else { return line }
            return line + String(repeating: " ", count: max(0, leftWidth - line.count)) + right[index]
        }
    }
}
