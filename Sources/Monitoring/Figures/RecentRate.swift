/// How much a counter has grown for each second of the last minute.
package struct RecentRate: Sendable {
    private static let horizon: Int64 = 60

    /// The counter at earlier seconds, oldest first.
    private var readings: [(second: Int64, value: Int)] = []

    package init() {}

    /// Notes where the counter stands; call it about once a second.
    ///
    /// - Returns: Growth for each second, over the last minute or since the first reading.
    package mutating func note(_ value: Int, at second: Int64) -> Double {
        if readings.last?.second != second { readings.append((second, value)) }
        // The newest of those that are a minute old or more stays: it begins the window.
        while readings.count > 2, readings[1].second <= second - RecentRate.horizon { readings.removeFirst() }
        guard let first = readings.first, second > first.second else { return 0 }
        return Double(value - first.value) / Double(second - first.second)
    }
}
