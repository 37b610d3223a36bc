/// Ages in coarse bins.
///
/// Raw age is never used: where maintenance keeps a schedule, the exact age since a replacement tells which day of the
/// schedule it is, and that is the calendar and not the part.
package enum AgeBins {
    /// The bin of a part whose replacement is not known.
    package static let unknown: UInt8 = 9
    private static let width: Int64 = 15 * 86_400

    /// Age since replacement in steps of 15 days: 0 to 8, where 8 is 120 days and more.
    package static func part(seconds: Int64) -> UInt8 {
        UInt8(min(8, max(0, seconds) / width))
    }

    /// The age of an asset in steps of two years: 0 to 8, where 8 is 16 years and more; ``unknown`` for no age.
    package static func asset(years: Double?) -> UInt8 {
        guard let years, years >= 0 else { return unknown }
        return UInt8(min(8, (years / 2).rounded(.down)))
    }
}
