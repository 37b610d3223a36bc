/// How cold each of the last days was, by the vehicle's own thermometer.
///
/// Devices that sleep tell no temperature at night; the morning's start is the coldest that they see. A day is one of
/// UTC: a night that two of them share counts in both.
struct ColdNights: Equatable, Codable, Sendable {
    /// Days since 1970.
    private var day: Int64
    /// The lowest of that day and of the three before it, ``none`` where nothing was told.
    private var lowest: Float
    private var before: Float = ColdNights.none
    private var secondBefore: Float = ColdNights.none
    private var thirdBefore: Float = ColdNights.none

    /// No temperature that any thermometer may tell; infinity has no JSON.
    private static let none: Float = 1_000
    private static let milliseconds: Int64 = 86_400_000
    /// So many days back a night still says what the next may be like.
    private static let stands: Int64 = 3

    init(_ celsius: Float, at time: Int64) {
        day = time / ColdNights.milliseconds
        lowest = celsius
    }

    /// Takes one temperature; `time` is never before the one that came last.
    mutating func observe(_ celsius: Float, at time: Int64) {
        let today = time / ColdNights.milliseconds
        if today &- day > ColdNights.stands {
            self = ColdNights(celsius, at: time)
            return
        }
        while day < today {
            (thirdBefore, secondBefore, before, lowest) = (secondBefore, before, lowest, ColdNights.none)
            day += 1
        }
        lowest = min(lowest, celsius)
    }

    /// The lowest of the last three days and of this one; `nil` if nothing was told in them.
    func coldest(at time: Int64) -> Float? {
        let passed = time / ColdNights.milliseconds &- day
        var coldest = ColdNights.none
        for (age, low) in [lowest, before, secondBefore, thirdBefore].enumerated()
        where passed &+ Int64(age) <= ColdNights.stands {
            coldest = min(coldest, low)
        }
        return coldest < ColdNights.none ? coldest : nil
    }
}
