internal import Telemetry

/// Date and time of day as a text shows them, with the zone if the text has one.
struct CivilTime {
    var year = 0
    var month = 0
    var day = 0
    var hour = 0
    var minute = 0
    var second = 0
    var milliseconds = 0
    /// Seconds east of UTC; `nil` if the text does not say it.
    var offset: Int?

    /// The point in time, or `nil` for a date or time of day that does not exist.
    ///
    /// - Parameter zone: The zone of a text that has none; UTC without it.
    func timestamp(in zone: LocalZone?) -> Timestamp? {
        guard let days = CivilDate.daysSinceEpoch(year: year, month: month, day: day), (0..<24).contains(hour),
            (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        let local = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        let seconds: Int64
        if let offset {
            seconds = local - Int64(offset)
        } else if let zone {
            seconds = zone.seconds(local: local)
        } else {
            seconds = local
        }
        return Timestamp(seconds: seconds).adding(milliseconds: Int64(milliseconds))
    }

    /// Reads ISO 8601 with or without a zone; the zone may be a word, as in `2026-01-01 02:00:00 EET`.
    init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var reader = TextReader(bytes)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), reader.skip("T") || reader.skip("t") || reader.skipSpaces(),
            let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2)
        else { return nil }
        (self.year, self.month, self.day, self.hour, self.minute) = (year, month, day, hour, minute)
        if reader.skip(":") {
            guard let second = reader.digits(2) else { return nil }
            self.second = second
            if reader.skip(".") || reader.skip(",") {
                guard let milliseconds = reader.fraction() else { return nil }
                self.milliseconds = milliseconds
            }
        }
        guard reader.zone(&offset), reader.isAtEnd else { return nil }
    }

    init() {}

    /// The seconds east of UTC of a text that is a zone word or an offset and nothing else.
    static func offset(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var reader = TextReader(bytes)
        var offset: Int?
        guard reader.zone(&offset), reader.isAtEnd else { return nil }
        return offset
    }

    /// Words of zones and their hours east of UTC.
    ///
    /// Those of RFC 5322, and others that devices show; a word with several meanings has the commonest one.
    static let zoneWords: [(word: String, hours: Double)] = [
        ("UTC", 0), ("GMT", 0), ("Z", 0), ("UT", 0), ("WET", 0), ("WEST", 1), ("BST", 1), ("CET", 1), ("CEST", 2),
        ("MEZ", 1), ("MESZ", 2), ("EET", 2), ("EEST", 3), ("MSK", 3), ("TRT", 3), ("GET", 4), ("EST", -5), ("EDT", -4),
        ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7), ("AKST", -9), ("AKDT", -8),
        ("HST", -10), ("AST", -4), ("ADT", -3), ("NST", -3.5), ("NDT", -2.5), ("BRT", -3), ("SAST", 2), ("SGT", 8),
        ("HKT", 8), ("JST", 9), ("KST", 9), ("AWST", 8), ("ACST", 9.5), ("ACDT", 10.5), ("AEST", 10), ("AEDT", 11),
        ("NZST", 12), ("NZDT", 13),
    ]
}
