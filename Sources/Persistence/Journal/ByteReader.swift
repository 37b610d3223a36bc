/// Reads what ``ByteWriter`` wrote; every read checks what is left.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { at == bytes.count }
    var left: Int { bytes.count - at }

    mutating func byte() throws(JournalError) -> UInt8 {
        guard at < bytes.count else { throw .truncated }
        defer { at += 1 }
        return bytes[at]
    }

    mutating func varint() throws(JournalError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw .malformed("a number does not fit") }
            value |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { return value }
            shift += 7
        }
    }

    mutating func zigzag() throws(JournalError) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// How many entries follow; each takes at least one byte, so a broken number can't ask for all memory.
    mutating func countOfEntries() throws(JournalError) -> Int {
        let value = try varint()
        guard value <= UInt64(left) else { throw .truncated }
        return Int(value)
    }

    mutating func fixed64() throws(JournalError) -> UInt64 {
        guard left >= 8 else { throw .truncated }
        defer { at += 8 }
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    mutating func fixed32() throws(JournalError) -> UInt32 {
        guard left >= 4 else { throw .truncated }
        defer { at += 4 }
        return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
    }

    mutating func text() throws(JournalError) -> String {
        let count = try countOfEntries()
        defer { at += count }
        return String(decoding: bytes[at..<at + count], as: UTF8.self)
    }
}

/// Why the bytes of a journal can't be read.
enum JournalError: Error, Equatable {
    case truncated
    case version(UInt8)
    case malformed(String)
}
