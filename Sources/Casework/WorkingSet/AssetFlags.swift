/// One bit for each asset, by its row key.
package struct AssetFlags: Sendable {
    private var words: [UInt64] = []

    /// Those of `assets` are set.
    package init(_ assets: [Int64] = []) {
        for asset in assets { set(asset, true) }
    }

    /// Whether an asset's bit is set.
    package func has(_ asset: Int64) -> Bool {
        let word = Int(truncatingIfNeeded: asset >> 6)
        return word < words.count && words[word] >> UInt64(truncatingIfNeeded: asset & 63) & 1 == 1
    }

    /// Sets or clears an asset's bit.
    package mutating func set(_ asset: Int64, _ value: Bool) {
        let word = Int(truncatingIfNeeded: asset >> 6)
        if word >= words.count {
            guard value else { return }
            words.append(contentsOf: repeatElement(0, count: word + 1 - words.count))
        }
        let bit = UInt64(1) << UInt64(truncatingIfNeeded: asset & 63)
        if value { words[word] |= bit } else { words[word] &= ~bit }
    }
}
