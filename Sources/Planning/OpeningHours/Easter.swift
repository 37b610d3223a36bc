import Telemetry

/// Whose Easter is meant.
package enum Easter: String, Sendable, Hashable, CaseIterable {
    /// By the Gregorian calendar.
    case western
    /// By the Julian calendar, which most Orthodox churches keep for Easter.
    case orthodox

    /// Easter Sunday of a year, as days since 1970-01-01.
    ///
    /// J. Meeus, "Astronomical Algorithms", chapter 8.
    package func sunday(inYear year: Int) -> Int64? {
        switch self {
        case .western:
            let (a, b, c) = (year % 19, year / 100, year % 100)
            let (d, e) = (b / 4, b % 4)
            let g = (8 * b + 13) / 25
            let h = (19 * a + b - d - g + 15) % 30
            let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7
            let m = (a + 11 * h + 19 * l) / 433
            let month = (h + l - 7 * m + 90) / 25
            return CivilDate.daysSinceEpoch(year: year, month: month, day: (h + l - 7 * m + 33 * month + 19) % 32)
        case .orthodox:
            let d = (19 * (year % 19) + 15) % 30
            let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
            let month = (d + e + 114) / 31
            // The Julian calendar lags by a day for each century that the Gregorian one gives no leap year.
            let lag = year / 100 - year / 400 - 2
            return CivilDate.daysSinceEpoch(year: year, month: month, day: (d + e + 114) % 31 + 1).map {
                $0 + Int64(lag)
            }
        }
    }
}
