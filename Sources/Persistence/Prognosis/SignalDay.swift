package import Telemetry

/// What a signal of an asset was on one day.
package struct SignalDay: Sendable, Equatable {
    package var asset: Int64
    package var name: String
    /// Days since 1970 in UTC.
    package var day: Int64
    /// The time of the first value of a later day: from then on the day is known.
    package var closedAt: Timestamp
    /// How many values there were.
    package var count: Int64
    package var mean: Double
    package var low: Double
    package var high: Double

    package init(
        asset: Int64, name: String, day: Int64, closedAt: Timestamp, count: Int64, mean: Double, low: Double,
        high: Double
    ) {
        self.asset = asset
        self.name = name
        self.day = day
        self.closedAt = closedAt
        self.count = count
        self.mean = mean
        self.low = low
        self.high = high
    }
}

/// A day that may go on.
struct RunningDay: Equatable {
    /// Larger numbers are no measurements; without them no sum overflows.
    static let largest = 1e100

    let day: Int64
    /// When the first of these values was measured.
    let first: Timestamp
    private(set) var count: Int64 = 0
    private(set) var sum: Double = 0
    private(set) var low: Double = .infinity
    private(set) var high: Double = -.infinity

    init(day: Int64, first: Timestamp) {
        self.day = day
        self.first = first
    }

    /// What is stored of a day.
    init(day: Int64, count: Int64, sum: Double, low: Double, high: Double) {
        self.day = day
        first = Timestamp(milliseconds: .min)
        (self.count, self.sum, self.low, self.high) = (count, sum, low, high)
    }

    mutating func add(_ value: Double) {
        count &+= 1
        sum += value
        low = min(low, value)
        high = max(high, value)
    }

    mutating func add(_ other: RunningDay) {
        count &+= other.count
        sum += other.sum
        low = min(low, other.low)
        high = max(high, other.high)
    }

    /// The days of some values, the earliest first; what is no number is passed over.
    ///
    /// - Parameter values: In order of time.
    static func days(of values: some Sequence<Journal.Signal>) -> [RunningDay] {
        var days: [RunningDay] = []
        for signal in values {
            guard case .number(let number) = signal.value, abs(number) <= largest else { continue }
            let day = RunningDay.number(of: signal.time)
            if days.last?.day != day { days.append(RunningDay(day: day, first: signal.time)) }
            days[days.count - 1].add(number)
        }
        return days
    }

    private static func number(of time: Timestamp) -> Int64 {
        let (quotient, rest) = time.milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        return rest < 0 ? quotient - 1 : quotient
    }
}
