/// A short text as two words, so that it is told from others at a glance: a decoder compares thousands a second.
struct ByteKey: Sendable, Equatable {
    /// The first eight bytes; of a shorter text all of them over zeros.
    let head: UInt64
    /// The last eight bytes; of a text of at most eight the same as `head`.
    let tail: UInt64
    let count: Int

    /// Texts that two words hold are equal if their keys are; the middle of longer ones has to be compared.
    static let wholeCount = 16

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
        count = bytes.count
        if count >= 8 {
            head = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
            tail = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
            return
        }
        head = ByteKey.word(bytes)
        tail = head
    }

    /// Fewer than eight bytes as a number; the loads overlap where that spares a loop.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        if count >= 4 {
            let low = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
            let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            return UInt64(low) | UInt64(high) &<< UInt64((count &- 4) &* 8)
        }
        if count == 0 { return 0 }
        let middle = count / 2
        return UInt64(bytes[0]) | UInt64(bytes[middle]) &<< UInt64(middle &* 8)
            | UInt64(bytes[count &- 1]) &<< UInt64((count &- 1) &* 8)
    }

    /// A hash for tables of known keys.
    @inline(__always)
    var hash: Int {
        let mixed = (head ^ (tail &<< 32 | tail &>> 32) ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed &>> 40)
    }

}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are others, compared eight at a time; the last eight overlap those before.
    @inline(__always)
    func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard count >= 8 else { return ByteKey(self) == ByteKey(other) }
        var at = 0
        while at < count &- 8 {
            guard hasWord(of: other, at: at) else { return false }
            at &+= 8
        }
        return hasWord(of: other, at: count &- 8)
    }

    @inline(__always)
    private func hasWord(of other: UnsafeRawBufferPointer, at place: Int) -> Bool {
        loadUnaligned(fromByteOffset: place, as: UInt64.self)
            == other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    }
}
