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
        /// Its place in the order of all that ever waited; 0 until then.
        fileprivate(set) var number = 0
    }

    /// Not delivered yet, oldest first.
    private var waiting: [Message] = []
    private var start = 0
    /// Delivered on the present connection and not acknowledged, in order.
    private var unacknowledged: [Message] = []
    /// Acknowledged QoS 1 messages in order, each once, however often it was delivered.
    private(set) var acknowledged: [Message] = []
    private var numbers = 0
    /// Whether something is under way that nobody acknowledges: a death may lose it.
    private(set) var hasUnsure = false
    private var retained: [Message] = []
    /// Topic and payload of whatever was ever retained: it comes again with every connection.
    private(set) var everRetained: Set<String> = []
    private(set) var hasSession = false
    private var filters: [MQTT.Subscription] = []
    private let memory: TopicMemory

    /// Whether connections are accepted; if not they are refused at once.
    var isReachable = true
    /// Whether nobody answers who asks for a connection, for as long as it lasts.
    var isSilent = false
    /// How many messages are read at once at most.
    var batchLimit = Int.max
    /// Whether links acknowledge everything that was read, also what they were asked to keep apart; a mistake.
    var forgetsApart = false
    /// The next flush gets so many acknowledgements through before the connection breaks.
    var breaksAfter: Int?
    /// Takes what is worth telling of a connection.
    var note: (_ line: String) -> Void = { _ in }
    /// Takes what the lane publishes.
    var onPublish: (_ topic: String, _ payload: String) -> Void = { _, _ in }
    /// The connection that stands.
    weak var link: SimulatedLink?

    init(_ memory: TopicMemory = TopicMemory()) { self.memory = memory }

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
        guard hasSession, !memory.subscriptions(to: message.topic, of: filters).isEmpty else { return }
        guard message.qualityOfService > 0 || link != nil else { return }
        enqueue(message)
    }

    private func enqueue(_ message: Message) {
        numbers += 1
        waiting.append(message)
        waiting[waiting.count - 1].number = numbers
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
        let old = waiting.count
        link.oldMessages = old
        for message in retained {
            let wanted = memory.subscriptions(to: message.topic, of: filters)
            guard wanted.contains(where: { $0.retainHandling == .onEverySubscribe || !hadSession }) else { continue }
            var copy = message
            copy.isRetained = true
            enqueue(copy)
        }
        note("  the lane connects: \(old) messages wait, \(waiting.count - old) retained ones come")
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
        if message.qualityOfService > 0 { unacknowledged.append(message) } else { hasUnsure = true }
        return message
    }

    /// How many messages were delivered on the present connection and not acknowledged.
    var inFlight: Int { unacknowledged.count }

    /// Takes acknowledgements of the first so many messages that were delivered, of all without a number; false if the
    /// connection broke meanwhile.
    func acknowledge(first limit: Int? = nil) -> Bool {
        if limit == nil { hasUnsure = false }
        let all = limit ?? unacknowledged.count
        if let count = breaksAfter {
            breaksAfter = nil
            let passed = min(count, all)
            remember(unacknowledged.prefix(passed))
            unacknowledged.removeFirst(passed)
            breakConnection()
            return false
        }
        remember(unacknowledged.prefix(all))
        unacknowledged.removeFirst(all)
        return true
    }

    private func remember(_ messages: ArraySlice<Message>) {
        // Forgotten by the broker and acknowledged again: it is one message still.
        for message in messages where message.number <= acknowledged.last?.number ?? 0 {
            acknowledged.removeAll { $0.number == message.number }
        }
        acknowledged += messages
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
        let forgotten = acknowledged.suffix(count).filter { old in !waiting.contains { $0.number == old.number } }
        waiting = forgotten + waiting
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
