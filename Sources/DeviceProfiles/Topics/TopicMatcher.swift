/// Every topic of a set in one tree: which rule a topic belongs to, and where its captures lie.
///
/// Where several topics fit, the most literal segment from the left wins: a literal, then a capture with prefix or
/// suffix, then a plain capture, then one of several segments.
struct TopicMatcher: Sendable {
    private struct Node: Sendable {
        var literals: [(text: [UInt8], ignoresCase: Bool, node: Int)] = []
        var affixed: [(prefix: [UInt8], suffix: [UInt8], node: Int)] = []
        var any = -1
        var many = -1
        /// What ends here; the first entry wins.
        var entry = -1
    }

    /// Longer topics belong to no profile.
    static let longestTopic = 1_024

    private var nodes: [Node] = [Node()]

    /// Adds a topic; returns the entry that already has a topic of the same shape.
    mutating func add(_ template: TopicTemplate, entry: Int) -> Int? {
        var place = 0
        for segment in template.segments {
            place = child(segment, ignoringCase: template.ignoresCase, of: place)
        }
        if nodes[place].entry >= 0 { return nodes[place].entry }
        nodes[place].entry = entry
        return nil
    }

    private mutating func child(_ segment: TopicTemplate.Segment, ignoringCase: Bool, of place: Int) -> Int {
        let made = nodes.count
        switch segment {
        case .literal(let text):
            let bytes = Array(text.utf8)
            let known = nodes[place].literals.first { $0.text == bytes && $0.ignoresCase == ignoringCase }
            if let known { return known.node }
            nodes[place].literals.append((bytes, ignoringCase, made))
        case .capture(let prefix, let suffix) where prefix.isEmpty && suffix.isEmpty:
            if nodes[place].any >= 0 { return nodes[place].any }
            nodes[place].any = made
        case .capture(let prefix, let suffix):
            let head = Array(prefix.utf8)
            let tail = Array(suffix.utf8)
            if let known = nodes[place].affixed.first(where: { $0.prefix == head && $0.suffix == tail }) {
                return known.node
            }
            nodes[place].affixed.append((head, tail, made))
            nodes[place].affixed.sort { $0.prefix.count + $0.suffix.count > $1.prefix.count + $1.suffix.count }
        case .many:
            if nodes[place].many >= 0 { return nodes[place].many }
            nodes[place].many = made
        }
        nodes.append(Node())
        return made
    }

    /// The entry of a topic, or -1; `captures` become the captured byte ranges in the order of the topic.
    func match(_ topic: UnsafeRawBufferPointer, captures: inout [Range<Int>]) -> Int {
        captures.removeAll(keepingCapacity: true)
        guard topic.count <= TopicMatcher.longestTopic, !topic.isEmpty else { return -1 }
        return match(topic, from: 0, at: 0, &captures)
    }

    /// `start` is one past the end of the topic when all segments are used.
    private func match(
        _ topic: UnsafeRawBufferPointer, from start: Int, at place: Int, _ captures: inout [Range<Int>]
    ) -> Int {
        if start > topic.count { return nodes[place].entry }
        var end = start
        while end < topic.count, topic[end] != 0x2F { end &+= 1 }
        for index in nodes[place].literals.indices where isLiteral(nodes[place].literals[index], topic, start, end) {
            let found = match(topic, from: end + 1, at: nodes[place].literals[index].node, &captures)
            if found >= 0 { return found }
        }
        guard end > start else { return -1 }
        let depth = captures.count
        for index in nodes[place].affixed.indices {
            let affixed = nodes[place].affixed[index]
            let from = start + affixed.prefix.count
            let to = end - affixed.suffix.count
            guard from < to, equal(affixed.prefix, topic, start, from), equal(affixed.suffix, topic, to, end) else {
                continue
            }
            captures.append(from..<to)
            let found = match(topic, from: end + 1, at: affixed.node, &captures)
            if found >= 0 { return found }
            captures.removeSubrange(depth...)
        }
        if nodes[place].any >= 0 {
            captures.append(start..<end)
            let found = match(topic, from: end + 1, at: nodes[place].any, &captures)
            if found >= 0 { return found }
            captures.removeSubrange(depth...)
        }
        if nodes[place].many >= 0 {
            // A topic has at most one such capture, so this is linear in segments, times the topics' depth.
            while true {
                captures.append(start..<end)
                let found = match(topic, from: end + 1, at: nodes[place].many, &captures)
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
    private func isLiteral(
        _ literal: (text: [UInt8], ignoresCase: Bool, node: Int), _ topic: UnsafeRawBufferPointer, _ start: Int,
        _ end: Int
    ) -> Bool {
        if literal.ignoresCase {
            return UnsafeRawBufferPointer(rebasing: topic[start..<end]).equalsIgnoringCase(literal.text)
        }
        return equal(literal.text, topic, start, end)
    }

    @inline(__always)
    private func equal(_ text: [UInt8], _ topic: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        guard text.count == end - start else { return false }
        for index in 0..<text.count where text[index] != topic[start &+ index] { return false }
        return true
    }
}
