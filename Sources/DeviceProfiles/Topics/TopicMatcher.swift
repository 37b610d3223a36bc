/// Every topic of a set in one tree: which group of rules a topic belongs to, and where its captures lie.
///
/// Flat arrays, so that looking a topic up copies nothing. Where several topics fit, the most literal segment from the
/// left wins: a literal, then a capture with prefix or suffix, then a plain capture, then one of several segments.
final class TopicMatcher: Sendable {
    private struct Node: Sendable {
        var literals: Range<Int32>
        var affixed: Range<Int32>
        var any: Int32
        var many: Int32
        /// What ends here.
        var entry: Int32
    }

    /// Bytes of the pool.
    private struct Text: Sendable {
        var start: Int32
        var count: Int32
    }

    private struct Literal: Sendable {
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
    private let affixed: [Affixed]
    private let pool: [UInt8]

    /// Compiles a tree.
    init(_ tree: TopicTree) {
        var literals: [Literal] = []
        var affixed: [Affixed] = []
        var pool: [UInt8] = []
        func text(_ bytes: [UInt8]) -> Text {
            defer { pool += bytes }
            return Text(start: Int32(pool.count), count: Int32(bytes.count))
        }
        nodes = tree.nodes.map { node in
            let firstLiteral = Int32(literals.count)
            for one in node.literals {
                literals.append(
                    Literal(text: text(one.text), ignoresCase: one.ignoresCase, node: Int32(one.node)))
            }
            let firstAffixed = Int32(affixed.count)
            for one in node.affixed {
                affixed.append(
                    Affixed(prefix: text(one.prefix), suffix: text(one.suffix), node: Int32(one.node)))
            }
            return Node(
                literals: firstLiteral..<Int32(literals.count), affixed: firstAffixed..<Int32(affixed.count),
                any: Int32(node.any), many: Int32(node.many), entry: Int32(node.entry))
        }
        self.literals = literals
        self.affixed = affixed
        self.pool = pool
    }

    /// The entry of a topic, or -1; `captures` become the captured byte ranges in the order of the topic.
    func match(_ topic: UnsafeRawBufferPointer, captures: inout [Range<Int>]) -> Int {
        captures.removeAll(keepingCapacity: true)
        guard topic.count <= TopicMatcher.longestTopic, !topic.isEmpty else { return -1 }
        return match(topic, from: 0, at: 0, &captures)
    }

    /// `start` is one past the end of the topic when all segments are used.
    private func match(
        _ topic: UnsafeRawBufferPointer, from start: Int, at place: Int32, _ captures: inout [Range<Int>]
    ) -> Int {
        let node = nodes[Int(place)]
        if start > topic.count { return Int(node.entry) }
        var end = start
        while end < topic.count, topic[end] != 0x2F { end &+= 1 }
        for index in node.literals {
            let literal = literals[Int(index)]
            guard isLiteral(literal, topic, start, end) else { continue }
            let found = match(topic, from: end + 1, at: literal.node, &captures)
            if found >= 0 { return found }
        }
        guard end > start else { return -1 }
        let depth = captures.count
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
            captures.removeSubrange(depth...)
        }
        if node.any >= 0 {
            captures.append(start..<end)
            let found = match(topic, from: end + 1, at: node.any, &captures)
            if found >= 0 { return found }
            captures.removeSubrange(depth...)
        }
        if node.many >= 0 {
            // A topic has at most one such capture, so this is linear in segments, times the topics' depth.
            while true {
                captures.append(start..<end)
                let found = match(topic, from: end + 1, at: node.many, &captures)
                if found >= 0 { return found }
                captures.removeSubrange(depth...)
                guard end < topic.count else { break }
                end += 1
                while end < topic.count, topic[end] != 0x2F { end += 1 }
            }
        }
        return -1
    }

    @inline(__always)
    private func isLiteral(_ literal: Literal, _ topic: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        if !literal.ignoresCase { return equal(literal.text, topic, start, end) }
        let first = Int(literal.text.start)
        return UnsafeRawBufferPointer(rebasing: topic[start..<end])
            .equalsIgnoringCase(pool[first..<(first + Int(literal.text.count))])
    }

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
