internal import Telemetry

/// How a device writes date and time, `dd/MM/yyyy HH:mm:ss`, from a small fixed vocabulary.
struct TimePattern: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case year
        case shortYear
        case month(ClosedRange<Int>)
        case monthName
        case day(ClosedRange<Int>)
        case hour(ClosedRange<Int>)
        case halfDayHour(ClosedRange<Int>)
        case halfDay
        case minute
        case second
        case fraction
        case zone
        case literal(UInt8)
        case spaces
    }

    /// What may stand in a pattern, for the report of a mistake.
    static let allowed =
        "yyyy, yy, MM, M, MMM (Jan), dd, d, HH, H, hh, h with a (AM), mm, ss, SSS (fraction), Z (zone), 'text' and signs"

    private static let words: [(word: String, part: Part)] = [
        ("yyyy", .year), ("yy", .shortYear), ("MMM", .monthName), ("MM", .month(2...2)), ("M", .month(1...2)),
        ("dd", .day(2...2)), ("d", .day(1...2)), ("HH", .hour(2...2)), ("H", .hour(1...2)),
        ("hh", .halfDayHour(2...2)), ("h", .halfDayHour(1...2)), ("a", .halfDay), ("mm", .minute), ("ss", .second),
        ("SSS", .fraction), ("Z", .zone),
    ]

    private let parts: [Part]

    /// - Throws: ``TimePatternError`` with what can't stand in a pattern.
    init(_ text: String) throws(TimePatternError) {
        guard text.utf8.count <= 64 else { throw TimePatternError(problem: "a format has at most 64 bytes") }
        var parts: [Part] = []
        var rest = text[...]
        while let first = rest.first {
            if first == "'" {
                let literal = rest.dropFirst().prefix { $0 != "'" }
                parts += literal.utf8.map { .literal($0) }
                rest = rest.dropFirst(literal.count + 2)
            } else if first == " " {
                parts.append(.spaces)
                rest = rest.drop { $0 == " " }
            } else if first.isASCII, first.isLetter, first != "T" {
                let run = rest.prefix { $0 == first }
                guard let known = TimePattern.words.first(where: { $0.word == run }) else {
                    throw TimePatternError(problem: "\"\(run)\" means nothing in a format")
                }
                parts.append(known.part)
                rest = rest.dropFirst(run.count)
            } else {
                parts += String(first).utf8.map { .literal($0) }
                rest = rest.dropFirst()
            }
        }
        let hasYear = parts.contains(.year) || parts.contains(.shortYear)
        let hasMonth = parts.contains { if case .month = $0 { true } else { $0 == .monthName } }
        let hasDay = parts.contains { if case .day = $0 { true } else { false } }
        guard hasYear, hasMonth, hasDay else {
            throw TimePatternError(problem: "a format has a year, a month and a day")
        }
        self.parts = parts
    }

    /// Reads a text; a zone word or offset may follow what the pattern says.
    func read(_ bytes: UnsafeRawBufferPointer) -> CivilTime? {
        var reader = TextReader(bytes)
        var time = CivilTime()
        var isAfternoon: Bool?
        for part in parts {
            guard TimePattern.read(part, &reader, &time, &isAfternoon) else { return nil }
        }
        guard time.offset != nil || reader.zone(&time.offset), reader.isAtEnd else { return nil }
        if let isAfternoon {
            guard (1...12).contains(time.hour) else { return nil }
            time.hour = time.hour % 12 + (isAfternoon ? 12 : 0)
        }
        return time
    }

    private static func read(
        _ part: Part, _ reader: inout TextReader, _ time: inout CivilTime, _ isAfternoon: inout Bool?
    ) -> Bool {
        func take(_ value: Int?, _ place: WritableKeyPath<CivilTime, Int>, _ base: Int = 0) -> Bool {
            guard let value else { return false }
            time[keyPath: place] = base + value
            return true
        }
        switch part {
        case .year: return take(reader.digits(4), \.year)
        case .shortYear: return take(reader.digits(2), \.year, 2_000)
        case .month(let count): return take(reader.digits(count), \.month)
        case .day(let count): return take(reader.digits(count), \.day)
        case .hour(let count), .halfDayHour(let count): return take(reader.digits(count), \.hour)
        case .minute: return take(reader.digits(2), \.minute)
        case .second: return take(reader.digits(2), \.second)
        case .fraction: return take(reader.fraction(), \.milliseconds)
        case .monthName:
            let word = reader.letters()
            return take(monthNames.firstIndex { word.equalsIgnoringCase($0) }, \.month, 1)
        case .halfDay:
            let word = reader.letters()
            isAfternoon = word.equalsIgnoringCase("PM")
            return isAfternoon == true || word.equalsIgnoringCase("AM")
        case .zone: return reader.zone(&time.offset) && time.offset != nil
        case .literal(let byte): return reader.skip(Unicode.Scalar(byte))
        case .spaces: return reader.skipSpaces()
        }
    }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

/// Why a text is not a pattern of a time.
struct TimePatternError: Error, Equatable {
    let problem: String
}
