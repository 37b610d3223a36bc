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
    private var texts: [String] = []
    private var hashes: [UInt64] = []
    /// The upper half of a text's hash over its index plus one, so that a wrong text is almost never looked at; 0 is a
    /// free place.
    ///
    /// Its count is a power of two, at most half full.
    private var places: [UInt64] = Array(repeating: 0, count: 1_024)

    package init() {}

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
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 {
            if SymbolTable.mayBe(places[place], hash), SymbolTable.equal(texts[SymbolTable.index(places[place])], bytes)
            {
                return Symbol(index: UInt32(SymbolTable.index(places[place])))
            }
            place = (place + 1) & mask
        }
        let index = UInt32(texts.count)
        texts.append(String(decoding: bytes, as: UTF8.self))
        hashes.append(hash)
        places[place] = SymbolTable.entry(hash, index)
        if texts.count * 2 > places.count { grow() }
        return Symbol(index: index)
    }

    /// The symbol of a text if it is known.
    package func find(_ text: String) -> Symbol? {
        var copy = text
        return copy.withUTF8 { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            let hash = SymbolTable.hash(raw)
            let mask = places.count - 1
            var place = Int(truncatingIfNeeded: hash) & mask
            while places[place] != 0 {
                if SymbolTable.mayBe(places[place], hash),
                    SymbolTable.equal(texts[SymbolTable.index(places[place])], raw)
                {
                    return Symbol(index: UInt32(SymbolTable.index(places[place])))
                }
                place = (place + 1) & mask
            }
            return nil
        }
    }

    private func grow() {
        var wider = [UInt64](repeating: 0, count: places.count * 2)
        let mask = wider.count - 1
        for (index, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & mask
            while wider[place] != 0 { place = (place + 1) & mask }
            wider[place] = SymbolTable.entry(hash, UInt32(index))
        }
        places = wider
    }

    private static func entry(_ hash: UInt64, _ index: UInt32) -> UInt64 {
        hash & 0xFFFF_FFFF_0000_0000 | UInt64(index + 1)
    }

    private static func mayBe(_ entry: UInt64, _ hash: UInt64) -> Bool { (entry ^ hash) >> 32 == 0 }

    private static func index(_ entry: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: entry)) - 1 }

    private static func equal(_ text: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var copy = text
        return copy.withUTF8 { known in
            known.count == bytes.count && known.elementsEqual(bytes)
        }
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
