/// SplitMix64, so that a failing seed can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 below `limit`.
    ///
    /// Without rejection: the small bias does no harm here, and a debug build draws millions.
    mutating func below(_ limit: Int) -> Int { limit <= 1 ? 0 : Int(next() >> 33) % limit }

    /// True in so many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of the elements; `nil` if there is none.
    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }

    /// The value of one of the entries, each as likely as its weight.
    mutating func weighted<Value>(_ entries: [(weight: Int, value: Value)]) -> Value? {
        var left = below(entries.reduce(0) { $0 + $1.weight })
        for entry in entries {
            left -= entry.weight
            if left < 0 { return entry.value }
        }
        return nil
    }
}
