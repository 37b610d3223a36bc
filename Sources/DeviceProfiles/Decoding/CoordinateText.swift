/// Degrees in the spellings that are no plain numbers.
enum CoordinateText {
    /// One axis with an optional letter of its hemisphere before or after it: `59.4372N`, `S 33.8`, `5926.232,N`.
    ///
    /// - Parameters:
    ///   - bytes: The number and perhaps the letter.
    ///   - letter: A letter that stands elsewhere; empty for none.
    ///   - inMinutes: Whether the number is degrees times 100 plus minutes.
    ///   - letters: The letters of this axis, the positive one first.
    static func angle(
        _ bytes: UnsafeRawBufferPointer, letter: UnsafeRawBufferPointer, inMinutes: Bool,
        letters: (positive: UInt8, negative: UInt8)
    ) -> Double? {
        var number = bytes.trimmed
        var letter = letter.trimmed
        if let last = number.last, (last | 0x20) &- 0x61 < 26 {
            guard letter.isEmpty else { return nil }
            letter = UnsafeRawBufferPointer(rebasing: number.suffix(1))
            number = UnsafeRawBufferPointer(rebasing: number.dropLast()).trimmed
            if number.last == 0x2C { number = UnsafeRawBufferPointer(rebasing: number.dropLast()).trimmed }
        } else if let first = number.first, (first | 0x20) &- 0x61 < 26 {
            guard letter.isEmpty else { return nil }
            letter = UnsafeRawBufferPointer(rebasing: number.prefix(1))
            number = UnsafeRawBufferPointer(rebasing: number.dropFirst()).trimmed
        }
        guard let value = number.number else { return nil }
        return angle(value, letter: letter, inMinutes: inMinutes, letters: letters)
    }

    /// One axis as a number, with the letter of its hemisphere or none.
    static func angle(
        _ value: Double, letter: UnsafeRawBufferPointer, inMinutes: Bool, letters: (positive: UInt8, negative: UInt8)
    ) -> Double? {
        guard let degrees = inMinutes ? degreesFromMinutes(value) : value else { return nil }
        guard let first = letter.first else { return degrees }
        // Minus and a letter together may mean either.
        guard letter.count == 1, value >= 0 else { return nil }
        switch first & 0xDF {
        case letters.positive: return degrees
        case letters.negative: return -degrees
        default: return nil
        }
    }

    /// Degrees from `ddmm.mmmm`.
    private static func degreesFromMinutes(_ value: Double) -> Double? {
        let whole = (abs(value) / 100).rounded(.down)
        let minutes = abs(value) - whole * 100
        guard minutes < 60 else { return nil }
        let degrees = whole + minutes / 60
        return value < 0 ? -degrees : degrees
    }

    /// Latitude and longitude of ISO 6709, `+59.4372+024.8421/`: degrees, degrees and minutes, or also seconds by the
    /// number of digits; a height and a name of the system after them are passed over.
    static func iso6709(_ bytes: UnsafeRawBufferPointer) -> (latitude: Double, longitude: Double)? {
        guard let second = bytes.dropFirst().firstIndex(where: isSign) else { return nil }
        let end = bytes[(second + 1)...].firstIndex { isSign($0) || $0 == 0x2F } ?? bytes.count
        guard let latitude = signed(UnsafeRawBufferPointer(rebasing: bytes[..<second]), degreeDigits: 2),
            let longitude = signed(UnsafeRawBufferPointer(rebasing: bytes[second..<end]), degreeDigits: 3)
        else { return nil }
        return (latitude, longitude)
    }

    private static func isSign(_ byte: UInt8) -> Bool { byte == 0x2B || byte == 0x2D }

    private static func signed(_ bytes: UnsafeRawBufferPointer, degreeDigits: Int) -> Double? {
        guard let first = bytes.first, isSign(first) else { return nil }
        let digits = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        guard digits.allSatisfy({ $0 &- 0x30 <= 9 || $0 == 0x2E }), let value = digits.number else { return nil }
        let whole = digits.firstIndex(of: 0x2E) ?? digits.count
        let degrees: Double
        switch whole - degreeDigits {
        case 0: degrees = value
        case 2:
            guard let minutes = degreesFromMinutes(value) else { return nil }
            degrees = minutes
        case 4:
            let top = (value / 10_000).rounded(.down)
            let minutes = (value / 100).rounded(.down) - top * 100
            let seconds = value - (value / 100).rounded(.down) * 100
            guard minutes < 60, seconds < 60 else { return nil }
            degrees = top + minutes / 60 + seconds / 3_600
        default: return nil
        }
        return first == 0x2D ? -degrees : degrees
    }
}
