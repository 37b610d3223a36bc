/// How often something took how long, with a fixed size and an error of at most six in a hundred.
///
/// Sixteen buckets for each doubling, from one microsecond to over an hour: recording is two shifts and an addition.
package struct DurationHistogram: Sendable, Equatable {
    private static let bucketsForDoubling = 16
    private static let doublings = 33
    private static let bucketCount = bucketsForDoubling * doublings

    /// How many durations were recorded.
    package private(set) var count = 0
    /// Their sum, in microseconds.
    package private(set) var sum: UInt64 = 0
    /// The longest, in microseconds.
    package private(set) var longest: UInt64 = 0
    private var buckets: [UInt32]

    package init() {
        buckets = [UInt32](repeating: 0, count: DurationHistogram.bucketCount)
    }

    /// Counts one duration; what is longer than the last bucket counts there.
    package mutating func record(microseconds: UInt64) {
        buckets[DurationHistogram.bucket(of: microseconds)] &+= 1
        count += 1
        sum = sum &+ microseconds
        longest = max(longest, microseconds)
    }

    /// Counts what another one has counted.
    package mutating func add(_ other: DurationHistogram) {
        guard other.count > 0 else { return }
        for index in buckets.indices { buckets[index] &+= other.buckets[index] }
        count += other.count
        sum = sum &+ other.sum
        longest = max(longest, other.longest)
    }

    /// Forgets everything.
    package mutating func removeAll() {
        guard count > 0 else { return }
        for index in buckets.indices { buckets[index] = 0 }
        count = 0
        sum = 0
        longest = 0
    }

    /// The duration that a share of all did not exceed, in microseconds; `nil` if nothing was recorded.
    ///
    /// Never below the true one, and never above the longest.
    /// - Parameter share: From 0 to 1; 0.99 for p99.
    package func quantile(_ share: Double) -> UInt64? {
        guard count > 0 else { return nil }
        let wanted = max(1, Int((Double(count) * min(1, max(0, share))).rounded(.up)))
        var seen = 0
        for (index, number) in buckets.enumerated() {
            seen += Int(number)
            if seen >= wanted { return min(longest, DurationHistogram.upperEnd(of: index)) }
        }
        return longest
    }

    private static func bucket(of value: UInt64) -> Int {
        // Below 16 every value has a bucket of its own.
        guard value >= UInt64(bucketsForDoubling) else { return Int(value) }
        let doubling = 63 - value.leadingZeroBitCount - 3
        let within = Int(value >> UInt64(doubling - 1)) - bucketsForDoubling
        return min(bucketCount - 1, doubling * bucketsForDoubling + within)
    }

    /// The largest value that counts in a bucket.
    private static func upperEnd(of bucket: Int) -> UInt64 {
        guard bucket >= bucketsForDoubling else { return UInt64(bucket) }
        let doubling = bucket / bucketsForDoubling
        let within = bucket % bucketsForDoubling
        return UInt64(bucketsForDoubling + within + 1) << UInt64(doubling - 1) - 1
    }
}
