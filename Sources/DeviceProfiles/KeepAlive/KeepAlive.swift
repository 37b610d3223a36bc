/// A message that a profile's devices want now and then, or they say nothing.
struct KeepAlive: Sendable, Equatable {
    /// With one capture.
    var topic: TopicTemplate
    /// The name of it: rules whose topics have it tell which devices there are.
    var capture: String
    var payload: String
    /// Milliseconds.
    var every: Int64

    /// The topic for one device, or `nil` for a name that can't stand in a topic.
    func topic(for value: String) -> String? {
        guard KeepAlive.isSound(value) else { return nil }
        return topic.segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .capture(let prefix, let suffix): prefix + value + suffix
            case .many: value
            }
        }.joined(separator: "/")
    }

    /// Whether a name can stand in one segment of a topic.
    static func isSound(_ value: String) -> Bool {
        (1...128).contains(value.utf8.count)
            && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x2B && $0 != 0x23 && $0 != 0x2F }
    }
}

/// A keep-alive that is due.
package struct KeepAliveMessage: Sendable, Equatable {
    package var topic: String
    package var payload: String
    /// After this many milliseconds the next one comes.
    package var every: Int64

    package init(topic: String, payload: String, every: Int64) {
        self.topic = topic
        self.payload = payload
        self.every = every
    }
}
