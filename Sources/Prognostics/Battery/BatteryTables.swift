#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Published thresholds of the 12 V lead-acid starter battery, and where they come from.
///
/// Volts are those of a 12 V system; a 24 V system is two batteries in series and is halved before it comes here. The
/// numbers are customary ones for flooded batteries. Absorbed glass mat (AGM) rests 0.1 to 0.3 V higher at the same
/// charge (Polaris owner's manual: 12.8 to 13.2 V full, 12.3 V half), so an AGM battery is judged mildly here; its own
/// decline is what tells. A lithium battery rests above 13 V and is never taken for resting: nothing is said of it.
package enum BatteryTables {
    /// Resting volts at 26.7 °C for 0, 25, 50, 75 and 100 % of charge.
    ///
    /// Discover Battery, "How can I measure my battery's state of charge", table 1: 11.89, 12.06, 12.24, 12.45, 12.65.
    static let restingVolts: [Double] = [11.89, 12.06, 12.24, 12.45, 12.65]

    /// The share of charge that a resting voltage says, 0 to 1, below 0 down to -1 for less than the empty one.
    ///
    /// - Parameters:
    ///   - volts: At rest for hours, see ``BatteryMemory/restAfter``.
    ///   - celsius: Of the battery; `nil` counts as 26.7.
    package static func charge(restingVolts volts: Double, celsius: Double?) -> Double {
        let corrected = compensated(volts, celsius: celsius)
        var below = restingVolts[0]
        if corrected <= below { return max(-1, (corrected - below) / 0.17 * 0.25) }
        for (index, above) in restingVolts.enumerated().dropFirst() {
            if corrected <= above {
                return (Double(index - 1) + (corrected - below) / (above - below)) * 0.25
            }
            below = above
        }
        return 1
    }

    /// A resting voltage as it would be at 26.7 °C.
    ///
    /// Discover Battery, table 7: 0.024 V for every 10 °F, which is 4.3 mV for every °C; a cold battery reads less.
    /// Others give 2.5 to 3 mV; the larger one errs on the side of not alarming in frost.
    package static func compensated(_ volts: Double, celsius: Double?) -> Double {
        guard let celsius else { return volts }
        return volts + (26.7 - min(40, max(-40, celsius))) * 0.0043
    }

    /// The volts that a good battery must hold while cranking, by temperature.
    ///
    /// The load test of the trade (half the cold cranking current for 15 s) as in workshop manuals of Hyundai and Kia:
    /// 9.6 V from 20 °C, 9.5 at 16, 9.4 at 10, 9.3 at 4, 9.1 at -1, 8.9 at -7, 8.7 at -12, 8.5 at -18. Suzuki's gives
    /// 8.0 from -18 °C downwards. Chrysler's names 9.6 V for cranking itself. The cold cranking rating of SAE J537
    /// allows 7.2 V, after 30 s at -18 °C under the full rated current; no engine start takes that long.
    ///
    /// - Parameter celsius: Outside; `nil` gives the mildest, 8.5 V, so that an unknown frost is no alarm.
    package static func crankingLimit(celsius: Double?) -> Double {
        guard let celsius else { return 8.5 }
        return interpolate(
            celsius,
            [(-18, 8.5), (-12, 8.7), (-7, 8.9), (-1, 9.1), (4, 9.3), (10, 9.4), (16, 9.5), (20, 9.6)])
    }

    /// How much harder a start is than at 27 °C: the power that the engine needs over what the battery can give.
    ///
    /// The trade's table (80, 32, 0 and -20 °F, printed among others by Mackert Automotive): the battery gives 100, 65,
    /// 40 and 25 % of its power, and the engine asks for 100, 155, 210 and 350 %.
    package static func strain(celsius: Double) -> Double {
        exp(interpolate(celsius, [(-29, log(14)), (-18, log(5.25)), (0, log(2.385)), (27, 0)]))
    }

    /// From this voltage on something charges: an alternator (13.5 to 14.8 V), a converter, a charger, the sun.
    ///
    /// Above any lead-acid battery at rest after its surface charge has gone (AGM: up to 13.2 V just charged).
    package static let chargingFloor = 13.2
    /// A drive whose voltage never gets here was not charged: regulators work at 13.5 to 14.8 V, and those that relax
    /// to save fuel come back to it now and then.
    package static let undercharged = 13.0
    /// A drive that stays above is overcharged: 14.8 V is the customary upper bound, a cold regulator adds some.
    package static let overcharged = 15.3

    private static func interpolate(_ x: Double, _ points: [(Double, Double)]) -> Double {
        guard var below = points.first, let last = points.last else { return 0 }
        if x <= below.0 { return below.1 }
        if x >= last.0 { return last.1 }
        for point in points.dropFirst() {
            if x <= point.0 { return below.1 + (point.1 - below.1) * (x - below.0) / (point.0 - below.0) }
            below = point
        }
        return last.1
    }
}
