/// Every topic of a set in one tree, as it grows; see ``TopicMatcher``.
///
/// Where several topics fit, the most literal segment from the left wins: a literal, then a capture with prefix or
/// suffix, then a plain capture, then one of several segments.
struct TopicTree {
    struct Node {
        var literals: [(text: [UInt8], ignoresCase: Bool, node: Int)] = []
        var affixed: [(prefix: [UInt8], suffix: [UInt8], node: Int)] = []
        var any = -1
        var many = -1
        /// What ends here; the first entry wins.
        var entry = -1
    }

    private(set) var nodes: [Node] = [Node()]

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
}
