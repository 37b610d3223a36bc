/// Reads a short text of bytes from its start to its end.
struct TextReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var at = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { at == bytes.count }
    private var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[at...]) }

    /// Exactly so many digits, at most nine.
    mutating func digits(_ count: Int) -> Int? { digits(count...count) }

    /// As many digits as there are, within a range of at most nine.
    mutating func digits(_ count: ClosedRange<Int>) -> Int? {
        var value = 0
        var read = 0
        while read < count.upperBound, at + read < bytes.count, bytes[at + read] &- 0x30 <= 9 {
            value = value * 10 + Int(bytes[at + read] &- 0x30)
            read += 1
        }
        guard read >= count.lowerBound else { return nil }
        at += read
        return value
    }

    /// A fraction of a second as whole milliseconds; further digits are cut off.
    mutating func fraction() -> Int? {
        var value = 0
        var scale = 100
        var read = 0
        while at < bytes.count, bytes[at] &- 0x30 <= 9 {
            value += Int(bytes[at] &- 0x30) * scale
            scale /= 10
            read += 1
            at += 1
        }
        return read > 0 ? value : nil
    }

    /// Passes over a character if it stands here.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, UInt32(bytes[at]) == character.value else { return false }
        at += 1
        return true
    }

    /// Passes over spaces; false if there are none.
    mutating func skipSpaces() -> Bool {
        let start = at
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
        return at > start
    }

    /// The ASCII letters that stand here.
    mutating func letters() -> UnsafeRawBufferPointer {
        let start = at
        while at < bytes.count, (bytes[at] | 0x20) &- 0x61 < 26 { at += 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<at])
    }

    /// A zone after any spaces: a word, an offset, or a word with an offset as in `UTC+2`.
    ///
    /// Nothing here is no zone and sound; false if something else stands here.
    mutating func zone(_ offset: inout Int?) -> Bool {
        _ = skipSpaces()
        guard !isAtEnd else { return true }
        let word = letters()
        var base = 0
        if !word.isEmpty {
            guard let known = CivilTime.zoneWords.first(where: { word.equalsIgnoringCase($0.word) }) else {
                return false
            }
            base = Int(known.hours * 3_600)
            offset = base
            if isAtEnd { return true }
        }
        let negative: Bool
        if skip("-") {
            negative = true
        } else if skip("+") {
            negative = false
        } else {
            return !word.isEmpty
        }
        guard let hours = digits(1...2), hours <= 18 else { return false }
        var minutes = 0
        let hasColon = skip(":")
        if hasColon || (!isAtEnd && bytes[at] &- 0x30 <= 9) {
            guard let read = digits(2), read < 60 else { return false }
            minutes = read
        }
        offset = base + (hours * 3_600 + minutes * 60) * (negative ? -1 : 1)
        return true
    }
}
