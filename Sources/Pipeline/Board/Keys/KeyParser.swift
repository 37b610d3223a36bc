/// Turns the bytes of a terminal into keys, whatever pieces they arrive in.
///
/// A value: bytes in, keys out. An escape that nothing follows is the Escape key; the caller says when that is so.
package struct KeyParser: Sendable {
    /// A paste longer than this is cut off: nobody means to put a file into a note.
    private static let longestPaste = 4_096
    /// A sequence longer than this is no key.
    private static let longestSequence = 32
    private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

    private var waiting: [UInt8] = []
    private var pasted: [UInt8]?

    package init() {}

    /// Whether more bytes are needed to know what was pressed.
    package var isUndecided: Bool { !waiting.isEmpty && pasted == nil }

    /// The keys of some bytes; what is not complete yet waits for more.
    package mutating func keys(_ bytes: [UInt8]) -> [Key] {
        var keys: [Key] = []
        for byte in bytes {
            if let key = take(byte) { keys.append(key) }
        }
        return keys
    }

    /// Nothing followed in time: what waits is a key by itself.
    package mutating func settle() -> [Key] {
        guard isUndecided else { return [] }
        defer { waiting = [] }
        return [waiting == [0x1B] ? .escape : .unknown]
    }

    private mutating func take(_ byte: UInt8) -> Key? {
        if pasted != nil { return takePasted(byte) }
        waiting.append(byte)
        if waiting[0] == 0x1B { return takeSequence(byte) }
        if waiting[0] >= 0x80 { return takeText() }
        waiting = []
        return Self.single(byte)
    }

    private mutating func takePasted(_ byte: UInt8) -> Key? {
        waiting.append(byte)
        if waiting.count > Self.pasteEnd.count { pasteOne() }
        guard waiting == Self.pasteEnd else { return nil }
        let text = String(decoding: pasted ?? [], as: UTF8.self)
        waiting = []
        pasted = nil
        return .paste(text)
    }

    private mutating func pasteOne() {
        let first = waiting.removeFirst()
        if (pasted?.count ?? 0) < Self.longestPaste { pasted?.append(first) }
    }

    private mutating func takeText() -> Key? {
        let needed =
            switch waiting[0] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard waiting.count >= needed || (waiting.last ?? 0) < 0x80 && waiting.count > 1 else { return nil }
        defer { waiting = [] }
        let text = String(decoding: waiting, as: UTF8.self)
        guard let character = text.first, text.count == 1, character != "\u{FFFD}" else { return .unknown }
        return .character(character)
    }

    private mutating func takeSequence(_ byte: UInt8) -> Key? {
        guard waiting.count > 1 else { return nil }
        let second = waiting[1]
        guard second == 0x5B || second == 0x4F else {
            // Alt and a key, or Escape and then a key.
            waiting = second == 0x1B ? [0x1B] : []
            return second == 0x1B ? .escape : .unknown
        }
        guard waiting.count > 2 else { return nil }
        // A control sequence ends with a byte from @ to ~ (ECMA-48, 5.4).
        guard (0x40...0x7E).contains(byte) || waiting.count > Self.longestSequence || byte < 0x20 else { return nil }
        let sequence = String(decoding: waiting[2...], as: UTF8.self)
        waiting = []
        if sequence == "200~" {
            pasted = []
            return nil
        }
        return Self.named[sequence] ?? .unknown
    }

    private static let named: [String: Key] = [
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab, "1~": .home, "3~": .delete,
        "4~": .end, "5~": .pageUp, "6~": .pageDown, "7~": .home, "8~": .end,
    ]

    private static func single(_ byte: UInt8) -> Key {
        switch byte {
        case 0x0A, 0x0D: .enter
        case 0x09: .tab
        case 0x08, 0x7F: .backspace
        case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x20...0x7E: .character(Character(Unicode.Scalar(byte)))
        default: .unknown
        }
    }
}
