/// A short code for a place of about 14 by 14 metres: an Open Location Code of ten digits.
///
/// Source: the specification of Open Location Codes.
package struct PlusCode: Hashable, Sendable, CustomStringConvertible {
    /// Digits without any that are easily mistaken for another.
    private static let digits = Array("23456789CFGHJMPQRVWX")
    /// Steps in a degree: the smallest pair of digits is an 8,000th of a degree.
    private static let stepsPerDegree = 8_000.0

    /// "9GG6CVM9+8Q".
    package let description: String

    package init(_ place: Coordinate) {
        func steps(_ degrees: Double, limit: Int) -> Int {
            // The same rounding as the specification's: a place on a line belongs to the cell above it.
            let steps = Int((degrees * PlusCode.stepsPerDegree * 1e6).rounded() / 1e6)
            return min(max(steps, 0), limit - 1)
        }
        var latitude = steps(place.latitude + 90, limit: 180 * 8_000)
        // 180 degrees east is 180 degrees west.
        var longitude = steps(place.longitude == 180 ? 0 : place.longitude + 180, limit: 360 * 8_000)
        var code: [Character] = []
        for pair in 0..<5 {
            code.append(PlusCode.digits[longitude % 20])
            code.append(PlusCode.digits[latitude % 20])
            if pair == 0 { code.append("+") }
            longitude /= 20
            latitude /= 20
        }
        description = String(code.reversed())
    }
}
