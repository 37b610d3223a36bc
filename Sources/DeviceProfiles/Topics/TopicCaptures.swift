/// Where the captures of a topic lie in its bytes, in the order of the topic.
///
/// Room for the most that a topic may have is made once, so that matching allocates nothing.
struct TopicCaptures {
    private var ranges = Array(repeating: 0..<0, count: TopicTemplate.mostSegments)
    private(set) var count = 0

    subscript(number: Int) -> Range<Int> {
        precondition(number < count, "a capture that the topic does not have")
        return ranges[number]
    }

    mutating func append(_ range: Range<Int>) {
        ranges[count] = range
        count += 1
    }

    /// Forgets all but the first.
    mutating func cut(to count: Int) { self.count = count }
}
