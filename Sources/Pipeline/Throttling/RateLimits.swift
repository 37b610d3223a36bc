/// A budget of messages for each of many senders, eight bytes a sender.
///
/// For each sender stands the time at which it would be even if it had sent at the allowed rate; that time may run
/// ahead of the clock by the window (the generic cell rate algorithm, ITU-T I.371). Time comes from outside.
struct RateLimits {
    /// Microseconds that one message costs, and how many may be owed.
    private let cost: Int64
    private let window: Int64
    /// By the sender's number, microseconds.
    private var evenAt: [Int64] = []

    /// - Parameters:
    ///   - perSecond: Messages a second without end; at least one.
    ///   - window: Seconds' worth that may come at once; at least one.
    init(perSecond: Int64, window: Int64) {
        self.init(microsecondsEach: 1_000_000 / min(1_000_000, max(1, perSecond)), windowSeconds: window)
    }

    /// - Parameters:
    ///   - microsecondsEach: What a message costs.
    ///   - windowSeconds: How much may be owed.
    init(microsecondsEach: Int64, windowSeconds: Int64) {
        cost = max(1, microsecondsEach)
        window = max(1, min(86_400 * 365, windowSeconds)) * 1_000_000
    }

    /// Whether a sender is still within its budget with one message more, which is then charged.
    ///
    /// A clock that was set back makes nobody wait longer than the window.
    mutating func admits(_ sender: Int, at milliseconds: Int64) -> Bool {
        if sender >= evenAt.count {
            evenAt.append(contentsOf: repeatElement(0, count: max(1_024, sender + 1 - evenAt.count + evenAt.count / 2)))
        }
        let now = milliseconds &* 1_000
        let even = max(evenAt[sender], now)
        let next = even &+ cost
        guard next <= now &+ window else {
            evenAt[sender] = min(even, now &+ window)
            return false
        }
        evenAt[sender] = next
        return true
    }
}
