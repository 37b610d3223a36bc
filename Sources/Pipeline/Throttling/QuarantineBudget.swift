internal import Telemetry

/// How many messages quarantine keeps: a person looks at examples, not at millions.
///
/// By topic, by what stands above its last level (mostly the device), and in all. The table has a fixed size; topics
/// that meet in one of its places share a budget.
struct QuarantineBudget {
    private static let places = 1 << 14
    /// Above the last level this many times as much as for one topic, and in all.
    private static let branchFactor: Int64 = 10
    private static let wholeLimit: Int64 = 20_000

    private var topics: RateLimits
    private var branches: RateLimits
    private var whole: RateLimits

    /// - Parameter perTopic: Messages of one topic that are kept at once; one a minute after that.
    init(perTopic: Int64) {
        let count = min(10_000, max(1, perTopic))
        topics = RateLimits(microsecondsEach: 60_000_000, windowSeconds: 60 * count)
        let branch = count * QuarantineBudget.branchFactor
        branches = RateLimits(microsecondsEach: 6_000_000, windowSeconds: 6 * branch)
        whole = RateLimits(microsecondsEach: 100_000, windowSeconds: QuarantineBudget.wholeLimit / 10)
    }

    /// Whether a message may be kept.
    mutating func admits(topic: UnsafeRawBufferPointer, key: UInt64, at milliseconds: Int64) -> Bool {
        let branch = QuarantineBudget.branch(of: topic)
        return topics.admits(place(topic, key), at: milliseconds)
            && branches.admits(place(branch, key), at: milliseconds) && whole.admits(0, at: milliseconds)
    }

    /// A topic without its last level.
    static func branch(of topic: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let slash = topic.lastIndex(of: UInt8(ascii: "/")) else { return topic }
        return UnsafeRawBufferPointer(rebasing: topic[..<slash])
    }

    private func place(_ bytes: UnsafeRawBufferPointer, _ key: UInt64) -> Int {
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        let digest = MessageDigest.digest(topic: bytes, payload: nothing, key: key)
        return Int(truncatingIfNeeded: digest % UInt64(QuarantineBudget.places))
    }
}
