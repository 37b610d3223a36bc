/// How long to wait before the next attempt to reach a broker that is away.
///
/// Each wait is drawn from the upper half of a step, and the step doubles up to a limit: many clients of a broker
/// that restarts do not come back in the same instant. Equal seeds give equal waits.
package struct Backoff: Sendable {
    private let first: Duration
    private let limit: Duration
    private var step: Duration
    private let seed: UInt64
    private var state: UInt64

    /// Waits that start at half of `first` to `first` and grow until they reach half of `limit` to `limit`.
    ///
    /// - Parameters:
    ///   - first: The longest first wait; must be positive.
    ///   - limit: The longest wait of all; a limit below `first` counts as `first`.
    ///   - seed: Start of the random sequence; take a different one for each process.
    package init(first: Duration = .milliseconds(200), limit: Duration = .seconds(30), seed: UInt64) {
        precondition(first > .zero, "a back-off must wait for a positive time")
        self.first = first
        self.limit = max(first, limit)
        step = first
        self.seed = seed
        state = seed
    }

    /// The wait before the next attempt; each call counts as one more failure.
    package mutating func next() -> Duration {
        let wait = step / 2 + step / 2 * unitInterval()
        step = step > limit / 2 ? limit : step * 2
        return wait
    }

    /// Starts again with the same waits as at first; call it once a connection stands.
    package mutating func reset() {
        step = first
        state = seed
    }

    /// A number from 0 up to but not including 1, by SplitMix64.
    private mutating func unitInterval() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Double(mixed >> 11) * 0x1p-53
    }
}
