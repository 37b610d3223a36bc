package import Telemetry

/// A time as records write it: ISO 8601 with or without a zone or a clock, or whole milliseconds since 1970.
package enum HistoryTime: Equatable, Sendable {
    /// Without a zone it is read as UTC.
    case time(Timestamp, hasZone: Bool)
    /// A time that memories can't hold, before 1971 or after 2105: surely no time of a record.
    case outside
    case unreadable

    package init(_ bytes: UnsafeRawBufferPointer) {
        if let number = HistoryTime.number(bytes) {
            self = HistoryTime.inside(Timestamp(milliseconds: number), hasZone: true)
            return
        }
        // A date alone is its first moment.
        if bytes.count == 10 {
            let text = String(decoding: bytes, as: UTF8.self) + "T00:00"
            self = Timestamp(iso8601: text).map { HistoryTime.inside($0, hasZone: false) } ?? .unreadable
            return
        }
        guard let time = Timestamp(iso8601Bytes: bytes) else {
            self = .unreadable
            return
        }
        self = HistoryTime.inside(time, hasZone: HistoryTime.hasZone(bytes))
    }

    package init(_ text: String) {
        var copy = text
        self = copy.withUTF8 { HistoryTime(UnsafeRawBufferPointer($0)) }
    }

    private static func inside(_ time: Timestamp, hasZone: Bool) -> HistoryTime {
        let years = Timestamp(seconds: 31_536_000)..<Timestamp(seconds: 4_291_747_200)
        return years.contains(time) ? .time(time, hasZone: hasZone) : .outside
    }

    private static func number(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard bytes.count >= 11, bytes.count <= 15 else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard byte &- 0x30 <= 9 else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }

    /// After the date only a zone has a letter Z, a plus or a minus.
    private static func hasZone(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.dropFirst(11).contains { [0x5A, 0x7A, 0x2B, 0x2D].contains($0) }
    }
}
