/// What a battery shows at rest: its voltage hours after anything charged or drew from it, and how that has declined.
struct BatteryRest: Equatable, Codable, Sendable {
    /// A sample that is believed only if nobody starts the engine in the next minutes: whoever has just unlocked the
    /// car and switched it on measures lamps and pumps and not the battery.
    private var pending: Float = 0
    private var pendingAt: Int64 = .min
    /// The newest three of this rest, the newest first; a single sample under load does not become their median.
    private var newest: Float = 0
    private var second: Float = 0
    private var third: Float = 0
    private var count: UInt8 = 0
    /// The median of the newest three of the last rest, compensated for temperature; and when it was taken.
    private(set) var volts: Float = 0
    /// Milliseconds since 1970, `.min` for never.
    private(set) var at: Int64 = .min
    /// The mean of the first rests, later followed slowly: what is usual for this vehicle with this device.
    private(set) var usual: Float = 0
    private(set) var rests: UInt8 = 0
    private var usualAt: Int64 = .min
    /// Means over days and over weeks: their difference is the decline.
    private var days: Float = 0
    private var weeks: Float = 0

    /// A sample has to stand for so long before it counts.
    static let confirmation: Int64 = 10 * 60_000
    /// One value for the long view at most every half day, so that a week of parking does not outweigh a week of use.
    static let spacing: Int64 = 12 * 3_600_000
    /// So many rests make what is usual.
    static let usualRests: UInt8 = 6

    /// Something charges, drives or is switched on: this rest is over, and its unconfirmed sample is worth nothing.
    mutating func end(at time: Int64) {
        confirm(at: time)
        pendingAt = .min
        count = 0
    }

    /// A sample at rest, already compensated.
    mutating func observe(_ sample: Float, at time: Int64) {
        confirm(at: time)
        guard pendingAt == .min else { return }
        pending = sample
        pendingAt = time
    }

    /// Believes the pending sample once it is old enough.
    mutating func confirm(at time: Int64) {
        guard pendingAt != .min, time &- pendingAt >= BatteryRest.confirmation else { return }
        third = second
        second = newest
        newest = pending
        count = min(3, count + 1)
        // Of two the higher one: loads pull down, nothing at rest pushes up.
        let believed = count == 1 ? newest : count == 2 ? max(newest, second) : median
        volts = believed
        at = pendingAt
        pendingAt = .min
        if usualAt == .min || at &- usualAt >= BatteryRest.spacing { remember(believed) }
    }

    /// The decline over weeks in volts, positive for falling; `nil` until there is something to compare with.
    var decline: Float? { rests >= BatteryRest.usualRests ? weeks - days : nil }

    /// How far the last rest lies below the usual one, in volts; `nil` until that is known.
    var belowUsual: Float? { rests >= BatteryRest.usualRests ? usual - volts : nil }

    /// A new battery: everything is learnt anew.
    mutating func replaced() {
        self = BatteryRest()
    }

    private var median: Float {
        max(min(newest, second), min(max(newest, second), third))
    }

    private mutating func remember(_ value: Float) {
        let gapDays = usualAt == .min ? 1 : Float(min(60, max(0.5, Double(at &- usualAt) / 86_400_000)))
        usualAt = at
        if rests < BatteryRest.usualRests {
            usual += (value - usual) / Float(rests + 1)
            days = usual
            weeks = usual
            rests += 1
            return
        }
        days += (value - days) * min(1, gapDays / 2)
        weeks += (value - weeks) * min(1, gapDays / 20)
        // At most 2 mV a day: a season passes in it, a dying battery does not.
        usual += min(0.002 * gapDays, max(-0.002 * gapDays, value - usual))
    }
}
