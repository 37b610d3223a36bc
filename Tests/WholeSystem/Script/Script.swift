/// What happens from outside in a history, whatever the service does: equal for every life of the same seed.
struct Script {
    /// One thing that happens.
    enum Event {
        /// A device, an app or a unit publishes.
        case publish(topic: String, payload: String, qualityOfService: UInt8, retain: Bool)
        /// The broker can't be reached for so long, in milliseconds.
        case brokerAway(Int64)
        /// The broker does not answer for so long, in milliseconds: connections hang until it does.
        case brokerSilent(Int64)
        /// The connection breaks.
        case connectionBreaks
        /// The next flush gets so many acknowledgements through, then the connection breaks.
        case acknowledgementsBreak(after: Int)
        /// The broker starts again and has forgotten so many acknowledgements.
        case brokerForgets(Int)
        /// The broker loses the session.
        case sessionLost
        /// A dispatcher looks at the desk.
        case desk(Int)
        /// Reference data is imported.
        case reference(kind: String, text: String)
        /// The machine's clock is set, by so many milliseconds.
        case clockSet(Int64)
        /// So many commits fail as if the disk was full.
        case diskFull(Int)
        /// A commit fails as if its messages could not be stored.
        case refusedOnce
    }

    let seed: UInt64
    /// Milliseconds since 1970.
    let start: Int64
    let end: Int64
    /// In the order of time.
    let events: [(at: Int64, event: Event)]

    /// Topics on which a message was followed by one that is equal to the byte: where a life with deaths may take the
    /// second for the first, delivered again.
    var repeatedTopics: Set<String> {
        var last: [String: String] = [:]
        var repeated: Set<String> = []
        for case .publish(let topic, let payload, _, _) in events.map(\.event) {
            if last.updateValue(payload, forKey: topic) == payload { repeated.insert(topic) }
        }
        return repeated
    }
}

extension Script.Event {
    /// Whether a device, an app or a unit publishes.
    var isMessage: Bool { if case .publish = self { true } else { false } }

    /// For reading.
    var line: String {
        switch self {
        case .publish(let topic, let payload, let quality, let retain):
            "\(topic)\(quality == 0 ? " (QoS 0)" : "")\(retain ? " (retained)" : ""): \(payload)"
        case .brokerAway(let length): "the broker is away for \(length / 1_000) s"
        case .brokerSilent(let length): "the broker is silent for \(length / 1_000) s"
        case .connectionBreaks: "the connection breaks"
        case .acknowledgementsBreak(let count): "the connection will break after \(count) acknowledgements"
        case .brokerForgets(let count): "the broker starts again and forgets \(count) acknowledgements"
        case .sessionLost: "the broker loses the session"
        case .desk(let number): "\(Dispatchers.names[number % Dispatchers.names.count]) looks at the desk"
        case .reference(let kind, let text):
            "import \(kind): \(text.split(separator: "\n").dropFirst().joined(separator: " | "))"
        case .clockSet(let by): "the clock is set by \(by / 1_000) s"
        case .diskFull(let count): "the disk is full for \(count) commits"
        case .refusedOnce: "a commit is refused"
        }
    }
}
