/// How deep the voltage falls when the engine is started, over the last starts.
struct BatteryCranks: Equatable, Codable, Sendable {
    /// How far above the limit for its temperature each of the last five starts stayed, the newest first, in volts.
    private var margins: [Float] = []
    /// The outside temperature of the last starts, smoothed, and that of the first ones; 0 while unknown.
    private var celsius: Float = 0
    private var usualCelsius: Float = 0
    /// When the newest of them was, milliseconds since 1970.
    private(set) var at: Int64 = .min
    /// The mean margin of the first starts, and how many starts were seen.
    private(set) var usual: Float = 0
    private(set) var starts: UInt16 = 0
    /// The lowest voltage of the newest start.
    private var lowest: Float = 0
    /// The lowest voltage of the dip that may be a start, and when it began and was last seen.
    private var dip: Float = 0
    private var dipAt: Int64 = .min
    private var dipEnd: Int64 = .min
    /// Dips without a start that followed each other, and the newest.
    private(set) var failures: UInt8 = 0
    private(set) var failedAt: Int64 = .min

    /// So many starts are kept: the median of five is not moved by one.
    static let kept = 5
    /// With fewer nothing is said.
    static let fewest = 3
    /// So many starts make what is usual.
    static let usualStarts: UInt16 = 8
    /// Below this a dip is a starter motor and not a lamp.
    static let dipBelow: Float = 11.8
    /// A fall by so much from one sample to the next within a minute is one, too.
    static let fall: Float = 0.6
    /// A cold engine pulls the voltage down by more than the limit's table gives way, by some 15 mV for every °C: frost
    /// alone is no decline.
    static let frost: Float = 0.015
    /// A temperature told so soon after a start is that of the start.
    static let temperatureFollows: Int64 = 5 * 60_000
    /// From the dip to the running engine at most so long.
    static let patience: Int64 = 60_000

    /// Whether a dip is open that may turn out to be a start.
    var isDipping: Bool { dipAt != .min }

    /// A voltage with the engine not running.
    ///
    /// - Parameters:
    ///   - previous: The sample before it if it is at most a minute old.
    mutating func observe(_ volts: Float, previous: Float?, at time: Int64) {
        guard volts < BatteryCranks.dipBelow else { return }
        if dipAt == .min {
            guard let previous, previous - volts >= BatteryCranks.fall else { return }
            dip = volts
            dipAt = time
        }
        dip = min(dip, volts)
        dipEnd = time
    }

    /// The engine runs or something charges: a dip just before was a start.
    ///
    /// - Parameter outside: Degrees Celsius, if they are known.
    mutating func started(at time: Int64, celsius outside: Double?) {
        guard dipAt != .min else { return }
        if time &- dipEnd <= BatteryCranks.patience {
            let margin = dip - Float(BatteryTables.crankingLimit(celsius: outside))
            lowest = dip
            margins.insert(margin, at: 0)
            if margins.count > BatteryCranks.kept { margins.removeLast() }
            at = time
            if let outside {
                let known = Float(outside)
                celsius = starts == 0 ? known : celsius + (known - celsius) / 3
            }
            if starts < BatteryCranks.usualStarts {
                usual += (margin - usual) / Float(starts + 1)
                usualCelsius += (celsius - usualCelsius) / Float(starts + 1)
            }
            starts = starts == .max ? .max : starts + 1
        }
        dipAt = .min
        failures = 0
    }

    /// The outside temperature, which devices that sleep tell only after a start: the newest one is judged by it.
    mutating func learn(celsius outside: Double, at time: Int64) {
        guard let old = margins.first, time &- at <= BatteryCranks.temperatureFollows else { return }
        let margin = lowest - Float(BatteryTables.crankingLimit(celsius: outside))
        margins[0] = margin
        if starts <= BatteryCranks.usualStarts { usual += (margin - old) / Float(starts) }
    }

    /// Time has passed: a deep dip that no start followed was a start that failed.
    mutating func settle(at time: Int64, celsius: Double?) {
        guard dipAt != .min, time &- dipEnd > BatteryCranks.patience else { return }
        if Double(dip) < BatteryTables.crankingLimit(celsius: celsius) {
            // An hour apart they are another attempt, on another day another story.
            failures = failedAt != .min && time &- failedAt < 86_400_000 ? min(9, failures + 1) : 1
            failedAt = dipEnd
        }
        dipAt = .min
    }

    /// The median margin of the last starts in volts; `nil` with fewer than three.
    var margin: Float? {
        guard margins.count >= BatteryCranks.fewest else { return nil }
        let sorted = margins.sorted()
        let upper = sorted[sorted.count / 2]
        return sorted.count % 2 == 1 ? upper : (sorted[sorted.count / 2 - 1] + upper) / 2
    }

    /// How far the last starts lie below the usual margin, in volts, frost allowed for; `nil` until that is known.
    var belowUsual: Float? {
        guard starts > BatteryCranks.usualStarts, let margin else { return nil }
        return usual - margin - max(0, usualCelsius - celsius) * BatteryCranks.frost
    }

    /// A new battery: everything is learnt anew.
    mutating func replaced() {
        self = BatteryCranks()
    }
}
