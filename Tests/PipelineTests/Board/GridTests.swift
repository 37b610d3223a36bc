import Testing

@testable import Pipeline

@Suite("Cells of a terminal")
struct GridTests {
    @Test(
        "what a terminal could take for a command is taken out of names and notes",
        arguments: [
            ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m"), ("\u{1B}]0;title\u{07}", "]0;title"),
            ("a\u{9B}31mb", "a31mb"), ("bell\u{07}\u{08}\u{7F}", "bell"), ("one\r\ntwo\tthree", "one  two three"),
            ("abc\u{202E}cba", "abccba"), ("\u{2066}x\u{2069}", "x"), ("soft\u{AD}hyphen", "softhyphen"),
            ("\u{1F469}\u{200D}\u{1F692}", "\u{1F469}\u{1F692}"), ("\u{1F1EA}\u{1F1EA}", "EE"),
            ("\u{2764}\u{FE0F}", "\u{2764}"), ("\u{301}alone", "\u{25CC}\u{301}alone"),
            ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}", "z\u{300}\u{301}\u{302}"),
            ("private\u{E000}", "private\u{FFFD}"), ("line\u{2028}break", "line break"),
            ("Kadri Õunapuu", "Kadri Õunapuu"), ("გიორგი", "გიორგი"), ("Олена Ґ", "Олена Ґ"),
        ])
    func safe(text: String, expected: String) {
        let safe = text.terminalSafe
        #expect(Array(safe.unicodeScalars) == Array(expected.unicodeScalars))
        #expect(safe.terminalSafe == safe)
    }

    @Test("no scalar of Unicode gets through as a control or a format character")
    func everyScalar() {
        var through: [UInt32] = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let dangerous = String(Character(scalar)).terminalSafe.unicodeScalars.contains { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
                default: false
                }
            }
            if dangerous { through.append(value) }
        }
        #expect(through.isEmpty)
    }

    @Test(
        "columns are counted as terminals count them",
        arguments: [
            ("abc", 3), ("Jüri Õun", 8), ("ju\u{308}ri", 4), ("Олена", 5), ("გიორგი", 6), ("山田", 4), ("한국", 4),
            ("\u{1F697}", 2), ("a\u{1F697}b", 4), ("…", 1), ("─", 1), ("", 0),
        ])
    func columns(text: String, expected: Int) { #expect(text.columns == expected) }

    @Test(
        "a text is cut with an ellipsis, never in the middle of a wide character",
        arguments: [
            ("oil pressure", 5, "oil …"), ("山田太郎", 4, "山…"), ("山田", 4, "山田"), ("abc", 3, "abc"), ("abc", 1, "…"),
            ("abc", 0, ""),
        ])
    func fitting(text: String, width: Int, expected: String) { #expect(text.fitted(to: width) == expected) }

    @Test(
        "lines break at spaces, and in a word only if it is longer than a line",
        arguments: [
            ("one two three", 7, 0, ["one two", "three"]), ("  a bb ccc", 6, 2, ["  a bb", "  ccc"]),
            ("abcdefgh", 3, 0, ["abc", "def", "gh"]), ("", 5, 0, [""]), ("山田太郎", 3, 0, ["山", "田", "太", "郎"]),
            ("a  b", 10, 0, ["a  b"]), ("x", 0, 9, ["x"]),
        ] as [(String, Int, Int, [String])])
    func wrapping(text: String, width: Int, indent: Int, expected: [String]) {
        #expect(text.wrapped(to: width, indent: indent) == expected)
    }

    @Test("wrapping keeps every word and no line is too wide")
    func wrappingKeepsWords() {
        var random = Seeded(7)
        for _ in 0..<400 {
            let words = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                String(
                    (0..<Int.random(in: 1...9, using: &random)).map { _ in "abcõ山გ".randomElement(using: &random) ?? "a"
                    })
            }
            let width = Int.random(in: 2...30, using: &random)
            let indent = Int.random(in: 0...8, using: &random)
            let lines = words.joined(separator: " ").wrapped(to: width, indent: indent)
            let isKept = lines.joined().filter { $0 != " " } == words.joined()
            #expect(isKept)
            #expect(lines.allSatisfy { $0.columns <= width })
        }
    }

    @Test("a line is cut at its width, and the rest of the row filled")
    func writing() {
        var grid = Grid(columns: 10, rows: 2)
        var line = StyledLine("oil ", .bold)
        line.add("pressure", .dim)
        grid.write(line, row: 0)
        grid.write(StyledLine("ab", .bold), row: 1, column: 2, width: 4, fill: .inverse)
        #expect(grid.text == "oil press…\n  ab")
        #expect(grid[1, 5].style == .inverse)
        #expect(grid[1, 6].style == .plain)
        grid.write(line, row: 2)
        grid.write(line, row: 0, column: 10)
        #expect(grid.text == "oil press…\n  ab")
    }

    @Test("half of a wide character never stays alone")
    func halves() {
        var grid = Grid(columns: 6, rows: 1)
        grid.write(StyledLine("山田太"), row: 0)
        grid.write(StyledLine("x"), row: 0, column: 1)
        #expect(grid.text(row: 0) == " x田太")
        grid.write(StyledLine("y"), row: 0, column: 2)
        #expect(grid.text(row: 0) == " xy 太")
    }

    @Test("an update changes what a terminal shows into the grid, whatever it showed before")
    func updates() {
        var random = Seeded(11)
        var screen = FakeTerminal(columns: 24, rows: 6)
        var old: Grid?
        for step in 0..<300 {
            var grid = Grid(columns: 24, rows: 6)
            for row in 0..<6 where Bool.random(using: &random) {
                var line = StyledLine()
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    let word = ["ab", "山", "Õ", "გი", "\u{1F697}", " "].randomElement(using: &random) ?? ""
                    line.add(word, Bool.random(using: &random) ? .alarm : .dim)
                }
                grid.write(line, row: row, column: Int.random(in: 0...20, using: &random))
            }
            screen.take(grid.update(from: step % 50 == 0 ? nil : old, showsColour: true))
            #expect(screen.text == grid.text, "step \(step)")
            #expect(grid.update(from: grid, showsColour: true) == "")
            old = grid
        }
    }

    @Test("without colours no colour is sent, and what is inverse stays so")
    func noColour() {
        var grid = Grid(columns: 20, rows: 1)
        grid.write(StyledLine("ALARM", .alarm), row: 0)
        let coloured = grid.update(from: nil, showsColour: true)
        let plain = grid.update(from: nil, showsColour: false)
        #expect(coloured.contains("\u{1B}[0;1;7;31m"))
        #expect(plain.contains("\u{1B}[0;1;7m"))
        #expect(!plain.contains(/;?[349][0-7]m/))
    }
}

/// A terminal that knows what ``Grid/update(from:showsColour:)`` sends, and traps on nothing.
struct FakeTerminal {
    private var cells: [[Character?]]
    private var row = 0
    private var column = 0

    init(columns: Int, rows: Int) { cells = Array(repeating: Array(repeating: " ", count: columns), count: rows) }

    mutating func take(_ text: String) {
        var rest = Substring(text)
        while let character = rest.first {
            if let match = rest.prefixMatch(of: /\u{1B}\[(\d+);(\d+)H/) {
                row = (Int(match.1) ?? 1) - 1
                column = (Int(match.2) ?? 1) - 1
                rest = rest[match.range.upperBound...]
            } else if let match = rest.prefixMatch(of: /\u{1B}\[[?0-9;]*[mhl]/) {
                rest = rest[match.range.upperBound...]
            } else {
                if cells[row][column] == nil, column > 0 { cells[row][column - 1] = " " }
                cells[row][column] = character
                let end = column + character.columns
                if end < cells[row].count, cells[row][end] == nil { cells[row][end] = " " }
                if character.columns == 2 { cells[row][column + 1] = nil }
                column = end
                rest.removeFirst()
            }
        }
    }

    var text: String {
        cells.map { row in
            var text = String(row.compactMap { $0 })
            while text.last == " " { text.removeLast() }
            return text
        }.joined(separator: "\n")
    }
}

/// The same numbers in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
