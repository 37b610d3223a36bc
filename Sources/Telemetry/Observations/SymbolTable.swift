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
/// Belongs to one thread. Open addressing over the bytes; a text that is known costs no allocation.
package final class SymbolTable {
    /// A text that is known, as bytes that stay where they are.
    private struct Entry {
        var start: UnsafePointer<UInt8>
        var count: Int
        var hash: UInt64
    }

    /// Blocks of bytes of at least this size hold the texts.
    private static let blockSize = 1 << 16

    private var texts: [String] = []
    private var entries = UnsafeMutableBufferPointer<Entry>.allocate(capacity: 512)
    private var blocks: [UnsafeMutablePointer<UInt8>] = []
    /// What is left of the last block.
    private var room = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    /// The upper half of a text's hash over its index plus one, so that a wrong text is almost never looked at; 0 is a
    /// free place.
    ///
    /// Its count is a power of two, at most half full.
    private var places = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 1_024)

    package init() {
        places.initialize(repeating: 0)
    }

    deinit {
        places.deallocate()
        entries.deallocate()
        for block in blocks { block.deallocate() }
    }

    /// How many different texts there are.
    package var count: Int { texts.count }

    /// The text of a symbol of this table.
    package subscript(symbol: Symbol) -> String { texts[Int(symbol.index)] }

    /// The symbol of a text, made if it is new.
    package func intern(_ text: String) -> Symbol {
        var copy = text
        return copy.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
    }

    /// The symbol of UTF-8 bytes, made if they are new; bytes that are not UTF-8 are repaired with U+FFFD.
    package func intern(_ bytes: UnsafeRawBufferPointer) -> Symbol {
        let hash = SymbolTable.hash(bytes)
        let place = place(of: bytes, hash)
        if places[place] != 0 { return Symbol(index: UInt32(SymbolTable.index(places[place]))) }
        let index = texts.count
        if index == entries.count { growEntries() }
        entries.initializeElement(at: index, to: Entry(start: keep(bytes), count: bytes.count, hash: hash))
        texts.append(String(decoding: bytes, as: UTF8.self))
        places[place] = SymbolTable.entry(hash, UInt32(index))
        if texts.count * 2 > places.count { growPlaces() }
        return Symbol(index: UInt32(index))
    }

    /// The symbol of a text if it is known.
    package func find(_ text: String) -> Symbol? {
        var copy = text
        return copy.withUTF8 { find(UnsafeRawBufferPointer($0)) }
    }

    /// The symbol of bytes if they are known.
    package func find(_ bytes: UnsafeRawBufferPointer) -> Symbol? {
        let found = places[place(of: bytes, SymbolTable.hash(bytes))]
        return found == 0 ? nil : Symbol(index: UInt32(SymbolTable.index(found)))
    }

    /// Where the bytes are, or the free place where they would be.
    @inline(__always)
    private func place(of bytes: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
        let places = places
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 {
            if SymbolTable.mayBe(places[place], hash),
                SymbolTable.equal(entries[SymbolTable.index(places[place])], bytes)
            {
                break
            }
            place = (place + 1) & mask
        }
        return place
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafePointer<UInt8> {
        if room.count < bytes.count || blocks.isEmpty {
            let size = max(SymbolTable.blockSize, bytes.count)
            let block = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
            blocks.append(block)
            room = UnsafeMutableBufferPointer(start: block, count: size)
        }
        // An empty text needs no room, and any place will do.
        guard let start = room.baseAddress else { return UnsafePointer(blocks[0]) }
        UnsafeMutableRawBufferPointer(start: start, count: bytes.count).copyMemory(from: bytes)
        room = UnsafeMutableBufferPointer(start: start + bytes.count, count: room.count - bytes.count)
        return UnsafePointer(start)
    }

    private func growEntries() {
        let wider = UnsafeMutableBufferPointer<Entry>.allocate(capacity: entries.count * 2)
        _ = wider.moveInitialize(fromContentsOf: entries)
        entries.deallocate()
        entries = wider
    }

    private func growPlaces() {
        let wider = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: places.count * 2)
        wider.initialize(repeating: 0)
        let mask = wider.count - 1
        for index in texts.indices {
            let hash = entries[index].hash
            var place = Int(truncatingIfNeeded: hash) & mask
            while wider[place] != 0 { place = (place + 1) & mask }
            wider[place] = SymbolTable.entry(hash, UInt32(index))
        }
        places.deallocate()
        places = wider
    }

    private static func entry(_ hash: UInt64, _ index: UInt32) -> UInt64 {
        hash & 0xFFFF_FFFF_0000_0000 | UInt64(index + 1)
    }

    private static func mayBe(_ entry: UInt64, _ hash: UInt64) -> Bool { (entry ^ hash) >> 32 == 0 }

    private static func index(_ entry: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: entry)) - 1 }

    @inline(__always)
    private static func equal(_ entry: Entry, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard entry.count == bytes.count else { return false }
        let known = UnsafeRawBufferPointer(start: entry.start, count: entry.count)
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
