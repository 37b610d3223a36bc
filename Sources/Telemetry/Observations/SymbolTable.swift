/// A text that a ``SymbolTable`` has seen: a small number instead of a string, equal if and only if the texts are.
///
/// A symbol is valid in the table that made it, within this process; it is never stored.
package struct Symbol: Hashable, Sendable {
    /// Dense: the first text of a table is 0, the next 1, …; so it serves as an index.
    package let index: UInt32

    package init(index: UInt32) {
        self.index = index
    }
}

/// Interns device ids, sources and signal names, so that the hot path compares and indexes numbers.
///
/// Belongs to one thread, but what was interned stays where it is: another thread may ask for the text of a symbol that
/// it was handed, while this one interns more. Open addressing over the bytes; a text that is known costs no allocation.
package final class SymbolTable {
    /// A place for a text: all that is needed to know it again stands in one line of the processor's cache.
    private struct Place {
        /// The upper half of the text's hash over its index plus one; 0 is a free place.
        var tag: UInt64 = 0
        var text = Text()

        var index: Int { Int(UInt32(truncatingIfNeeded: tag)) - 1 }
    }

    /// The bytes of a text, which stay where they are: their length over 48 bits of their address.
    private struct Text {
        var packed: UInt64 = 0

        var bytes: UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(
                start: UnsafeRawPointer(bitPattern: UInt(packed & 0xFFFF_FFFF_FFFF)), count: Int(packed >> 48))
        }
    }

    /// Texts by index, in blocks of which each is twice as large as the one before: none of them ever moves.
    private final class Texts {
        private static let firstBlock = 1_024

        private(set) var count = 0
        /// As many as any number of 32 bits can need.
        private let blocks = UnsafeMutableBufferPointer<UnsafeMutablePointer<Text>?>.allocate(capacity: 32)

        init() { blocks.initialize(repeating: nil) }

        deinit {
            for block in blocks { block?.deallocate() }
            blocks.deallocate()
        }

        /// A symbol that was handed over by another thread has its block: whoever handed it over had made that before.
        subscript(index: UInt32) -> Text {
            let (block, place) = Texts.place(of: Int(index))
            guard let start = blocks[block] else { preconditionFailure("symbol \(index) is of another table") }
            return start[place]
        }

        func append(_ text: Text) {
            let (block, place) = Texts.place(of: count)
            let start: UnsafeMutablePointer<Text>
            if let known = blocks[block] {
                start = known
            } else {
                start = .allocate(capacity: Texts.firstBlock << block)
                blocks[block] = start
            }
            (start + place).initialize(to: text)
            count += 1
        }

        private static func place(of index: Int) -> (block: Int, place: Int) {
            let number = index + firstBlock
            let block = Int.bitWidth - 1 - number.leadingZeroBitCount - firstBlock.trailingZeroBitCount
            return (block, number - firstBlock << block)
        }
    }

    /// Blocks of bytes of at least this size hold the texts.
    private static let blockSize = 1 << 16

    /// By index; a string each would take more room than all the rest.
    private let texts = Texts()
    private var blocks: [UnsafeMutablePointer<UInt8>] = []
    /// What is left of the last block.
    private var room = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    /// Its count is a power of two, at most half full.
    @exclusivity(unchecked) private var places = UnsafeMutableBufferPointer<Place>.allocate(capacity: 1_024)

    package init() {
        places.initialize(repeating: Place())
    }

    deinit {
        places.deallocate()
        for block in blocks { block.deallocate() }
    }

    /// How many different texts there are.
    package var count: Int { texts.count }

    /// The text of a symbol of this table, made anew each time.
    package subscript(symbol: Symbol) -> String {
        String(decoding: texts[symbol.index].bytes, as: UTF8.self)
    }

    /// The bytes of a symbol of this table as they were interned; valid as long as the table.
    package func bytes(of symbol: Symbol) -> UnsafeRawBufferPointer { texts[symbol.index].bytes }

    /// The symbol of a text, made if it is new.
    package func intern(_ text: String) -> Symbol {
        var copy = text
        return copy.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
    }

    /// The symbol of UTF-8 bytes, made if they are new; bytes that are not UTF-8 are repaired with U+FFFD.
    package func intern(_ bytes: UnsafeRawBufferPointer) -> Symbol {
        // A length fits into 16 bits: ids and names are far below that, and what is beyond does not count.
        let bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(UInt16.max)))
        let hash = SymbolTable.hash(bytes)
        let place = place(of: bytes, hash)
        if places[place].tag != 0 { return Symbol(index: UInt32(places[place].index)) }
        let index = UInt32(texts.count)
        let text = keep(bytes)
        texts.append(text)
        places[place] = Place(tag: SymbolTable.tag(hash, index), text: text)
        if texts.count * 2 > places.count { grow() }
        return Symbol(index: index)
    }

    /// The symbol of a text if it is known.
    package func find(_ text: String) -> Symbol? {
        var copy = text
        return copy.withUTF8 { find(UnsafeRawBufferPointer($0)) }
    }

    /// The symbol of bytes if they are known.
    package func find(_ bytes: UnsafeRawBufferPointer) -> Symbol? {
        let found = places[place(of: bytes, SymbolTable.hash(bytes))]
        return found.tag == 0 ? nil : Symbol(index: UInt32(found.index))
    }

    /// Where the bytes are, or the free place where they would be.
    @inline(__always)
    private func place(of bytes: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
        let places = places
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place].tag != 0 {
            if (places[place].tag ^ hash) >> 32 == 0, SymbolTable.equal(places[place].text.bytes, bytes) { break }
            place = (place + 1) & mask
        }
        return place
    }

    /// Copies bytes to where they stay.
    private func keep(_ bytes: UnsafeRawBufferPointer) -> Text {
        if room.count < bytes.count || blocks.isEmpty {
            let size = max(SymbolTable.blockSize, bytes.count)
            let block = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
            blocks.append(block)
            room = UnsafeMutableBufferPointer(start: block, count: size)
        }
        guard let start = room.baseAddress else { return Text() }
        UnsafeMutableRawBufferPointer(start: start, count: bytes.count).copyMemory(from: bytes)
        room = UnsafeMutableBufferPointer(start: start + bytes.count, count: room.count - bytes.count)
        return Text(packed: UInt64(bytes.count) << 48 | UInt64(UInt(bitPattern: start)))
    }

    private func grow() {
        let wider = UnsafeMutableBufferPointer<Place>.allocate(capacity: places.count * 2)
        wider.initialize(repeating: Place())
        let mask = wider.count - 1
        for old in places where old.tag != 0 {
            var place = Int(truncatingIfNeeded: SymbolTable.hash(old.text.bytes)) & mask
            while wider[place].tag != 0 { place = (place + 1) & mask }
            wider[place] = old
        }
        places.deallocate()
        places = wider
    }

    private static func tag(_ hash: UInt64, _ index: UInt32) -> UInt64 {
        hash & 0xFFFF_FFFF_0000_0000 | UInt64(index + 1)
    }

    @inline(__always)
    private static func equal(_ known: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard known.count == bytes.count else { return false }
        var offset = 0
        while offset + 8 <= known.count {
            let left = known.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard left == bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset += 8
        }
        while offset < known.count {
            guard known[offset] == bytes[offset] else { return false }
            offset += 1
        }
        return true
    }

    /// Multiply and fold over eight bytes at a time; ids come from a broker with accounts, so no secret key is needed.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
        func mix(_ word: UInt64) {
            let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            state = product.high ^ product.low
        }
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < bytes.count {
            tail = tail << 8 | UInt64(bytes[offset])
            offset += 1
        }
        mix(tail)
        return state ^ state >> 32
    }
}
