/// Rows of choices in which every two values of two different axes meet at least once.
///
/// The same for the same seed.
struct PairwiseCover {
    private(set) var rows: [[Int]] = []

    /// - Parameter sizes: How many values each axis has.
    init(sizes: [Int], seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var uncovered: [[[Bool]]] = []
        var pairs: [(Int, Int)] = []
        for left in sizes.indices {
            for right in sizes.indices where right > left {
                pairs.append((left, right))
                uncovered.append(Array(repeating: Array(repeating: true, count: sizes[right]), count: sizes[left]))
            }
        }
        for (index, pair) in pairs.enumerated() {
            for left in 0..<sizes[pair.0] {
                for right in 0..<sizes[pair.1] where uncovered[index][left][right] {
                    var best: (row: [Int], count: Int) = ([], -1)
                    for _ in 0..<6 {
                        var row = sizes.map { Int(random.next() % UInt64($0)) }
                        row[pair.0] = left
                        row[pair.1] = right
                        var count = 0
                        for (other, axes) in pairs.enumerated() where uncovered[other][row[axes.0]][row[axes.1]] {
                            count += 1
                        }
                        if count > best.count { best = (row, count) }
                    }
                    for (other, axes) in pairs.enumerated() {
                        uncovered[other][best.row[axes.0]][best.row[axes.1]] = false
                    }
                    rows.append(best.row)
                }
            }
        }
    }
}

/// A sequence that is the same for the same seed (xorshift).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed == 0 ? 1 : seed }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
