/// A line of text in pieces of one style each.
package struct StyledLine: Sendable, Equatable {
    /// A piece.
    package struct Span: Sendable, Equatable {
        package var text: String
        package var style: Style
    }

    package private(set) var spans: [Span] = []

    package init() {}

    /// A line of one style; what a terminal could take for a command is taken out.
    package init(_ text: String, _ style: Style = .plain) { add(text, style) }

    /// Adds a piece at the end; what a terminal could take for a command is taken out.
    package mutating func add(_ text: String, _ style: Style = .plain) {
        if !text.isEmpty { spans.append(Span(text: text.terminalSafe, style: style)) }
    }

    /// Adds a piece of just this many columns.
    package mutating func add(_ text: String, width: Int, _ style: Style = .plain) {
        add(text.terminalSafe.padded(to: width), style)
    }

    /// The words without their styles.
    package var text: String { spans.reduce("") { $0 + $1.text } }
    package var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }

    /// The same line, selected.
    package var inverted: StyledLine {
        var line = self
        for index in line.spans.indices { line.spans[index].style = line.spans[index].style.inverted() }
        return line
    }
}

extension String {
    /// The text in lines of at most `width` columns, broken at spaces where there are any.
    ///
    /// - Parameter indent: Columns by which every line but the first is moved in.
    package func wrapped(to width: Int, indent: Int = 0) -> [String] {
        let width = Swift.max(width, 1)
        let indent = indent < width / 2 ? indent : 0
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        var used = 0
        var isFresh = true
        func flush() {
            lines.append(line)
            line = margin
            used = indent
            isFresh = true
        }
        for word in splitKeepingSpaces {
            var word = word
            if word.first == " " {
                // Spaces at a break are dropped; those at the very start are an indent.
                if isFresh, !lines.isEmpty { continue }
                if used + word.count > width { continue }
                line += word
                used += word.count
                continue
            }
            if used + word.columns > width, !isFresh { flush() }
            while used + word.columns > width {
                var head = ""
                while let character = word.first, used + character.columns <= width || head.isEmpty && used <= indent {
                    head.append(character)
                    used += character.columns
                    word.removeFirst()
                }
                if head.isEmpty { used = 0 }
                line += head
                flush()
            }
            guard !word.isEmpty else { continue }
            line += word
            used += word.columns
            isFresh = false
        }
        if !isFresh || lines.isEmpty { lines.append(line) }
        return lines.map { $0.trailingSpacesDropped }
    }

    private var trailingSpacesDropped: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Words and runs of spaces in turn.
    private var splitKeepingSpaces: [String] {
        var pieces: [String] = []
        for character in self {
            if let last = pieces.last, (last.first == " ") == (character == " ") {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }
}
