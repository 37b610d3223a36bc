import MQTT

/// A broker as the lane's session knows it: what waits, what was delivered and not acknowledged, what is retained.
///
/// It outlives the lanes; each of them has its own ``SimulatedLink``.
final class SimulatedBroker {
    /// A message to the lane.
    struct Message {
        var topic: String
        var payload: [UInt8]
        var qualityOfService: UInt8
        var isRetained = false
    }

    /// Not delivered yet, oldest first.
    private var waiting: [Message] = []
    private var start = 0
    /// Delivered on the present connection and not acknowledged, in order.
    private var unacknowledged: [Message] = []
    /// Acknowledged QoS 1 messages in order.
    private(set) var acknowledged: [Message] = []
    private var retained: [Message] = []
    /// Topic and payload of whatever was ever retained: it comes again with every connection.
    private(set) var everRetained: Set<String> = []
    private(set) var hasSession = false
    private var filters: [MQTT.Subscription] = []

    /// Whether connections are accepted.
    var isReachable = true
    /// The next flush gets so many acknowledgements through before the connection breaks.
    var breaksAfter: Int?
    /// Takes what the lane publishes.
    var onPublish: (_ topic: String, _ payload: String) -> Void = { _, _ in }
    /// The connection that stands.
    weak var link: SimulatedLink?

    /// Whether something could be read now.
    var hasWaiting: Bool { start < waiting.count }

    // MARK: Devices

    /// A device publishes.
    func publish(_ message: Message, retain: Bool) {
        if retain {
            retained.removeAll { $0.topic == message.topic }
            retained.append(message)
            everRetained.insert("\(message.topic) \(String(decoding: message.payload, as: UTF8.self))")
        }
        // Without a session nobody is subscribed; QoS 0 is not kept for who is away.
        guard hasSession, filters.contains(where: { Self.matches($0.filter, message.topic) }) else { return }
        guard message.qualityOfService > 0 || link != nil else { return }
        waiting.append(message)
    }

    // MARK: The lane

    /// A lane connects with its subscriptions.
    ///
    /// - Returns: Whether there was a session.
    func accept(_ link: SimulatedLink, _ subscriptions: [MQTT.Subscription]) -> Bool {
        breakConnection()
        self.link = link
        let hadSession = hasSession
        hasSession = true
        filters = subscriptions
        for message in retained {
            let matching = subscriptions.filter { Self.matches($0.filter, message.topic) }
            guard matching.contains(where: { $0.retainHandling == .onEverySubscribe || !hadSession }) else { continue }
            var copy = message
            copy.isRetained = true
            waiting.append(copy)
        }
        return hadSession
    }

    /// The next message, which is then on its way.
    func deliver() -> Message? {
        guard start < waiting.count else { return nil }
        let message = waiting[start]
        start += 1
        if start == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            start = 0
        }
        if message.qualityOfService > 0 { unacknowledged.append(message) }
        return message
    }

    /// Takes acknowledgements of everything that was delivered; false if the connection broke meanwhile.
    func acknowledge() -> Bool {
        if let count = breaksAfter {
            breaksAfter = nil
            let passed = min(count, unacknowledged.count)
            acknowledged += unacknowledged.prefix(passed)
            unacknowledged.removeFirst(passed)
            breakConnection()
            return false
        }
        acknowledged += unacknowledged
        unacknowledged.removeAll(keepingCapacity: true)
        return true
    }

    /// The connection is over: what was not acknowledged will be delivered again, first and in order.
    func breakConnection() {
        link = nil
        let rest = waiting[start...].filter { $0.qualityOfService > 0 }
        waiting = unacknowledged.filter { $0.qualityOfService > 0 } + rest
        start = 0
        unacknowledged.removeAll(keepingCapacity: true)
    }

    // MARK: Trouble

    /// A restart that has forgotten the last acknowledgements: these messages come again, in order, before the others.
    func restart(forgetting count: Int) {
        link?.lose()
        breakConnection()
        waiting = acknowledged.suffix(count) + waiting
    }

    /// The session is lost with everything that waited: the broker's loss, which nobody acknowledged.
    func loseSession() {
        link?.lose()
        breakConnection()
        waiting.removeAll()
        hasSession = false
    }

    /// Whether a topic matches a filter.
    static func matches(_ filter: String, _ topic: String) -> Bool {
        var levels = topic.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
        for part in filter.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            if part.elementsEqual("#".utf8) { return true }
            guard let level = levels.popFirst() else { return false }
            if !part.elementsEqual("+".utf8), !part.elementsEqual(level) { return false }
        }
        return levels.isEmpty
    }
}
