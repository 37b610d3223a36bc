internal import Persistence
internal import Telemetry

/// Which messages of an asset or unit are too many, and which of them flood.
///
/// Pure: time comes with the messages. A device that keeps to its rate costs eight bytes.
struct Throttle {
    /// Of more floods at once the messages are thinned all the same, and nothing is told of them.
    static let floodLimit = 10_000
    /// How often what is told of a flood is brought up to date.
    private static let reportEvery: Int64 = 10_000

    let policy: ThrottlePolicy
    private var messages: RateLimits
    private var faultMessages: RateLimits
    /// In the order in which they began.
    private(set) var floods: [Flood] = []
    private var places: [Symbol: Int] = [:]
    private var reported = 0
    private var reportedAt = Timestamp(milliseconds: 0)

    init(_ policy: ThrottlePolicy) {
        self.policy = policy
        messages = RateLimits(perSecond: policy.messagesPerSecond, window: policy.window)
        // What breaks sends its codes in short bursts.
        faultMessages = RateLimits(perSecond: policy.faultMessagesPerSecond, window: policy.window * 3)
    }

    /// Whether a message is within the budget of its asset or unit.
    ///
    /// Not of its source, of which a device can make up any number by naming further control units.
    mutating func admits(_ subject: Symbol, isFaults: Bool, at time: Timestamp) -> Bool {
        isFaults
            ? faultMessages.admits(Int(subject.index), at: time.milliseconds)
            : messages.admits(Int(subject.index), at: time.milliseconds)
    }

    /// Notes a message that was not admitted.
    ///
    /// - Returns: Which flood it belongs to; `nil` if there are too many to tell of.
    mutating func exceeded(_ subject: Symbol, source: Symbol, at time: Timestamp) -> Int? {
        let place: Int
        if let known = places[subject] {
            place = known
        } else {
            guard floods.count < Throttle.floodLimit else { return nil }
            place = floods.count
            floods.append(Flood(subject: subject, source: source, at: time))
            places[subject] = place
        }
        floods[place].note(at: time)
        return place
    }

    /// What is to be done with a code of a message that was not admitted.
    mutating func verdict(
        on code: String, isGrave: Bool, isRaised: Bool, at time: Timestamp, in flood: Int?
    ) -> Flood.CodeVerdict {
        guard let flood else { return isGrave && isRaised ? .passes : .newestOnly }
        return floods[flood].verdict(
            on: code, isGrave: isGrave, isRaised: isRaised, at: time, mildLimit: Int(policy.mildCodes))
    }

    /// Whether ``report(at:)`` would tell something new.
    func hasReport(at now: Timestamp) -> Bool {
        guard !floods.isEmpty else { return false }
        return reported < floods.count || abs(now.milliseconds &- reportedAt.milliseconds) >= Throttle.reportEvery
    }

    /// Floods that have begun, have grown or are over; the last are forgotten.
    mutating func report(at now: Timestamp) -> [Flood] {
        guard hasReport(at: now) else { return [] }
        let isWhole = abs(now.milliseconds &- reportedAt.milliseconds) >= Throttle.reportEvery
        guard isWhole else {
            defer { reported = floods.count }
            return Array(floods[reported...])
        }
        reportedAt = now
        for index in floods.indices where floods[index].isOver(at: now) { floods[index].hasEnded = true }
        let told = floods.filter { $0.hasEnded || $0.hasGrown }
        floods.removeAll(where: \.hasEnded)
        for index in floods.indices { floods[index].hasGrown = false }
        places = Dictionary(uniqueKeysWithValues: floods.enumerated().map { ($0.element.subject, $0.offset) })
        reported = floods.count
        return told
    }
}
