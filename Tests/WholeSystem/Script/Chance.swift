/// SplitMix64, so that a failing seed can be lived again.
struct Chance {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// A chance of its own for a question: what a person does must not depend on who was asked before.
    init(_ seed: UInt64, _ question: String) {
        var mixed: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in question.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01B3 }
        state = mixed ^ seed &* 0x9E37_79B9_7F4A_7C15
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 below `limit`.
    mutating func below(_ limit: Int) -> Int { limit <= 1 ? 0 : Int(next() >> 33) % limit }

    /// A number of a range.
    mutating func among(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True in so many of a hundred cases.
    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    /// One of several.
    mutating func pick<Element>(_ elements: [Element], or other: Element) -> Element {
        elements.isEmpty ? other : elements[below(elements.count)]
    }

    /// One of several, each as likely as its weight.
    mutating func weighted<Value>(_ entries: [(weight: Int, value: Value)], or other: Value) -> Value {
        var left = below(entries.reduce(0) { $0 + $1.weight })
        for entry in entries {
            left -= entry.weight
            if left < 0 { return entry.value }
        }
        return other
    }
}
