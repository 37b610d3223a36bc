/// Every topic of a set in one tree: which group of rules a topic belongs to, and where its captures lie.
///
/// Flat arrays, so that looking a topic up copies nothing. Where several topics fit, the most literal segment from the
/// left wins: a literal, then a capture with prefix or suffix, then a plain capture, then one of several segments.
final class TopicMatcher: Sendable {
    private struct Node: Sendable {
        /// Where the literals of each length begin in `starts`; one place more than there are lengths.
        var lengths: Range<Int32>
        var affixed: Range<Int32>
        var any: Int32
        var many: Int32
        /// What ends here.
        var entry: Int32
        /// Whether a segment that fits one of the children fits no other, so that there is no way back to here.
        var hasOneWay: Bool
    }

    /// Bytes of the pool.
    private struct Text: Sendable {
        var start: Int32
        var count: Int32
    }

    private struct Literal: Sendable {
        var key: ByteKey
        var text: Text
        var ignoresCase: Bool
        var node: Int32
    }

    private struct Affixed: Sendable {
        var prefix: Text
        var suffix: Text
        var node: Int32
    }

    /// Longer topics belong to no profile.
    static let longestTopic = 1_024

    private let nodes: [Node]
    private let literals: [Literal]
    private let starts: [Int32]
    private let affixed: [Affixed]
    private let pool: [UInt8]

    /// Compiles a tree.
    init(_ tree: TopicTree) {
        var literals: [Literal] = []
        var starts: [Int32] = []
        var affixed: [Affixed] = []
        var pool: [UInt8] = []
        func text(_ bytes: [UInt8]) -> Text {
            defer { pool += bytes }
            return Text(start: Int32(pool.count), count: Int32(bytes.count))
        }
        nodes = tree.nodes.map { node in
            let firstStart = Int32(starts.count)
            let longest = node.literals.map(\.text.count).max() ?? -1
            for length in 0..<(longest + 1) {
                starts.append(Int32(literals.count))
                for one in node.literals where one.text.count == length {
                    literals.append(
                        Literal(
                            key: one.text.withUnsafeBytes { ByteKey($0) }, text: text(one.text),
                            ignoresCase: one.ignoresCase, node: Int32(one.node)))
                }
            }
            starts.append(Int32(literals.count))
            let firstAffixed = Int32(affixed.count)
            for one in node.affixed {
                affixed.append(
                    Affixed(prefix: text(one.prefix), suffix: text(one.suffix), node: Int32(one.node)))
            }
            return Node(
                lengths: firstStart..<Int32(starts.count), affixed: firstAffixed..<Int32(affixed.count),
                any: Int32(node.any), many: Int32(node.many), entry: Int32(node.entry),
                hasOneWay: node.affixed.isEmpty && node.any < 0 && node.many < 0
                    && !node.literals.contains(where: \.ignoresCase))
        }
        self.literals = literals
        self.starts = starts
        self.affixed = affixed
        self.pool = pool
    }

    /// The entry of a topic, or -1; `captures` become the captured byte ranges in the order of the topic.
    func match(_ topic: UnsafeRawBufferPointer, captures: inout TopicCaptures) -> Int {
        captures.cut(to: 0)
        guard topic.count <= TopicMatcher.longestTopic, !topic.isEmpty else { return -1 }
        return match(topic, from: 0, at: 0, &captures)
    }

    /// The entry of the segments from `start` on; without one, captures may be left over.
    ///
    /// - Parameter start: One past the end of the topic when all segments are used.
    private func match(
        _ topic: UnsafeRawBufferPointer, from start: Int, at place: Int32, _ captures: inout TopicCaptures
    ) -> Int {
        var start = start
        var place = place
        // Goes round for the last that may fit, and calls itself for what comes before.
        ways: while true {
            let node = nodes[Int(place)]
            if start > topic.count { return Int(node.entry) }
            var end = TopicMatcher.endOfSegment(topic, from: start)
            let depth = captures.count
            let segment = UnsafeRawBufferPointer(rebasing: topic[start..<end])
            let key = ByteKey(segment)
            for index in literals(of: node, length: end - start) {
                let literal = literals[Int(index)]
                guard isLiteral(literal, segment, key) else { continue }
                if node.hasOneWay {
                    start = end + 1
                    place = literal.node
                    continue ways
                }
                let found = match(topic, from: end + 1, at: literal.node, &captures)
                if found >= 0 { return found }
                captures.cut(to: depth)
            }
            guard end > start else { return -1 }
            for index in node.affixed {
                let affixed = affixed[Int(index)]
                let from = start + Int(affixed.prefix.count)
                let to = end - Int(affixed.suffix.count)
                guard from < to, equal(affixed.prefix, topic, start, from), equal(affixed.suffix, topic, to, end) else {
                    continue
                }
                captures.append(from..<to)
                let found = match(topic, from: end + 1, at: affixed.node, &captures)
                if found >= 0 { return found }
                captures.cut(to: depth)
            }
            if node.any >= 0 {
                captures.append(start..<end)
                if node.many < 0 {
                    start = end + 1
                    place = node.any
                    continue ways
                }
                let found = match(topic, from: end + 1, at: node.any, &captures)
                if found >= 0 { return found }
                captures.cut(to: depth)
            }
            guard node.many >= 0 else { return -1 }
            // A topic has at most one such capture, so this is linear in segments, times the topics' depth.
            while true {
                captures.append(start..<end)
                let found = match(topic, from: end + 1, at: node.many, &captures)
                if found >= 0 { return found }
                captures.cut(to: depth)
                guard end < topic.count else { return -1 }
                end = TopicMatcher.endOfSegment(topic, from: end + 1)
            }
        }
    }

    /// The literals below a node that have a length.
    @inline(__always)
    private func literals(of node: Node, length: Int) -> Range<Int32> {
        let place = Int(node.lengths.lowerBound) &+ length
        guard place &+ 1 < Int(node.lengths.upperBound) else { return 0..<0 }
        return starts[place]..<starts[place + 1]
    }

    /// Where the next slash is, or the end of the topic; eight bytes at a time.
    @inline(__always)
    private static func endOfSegment(_ topic: UnsafeRawBufferPointer, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var end = start
        while end &+ 8 <= topic.count {
            let word = UInt64(littleEndian: topic.loadUnaligned(fromByteOffset: end, as: UInt64.self)) ^ ones &* 0x2F
            // The lowest bit that is set stands in the first byte that is zero.
            let slashes = (word &- ones) & ~word & ones &<< 7
            if slashes != 0 { return end &+ slashes.trailingZeroBitCount / 8 }
            end &+= 8
        }
        while end < topic.count, topic[end] != 0x2F { end &+= 1 }
        return end
    }

    @inline(__always)
    private func isLiteral(_ literal: Literal, _ segment: UnsafeRawBufferPointer, _ key: ByteKey) -> Bool {
        if !literal.ignoresCase {
            return literal.key == key
                && (key.count <= ByteKey.wholeCount || equal(literal.text, segment))
        }
        let first = Int(literal.text.start)
        return segment.equalsIgnoringCase(pool[first..<(first + Int(literal.text.count))])
    }

    private func equal(_ text: Text, _ segment: UnsafeRawBufferPointer) -> Bool {
        pool.withUnsafeBytes { pool in
            let known = pool[Int(text.start)..<(Int(text.start) + Int(text.count))]
            return segment.isEqual(to: UnsafeRawBufferPointer(rebasing: known))
        }
    }

    /// For prefixes and suffixes, which nearly always differ in one of their first bytes.
    @inline(__always)
    private func equal(_ text: Text, _ topic: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        guard Int(text.count) == end - start else { return false }
        return pool.withUnsafeBytes { pool in
            var place = Int(text.start)
            for index in start..<end {
                if pool[place] != topic[index] { return false }
                place &+= 1
            }
            return true
        }
    }
}
