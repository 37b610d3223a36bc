package import Telemetry

/// What may be said about an arrival: a true range in minutes, never a single minute.
package struct EtaRange: Sendable, Hashable {
    /// A multiple of five, rounded down; 0 means "any moment".
    package let low: Int
    /// A multiple of five, at least five more than `low`.
    package let high: Int

    /// The range for an estimate in seconds from now.
    ///
    /// The upper end is the estimate times 1.3: in four of five drives the truth stays below it.
    package init(estimatedSeconds seconds: Int64) {
        let bounded = min(max(seconds, 0), 60 * 60 * 24 * 7)
        let least = Int(bounded / 300) * 5
        let most = Int((bounded * 13 + 2_999) / 3_000) * 5
        self.low = least
        self.high = max(most, least + 5)
    }

    /// The range for an arrival expected at `arrival`, as it is to be said at `now`.
    package init(arrival: Timestamp, at now: Timestamp) {
        self.init(estimatedSeconds: arrival.seconds(since: now))
    }
}
