extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with milliseconds, `2026-11-22T01:28:00.000Z`.
    package var description: String { iso8601 }

    /// ISO 8601 in UTC with milliseconds, `2026-11-22T01:28:00.000Z`.
    package var iso8601: String {
        let days = Timestamp.floorDivide(milliseconds, by: 86_400_000)
        let rest = Int(milliseconds - days * 86_400_000)
        let (year, month, day) = CivilDate.from(daysSinceEpoch: days)
        let text = [
            Timestamp.padded(year, 4), "-", Timestamp.padded(month, 2), "-", Timestamp.padded(day, 2), "T",
            Timestamp.padded(rest / 3_600_000, 2), ":", Timestamp.padded(rest / 60_000 % 60, 2), ":",
            Timestamp.padded(rest / 1_000 % 60, 2), ".", Timestamp.padded(rest % 1_000, 3), "Z",
        ]
        return text.joined()
    }

    /// Reads ISO 8601 with a zone: `2026-11-22T01:28:00Z`, a space for the `T`, any number of fraction digits,
    /// `+02:00`, `+0200`, `+02`.
    ///
    /// A text without a zone is read as UTC. `nil` for anything else, impossible dates included.
    package init?(iso8601 text: some StringProtocol) {
        let parsed = text.utf8.withContiguousStorageIfAvailable { Timestamp.parse(UnsafeRawBufferPointer($0)) }
        guard let parsed else {
            var copy = String(text)
            guard let time = copy.withUTF8({ Timestamp.parse(UnsafeRawBufferPointer($0)) }) else { return nil }
            self = time
            return
        }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads ISO 8601 straight from bytes; see `init(iso8601:)`.
    package init?(iso8601Bytes bytes: UnsafeRawBufferPointer) {
        guard let time = Timestamp.parse(bytes) else { return nil }
        self = time
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        var at = 0
        func digits(_ count: Int) -> Int? {
            guard at + count <= bytes.count else { return nil }
            var value = 0
            for offset in 0..<count {
                let digit = bytes[at + offset] &- 0x30
                guard digit <= 9 else { return nil }
                value = value * 10 + Int(digit)
            }
            at += count
            return value
        }
        func skip(_ allowed: UInt8...) -> Bool {
            guard at < bytes.count, allowed.contains(bytes[at]) else { return false }
            at += 1
            return true
        }
        guard let year = digits(4), skip(0x2D), let month = digits(2), skip(0x2D), let day = digits(2),
            let days = CivilDate.daysSinceEpoch(year: year, month: month, day: day),
            skip(0x54, 0x74, 0x20), let hour = digits(2), skip(0x3A), let minute = digits(2),
            hour < 24, minute < 60
        else { return nil }
        var second = 0
        if skip(0x3A) {
            guard let value = digits(2), value <= 60 else { return nil }
            second = value
        }
        var fraction = 0
        if skip(0x2E, 0x2C) {
            var scale = 100
            var count = 0
            while at < bytes.count, bytes[at] &- 0x30 <= 9 {
                fraction += Int(bytes[at] &- 0x30) * scale
                scale /= 10
                count += 1
                at += 1
            }
            guard count > 0 else { return nil }
        }
        var offset = 0
        if at < bytes.count, !skip(0x5A, 0x7A) {
            _ = skip(0x20)
            let negative: Bool
            if skip(0x2D) { negative = true } else if skip(0x2B) { negative = false } else { return nil }
            guard let offsetHours = digits(2), offsetHours <= 18 else { return nil }
            _ = skip(0x3A)
            var offsetMinutes = 0
            if at < bytes.count {
                guard let value = digits(2), value < 60 else { return nil }
                offsetMinutes = value
            }
            offset = (offsetHours * 60 + offsetMinutes) * (negative ? -1 : 1)
        }
        guard at == bytes.count else { return nil }
        let seconds = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset * 60)
        return Timestamp(milliseconds: seconds * 1_000 + Int64(fraction))
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
    }

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}
