/// How long something took within the last minute.
///
/// Six parts of ten seconds: the oldest is forgotten as a whole, so the window is 50 to 60 seconds long.
package struct RecentDurations: Sendable {
    /// What a window comes to.
    package struct Summary: Sendable, Equatable, Codable {
        package var count: Int
        /// Microseconds; 0 if nothing was recorded.
        package var p50: UInt64
        package var p99: UInt64
        package var longest: UInt64

        package init(count: Int = 0, p50: UInt64 = 0, p99: UInt64 = 0, longest: UInt64 = 0) {
            self.count = count
            self.p50 = p50
            self.p99 = p99
            self.longest = longest
        }
    }

    private static let parts = 6
    private static let secondsOfPart: Int64 = 10

    private var window = [DurationHistogram](repeating: DurationHistogram(), count: parts)
    /// The ten seconds that are being recorded, counted from the start of the clock.
    private var current: Int64 = 0

    package init() {}

    /// Counts one duration.
    ///
    /// - Parameter second: By a clock that only goes forward.
    package mutating func record(microseconds: UInt64, at second: Int64) {
        advance(to: second)
        window[place(of: current)].record(microseconds: microseconds)
    }

    /// What the last minute comes to.
    package mutating func summary(at second: Int64) -> Summary {
        advance(to: second)
        var all = DurationHistogram()
        for part in window { all.add(part) }
        return Summary(
            count: all.count, p50: all.quantile(0.5) ?? 0, p99: all.quantile(0.99) ?? 0, longest: all.longest)
    }

    private mutating func advance(to second: Int64) {
        let now = second / RecentDurations.secondsOfPart
        guard now > current else { return }
        let passed = min(Int64(RecentDurations.parts), now - current)
        for part in (now - passed + 1)...now { window[place(of: part)].removeAll() }
        current = now
    }

    private func place(of part: Int64) -> Int {
        let remainder = Int(part % Int64(RecentDurations.parts))
        return remainder < 0 ? remainder + RecentDurations.parts : remainder
    }
}
