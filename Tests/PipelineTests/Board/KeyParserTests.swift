import Testing

@testable import Pipeline

@Suite("Keys from bytes")
struct KeyParserTests {
    @Test(
        "a key is known by its bytes, also if they come one by one",
        arguments: [
            ("c", [.character("c")]), ("F", [.character("F")]), ("õ", [.character("õ")]), ("გ", [.character("გ")]),
            ("\u{1F697}", [.character("\u{1F697}")]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
            ("\u{7F}", [.backspace]), ("\u{08}", [.backspace]), ("\u{03}", [.control("c")]), ("\u{1B}[A", [.up]),
            ("\u{1B}OB", [.down]), ("\u{1B}[C", [.right]), ("\u{1B}[D", [.left]), ("\u{1B}[5~", [.pageUp]),
            ("\u{1B}[6~", [.pageDown]), ("\u{1B}[Z", [.backTab]), ("\u{1B}[H", [.home]), ("\u{1B}[4~", [.end]),
            ("\u{1B}[1;5Q", [.unknown]), ("\u{1B}x", [.unknown]), ("\u{1B}\u{1B}[A", [.escape, .up]),
            ("jk", [.character("j"), .character("k")]),
            (
                "\u{1B}[200~q\u{1B}[Ay\r\u{1B}[201~j",
                [
                    .paste("q\u{1B}[Ay\r"), .character("j"),
                ]
            ),
        ] as [(String, [Key])])
    func keys(text: String, expected: [Key]) {
        var whole = KeyParser()
        #expect(whole.keys(Array(text.utf8)) == expected)
        #expect(!whole.isUndecided)
        var single = KeyParser()
        let keys = text.utf8.flatMap { single.keys([$0]) }
        #expect(keys == expected)
    }

    @Test("an escape that nothing follows is the Escape key, half a sequence is none")
    func settling() {
        var parser = KeyParser()
        #expect(parser.keys([0x1B]) == [])
        #expect(parser.isUndecided)
        #expect(parser.settle() == [.escape])
        #expect(parser.keys([0x1B, 0x5B]) == [])
        #expect(parser.settle() == [.unknown])
        #expect(parser.keys(Array("c".utf8)) == [.character("c")])
    }

    @Test("whatever bytes come, a key that is pressed afterwards is understood")
    func anyBytes() {
        var random = Seeded(3)
        for _ in 0..<2_000 {
            var parser = KeyParser()
            let bytes = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                [UInt8(0x1B), 0x5B, 0x32, 0x30, 0x7E, 0xC3, 0xF0, 0x80, 0x41].randomElement(using: &random)
                    ?? UInt8.random(in: 0...255, using: &random)
            }
            _ = parser.keys(bytes)
            _ = parser.settle()
            // A paste that was begun by chance is ended first.
            _ = parser.keys(Array("\u{1B}[201~".utf8))
            _ = parser.settle()
            #expect(parser.keys(Array("q".utf8)) == [.character("q")], "\(bytes)")
        }
    }
}
